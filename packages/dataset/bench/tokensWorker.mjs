// @ts-check
import { parentPort, workerData } from "node:worker_threads";
import { countRules, profileBytes, profileText, shardChunks, shardRange } from "../dist/index.js";
import { blocksOf } from "./lines.mjs";

const { path, size, index, of, names } = workerData;
const rules = await countRules(names);
if (!rules.ok) throw new Error(rules.problem.kind);
const range = shardRange(size, index, of);
const shard = { index, of };
const profile = await profileBytes(shardChunks(blocksOf(path, range.start), range), {
  rules: rules.value,
  name: path,
  shard,
});
if (!profile.ok) throw new Error(profile.problem.kind);
parentPort?.postMessage(profileText(profile.value));
