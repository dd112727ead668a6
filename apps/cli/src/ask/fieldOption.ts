import { fieldAt, isRecord } from "@tunecast/estimator/parts";
import { readField, rows, spellings, type FieldPath, type Kind, type Row } from "@tunecast/estimator/fields";
import { explain } from "@tunecast/estimator";
import { InvalidArgumentError, Option, type Command } from "commander";
import { grouped, words } from "./options.ts";

/** An option that states something in the question: the value goes to its path. */
export class FieldOption extends Option {
  readonly path: string;
  /** JSON Schema of the value, for an agent; absent where it is written as text. */
  readonly schema: object | undefined;

  constructor(flags: string, help: string, path: string, schema?: object) {
    super(flags, help);
    this.path = path;
    this.schema = schema;
  }
}

export function rowAt(path: FieldPath): Row<FieldPath> {
  const row = rows.find((one) => one.path === path);
  if (row === undefined) throw new Error(`No field ${path}.`);
  return row;
}

/** What a field makes of a text; the library's own sentence where it takes none. */
export function valueOf(row: Pick<Row, "kind" | "path">, text: string): unknown {
  // A shell takes the $2 out of an unquoted $200.
  if (/^(?:amount|figure)$/u.test(row.kind) && /(?:^|\.\.)\s*0\d/u.test(text))
    throw new InvalidArgumentError("No amount begins with a zero before other digits: write 200, without the sign.");
  const read = readField(row, text);
  if (read.ok) return read.value;
  throw new InvalidArgumentError(explain(read.problem));
}

/** The reader of an option that is no field of a question: as a field of that kind is read. */
export function reads(kind: Kind, name: string): (text: string) => number {
  return (text) => valueOf({ kind, path: name }, text) as number;
}

export function optionOf(row: Row): Option {
  const flags = row.option ?? "";
  const option = new FieldOption(flags, row.help, row.path, spellings[row.kind].schema);
  // Commander hands no text to a flag.
  if (!flags.includes("<")) return option;
  return row.kind === "texts" ? option.argParser(words) : option.argParser((text) => valueOf(row, text));
}

/** The option of a field whose command puts it elsewhere: what is read is the same. */
export function plainOption(path: FieldPath, help: string = rowAt(path).help): Option {
  const row = rowAt(path);
  return new Option(row.option ?? "", help).argParser((text) => valueOf(row, text));
}

export function addFields(
  command: Command,
  headings: Readonly<Record<string, readonly (FieldPath | Option)[]>>,
): Command {
  for (const [heading, fields] of Object.entries(headings)) {
    const options = fields.map((field) => (typeof field === "string" ? optionOf(rowAt(field)) : field));
    grouped(command, heading, options);
  }
  return command;
}

export type Tree = Readonly<Record<string, unknown>>;

/** What was stated by options from some sources: typed ("cli"), or from settings ("config"). */
export function statedBy(command: Command, source: "cli" | "config"): Tree {
  return pairsBy(command, source).reduce<Tree>((stated, [path, value]) => withAt(stated, path, value), {});
}

/** A sentence on each field that is stated twice, of which the last counts: `--set` stands behind all other options. */
export function overruled(command: Command): string[] {
  const pairs = pairsBy(command, "cli");
  return pairs.flatMap(([path, value], at) => {
    const before = pairs.slice(0, at).reduce<Tree>((stated, [name, one]) => withAt(stated, name, one), {});
    const other = fieldAt(before, path);
    const isSame = other === undefined || JSON.stringify(other) === JSON.stringify(value);
    return isSame ? [] : [`${typedName(path)} is stated twice: the last --set counts.`];
  });
}

function pairsBy(command: Command, source: "cli" | "config"): (readonly [path: string, value: unknown])[] {
  return command.options.flatMap((option) => {
    const name = option.attributeName();
    if (!(option instanceof FieldOption) || command.getOptionValueSource(name) !== source) return [];
    const value: unknown = command.getOptionValue(name);
    // `--set` holds the path of each of its values.
    return option.path === "" ? (value as readonly (readonly [string, unknown])[]) : [[option.path, value] as const];
  });
}

export function withAt(tree: Tree, path: string, value: unknown): Tree {
  const [first = "", ...rest] = path.split(".");
  const below = tree[first];
  return {
    ...tree,
    [first]: rest.length === 0 ? value : withAt(isRecord(below) ? below : {}, rest.join("."), value),
  };
}

/** Two trees as one; what the second says wins, and lists are taken whole. */
export function merged(first: Tree, second: Tree): Tree {
  const all: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    const below = all[name];
    all[name] = isRecord(below) && isRecord(value) ? merged(below, value) : value;
  }
  return all;
}

export function pathsOf(tree: Tree, at: string = ""): readonly string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    value === undefined ? [] : isRecord(value) ? pathsOf(value, `${at}${name}.`) : [`${at}${name}`],
  );
}

/** How the field at a path is typed, `--requests` or `--set job.steps`; the path itself where no one field is there. */
export function typedName(path: string): string {
  const row = rows.find((one) => one.path === path);
  return row === undefined ? path : (/^--[\w-]+/u.exec(row.option ?? "")?.[0] ?? `--set ${path}`);
}
