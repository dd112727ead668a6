import { InvalidArgumentError, type Command } from "commander";
import type { Answer, Offer } from "@tunecast/estimator";
import {
  focusRows,
  focusVersions,
  hasFocusRows,
  readAllocation,
  type AllocatedPart,
  type FlatTable,
  type FocusVersion,
} from "@tunecast/estimator/rows";
import { sentenceOf } from "../show/messages.ts";
import { given, oneOf } from "./options.ts";

/** How FOCUS rows are written, as the command line says it. */
export interface FocusChoice {
  readonly asBilled?: boolean;
  readonly focusVersion?: FocusVersion;
  readonly all?: boolean;
  readonly allocate?: readonly AllocatedPart[];
}

/** Those that say nothing of another format; `--all` shows every row of a table as well. */
const names = ["asBilled", "focusVersion", "allocate"] as const satisfies readonly (keyof FocusChoice)[];

/** Adds the options that say how FOCUS rows are written. */
export function addFocusOptions(command: Command): Command {
  return command
    .option(
      "--focus-version <version>",
      `with --format focus: ${focusVersions.join(" or ")} (default: 1.2)`,
      oneOf(...focusVersions),
    )
    .option("--all", "every row of the table; with --format focus: rows of every offer, of which one is bought")
    .option("--allocate <shares>", "with --format focus: share the bill out, team=50,ops=30,lab=20", shares)
    .option("--as-billed", "with --format focus: the estimate as BilledCost, which is 0 without");
}

/** The first of these options that was given, as it is typed. */
export function focusOptionIn(options: FocusChoice): string | undefined {
  const name = names.find((one) => options[one] !== undefined);
  return name && `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

function shares(text: string): readonly AllocatedPart[] {
  const read = readAllocation(text);
  if (read.ok) return read.value;
  throw new InvalidArgumentError(sentenceOf(read.problem));
}

/** The FOCUS rows that were asked for. */
export function chosenFocusRows(answer: Answer, options: FocusChoice): FlatTable {
  const { asBilled = false, focusVersion: version, all, allocate } = options;
  return focusRows(answer, { asBilled, ...given({ version, all, allocate }) });
}

/** Which offers the FOCUS rows are of, where it is not all. */
export function focusNotices(offers: readonly Offer[], all: boolean): string[] {
  const [first, ...others] = offers.filter(hasFocusRows);
  const without = offers.filter((offer) => !hasFocusRows(offer)).map(({ id }) => id);
  return [
    ...(first === undefined || others.length === 0 || all
      ? []
      : [
          `Rows of ${first.id} alone, since one offer of ${others.length + 1} is bought: name another with --model, or all with --all.`,
        ]),
    ...(without.length === 0
      ? []
      : [
          `No rows of ${without.join(", ")}: FOCUS bills in national currencies, so pin an exchange rate of their credits.`,
        ]),
  ];
}
