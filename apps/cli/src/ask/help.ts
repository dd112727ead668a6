import { Command, type Option } from "commander";
import { rows, type Row } from "@tunecast/estimator/fields";
import type { Host, Outcome } from "../read/host.ts";

/** A command, and what it does with its arguments, its options and itself, as commander hands them over. */
export interface Added {
  readonly command: Command;
  readonly act: (around: Host, ...typed: never[]) => Outcome | Promise<Outcome>;
  /** Its help; all of its options where there is none. */
  readonly page?: FirstPage;
}

/** Adds a command to a program, and the commands within it. */
export type AddCommand = (program: Command) => readonly Added[];

/** The first page of a command's help: what people need, and where the rest is. */
export interface FirstPage {
  /** Options by their long names, the ones that people need. */
  readonly lead: readonly string[];
  /** A sentence on the others. */
  readonly also?: string;
  readonly examples: readonly string[];
  readonly exitCodes: string;
  /** Fields that `--set` takes. */
  readonly settable?: readonly Row[];
}

const width = 80;
const column = 31;

/** Gives a command a help of one page; `--help all` prints every option. @param isWhole whether all was asked for */
export function withFirstPage(command: Command, page: FirstPage, isWhole: () => boolean): void {
  command.helpOption("-h, --help", "the first page of the help; --help all: every option");
  command.helpInformation = (context) =>
    isWhole()
      ? `${Command.prototype.helpInformation.call(command, context)}${afterAll(page, command)}`
      : firstPage(command, page);
}

function firstPage(command: Command, { lead, also, examples, exitCodes }: FirstPage): string {
  const options = lead.map((name) => command.options.find(({ long }) => long === name));
  const [argument] = command.registeredArguments;
  const name = argument?.name().toUpperCase().replace(/S$/u, "") ?? "";
  const files = argument === undefined ? "" : argument.variadic ? ` [${name}…]` : ` [${name}]`;
  return [
    `tunecast ${command.name()}${files}: ${command.summary()}`,
    "",
    ...(argument === undefined ? [] : entry(files.trim(), argument.description)),
    ...options.flatMap((option) =>
      option === undefined ? [] : entry(flagsOf(option), option.description.replace(/; .*/su, "")),
    ),
    "",
    ...wrapped(also ?? "", width - 2).map((line) => `  ${line}`),
    "  All options: --help all",
    "",
    ...wrapped(`Exit codes: ${exitCodes}`, width - 2).map((line) => `  ${line}`),
    "",
    ...examples.flatMap(exampleLines),
    "",
  ].join("\n");
}

function flagsOf({ flags, negate, long }: Option): string {
  return negate ? (long ?? flags) : flags;
}

function entry(flags: string, description: string): readonly string[] {
  const lines = wrapped(description, width - column - 2);
  const pad = " ".repeat(column + 2);
  const [first = "", ...rest] = lines;
  return flags.length < column
    ? [`  ${flags.padEnd(column)}${first}`, ...rest.map((line) => pad + line)]
    : [`  ${flags}`, ...lines.map((line) => pad + line)];
}

function exampleLines(example: string): readonly string[] {
  // An option stays on the line of its value.
  const [first = "", ...rest] = wrapped(example.replaceAll(/ (?!--)/gu, "\u00A0"), width - 6).map((line) =>
    line.replaceAll("\u00A0", " "),
  );
  return [
    `  ${first}${rest.length > 0 ? " \\" : ""}`,
    ...rest.map((line, at) => `    ${line}${at < rest.length - 1 ? " \\" : ""}`),
  ];
}

/** Lines of so many characters at most. */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((one) => one !== "")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function afterAll({ examples, exitCodes, settable: known = rows }: FirstPage, command: Command): string {
  const settable = command.options.some(({ long }) => long === "--set");
  const taken = new Set(command.options.map((option) => ("path" in option ? option.path : undefined)));
  const fields = known.filter(({ path }) => !taken.has(path));
  return [
    ...(settable
      ? [
          "",
          "Fields for --set, or for a question file (JSON, FILE in place of data):",
          ...fields.flatMap(({ path, help }) => entry(path, help)),
        ]
      : []),
    "",
    `Exit codes: ${exitCodes}`,
    "",
    "Examples:",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}
