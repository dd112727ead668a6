import { parentPort, workerData } from "node:worker_threads";
import { countRules, profileBytes, profileText, shardChunks, shardRange } from "@tunecast/dataset";
import { chunksFrom } from "./files.ts";
import type { CountMessage, CountTask } from "./workers.ts";

/** Counts one part of a file. Holds no logic: which part, by which rules and what becomes of it is decided outside. */
async function count({ path, size, index, of, options }: CountTask): Promise<CountMessage> {
  const rules = await countRules(options.rules);
  if (!rules.ok) return { kind: "problem", problem: rules.problem };
  const range = shardRange(size, index, of);
  const profile = await profileBytes(shardChunks(chunksFrom(path, range.start), range), {
    name: path,
    rules: rules.value,
    shard: { index, of },
    onProgress: ({ bytes, rows }) => parentPort?.postMessage({ kind: "progress", bytes, rows } satisfies CountMessage),
    ...(options.shape !== undefined && { format: options.shape }),
    ...(options.columns !== undefined && { columns: options.columns }),
  });
  return profile.ok
    ? { kind: "profile", text: profileText(profile.value) }
    : { kind: "problem", problem: profile.problem };
}

parentPort?.postMessage(await count(workerData as CountTask));
