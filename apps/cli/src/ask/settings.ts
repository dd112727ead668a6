import { fieldAt, isRecord } from "@tunecast/estimator/parts";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Problem } from "@tunecast/estimator";
import { rows, spellings, type Row } from "@tunecast/estimator/fields";
import { jsonIn } from "../read/readFiles.ts";
import { refuse, taken } from "../show/messages.ts";
import type { Host } from "../read/host.ts";
import { pathsOf, valueOf, withAt, type Tree } from "./fieldOption.ts";
import { readBy } from "./options.ts";

/** The file of a project's settings, in the folder that the command is run in. */
export const settingsFile = "tunecast.json";

/** Commands that take settings: those that ask a question. */
const commands: ReadonlySet<string> = new Set(["estimate", "advise", "plan"]);

/** A field of `tunecast.json`: where it stands there, and the field of the question that it states. */
export interface Setting extends Pick<Row, "kind" | "help"> {
  readonly path: string;
  readonly field: string;
  /** The option's name as commander has it: `inputTokens` for `--input-tokens`. */
  readonly option: string;
}

function settingOf({ file, path, option, kind, help }: Row): Setting[] {
  if (file === undefined) return [];
  const name = option === null ? path : new Option(option).attributeName();
  return [{ path: file === true ? path : file, field: path, option: name, kind, help }];
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

const beside = new WeakMap<Command, Tree>();

/** What settings state beside the options of a command. */
export function besideOptions(command: Command): Tree {
  return beside.get(command) ?? {};
}

/**
 * Fills in what was not typed: from the environment (`TUNECAST_BUDGET` for `--budget`), and where that says nothing, from
 * the settings file. What was typed wins. Data files of the settings stand where neither files nor counts were typed.
 */
export async function fillIn(command: Command, { env, files }: Host): Promise<void> {
  if (!commands.has(command.name())) return;
  const path = env["TUNECAST_CONFIG"] ?? settingsFile;
  const text = await files.text(path);
  const isMissing = !text.ok && text.problem.kind === "file_missing" && env["TUNECAST_CONFIG"] === undefined;
  const wrong = (problem: Problem): never => {
    const { setting } = problem;
    const line = text.ok && typeof setting === "string" ? { line: lineOf(text.value, setting) } : {};
    return refuse({ ...problem, ...line });
  };
  const found = isMissing ? { data: [], values: {} } : settingsIn(await jsonIn(path, taken(text)), wrong);
  const hasFiles = command.args.length > 0;
  for (const setting of settings) {
    const isTyped = command.getOptionValueSource(setting.option) === "cli";
    if (isTyped || (hasFiles && ["job.examples", "job.tokensPerExample"].includes(setting.path))) continue;
    const name = `TUNECAST_${setting.option.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
    const value = env[name] ?? fieldAt(found.values, setting.path);
    const where = env[name] === undefined ? { path, setting: setting.path } : { path: name };
    if (value === undefined) continue;
    try {
      set(command, setting, value);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      wrong({ kind: "bad_setting", ...where, reason: error.message });
    }
  }
  const counts = ["examples", "tokensPerExample"].map((name) => command.getOptionValueSource(name));
  if (hasFiles || found.data.length === 0 || counts.includes("cli")) return;
  const reason = "Give either data files or examples and tokensPerExample: a file is counted.";
  if (counts.includes("config")) wrong({ kind: "bad_setting", path, setting: "data", reason });
  command.processedArgs[0] = [...found.data];
}

function lineOf(text: string, setting: string): number {
  const at = setting.split(".").reduce((from, name) => Math.max(from, text.indexOf(JSON.stringify(name), from)), 0);
  return text.slice(0, at).split("\n").length;
}

/** Sets an option as if it had been typed. Throws what its field says against the value. */
function set(command: Command, { option: name, kind, field }: Setting, value: unknown): void {
  const isFraction = typeof value === "number" && !Number.isSafeInteger(value);
  // A whole amount may stand as a number: it has no digit to lose.
  if ((kind === "amount" || kind === "figure") && isFraction)
    throw new InvalidArgumentError('Give an amount as text, such as "50".');
  if (Array.isArray(value) && kind !== "texts") throw new InvalidArgumentError("Give one value.");
  const text = isRecord(value) || Array.isArray(value) ? spellings[kind].write(value as never) : String(value);
  const option = command.options.find((one) => one.attributeName() === name);
  if (option !== undefined) command.setOptionValueWithSource(name, readBy(option, text), "config");
  else beside.set(command, withAt(besideOptions(command), field, valueOf({ kind, path: field }, text)));
}

/** Reads settings; every field is known. What a field says of its value is said where it is set. */
function settingsIn(
  value: unknown,
  wrong: (problem: Problem) => never,
): { readonly data: readonly string[]; readonly values: Tree } {
  const bad = { kind: "bad_setting", path: settingsFile };
  if (!isRecord(value)) return wrong({ ...bad, reason: "Give an object of settings." });
  const { $schema: _schema, data = [], ...values } = value;
  const names: readonly unknown[] = Array.isArray(data) ? data : [data];
  if (!names.every((name) => typeof name === "string"))
    return wrong({ ...bad, setting: "data", reason: "Give a file's name, or some." });
  const known = settings.map(({ path }) => path);
  const setting = pathsOf(values)
    .map((path) => path.replace(/\.(?:low|typical|high)$/u, ""))
    .find((path) => !known.includes(path));
  return setting === undefined
    ? { data: names, values }
    : wrong({ kind: "unknown_setting", setting, known: ["data", ...known] });
}
