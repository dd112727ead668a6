import { InvalidArgumentError, type Command } from "commander";
import type { Problem, Result } from "@tunecast/estimator";
import { rows, spellings, type Row } from "@tunecast/estimator/fields";
import { fail, ok } from "@tunecast/estimator/problem";
import { readJson } from "../read/readFiles.ts";
import type { Host } from "../read/host.ts";
import { isTree, pathsOf, valueAt, valueOf, withAt, type Tree } from "./fieldOption.ts";
import { readBy } from "./options.ts";

/** The file of a project's settings, in the folder that the command is run in. */
export const settingsFile = "tunecast.json";

/** Commands that take settings: those that ask a question. */
const commands: ReadonlySet<string> = new Set(["estimate", "advise", "plan"]);

/** A field of `tunecast.json`: where it stands there, and the field of the question that it states. */
export interface Setting extends Pick<Row, "kind" | "help"> {
  readonly path: string;
  /** Path of the field in the question. */
  readonly field: string;
  /** The option's name as commander has it: `inputTokens` for `--input-tokens`. */
  readonly option: string;
}

function settingOf({ file, path, option, kind, help }: Row): Setting[] {
  if (file === undefined) return [];
  const name = /^--(?:no-)?([\w-]+)/u.exec(option ?? "")?.[1] ?? path;
  const camel = name.replaceAll(/-\w/gu, (part) => part.charAt(1).toUpperCase());
  return [{ path: file === true ? path : file, field: path, option: camel, kind, help }];
}

/** The one list of settings: what is read, what the schema says, and the names in the environment. */
export const settings: readonly Setting[] = [
  ...rows.flatMap(settingOf),
  {
    path: "ownPrices",
    field: "ownPrices",
    option: "ownPrices",
    kind: "text",
    help: "file of your own rates, discounts, credits and exchange rates, or EUR=0.92 for a dollar",
  },
];

/** The JSON Schema of the file, made of the list. */
export function settingsSchema(): object {
  let properties: Tree = {
    $schema: { type: "string" },
    data: { description: "Data files or profiles.", ...spellings.texts.schema },
  };
  for (const { path, kind, help } of settings) {
    const said = { description: `${help.charAt(0).toUpperCase()}${help.slice(1)}.`, ...spellings[kind].schema };
    const [group = "", name] = path.split(".");
    const below = name === undefined ? {} : { type: "object", additionalProperties: false };
    const at = properties[group];
    properties = {
      ...properties,
      [group]: name === undefined ? said : withAt(isTree(at) ? at : below, `properties.${name}`, said),
    };
  }
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://unpkg.com/tunecast/schema/tunecast.json",
    title: "Settings of Tunecast",
    type: "object",
    additionalProperties: false,
    properties,
  };
}

const beside = new WeakMap<Command, Tree>();

/** What settings state beside the options of a command. */
export function besideOptions(command: Command): Tree {
  return beside.get(command) ?? {};
}

/**
 * Fills in what was not typed: from the environment (`TUNECAST_BUDGET` for `--budget`), and where that says nothing, from
 * the settings file. What was typed wins. Data files of the settings stand where neither files nor counts were typed.
 */
export async function fillIn(command: Command, host: Host): Promise<Result<true>> {
  if (!commands.has(command.name())) return ok(true);
  const path = host.env["TUNECAST_CONFIG"] ?? settingsFile;
  const filled = await filledFrom(path, command, host);
  if (filled.ok || typeof filled.problem["setting"] !== "string") return filled;
  const text = await host.files.text(path);
  return text.ok ? fail({ ...filled.problem, line: lineOf(text.value, filled.problem["setting"]) }) : filled;
}

function lineOf(text: string, setting: string): number {
  const at = setting.split(".").reduce((from, name) => Math.max(from, text.indexOf(JSON.stringify(name), from)), 0);
  return text.slice(0, at).split("\n").length;
}

