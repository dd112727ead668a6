import { type Problem, isRecord, nearestNames } from "@tunecast/estimator/parts";
import type { Entry, Parsed } from "./entry.ts";
import { isOff, type Row, type Table, type Taken } from "./table.ts";

export interface TableReading {
  readonly taken: readonly Taken[];
  readonly partial: readonly { readonly entry: Entry; readonly why: string; readonly unless?: Row["unless"] }[];
  readonly unknown: readonly Entry[];
  readonly idle: readonly Entry[];
  readonly problems: readonly Problem[];
}

/** Reads the keys of a parsed config by a trainer's table; none is passed over. */
export function readTable(config: Parsed, table: Table): TableReading {
  const taken: Taken[] = [];
  const partial: TableReading["partial"][number][] = [];
  const problems: Problem[] = [];
  const { ruled, unknown, idle } = sorted(config, table);
  for (const { entry, rows } of ruled) {
    if (rows.some((row) => row.setting) && /^\$(?:\w+|\{.*\}|\(.*\))$/.test(String(entry.value))) {
      partial.push({ entry, why: "it is set elsewhere" });
      continue;
    }
    const before = taken.length + partial.length + problems.length;
    for (const row of rows) {
      const { partial: why, unless, off = isOff } = row;
      if (why !== undefined && !off(entry.value)) partial.push({ entry, why, unless });
      const meaning = row.read?.(entry.value);
      if (meaning === undefined || row.setting === undefined) continue;
      const { value, ...place } = entry;
      const got = JSON.stringify(value) ?? String(value);
      if ("expected" in meaning) problems.push({ kind: "bad_config_value", ...place, got, ...meaning });
      else taken.push({ entry, setting: row.setting, ...meaning });
    }
    // A value that says nothing, such as `auto`.
    const says = before < taken.length + partial.length + problems.length;
    if (!says && rows.some((row) => row.read ?? row.partial)) idle.push(entry);
  }
  return { taken, partial, unknown, idle, problems };
}

/** Keys that say what is trained and how it is held, whichever program they are of. */
const decisive = /^(?:freeze|quant|vision_tower|pre_seq|prefix)|(?:^|_)(?:q?lora|peft|adapter)|(?:^|_)(?:k?bits|rank)$/;

export function keysKnown(config: Parsed, table: Table): { known: number; unknown: number; decides: boolean } {
  const { ruled, idle, unknown } = sorted(config, table);
  // A flag without a path is that of programs which add DeepSpeed's arguments to their own.
  const decides = config.values["deepspeed"] === true || unknown.some(({ key }) => decisive.test(key));
  return { known: ruled.length + idle.length, unknown: unknown.length, decides };
}

function sorted({ file, values, lineOf }: Parsed, table: Table) {
  const { rows } = table;
  const ruled: { entry: Entry; rows: readonly Row[] }[] = [];
  const unknown: Entry[] = [];
  const idle: Entry[] = [];
  const hasBelow = (key: string, keys: readonly string[]): boolean => keys.some((one) => one.startsWith(`${key}.`));
  const ruledKeys = rows.map(({ key }) => key);
  // `wandb_*` stands for all keys that begin so, `profiler.*` for all below.
  const beginnings = [...table.idle].flatMap((one) => (one.endsWith("*") ? [one.slice(0, -1)] : []));
  const walk = (map: Readonly<Record<string, unknown>>, prefix: string): void => {
    for (const [name, value] of Object.entries(map)) {
      const key = `${prefix}${name}`;
      const own = rows.filter((row) => row.key === key);
      if (value === null || value === undefined) continue;
      const entry: Entry = { key, value, file, line: lineOf(key) };
      if (isRecord(value) && hasBelow(key, ruledKeys)) walk(value, `${key}.`);
      else if (own.length > 0) ruled.push({ entry, rows: own });
      else if (isRecord(value) && hasBelow(key, keysIn(table))) walk(value, `${key}.`);
      else if (table.idle.has(key) || beginnings.some((one) => key.startsWith(one))) idle.push(entry);
      else unknown.push(entry);
    }
  };
  walk(values, "");
  return { ruled, idle, unknown };
}

function keysIn({ rows, idle }: Table): string[] {
  return [...rows.map(({ key }) => key), ...idle];
}

/** The known key beside it that a person may have meant. */
export function nearestKey(key: string, table: Table): string | undefined {
  const parent = key.slice(0, key.lastIndexOf(".") + 1);
  const beside = keysIn(table).flatMap((one) => {
    const name = one.slice(parent.length);
    const isLike = Math.abs(one.length - key.length) <= name.length / 3 && /^[^.*]+$/.test(name);
    return one.startsWith(parent) && isLike ? [name] : [];
  });
  const [near] = nearestNames(key.slice(parent.length), beside, 1, 0.25);
  return near && `${parent}${near}`;
}
