import type { Command } from "commander";
import type { DatasetProfile } from "@tunecast/dataset";
import { ok } from "@tunecast/estimator/problem";
import type { Profile } from "@tunecast/estimator";
import { histogramTokens, type Doubt, type Histogram } from "@tunecast/estimator/profile";
import { countText, type Column } from "@tunecast/estimator/text";
import { given, oneOf, sampleSize, shard, words } from "../ask/options.ts";
import { fileLine, fileNotes, type Report } from "@tunecast/estimator/report";
import { fileShown } from "../show/note.ts";
import { profilePart, type Part, sampled, type SampleSize } from "../count/profileTask.ts";
import { addReading } from "../ask/readQuestion.ts";
import { readData, rulesFor, type DataRead, type FileResult } from "../read/readFiles.ts";
import { refuse } from "../show/messages.ts";
import { plainReport, reportText, tableBlock } from "../show/report.ts";
import { printed, type Outcome, type ProfileOptions, type Host } from "../read/host.ts";

type Format = "table" | "json";

interface ProfileCommandOptions {
  readonly format?: Format;
  readonly rules?: readonly string[];
  readonly shard?: Part;
  readonly duplicates?: boolean;
  readonly sample?: SampleSize;
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
export function addProfile(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("profile")
    .summary("exact counts of data files, as JSON that estimate and gpu take instead")
    .description("Counts data files into a profile: plain JSON of exact histograms that holds none of the text.")
    .argument("<files...>", 'data files or profiles; "-" is standard input')
    .option("--format <name>", "table (default on a terminal) or json (default elsewhere)", oneOf("table", "json"))
    .option("--rules <names>", "counting rules such as openai/o200k_base (default: all of the price book)", words)
    .option("--sample <size>", "look at a share (0.1%) or so many rows, and give a 95 % range", sampleSize)
    .option("--duplicates", "count rows that repeat another, across files and parts, too")
    .option("--shard <part>", "only part i of n of the files, such as 2/8, to be merged with the others", shard);
  addReading(command)
    .addHelpText("after", help)
    .action(async (files: readonly string[], options: ProfileCommandOptions) =>
      done(await act(files, options, around)),
    );
}

const help = "\nExit codes: 0 every row was read; 1 a bad row; 2 a wrong option or file.\n";

async function act(paths: readonly string[], options: ProfileCommandOptions, around: Host): Promise<Outcome> {
  const { shape, columns, shard: part, sample } = options;
  const rules = options.rules ?? (await rulesFor(around.prices, {}, around.today));
  const how: ProfileOptions = { rules, ...given({ shape, columns, digests: options.duplicates }) };
  const data =
    part !== undefined
      ? await partOf(paths, part, how, around)
      : sample !== undefined
        ? await sampleOf(paths, sample, how, around)
        : await readData(around.files, paths, how);
  if (!data.ok) return refuse(data.problem, data.path);
  const { whole } = data.value;
  return printed(await writtenAs(whole, data.value, options, around), whole.badRows > 0 ? 1 : 0);
}

/** What goes into a file or a pipe is meant for the next command, which takes the profile and not the table. */
function formatFor({ format }: ProfileCommandOptions, { screen }: Host): Format {
  return format ?? (screen.columns === undefined ? "json" : "table");
}

async function writtenAs(
  profile: DatasetProfile,
  data: DataRead,
  options: ProfileCommandOptions,
  around: Host,
): Promise<string> {
  const { profileText } = await import("@tunecast/dataset");
  if (formatFor(options, around) === "table") return reportText(profileReport(data), { whole: true }, around.screen);
  return `${profileText(profile)}\n`;
}

async function sampleOf(
  paths: readonly string[],
  size: SampleSize,
  how: ProfileOptions,
  { files }: Host,
): Promise<FileResult<DataRead>> {
  const { emptyProfile, joinProfiles } = await import("@tunecast/dataset");
  let whole = emptyProfile;
  for (const path of paths) {
    const one = await sampled(files, path, size, how);
    if (!one.ok) return { ...one, path };
    const joined = joinProfiles(whole, one.value);
    if (!joined.ok) return { ...joined, path };
    whole = joined.value;
  }
  return ok(named("sample", whole));
}

async function partOf(
  paths: readonly string[],
  part: Part,
  how: ProfileOptions,
  { files }: Host,
): Promise<FileResult<DataRead>> {
  const profile = await profilePart(files, paths, part, how);
  return profile.ok ? ok(named(`part ${part.index} of ${part.of}`, profile.value)) : profile;
}

function named(path: string, whole: DatasetProfile): DataRead {
  return { files: [{ path, profile: whole, warnings: [] }], whole };
}

function profileReport({ files, whole: { counts } }: DataRead): Report {
  const shown = files.map(fileShown);
  const [headline = "", ...asked] = shown.map(fileLine);
  const rows = Object.keys(counts).map((rule) => [rule, ...ruleCells(counts[rule])]);
  return plainReport(headline, { asked, tables: [tableBlock(columns, rows)], notes: shown.flatMap(fileNotes) });
}

function ruleCells(counts: Profile["counts"][string] | undefined): string[] {
  if (counts === undefined) return [];
  const { tokens, trainable, exact, doubt } = counts;
  const at = (share: number): string => countText(quantile(tokens, share));
  return [
    countText(histogramTokens(tokens)),
    countText(histogramTokens(trainable)),
    at(0.5),
    at(0.95),
    at(1),
    exact ? "" : doubt === undefined ? "not exact" : rangeCell(histogramTokens(tokens), doubt),
  ];
}

function rangeCell(tokens: number, { less, more }: Doubt): string {
  return `${countText(Math.max(0, tokens - less))}–${countText(tokens + more)}`;
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
