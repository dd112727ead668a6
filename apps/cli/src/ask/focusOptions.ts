import { InvalidArgumentError, type Command } from "commander";
import type { Offer } from "@tunecast/estimator";
import { focusVersions, hasFocusRows, readAllocation, type FocusOptions } from "@tunecast/estimator/rows";
import { sentenceOf } from "../show/messages.ts";
import { oneOf } from "./options.ts";

export type FocusChoice = Omit<FocusOptions, "version"> & { readonly focusVersion?: FocusOptions["version"] };

export function addFocusOptions(command: Command): Command {
  return command
    .option(
      "--focus-version <version>",
      `with --format focus: ${focusVersions.join(" or ")} (default: 1.2)`,
      oneOf(...focusVersions),
    )
    .option("--all", "every row of the table; with --format focus: rows of every offer, of which one is bought")
    .option("--allocate <shares>", "with --format focus: share the bill out, team=50,ops=30,lab=20", (text) => {
      const read = readAllocation(text);
      if (read.ok) return read.value;
      throw new InvalidArgumentError(sentenceOf(read.problem));
    })
    .option("--as-billed", "with --format focus: the estimate as BilledCost, which is 0 without");
}

/** The first of these options that was given, as it is typed; `--all` shows every row of a table as well. */
export function focusOptionIn({ asBilled, focusVersion, allocate }: FocusChoice): string | undefined {
  const typed = { "--as-billed": asBilled, "--focus-version": focusVersion, "--allocate": allocate };
  return Object.entries(typed).find(([, value]) => value !== undefined)?.[0];
}

/** Which offers the FOCUS rows are of, where it is not all. */
export function focusNotices(offers: readonly Offer[], all: boolean): string[] {
  const [first, ...others] = offers.filter(hasFocusRows);
  const without = offers.filter((offer) => !hasFocusRows(offer)).map(({ id }) => id);
  const ofOne = first !== undefined && others.length > 0 && !all;
  return [
    ofOne &&
      `Rows of ${first.id} alone, since one offer of ${others.length + 1} is bought: name another with --model, or all with --all.`,
    without.length > 0 &&
      `No rows of ${without.join(", ")}: FOCUS bills in national currencies, so pin an exchange rate of their credits.`,
  ].filter((notice) => notice !== false);
}
