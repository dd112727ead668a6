import { Command } from "commander";
import { rows, type Row } from "@tunecast/estimator/fields";
import type { Host, Outcome } from "../read/host.ts";
import { wrapped } from "../show/table.ts";
import pages from "./firstPages.json" with { type: "json" };

/** A command, and what it does with its arguments, its options and itself, as commander hands them over. */
export interface Added {
  readonly command: Command;
  readonly act: (around: Host, ...typed: never[]) => Outcome | Promise<Outcome>;
  /** What stands below all of its options, where it has no first page. */
  readonly exitCodes?: string;
  readonly examples?: readonly string[];
  /** The fields that `--set` takes; those of a question where not told. */
  readonly settable?: readonly Row[] | undefined;
}

export type AddCommand = (program: Command) => readonly Added[];

/** The first page of a command's help: what people need, and where the rest is. */
interface FirstPage extends Required<Pick<Added, "exitCodes" | "examples">>, Pick<Added, "settable"> {
  /** Options by their long names, the ones that people need. */
  readonly lead: readonly string[];
  readonly also?: string;
}

/** The first pages by the names of their commands. */
export const firstPages: Readonly<Record<string, FirstPage>> = pages;

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
  const options = lead.flatMap((name) => command.options.find(({ long }) => long === name) ?? []);
  const [argument] = command.registeredArguments;
  const name = argument?.name().toUpperCase().replace(/S$/u, "") ?? "";
  const files = argument === undefined ? "" : argument.variadic ? `[${name}…]` : `[${name}]`;
  return [
    `tunecast ${command.name()}${files && ` ${files}`}: ${command.summary()}`,
    "",
    ...(argument === undefined ? [] : [entry(files, argument.description)]),
    ...options.map(({ flags, negate, long, description }) =>
      entry(negate ? (long ?? flags) : flags, description.replace(/; .*/su, "")),
    ),
    "",
    ...(also === undefined ? [] : [wrapped(also, width, "  ")]),
    "  All options: --help all",
    "",
    wrapped(`Exit codes: ${exitCodes}`, width, "  "),
    "",
    ...examples.map(exampleLines),
    "",
  ].join("\n");
}

function entry(flags: string, description: string): string {
  const pad = " ".repeat(column + 2);
  const lines = wrapped(description, width, pad);
  return flags.length < column ? `  ${flags.padEnd(column)}${lines.slice(pad.length)}` : `  ${flags}\n${lines}`;
}

/** An example in lines that a shell joins; an option stays on the line of its value. */
function exampleLines(example: string): string {
  const lines = wrapped(example.replaceAll(/ (?!--)/gu, "\u00A0"), width - 2, "    ").slice(2);
  return lines.replaceAll("\u00A0", " ").replaceAll("\n", " \\\n");
}

/** The last lines of a help. */
export function endingText(exitCodes: string, examples: readonly string[] = []): string {
  const lines = examples.length === 0 ? [] : ["", "Examples:", ...examples.map((example) => `  ${example}`)];
  return ["", wrapped(`Exit codes: ${exitCodes}`, width), ...lines, ""].join("\n");
}

function afterAll({ settable: known = rows, exitCodes, examples }: FirstPage, command: Command): string {
  const isSettable = command.options.some(({ long }) => long === "--set");
  const taken = new Set(command.options.map((option) => ("path" in option ? option.path : undefined)));
  const fields = known.filter(({ path }) => !taken.has(path)).map(({ path, help }) => entry(path, help));
  const head = "Fields for --set, or for a question file (JSON, FILE in place of data):";
  return [...(isSettable ? ["", head, ...fields] : []), endingText(exitCodes, examples)].join("\n");
}
