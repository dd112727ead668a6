// @ts-check
/**
 * One measurement in a process of its own: `loop PEER FILE LIMIT PASSES` counts the texts of a chat file with a
 * tokenizer; `profile WORKERS FILE [VOCABULARIES]` profiles it as the command does. Prints one line of JSON.
 */
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const [mode = "", subject = "", path = "", limit, passes] = process.argv.slice(2);
const result =
  mode === "loop"
    ? await loop(subject, path, Number(limit), Number(passes))
    : await profile(Number(subject), path, limit);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(JSON.stringify({ ...result, memory: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 }));

/** @param {string} peer @param {string} file @param {number} bytes @param {number} passes */
async function loop(peer, file, bytes, passes) {
  const [{ textsOf }, { peers }] = await Promise.all([import("./lines.mjs"), import("./peers.mjs")]);
  const load = Object.entries(peers).find(([name]) => name === peer)?.[1];
  if (load === undefined) throw new Error(`No tokenizer is called ${peer}.`);
  const count = await load();
  const speeds = [];
  let tokens = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    tokens = 0;
    let counted = 0;
    let seconds = 0;
    for await (const texts of textsOf(file, bytes)) {
      const before = performance.now();
      for (const text of texts) tokens += count(text);
      seconds += (performance.now() - before) / 1000;
      for (const text of texts) counted += Buffer.byteLength(text);
    }
    speeds.push(counted / 1e6 / seconds);
  }
  return { tokens, cold: speeds[0], warm: speeds[1] };
}

/** @param {number} workers @param {string} file @param {string} [vocabularies] with commas between them */
async function profile(workers, file, vocabularies = "o200k_base") {
  const names = vocabularies.split(",").map((name) => `plain/${name}`);
  const { size } = statSync(file);
  const counting = Promise.all(
    Array.from({ length: workers }, (_, place) => {
      const worker = new Worker(fileURLToPath(new URL("tokensWorker.mjs", import.meta.url)), {
        workerData: { path: file, size, index: place + 1, of: workers, names },
      });
      return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    }),
  );
  // As in the command: the threads do not wait for what is needed once they have ended.
  const { emptyProfile, mergeProfiles, readProfile } = await import("../dist/index.js");
  let whole = emptyProfile;
  for (const part of await counting) {
    const read = readProfile(part);
    if (!read.ok) throw new Error(read.problem.kind);
    const merged = mergeProfiles(whole, read.value);
    if (!merged.ok) throw new Error(merged.problem.kind);
    whole = merged.value;
  }
  const lengths = whole.counts["plain/o200k_base"]?.tokens ?? [];
  return { tokens: lengths.reduce((sum, [length, times]) => sum + length * times, 0) };
}
