import type { Command } from "commander";
import { curveReport, metricNamed } from "@tunecast/estimator/curve";
import { pilotsOf, readResults, resultPath, type ReadPilots, type RunResult } from "@tunecast/estimator/pilots";
import { columnsOf, forecastReport, type Report } from "@tunecast/estimator/report";
import { csvText } from "@tunecast/estimator/rows";
import { reads } from "../../ask/fieldOption.ts";
import type { AddCommand } from "../../ask/help.ts";
import { idleOptions } from "../../ask/idle.ts";
import { formatOption, given } from "../../ask/options.ts";
import { idleChance } from "../curve.ts";
import { printed, type Host, type Outcome } from "../../read/host.ts";
import { curvePlot } from "../../show/fitted.ts";
import { taken } from "../../show/messages.ts";
import { answered, plainReport, reportText, tableBlock } from "../../show/report.ts";

interface ReadCommandOptions {
  readonly metric?: string;
  readonly task?: string;
  readonly examples?: number;
  readonly chance?: number;
  readonly plot?: boolean;
  readonly format: "table" | "json" | "csv";
}

export const addRead: AddCommand = (pilots) => {
  const command = pilots
    .command("read")
    .summary("the curve from the results of pilot runs")
    .description(
      "Reads results of lm-evaluation-harness, promptfoo, inspect-ai, OpenAI eval runs, plain JSON or CSV of item scores. The size of a run is in the result, in its path (n250) or before it (250=PATH).",
    )
    .argument("<results...>", "files of results, one or more a run")
    .option("--metric <name>", "the metric that counts, where the results have several")
    .option("--task <name>", "the task that counts, where the results have several")
    .option("--examples <n>", "examples at hand: a larger pilot is a mistake", reads("count", "examples"))
    .option("--chance <value>", "value of guessing", reads("score", "chance"))
    .option("--plot", "draw the curve")
    .addOption(formatOption(["table", "json", "csv"], "table, json, or csv: a table of pilots for tunecast curve"));
  return [{ command, act, exitCodes: "0 pilots; 2 a wrong option or file." }];
};

async function act(
  { files, screen }: Host,
  paths: readonly string[],
  { metric, task, examples, chance, plot, format }: ReadCommandOptions,
  command: Command,
): Promise<Outcome> {
  const runs: RunResult[] = [];
  for (const path of paths) {
    const text = taken(await files.text(resultPath(path)));
    runs.push(...taken(readResults(text, path, given({ metric, test: task }))));
  }
  const found = taken(pilotsOf(runs, given({ examples, chance })));
  const { pilots } = found;
  const sizes = new Set(pilots.map(({ n }) => n)).size;
  const scored = metricNamed(found.metric);
  const report = sizes < 2 ? null : curveReport(pilots, given({ chance, metric: scored }));
  const notices = idleOptions(
    command,
    ["plot", format !== "table" && `--format ${format} holds the figures, not the drawing`],
    ["plot", format === "table" && report === null && "a curve needs two sizes"],
    ["chance", report === null ? "a curve needs two sizes" : report.ok && idleChance(report.value)],
  );
  // A table may hold what no curve can be drawn through, as perfect scores; of two units it would be wrong.
  if (format === "csv" && (report?.ok !== false || report.problem.kind !== "mixed_units")) {
    const rows = pilots.map(({ n, value, se }) => [String(n), String(value), se === undefined ? "" : String(se)]);
    return printed(csvText(["n", scored ?? "value", "se"], rows), 0, notices);
  }
  const curve = report && taken(report);
  const outcome = answered(format, { ...found, curve }, () => readReport(found), screen, { notices });
  if (format === "json" || curve === null) return outcome;
  const sections = [
    outcome.stdout,
    reportText(forecastReport(curve, null, "USD"), {}, screen),
    ...(plot === true ? [curvePlot(curve, screen)] : []),
  ];
  return { ...outcome, stdout: sections.join("\n") };
}

const columns = columnsOf("examples >|value >|standard error > 1");

const ERRORS: Readonly<Record<ReadPilots["errors"], string>> = {
  paired:
    "All runs were scored on the same items: the standard errors are those between sizes, without the luck of the test set that they share.",
  items: "Standard errors come from the items of each run.",
  stated: "Standard errors are those that the results state.",
  none: "The results say nothing of their errors: name results with item scores where you can.",
};

function readReport({ pilots, metric, items, errors, gains }: ReadPilots): Report {
  const rows = pilots.map(({ n, value, se }) => [String(n), value.toFixed(4), se === undefined ? "" : se.toFixed(4)]);
  const of = items === null ? "" : ` on ${items} test items`;
  const gained = gains.map(({ from, to, gain, se }) => {
    const margin = se === null ? "" : ` ± ${(1.96 * se).toFixed(4)} (95 %)`;
    return `From ${from} to ${to} examples: ${gain < 0 ? "−" : "+"}${Math.abs(gain).toFixed(4)}${margin}`;
  });
  const how = { tables: [tableBlock(columns, rows)], notes: [ERRORS[errors], ...gained] };
  return plainReport(`${pilots.length} pilots by ${metric}${of}`, how);
}
