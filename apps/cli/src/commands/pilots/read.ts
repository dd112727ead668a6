import type { Command } from "commander";
import { curveReport, type CurveReport } from "@tunecast/estimator/curve";
import { csvText } from "@tunecast/estimator/rows";
import { type Column } from "@tunecast/estimator/text";
import { pilotsOf, readResults, type ReadPilots, type RunResult } from "@tunecast/estimator/pilots";
import { given, number, oneOf, whole } from "../../ask/options.ts";
import { forecastReport } from "@tunecast/estimator/report";
import { plainReport, tableBlock, reportText } from "../../show/report.ts";
import { curvePlot } from "../../show/fitted.ts";
import { refuse } from "../../show/messages.ts";
import { printed, type Outcome, type Screen, type Host } from "../../read/host.ts";

interface ReadCommandOptions {
  readonly metric?: string;
  readonly task?: string;
  readonly examples?: number;
  readonly chance?: number;
  readonly plot?: boolean;
  readonly format: "table" | "json" | "csv";
}

/** `tunecast pilots read RESULTS…`: what evaluation tools wrote, as pilots, and the curve through them. */
export function addRead(pilots: Command, around: Host, done: (outcome: Outcome) => void): void {
  pilots
    .command("read")
    .summary("the curve from the results of pilot runs")
    .description(
      "Reads results of lm-evaluation-harness, promptfoo, inspect-ai, OpenAI eval runs, plain JSON or CSV of item scores. The size of a run is in the result, in its path (n250) or before it (250=PATH).",
    )
    .argument("<results...>", "files of results, one or more a run")
    .option("--metric <name>", "the metric that counts, where the results have several")
    .option("--task <name>", "the task that counts, where the results have several")
    .option("--examples <n>", "examples at hand: a larger pilot is a mistake", whole(1))
    .option("--chance <value>", "value of guessing", number)
    .option("--plot", "draw the curve")
    .option(
      "--format <name>",
      "table, json, or csv: a table of pilots for tunecast curve",
      oneOf("table", "json", "csv"),
      "table",
    )
    .addHelpText("after", "\nExit codes: 0 pilots; 2 a wrong option or file.\n")
    .action(async (paths: readonly string[], options: ReadCommandOptions) => done(await act(paths, options, around)));
}

async function act(paths: readonly string[], options: ReadCommandOptions, { files, screen }: Host): Promise<Outcome> {
  const runs: RunResult[] = [];
  for (const path of paths) {
    const text = await files.text(path.replace(/^\d+=/, ""));
    if (!text.ok) return refuse(text.problem);
    const read = readResults(text.value, path, given({ metric: options.metric, test: options.task }));
    if (!read.ok) return refuse(read.problem);
    runs.push(...read.value);
  }
  const found = pilotsOf(runs, given({ examples: options.examples, chance: options.chance }));
  if (!found.ok) return refuse(found.problem);
  const { pilots } = found.value;
  const sizes = new Set(pilots.map(({ n }) => n)).size;
  const report = sizes < 2 ? null : curveReport(pilots, given({ chance: options.chance }));
  if (options.format === "csv") {
    // A table may hold what no curve can be drawn through, as perfect scores; of two units it would be wrong.
    if (report?.ok === false && report.problem.kind === "mixed_units") return refuse(report.problem);
    const rows = pilots.map(({ n, value, se }) => [String(n), String(value), se === undefined ? "" : String(se)]);
    return printed(csvText(["n", "value", "se"], rows));
  }
  if (report?.ok === false) return refuse(report.problem);
  const curve = report?.value ?? null;
  return printed(
    options.format === "json"
      ? `${JSON.stringify({ ...found.value, curve }, null, 2)}\n`
      : tableText(found.value, curve, options, screen),
  );
}

const columns: readonly Column[] = [
  { title: "examples", align: "right", rank: 0 },
  { title: "value", align: "right", rank: 0 },
  { title: "standard error", align: "right", rank: 1 },
];

const ERRORS: Readonly<Record<ReadPilots["errors"], string>> = {
  paired:
    "All runs were scored on the same items: the standard errors are those between sizes, without the luck of the test set that they share.",
  items: "Standard errors come from the items of each run.",
  stated: "Standard errors are those that the results state.",
  none: "The results say nothing of their errors: name results with item scores where you can.",
};

function tableText(
  { pilots, metric, items, errors, gains }: ReadPilots,
  curve: CurveReport | null,
  { plot }: ReadCommandOptions,
  screen: Screen,
): string {
  const rows = pilots.map(({ n, value, se }) => [String(n), value.toFixed(4), se === undefined ? "" : se.toFixed(4)]);
  const of = items === null ? "" : ` on ${items} test items`;
  const read = plainReport(`${pilots.length} pilots by ${metric}${of}`, {
    tables: [tableBlock(columns, rows)],
    notes: [
      ERRORS[errors],
      ...gains.map(({ from, to, gain, se }) => {
        const margin = se === null ? "" : ` ± ${(1.96 * se).toFixed(4)} (95 %)`;
        return `From ${from} to ${to} examples: ${signed(gain)}${margin}`;
      }),
    ],
  });
  const sections = [reportText(read, {}, screen).trimEnd()];
  if (curve !== null) sections.push("", reportText(forecastReport(curve, null, "USD"), {}, screen).trimEnd());
  if (curve !== null && plot === true) sections.push("", curvePlot(curve, screen).trimEnd());
  return `${sections.join("\n")}\n`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}
