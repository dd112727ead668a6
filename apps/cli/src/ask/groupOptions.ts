import { fieldAt, isRecord } from "@tunecast/estimator/parts";
import type { StageJob, TypedJob } from "@tunecast/estimator";
import { groups, rows, rowsOf, wayGroups, type FieldGroup, type Row } from "@tunecast/estimator/fields";
import { wayKinds } from "@tunecast/estimator/lists";
import { InvalidArgumentError, type Option } from "commander";
import { FieldOption, merged, reads, valueOf, withAt, type Tree } from "./fieldOption.ts";

/** A data file, or typed counts. */
export type SetStated = { readonly data: string } | TypedJob;

/** One further stage as the command line names it, and what is stated for it. */
export type StageStated = SetStated & Omit<StageJob, "examples" | "tokensPerExample" | "profile">;

/** `name=value` pairs with commas between them; a comma within a number is none. */
function pairsOf(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split(/,(?=\s*[a-z][\w-]*\s*(?:=|$))/u).map((pair) => {
    const [, name = "", value = ""] = /^\s*([^=\s]+)\s*(?:=\s*(.+?)\s*)?$/u.exec(pair) ?? [];
    if (name === "") throw new InvalidArgumentError("Give pairs such as tokens=600,turns=2.");
    return [name, value];
  });
}

/** `perPrompt` as an option has it: `per-prompt`. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

/** Fields of some groups by the names that their option takes. @param short names that are shorter than the field's own */
function namesOf(of: Readonly<Record<string, FieldGroup>>, short: Readonly<Record<string, string>>): Map<string, Row> {
  return new Map(rowsOf(of).map((row) => [short[row.path] ?? kebab(row.path.split(".").at(-1) ?? ""), row] as const));
}

function read(option: string, names: ReadonlyMap<string, Row>, pairs: ReturnType<typeof pairsOf>, at: string): Tree {
  let value: Tree = {};
  for (const [name, text] of pairs) {
    const row = names.get(name);
    if (row === undefined)
      throw new InvalidArgumentError(`${option} has no "${name}": it takes ${[...names.keys()].join(", ")}.`);
    if (fieldAt(value, row.path) !== undefined)
      throw new InvalidArgumentError(`${option} states ${name} twice: give it once.`);
    value = withAt(value, row.path, valueOf({ ...row, path: at === "" ? row.path : `${at}.${row.path}` }, text));
  }
  return value;
}

/** Refuses what lacks a field; of a group within, where any of its fields is stated. */
function needed(option: string, names: ReadonlyMap<string, Row>, value: Tree): Tree {
  const missing = [...names].filter(([, { path, optional }]) => {
    const group = path.replace(/\.?[^.]*$/u, "");
    return !optional && (group === "" || isRecord(value[group])) && fieldAt(value, path) === undefined;
  });
  if (missing.length > 0)
    throw new InvalidArgumentError(`${option} needs ${missing.map(([name]) => name).join(" and ")}.`);
  return value;
}

/** An option whose value is the fields of a group, as pairs. @param short names that are shorter than the field's own */
export function pairsOption(
  flags: string,
  help: string,
  path: string,
  group: FieldGroup,
  short: Readonly<Record<string, string>> = {},
): Option {
  const names = namesOf({ "": group }, short);
  const name = flags.replace(/ .*/u, "");
  const parse = (text: string): Tree => needed(name, names, read(name, names, pairsOf(text), path));
  return new FieldOption(flags, help, path).argParser(parse);
}

/** `--rollouts tokens=600,per-prompt=8`. @param of what draws them, in words */
export function rolloutsOption(of: string, path: string = "job.rollouts"): Option {
  return pairsOption(
    "--rollouts <pairs>",
    `completions that ${of}: tokens=600[,per-prompt=8][,turns=1][,added=0]; the examples are prompts then`,
    path,
    groups["job.rollouts"]!,
    { addedTokens: "added" },
  );
}

/** `--alternative rag=1600,monthly-cost=35`. */
export function alternativeOption(): Option {
  const names = namesOf({ "": groups["alternative"]! }, {});
  return new FieldOption(
    "--alternative <kind=tokens>",
    "compare with not tuning: few_shot=1860, prompt=400, or rag=1600,monthly-cost=35",
    "alternative",
  ).argParser((text) => {
    const [[kind, tokens] = ["", ""], ...more] = pairsOf(text);
    const pairs = [["kind", kind], ["extra-input-tokens", tokens], ...more] as const;
    return read("--alternative", names, pairs, "alternative");
  });
}

const mainField: Readonly<Record<string, string>> = {
  longer_prompt: "tokens",
  few_shot: "tokens",
  rag: "tokens",
  chain: "calls",
  larger_model: "model",
  domain_model: "model",
};

/** `--way few_shot=2100,cached=2000`; may be repeated, and the first is the way of today. */
export function wayOption(): Option {
  const names = namesOf(wayGroups, {
    extraInputTokens: "tokens",
    cachedInputTokens: "cached",
    outputTokens: "output",
  });
  return new FieldOption(
    "--way <way=tokens>",
    "what you could do instead: few_shot=1860 (cached in part: few_shot=1860,cached=1800), longer_prompt=600, rag=1600, chain=3 (calls), larger_model=NAME, domain_model=NAME, prompt; may be repeated; more pairs: output=…, calls=…, once=…, monthly=…, model=…, id=…, and for vectors per-million=…, document-tokens=…, query-tokens=…",
    "ways",
  ).argParser((text, before?: readonly Tree[]) => {
    const [[kind, main] = ["", ""], ...more] = pairsOf(text);
    const field = mainField[kind];
    if (!wayKinds.some((one) => one === kind) || (field === undefined && kind !== "prompt"))
      throw new InvalidArgumentError(
        `Give one of ${Object.keys(mainField).join(", ")} or prompt, such as few_shot=1860.`,
      );
    if ((main === "") !== (field === undefined))
      throw new InvalidArgumentError(
        field === undefined ? "prompt takes no value." : `Give ${kind} its ${field}: ${kind}=….`,
      );
    const pairs = [["kind", kind], ...(field === undefined ? [] : [[field, main] as const]), ...more] as const;
    const way = needed("--way", names, read("--way", names, pairs, "ways"));
    const id = kind === "larger_model" && way["id"] === undefined ? { id: main } : {};
    return [...(before ?? []), { ...way, ...id }];
  });
}

