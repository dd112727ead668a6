import { InvalidArgumentError, type Command } from "commander";
import type { Problem, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { readJson } from "../read/readFiles.ts";
import { settings, type Setting } from "./settingsTable.ts";
import type { Host } from "../read/host.ts";
import { readBy } from "./options.ts";

/** The file of a project's settings, in the folder that the command is run in. */
export const settingsFile = "tunecast.json";

/** Commands that take settings: those that ask a question. */
const commands: ReadonlySet<string> = new Set(["estimate", "advise", "plan"]);

/** What stands in a settings file: the values by their paths, and the data files. */
interface Settings {
  readonly data: readonly string[];
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Fills in what was not typed: from the environment (`TUNECAST_BUDGET` for `--budget`), and where that says nothing, from
 * the settings file. What was typed wins. Data files of the settings stand where neither files nor counts were typed.
 */
export async function fillIn(
  command: Command,
  { env, files }: Host,
  which: "mandatory" | "all" = "all",
): Promise<Result<true>> {
  const isWanted = (name: string): boolean =>
    which === "all" || command.options.some((option) => option.mandatory && option.attributeName() === name);
  if (!commands.has(command.name()) || !settings.some(({ option }) => isWanted(option))) return ok(true);
  const path = env["TUNECAST_CONFIG"] ?? settingsFile;
  const read = await readJson(files, path);
  if (!read.ok && (read.problem.kind !== "file_missing" || env["TUNECAST_CONFIG"] !== undefined)) return read;
  const found = read.ok ? settingsIn(read.value) : ok<Settings>({ data: [], values: new Map() });
  if (!found.ok) return found;
  const typed = isGiven(command);
  const hasFiles = command.args.length > 0;
  const hasCounts = typed("examples") || typed("tokensPerExample") || env["TUNECAST_EXAMPLES"] !== undefined;
  for (const setting of settings) {
    if (!isWanted(setting.option) || typed(setting.option) || (hasFiles && setting.path.startsWith("job."))) continue;
    const name = `TUNECAST_${setting.option.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
    const own = env[name];
    const text = own ?? found.value.values.get(setting.path);
    if (text === undefined || (hasFiles && setting.option === "examples")) continue;
    const wrong = set(command, setting, text, own === undefined ? `${path}: ${setting.path}` : name);
    if (wrong !== null) return fail(wrong);
  }
  if (which === "mandatory") return ok(true);
  const counted = hasCounts || found.value.values.has("job.examples");
  if (!hasFiles && !counted && found.value.data.length > 0) command.processedArgs[0] = [...found.value.data];
  return ok(true);
}

function isGiven(command: Command): (option: string) => boolean {
  return (option) => command.getOptionValueSource(option) === "cli";
}

/** Sets an option as if it had been typed; what its own reader says against it. */
function set(command: Command, { option: name }: Setting, text: string, where: string): Problem | null {
  const option = command.options.find((one) => one.attributeName() === name);
  if (option === undefined) return null;
  try {
    const value = readBy(option, text);
    command.setOptionValueWithSource(name, value, "config");
    return null;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return { kind: "bad_setting", path: where, reason: error.message };
  }
}

/** Reads settings; every field is known, and of its kind. */
function settingsIn(value: unknown): Result<Settings> {
  if (!isObject(value)) return fail({ kind: "bad_setting", path: settingsFile, reason: "Give an object of settings." });
  const values = new Map<string, string>();
  let data: readonly string[] = [];
  for (const [path, one] of leaves(value, "")) {
    if (path === "$schema") continue;
    if (path === "data") {
      const names = typeof one === "string" ? [one] : one;
      if (!isTexts(names)) return fail(wrong(path, "a file's name, or some"));
      data = names;
      continue;
    }
    const setting = settings.find((known) => known.path === path);
    if (setting === undefined)
      return fail({ kind: "unknown_setting", path, known: ["data", ...settings.map((known) => known.path)] });
    const text = textOf(setting, one);
    if (text === null) return fail(wrong(path, expected[setting.form]));
    values.set(path, text);
  }
  return ok({ data, values });
}

const expected: Readonly<Record<Setting["form"], string>> = {
  number: "a number",
  amount: 'an amount as text, such as "50"',
  text: "text",
  words: "a word, or some",
};

function wrong(path: string, what: string): Problem {
  return { kind: "bad_setting", path: `${settingsFile}: ${path}`, reason: `Give ${what}.` };
}

/** A value as its option is typed; null where it is of another kind. */
function textOf({ form }: Setting, value: unknown): string | null {
  if (form === "number") return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
  if (form === "words" && isTexts(value)) return value.join(",");
  if (typeof value === "string") return value;
  // An amount may be a whole number: it has no digit to lose.
  return form === "amount" && Number.isSafeInteger(value) ? String(value) : null;
}

/** Every value under an object, by its path. */
function leaves(value: Readonly<Record<string, unknown>>, at: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, one]): [string, unknown][] =>
    isObject(one) ? leaves(one, `${at}${name}.`) : [[`${at}${name}`, one]],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}
