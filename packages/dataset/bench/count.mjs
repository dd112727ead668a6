// @ts-check
/**
 * Counts a chat file as the command does, its start included: `count.mjs WORKERS FILE VOCABULARIES`. Prints one line of JSON with
 * the tokens of the first vocabulary and what the process took.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import {
  countRules,
  emptyProfile,
  mergeProfiles,
  profileBytes,
  profileText,
  readProfile,
  shardChunks,
  shardRange,
} from "@tunecast/dataset";

/** The bytes of a file from `start` on; a block is overwritten by the next one. @param {string} path @param {number} start */
async function* blocksOf(path, start) {
  const file = openSync(path, "r");
  const block = new Uint8Array(1 << 20);
  for (let at = start, read = 0; (read = readSync(file, block, 0, block.length, at)) > 0; at += read)
    yield block.subarray(0, read);
  closeSync(file);
}

/** @template T @param {import("@tunecast/estimator").Result<T>} result */
function valueOf(result) {
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}

/** Profiles a part of a file. @param {{ path: string, names: readonly string[], index: number, of: number }} part */
async function counted({ path, names, index, of }) {
  const range = shardRange(statSync(path).size, index, of);
  const rules = valueOf(await countRules(names));
  const bytes = shardChunks(blocksOf(path, range.start), range);
  return valueOf(await profileBytes(bytes, { rules, name: path, shard: { index, of } }));
}

/** @param {Parameters<typeof counted>[0]} part @returns {Promise<string>} */
function inWorker(part) {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: part });
  return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
}

if (isMainThread) {
  const [workers = "1", path = "", vocabularies = ""] = process.argv.slice(2);
  const of = Number(workers);
  const names = vocabularies.split(",").map((name) => `plain/${name}`);
  const others = Array.from({ length: of - 1 }, (_, i) => inWorker({ path, names, index: i + 2, of }));
  let whole = valueOf(mergeProfiles(emptyProfile, await counted({ path, names, index: 1, of })));
  for (const part of await Promise.all(others)) whole = valueOf(mergeProfiles(whole, valueOf(readProfile(part))));
  const tokens = (whole.counts[names[0] ?? ""]?.tokens ?? []).reduce((sum, [length, times]) => sum + length * times, 0);
  console.log(JSON.stringify({ tokens }));
} else parentPort?.postMessage(profileText(await counted(workerData)));
