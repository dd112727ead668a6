import { InvalidArgumentError, Option, type Command } from "commander";
import type { Metric } from "@tunecast/estimator/lists";
import { beforePilots, taskKinds, type TaskKind } from "@tunecast/estimator/before";
import { othersReport } from "@tunecast/estimator/report";
import { given, number, oneOf, positive, whole } from "../ask/options.ts";
import { refuse } from "../show/messages.ts";
import { reportText } from "../show/report.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

/** The options of `curve --before`. */
export interface BeforeOptions {
  readonly before?: boolean;
  readonly task?: TaskKind;
  readonly examples?: number;
  readonly score?: number;
  readonly gain?: number;
  readonly metric?: Metric;
  readonly format: "table" | "json";
}

/** Adds what is asked before any pilot. */
export function addBefore(command: Command): Command {
  const options = [
    new Option("--before", "no pilots yet: what the next doubling brought in others' runs"),
    new Option("--task <kind>", taskKinds.join(", ")).argParser(oneOf(...taskKinds)),
    new Option("--examples <n>", "examples at hand").argParser(whole(1)),
    new Option("--score <value>", "what the untuned model scores, a share or a loss").argParser(number),
    new Option("--gain <points>", "points (or less loss) to gain: how many examples it took others").argParser(
      positive,
    ),
  ];
  for (const option of options) command.addOption(option.helpGroup("Before any pilot:"));
  return command;
}

/** `tunecast curve --before`: others' runs, labelled so. */
export async function before(options: BeforeOptions, { screen }: Host): Promise<Outcome> {
  const { task, examples, score, gain, metric, format } = options;
  if (task === undefined || examples === undefined || score === undefined)
    throw new InvalidArgumentError("--before needs --task, --examples and --score.");
  const others = beforePilots({ task, examples, score, ...given({ gain, metric }) });
  if (!others.ok) return refuse(others.problem);
  if (format === "json") return printed(`${JSON.stringify(others.value, null, 2)}\n`);
  return printed(reportText(othersReport(others.value), {}, screen));
}
