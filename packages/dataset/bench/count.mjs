// @ts-check
/**
 * Counts a chat file as the command does, its start included: `count.mjs WORKERS FILE VOCABULARIES`. Prints one line of JSON with
 * the tokens of the first vocabulary and what the process took.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { countRules, emptyProfile, mergeProfiles, profileBytes, profileText, readProfile } from "../dist/index.js";
import { shardChunks, shardRange } from "../dist/index.js";

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

if (isMainThread) {
  const [workers = "1", path = "", vocabularies = ""] = process.argv.slice(2);
  const names = vocabularies.split(",").map((name) => `plain/${name}`);
  const parts = Array.from({ length: Number(workers) }, (_, i) => {
    const shard = { path, names, index: i + 1, of: Number(workers) };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: shard });
    return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  });
  let whole = emptyProfile;
  for (const part of await Promise.all(parts)) whole = valueOf(mergeProfiles(whole, valueOf(readProfile(part))));
  const tokens = (whole.counts[names[0] ?? ""]?.tokens ?? []).reduce((sum, [length, times]) => sum + length * times, 0);
  console.log(JSON.stringify({ tokens }));
} else {
  const { path, names, index, of } = workerData;
  const range = shardRange(statSync(path).size, index, of);
  const rules = valueOf(await countRules(names));
  const shard = { index, of };
  const bytes = shardChunks(blocksOf(path, range.start), range);
  parentPort?.postMessage(profileText(valueOf(await profileBytes(bytes, { rules, name: path, shard }))));
}
