// @ts-check
/**
 * One measurement in a process of its own: `loop PEER FILE LIMIT` counts the texts of the first LIMIT bytes of a chat file
 * with a tokenizer, its start left out; `count FILE VOCABULARIES ENGINE` profiles the file on this thread, the start left
 * out; `profile WORKERS FILE VOCABULARIES ENGINE` profiles it as the command does, with what counts where
 * there is no WebAssembly if ENGINE is `plain`. Prints one line of JSON.
 */
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const [mode = "", subject = "", path = "", limit = "", engine = ""] = process.argv.slice(2);
const result =
  mode === "loop"
    ? await loop(subject, path, Number(limit))
    : mode === "count"
      ? await count(subject, path, limit)
      : await profile(Number(subject), path, limit, engine);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, ...result, memory: maxRSS / 1024 }));

/** @param {string} file @param {string} vocabularies with commas between them @param {string} engine */
async function count(file, vocabularies, engine) {
  const names = vocabularies.split(",").map((name) => `plain/${name}`);
  const [{ profileBytes }, { blocksOf }, { rulesOf }] = await Promise.all([
    import("../dist/index.js"),
    import("./lines.mjs"),
    import("./rules.mjs"),
  ]);
  const rules = await rulesOf(names, engine);
  const [before, used] = [performance.now(), process.cpuUsage()];
  const profile = await profileBytes(blocksOf(file), { rules, name: file });
  const { user, system } = process.cpuUsage(used);
  const seconds = (performance.now() - before) / 1000;
  if (!profile.ok) throw new Error(profile.problem.kind);
  return { seconds, cpu: (user + system) / 1e6 };
}

/** Start and vocabulary are left out. @param {string} peer @param {string} file @param {number} bytes */
async function loop(peer, file, bytes) {
  const [{ textsOf }, { peers }] = await Promise.all([import("./lines.mjs"), import("./peers.mjs")]);
  const load = Object.entries(peers).find(([name]) => name === peer)?.[1];
  if (load === undefined) throw new Error(`No tokenizer is called ${peer}.`);
  const count = await load();
  const [before, used] = [performance.now(), process.cpuUsage()];
  let tokens = 0;
  for await (const texts of textsOf(file, bytes)) for (const text of texts) tokens += count(text);
  const { user, system } = process.cpuUsage(used);
  const seconds = (performance.now() - before) / 1000;
  return { tokens, seconds, cpu: (user + system) / 1e6, bytes: Math.min(bytes, statSync(file).size) };
}

/** @param {number} workers @param {string} file @param {string} vocabularies with commas between them @param {string} engine */
async function profile(workers, file, vocabularies, engine) {
  const names = vocabularies.split(",").map((name) => `plain/${name}`);
  const { size } = statSync(file);
  const counting = Promise.all(
    Array.from({ length: workers }, (_, place) => {
      const worker = new Worker(fileURLToPath(new URL("tokensWorker.mjs", import.meta.url)), {
        workerData: { path: file, size, index: place + 1, of: workers, names, engine },
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
  const lengths = whole.counts[names[0] ?? ""]?.tokens ?? [];
  return { tokens: lengths.reduce((sum, [length, times]) => sum + length * times, 0) };
}