async function filledFrom(path: string, command: Command, { env, files }: Host): Promise<Result<true>> {
  const read = await readJson(files, path);
  if (!read.ok && (read.problem.kind !== "file_missing" || env["TUNECAST_CONFIG"] !== undefined)) return read;
  const found = read.ok ? settingsIn(read.value) : ok<Settings>({ data: [], values: {} });
  if (!found.ok) return found;
  const typed = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  const hasFiles = command.args.length > 0;
  for (const setting of settings) {
    if (typed(setting.option) || (hasFiles && setting.path.startsWith("job."))) continue;
    const name = `TUNECAST_${setting.option.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
    const own = env[name];
    const value = own ?? valueAt(found.value.values, setting.path);
    const wrong =
      value === undefined
        ? null
        : set(command, setting, value, own === undefined ? { path, setting: setting.path } : { path: name });
    if (wrong !== null) return fail(wrong);
  }
  const counted = ["examples", "tokensPerExample"].some((name) => command.getOptionValueSource(name) !== undefined);
  if (!hasFiles && !counted && found.value.data.length > 0) command.processedArgs[0] = [...found.value.data];
  return ok(true);
}

/** Sets an option as if it had been typed; what its field says against the value. */
function set(
  command: Command,
  setting: Setting,
  value: unknown,
  where: { readonly path: string; readonly setting?: string },
): Problem | null {
  const option = command.options.find((one) => one.attributeName() === setting.option);
  // A whole amount may stand as a number: its kind would write it as it is.
  const text =
    typeof value === "string" || typeof value === "number"
      ? String(value)
      : spellings[setting.kind].write(value as never);
  try {
    if (option === undefined)
      beside.set(
        command,
        withAt(besideOptions(command), setting.field, valueOf({ ...setting, path: setting.field }, text)),
      );
    else command.setOptionValueWithSource(setting.option, readBy(option, text), "config");
    return null;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    return { kind: "bad_setting", ...where, reason: error.message };
  }
}

interface Settings {
  readonly data: readonly string[];
  readonly values: Tree;
}

/** Reads settings; every field is known, and of its kind. */
function settingsIn(value: unknown): Result<Settings> {
  if (!isTree(value)) return fail({ kind: "bad_setting", path: settingsFile, reason: "Give an object of settings." });
  const { $schema: _schema, data = [], ...values } = value;
  const names: unknown = typeof data === "string" ? [data] : data;
  if (!isTexts(names)) return fail(wrong("data", "a file's name, or some"));
  for (const path of leavesOf(values)) {
    const setting = settings.find((known) => known.path === path);
    if (setting === undefined)
      return fail({ kind: "unknown_setting", setting: path, known: ["data", ...settings.map((known) => known.path)] });
    const expected = expectedOf(setting, valueAt(values, path));
    if (expected !== null) return fail(wrong(path, expected));
  }
  return ok({ data: names, values });
}

function leavesOf(values: Tree): readonly string[] {
  return [...new Set(pathsOf(values).map((path) => path.replace(/\.(?:low|typical|high)$/u, "")))];
}

/** What a value of another kind should have been; null where it may be one. Its field says the rest. */
function expectedOf({ kind }: Setting, value: unknown): string | null {
  if (kind === "texts")
    return typeof value === "string" || (isTexts(value) && value.length > 0) ? null : "a word, or some";
  if (kind === "text" || kind === "day") return typeof value === "string" ? null : "text";
  if (kind === "amount")
    // An amount may be a whole number: it has no digit to lose.
    return typeof value === "string" || Number.isSafeInteger(value) ? null : 'an amount as text, such as "50"';
  if (kind === "figure")
    return typeof value === "string" || Number.isSafeInteger(value) || isTree(value)
      ? null
      : 'an amount as text, such as "50"';
  return (typeof value === "number" && Number.isFinite(value)) ||
    isTree(value) ||
    (kind === "epochs" && value === "provider")
    ? null
    : "a number";
}

function wrong(path: string, what: string): Problem {
  return { kind: "bad_setting", path: settingsFile, setting: path, reason: `Give ${what}.` };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
