import type { Problem } from "@tunecast/estimator";
import { isMap, type Entry, type Parsed } from "./entry.ts";
import { isOff, type Row, type Table, type Taken } from "./table.ts";

/** A config's keys by what they are to its trainer. */
export interface TableReading {
  readonly taken: readonly Taken[];
  /** Keys that change the answer in a way that is not counted, with why. */
  readonly partial: readonly { readonly entry: Entry; readonly why: string }[];
  readonly unknown: readonly { readonly entry: Entry; readonly near: string | undefined }[];
  readonly problems: readonly Problem[];
}

/** Reads the keys of a parsed config by a trainer's table; none is passed over. */
export function readTable({ file, values, lineOf }: Parsed, { rows, idle }: Table): TableReading {
  const taken: Taken[] = [];
  const partial: { entry: Entry; why: string }[] = [];
  const unknown: { entry: Entry; near: string | undefined }[] = [];
  const problems: Problem[] = [];
  const known = [...rows.map(({ key }) => key), ...idle];
  const read = (row: Row, entry: Entry): void => {
    if (row.partial !== undefined) {
      if (!(row.off ?? isOff)(entry.value)) partial.push({ entry, why: row.partial });
      return;
    }
    const meaning = row.read?.(entry.value);
    if (meaning === undefined || row.setting === undefined) return;
    if ("expected" in meaning) problems.push(badValue(entry, meaning.expected));
    else taken.push({ entry, setting: row.setting, ...meaning });
  };
  const walk = (map: Readonly<Record<string, unknown>>, prefix: string): void => {
    for (const [name, value] of Object.entries(map)) {
      const key = `${prefix}${name}`;
      const own = rows.filter((row) => row.key === key);
      if (value === null || value === undefined) continue;
      const entry: Entry = { key, value, file, line: lineOf(key) };
      if (own.length > 0 && !(isMap(value) && rows.some((row) => row.key.startsWith(`${key}.`))))
        for (const row of own) read(row, entry);
      else if (isMap(value) && rows.some((row) => row.key.startsWith(`${key}.`))) walk(value, `${key}.`);
      else if (isIdle(key, idle)) continue;
      else if (isMap(value) && known.some((one) => one.startsWith(`${key}.`))) walk(value, `${key}.`);
      else unknown.push({ entry, near: nearest(key, known) });
    }
  };
  walk(values, "");
  return { taken, partial, unknown, problems };
}

function badValue({ key, value, file, line }: Entry, expected: string): Problem {
  return { kind: "bad_config_value", file, line, key, got: JSON.stringify(value) ?? String(value), expected };
}

/** `wandb_*` stands for all keys that begin so, `profiler.*` for all below. */
function isIdle(key: string, idle: ReadonlySet<string>): boolean {
  if (idle.has(key)) return true;
  return [...idle].some((one) => one.endsWith("*") && key.startsWith(one.slice(0, -1)));
}

/** The known key that a person may have meant: at most a third of its letters are others. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const scored = known
    .filter((one) => !one.endsWith("*"))
    .map((one) => ({ one, distance: editDistance(key, one) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best !== undefined && best.distance <= Math.max(1, key.length / 3) ? best.one : undefined;
}

/** Letters put in, left out, or changed on the way from one word to the other. */
function editDistance(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1)
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1),
        ),
      );
    before = row;
  }
  return before[to.length] ?? 0;
}
