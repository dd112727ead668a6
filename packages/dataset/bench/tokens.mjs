// @ts-check
/**
 * Speed and memory of counting, beside other tokenizers in the same run:
 *
 *     npm run bench:tokens [FILE]
 *
 * FILE is a chat file in OpenAI's shape; without it, text without repeats is generated (English, code, nine writing
 * systems, logs). Tokenizers of Python are measured where they are installed (`pip install tiktoken gigatoken`; a folder
 * of packages is named by TUNECAST_PYTHON). Every figure comes from a process of its own. MB is a million bytes of UTF-8.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import o200k from "gpt-tokenizer/bpeRanks/o200k_base";
import { writeChats } from "./corpus.mjs";

const MB = 1e6;
/** The loops of the others are so slow that a part of a large file has to do. */
const LOOP_LIMIT = 50 * MB;
const [given] = process.argv.slice(2);
const folder = join(tmpdir(), "tunecast-bench");
mkdirSync(folder, { recursive: true });

/** @param {import("./corpus.mjs").Kind} kind @param {number} megabytes */
function chats(kind, megabytes) {
  const path = join(folder, `${kind}-${megabytes}.jsonl`);
  writeChats(path, kind, megabytes * MB, 1);
  return path;
}

/** @param {readonly (string | number)[]} args @returns {{ seconds: number, tokens: number, memory: number, cold: number, warm: number, cpu: number }} */
function run(...args) {
  const script = fileURLToPath(new URL("tokensRun.mjs", import.meta.url));
  const before = performance.now();
  const output = execFileSync(process.execPath, [script, ...args.map(String)], { encoding: "utf8" });
  return { ...JSON.parse(output), seconds: (performance.now() - before) / 1000 };
}

const ranks = join(folder, "o200k_base.tiktoken");
writeFileSync(
  ranks,
  o200k
    .map(
      (token, rank) =>
        `${Buffer.from(typeof token === "string" ? token : Uint8Array.from(token)).toString("base64")} ${rank}\n`,
    )
    .join(""),
);
const python = [process.env["PYTHONPATH"], process.env["TUNECAST_PYTHON"]].filter(Boolean).join(":");
const everyVocabulary = "o200k_base,cl100k_base,llama3,qwen2,deepseek-v3,mistral-v3,tekken";

/**
 * A tokenizer of Python, its start left out; undefined where it is not installed.
 *
 * @param {string} peer @param {string} path @param {number} limit
 * @returns {{ seconds: number, cpu: number, memory: number, bytes: number } | undefined}
 */
function runPython(peer, path, limit) {
  const script = fileURLToPath(new URL("peers.py", import.meta.url));
  const environment = { ...process.env, PYTHONPATH: python };
  const { status, stdout } = spawnSync("python3", [script, peer, ranks, path, String(limit)], {
    env: environment,
    encoding: "utf8",
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** @param {number} value */
const one = (value) => value.toFixed(1).padStart(7);

/** @param {string} title @param {string} path */
function loops(title, path) {
  console.log(`\n${title}, one thread, the texts of 10 MB: MB/s in the first pass, in the second`);
  const ours = run("loop", "tunecast", path, 10 * MB, 2);
  for (const peer of ["tunecast", "gpt-tokenizer", "tiktoken", "hypertok"]) {
    const { cold, warm, tokens } = peer === "tunecast" ? ours : run("loop", peer, path, 10 * MB, 2);
    const same = tokens === ours.tokens ? "" : `   counts differ: ${tokens} instead of ${ours.tokens}`;
    console.log(
      `  ${peer.padEnd(14)}${one(cold)}${one(warm)}   ours ${one(ours.cold / cold)}×${one(ours.warm / warm)}×${same}`,
    );
  }
}

/** @param {string} title @param {string} path */
function wholeFile(title, path) {
  const size = statSync(path).size / MB;
  console.log(
    `\n${title}, ${size.toFixed(0)} MB of chats, from the start of the process to its end: MB/s, MB per CPU second`,
  );
  const profiles = [1, 2].map((workers) => ({ workers, ...run("profile", workers, path) }));
  for (const { workers, seconds, memory, cpu } of profiles) {
    const name = `profile, ${workers} worker${workers > 1 ? "s" : ""}`;
    console.log(`  ${name.padEnd(19)}${one(size / seconds)}${one(size / cpu)}   peak memory ${memory.toFixed(0)} MB`);
  }
  const best = size / Math.min(...profiles.map(({ seconds }) => seconds));
  const perCpu = size / Math.min(...profiles.map(({ cpu }) => cpu));
  for (const peer of ["gpt-tokenizer", "tiktoken", "hypertok"]) {
    const { seconds, memory, cpu } = run("loop", peer, path, LOOP_LIMIT, 1);
    const part = Math.min(size, LOOP_LIMIT / MB);
    const ratios = `ours ${one((best * seconds) / part)}×${one((perCpu * cpu) / part)}×`;
    const note = part < size ? `, first ${part} MB` : "";
    const rates = `${one(part / seconds)}${one(part / cpu)}`;
    console.log(`  ${peer.padEnd(19)}${rates}   ${ratios}   peak memory ${memory.toFixed(0)} MB${note}`);
  }
  for (const peer of ["tiktoken-python", "gigatoken"]) {
    const measured = runPython(peer, path, LOOP_LIMIT);
    if (measured === undefined) {
      console.log(`  ${peer.padEnd(19)}skipped: it is not installed`);
      continue;
    }
    const [bytes, { seconds, cpu, memory }] = [measured.bytes / MB, measured];
    const ratios = `ours ${one((best * seconds) / bytes)}×${one((perCpu * cpu) / bytes)}×`;
    console.log(
      `  ${peer.padEnd(19)}${one(bytes / seconds)}${one(bytes / cpu)}   ${ratios}   peak memory ${memory.toFixed(0)} MB`,
    );
  }
  const all = run("profile", 2, path, everyVocabulary);
  const rates = `${one(size / all.seconds)}${one(size / all.cpu)}`;
  console.log(`  ${"all vocabularies".padEnd(19)}${rates}   peak memory ${all.memory.toFixed(0)} MB, 2 workers`);
}

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
if (given === undefined) {
  for (const kind of /** @type {const} */ (["english", "code", "multilingual", "commits"])) {
    const path = chats(kind, 10);
    loops(kind, path);
    wholeFile(kind, path);
  }
  wholeFile("mixed", chats("mixed", 400));
  console.log("\nPeak memory of a profile in 2 workers");
  for (const megabytes of [100, 1000]) {
    const { memory, seconds } = run("profile", 2, chats("mixed", megabytes));
    console.log(`  ${String(megabytes).padStart(5)} MB: ${memory.toFixed(0)} MB,${one(megabytes / seconds)} MB/s`);
  }
  rmSync(folder, { recursive: true });
} else {
  loops(given, given);
  wholeFile(given, given);
}
