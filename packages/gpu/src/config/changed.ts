import { parse } from "yaml";
import { isMap } from "./entry.ts";
import type { TrainerId } from "../trainers/all.ts";
import { writeTrainerConfig } from "./write.ts";
import type { WrittenRun } from "./written.ts";

/**
 * What a change of a run is in its trainer's own words: the keys of its config that are other than before, and the
 * cards it is started on. Undefined where the trainer has no key for it.
 */
export function changedKeys(id: TrainerId, run: WrittenRun, change: Partial<WrittenRun>): string[] | undefined {
  const changed = { ...run, ...change };
  const before = writeTrainerConfig(id, run);
  const after = writeTrainerConfig(id, changed);
  if (!before.ok || !after.ok) return undefined;
  const old = leaves(parse(before.value.text));
  const now = leaves(parse(after.value.text));
  return [
    ...[...now].filter(([key, value]) => old.get(key) !== value).map(([key, value]) => `${key}: ${value}`),
    ...[...old.keys()].filter((key) => !now.has(key)).map((key) => `no ${key}`),
    ...(changed.gpus === undefined || changed.gpus === run.gpus ? [] : [`${changed.gpus} cards`]),
  ];
}

/** Every value that holds no other, by the keys that lead to it. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (!isMap(value)) return new Map([[path, Array.isArray(value) ? `[${value.join(", ")}]` : String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leaves(inner, path === "" ? key : `${path}.${key}`)]),
  );
}
