// @ts-check
import { parentPort, workerData } from "node:worker_threads";
import { countRule, countRules, profileBytes, profileText, shardChunks, shardRange } from "../dist/index.js";
import { Engine } from "../dist/tokens/engine.js";
import { loadVocabulary } from "../dist/tokens/vocabularies.js";
import { blocksOf } from "./lines.mjs";

const { path, size, index, of, names, engine } = workerData;
const rules = engine === "plain" ? await plainRules() : await nativeRules();
const range = shardRange(size, index, of);
const shard = { index, of };
const profile = await profileBytes(shardChunks(blocksOf(path, range.start), range), {
  rules,
  name: path,
  shard,
});
if (!profile.ok) throw new Error(profile.problem.kind);
parentPort?.postMessage(profileText(profile.value));

async function nativeRules() {
  const rules = await countRules(names);
  if (!rules.ok) throw new Error(rules.problem.kind);
  return rules.value;
}

/** The rules over what counts where there is no WebAssembly. */
async function plainRules() {
  const made = [];
  for (const name of names) {
    const vocabulary = name.replace("plain/", "");
    const loaded = await loadVocabulary(vocabulary);
    if (!loaded.ok) throw new Error(loaded.problem.kind);
    const rule = countRule("plain", new Engine(vocabulary, loaded.value));
    if (!rule.ok) throw new Error(rule.problem.kind);
    made.push(rule.value);
  }
  return made;
}