/** `--teacher model=anthropic/claude-haiku-4-5,input=800,output=200`. */
export function teacherOption(): Option {
  return pairsOption(
    "--teacher <pairs>",
    "a model that writes the missing examples: model=…,input=800,output=200[,samples=1.5]; its tokens for one example, its samples for each one kept",
    "project.teacher",
    groups["project.teacher"]!,
    { inputTokens: "input", outputTokens: "output", samplesPerKept: "samples" },
  );
}

/** `--quality few_shot=0.68..0.74:accuracy`; may be repeated. */
export function qualityOption(): Option {
  return new FieldOption(
    "--quality <way=score:metric>",
    "a measured score, few_shot=0.68..0.74:accuracy; may be repeated",
    "quality",
  ).argParser((text, before?: Tree) => {
    const match = /^(.+)=(-?[\d.]+?)(?:\.\.(-?[\d.]+))?:(\w[\w-]*)$/u.exec(text.trim());
    const [id, low, high, metric] = match?.slice(1) ?? [];
    if (id === undefined || low === undefined || metric === undefined)
      throw new InvalidArgumentError("Give the way, its score and the metric, such as few_shot=0.68..0.74:accuracy.");
    const [from = 0, to = 0] = [low, high ?? low].map(reads("score", "score"));
    const range = high !== undefined && { low: from, high: to };
    return { ...before, [id]: { score: (from + to) / 2, ...range, metric, known: "measured" } };
  });
}

/** `--validation FILE`, or typed counts. */
export function validationOption(): Option {
  return new FieldOption(
    "--validation <file>",
    "validation file, or examples=…,tokens-per-example=…",
    "job.validation",
  ).argParser((text) =>
    setOf("--validation", /^(?:examples|tokens-per-example)\s*=/u.test(text) ? text : `data=${text}`, {}),
  );
}

/** `--stage` of a command, which may be repeated. @param at services bill more than the tokens of a stage */
export function stageOption(at: "services" | "cards"): Option {
  const more: Readonly<Record<string, FieldGroup>> = at === "services" ? stageGroups : { "": only("epochs") };
  const said = rowsOf(more).map(({ path }) => `[,${kebab(path)}=…]`);
  return new FieldOption(
    "--stage <pairs>",
    `a further stage, on the result of the one before: data=… or examples=…,tokens-per-example=…${said.join("")}`,
    at === "services" ? "job.stages" : "stage",
  ).argParser((text, before?: readonly Tree[]) => [...(before ?? []), setOf("--stage", text, more)]);
}

function only(...names: readonly string[]): FieldGroup {
  const { kinds, forms } = groups["job"]!;
  const kept = <T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(table).filter(([name]) => names.includes(name)));
  return { kinds: kept(kinds), forms: kept(forms) };
}

/** What some stages are billed by, beside their tokens. */
export const quantities: readonly string[] =
  "steps hours imagesSeen graderInputTokens graderOutputTokens mixedInTokens thinkingTurns".split(" ");
const stageGroups = { "": only("epochs", ...quantities) };
const typed = { "": only("examples", "tokensPerExample") };

function setOf(option: string, text: string, more: Readonly<Record<string, FieldGroup>>): Tree {
  const pairs = pairsOf(text);
  const [data, ...others] = pairs.flatMap(([name, value]) => (name === "data" ? [value] : []));
  if (others.length > 0) throw new InvalidArgumentError(`${option} states data twice: give it once.`);
  const names = new Map([...namesOf(typed, {}), ...namesOf(more, {})]);
  const counts = pairs.filter(([name]) => name !== "data");
  const value = read(option, names, counts, "job");
  const { examples, tokensPerExample } = value;
  if ((examples === undefined) !== (tokensPerExample === undefined))
    throw new InvalidArgumentError("examples and tokens-per-example need each other.");
  if ((data === undefined) === (examples === undefined))
    throw new InvalidArgumentError(`${option} needs either data, or examples and tokens-per-example.`);
  return data === undefined ? value : merged({ data }, value);
}

/** `--set job.steps=1200`, and the paths of the fields that it takes. */
export class SetOption extends FieldOption {
  readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    const help = "any other field of a question file, such as job.steps=1200; may be repeated";
    super("--set <field=value>", help, "");
    this.paths = paths;
  }
}

/** Any field of the question file; may be repeated. */
export function setOption(known: readonly Row[] = rows): Option {
  return new SetOption(known.map(({ path }) => path)).argParser((text, before?: readonly unknown[]) => {
    const [, path = "", value = ""] = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/u.exec(text) ?? [];
    const row = known.find((one) => one.path === path);
    if (row === undefined) {
      const name = path.split(".").at(-1)?.toLowerCase() ?? "";
      const near = known.filter((one) => name !== "" && one.path.toLowerCase().includes(name)).map((one) => one.path);
      throw new InvalidArgumentError(
        `There is no field "${path || text}"${near.length > 0 ? `; did you mean ${near.slice(0, 3).join(" or ")}` : ": --help all lists them"}.`,
      );
    }
    return [...(before ?? []), [path, valueOf(row, value)]];
  });
}
