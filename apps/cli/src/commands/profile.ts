import { Option, type Command } from "commander";
import { countText, histogramTokens, textTable, type Column, type Histogram, type Profile } from "@tunecast/estimator";
import { given, oneOf, shard, words } from "../options.ts";
import { readText } from "../print/input.ts";
import { addReading } from "../questionOptions.ts";
import { readData, rulesFor, type DataRead } from "../readFiles.ts";
import { refuse } from "../say.ts";
import { styleOf } from "../style.ts";
import { printed, type Outcome, type Screen, type Surroundings } from "../surroundings.ts";

interface ProfileCommandOptions {
  readonly format?: "table" | "json";
  readonly rules?: readonly string[];
  readonly shard?: { index: number; of: number };
  readonly shape?: string;
  readonly columns?: Readonly<Record<string, string>>;
}

const columns: readonly Column[] = [
  { title: "counting rule", align: "left", rank: 0 },
  { title: "tokens", align: "right", rank: 0 },
  { title: "trained on", align: "right", rank: 1 },
  { title: "median", align: "right", rank: 2 },
  { title: "95 % under", align: "right", rank: 3 },
  { title: "longest", align: "right", rank: 1 },
  { title: "", align: "left", rank: 4 },
];

/** `tunecast profile FILE…`: exact counts of data files, without their text. */
export function addProfile(program: Command, around: Surroundings, done: (outcome: Outcome) => void): void {
  const command = program
    .command("profile")
    .summary("exact counts of data files, as JSON that estimate and gpu take instead")
    .description("Counts data files into a profile: plain JSON of exact histograms that holds none of the text.")
    .argument("<files...>", 'data files or profiles; "-" is standard input')
    .addOption(
      new Option("--format <name>", "table (default on a terminal) or json (default elsewhere)").argParser(
        oneOf("table", "json"),
      ),
    )
    .addOption(
      new Option(
        "--rules <names>",
        "counting rules such as openai/o200k_base (default: all of the price book)",
      ).argParser(words),
    )
    .addOption(new Option("--shard <part>", "only part i of n, such as 2/8, cut at line ends").argParser(shard));
  addReading(command)
    .addHelpText("after", "\nExit codes: 0 every row was read; 1 a bad row; 2 a wrong option or file.\n")
    .action(async (files: readonly string[], options: ProfileCommandOptions) =>
      done(await act(files, options, around)),
    );
}

async function act(paths: readonly string[], options: ProfileCommandOptions, around: Surroundings): Promise<Outcome> {
  const { shape, columns: mapping, shard: part } = options;
  // What goes into a file or a pipe is meant for the next command, which takes the profile and not the table.
  const { format = around.screen.columns === undefined ? "json" : "table" } = options;
  const rules = options.rules ?? (await rulesFor(around.prices, {}, around.today));
  const data = await readData(around.files, paths, { rules, ...given({ shape, columns: mapping, shard: part }) });
  if (!data.ok) return refuse(data.problem, data.path);
  const { profileText } = await import("@tunecast/dataset");
  const exitCode = data.value.whole.badRows > 0 ? 1 : 0;
  return printed(
    format === "json" ? `${profileText(data.value.whole)}\n` : tableText(data.value, around.screen),
    exitCode,
  );
}

function tableText(data: DataRead, screen: Screen): string {
  const { counts } = data.whole;
  const rows = Object.keys(counts).map((rule) => [rule, ...ruleCells(counts[rule])]);
  const { heading, rows: lines } = textTable(columns, rows, screen.columns);
  return `${readText(data, screen)}\n${[styleOf(screen).strong(heading), ...lines].join("\n")}\n`;
}

function ruleCells(counts: Profile["counts"][string] | undefined): string[] {
  if (counts === undefined) return [];
  const { tokens, trainable, exact } = counts;
  const at = (share: number): string => countText(quantile(tokens, share));
  return [
    countText(histogramTokens(tokens)),
    countText(histogramTokens(trainable)),
    at(0.5),
    at(0.95),
    at(1),
    exact ? "" : "not exact",
  ];
}

/** The fewest tokens that a share of the examples does not exceed. */
function quantile(histogram: Histogram, share: number): number {
  const examples = histogram.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [tokens, count] of histogram) {
    below += count;
    if (below >= share * examples) return tokens;
  }
  return 0;
}
