// @ts-check
import { parentPort, workerData } from "node:worker_threads";
import { profileBytes, profileText, shardChunks, shardRange } from "../dist/index.js";
import { blocksOf } from "./lines.mjs";
import { rulesOf } from "./rules.mjs";

const { path, size, index, of, names, engine } = workerData;
const rules = await rulesOf(names, engine);
const range = shardRange(size, index, of);
const shard = { index, of };
const profile = await profileBytes(shardChunks(blocksOf(path, range.start), range), { rules, name: path, shard });
if (!profile.ok) throw new Error(profile.problem.kind);
parentPort?.postMessage(profileText(profile.value));
