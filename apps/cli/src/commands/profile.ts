import { InvalidArgumentError, Option } from "commander";
import { histogramExamples, histogramTokens, type Histogram } from "@tunecast/estimator/profile";
import type { Profile } from "@tunecast/estimator";
import { fileLine, fileNotes, type Report, columnsOf } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import { reads } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { given, oneOf, shard, words } from "../ask/options.ts";
import { addReading } from "../ask/readQuestion.ts";
import { profilePart, sampled, type Part, type SampleSize } from "../count/profileTask.ts";
import { printed, type Host, type Outcome, type ProfileOptions, type ReadingOptions } from "../read/host.ts";
import { readData, rulesFor, type DataRead } from "../read/readFiles.ts";
import { taken } from "../show/messages.ts";
import { fileShown } from "../show/note.ts";
import { plainReport, reportText, tableBlock } from "../show/report.ts";

/** Reads the size of a sample: `0.1%` of the bytes, or a number of rows. */
function sampleSize(text: string): SampleSize {
  const percent = /^(.+)%$/.exec(text)?.[1];
  if (percent === undefined) return { rows: reads("count", "rows")(text) };
  const share = reads("above0", "percent")(percent) / 100;
  if (share <= 1) return { share };
  throw new InvalidArgumentError("Give a share such as 0.1%, or a number of rows.");
}

interface ProfileCommandOptions extends ReadingOptions {
  readonly format?: "table" | "json";
  readonly rules?: readonly string[];
  readonly shard?: Part;
  readonly sample?: SampleSize;
}

const columns = columnsOf("counting rule|tokens >|trained on > 1|median > 2|95 % under > 3|longest > 1|4");

export const addProfile: AddCommand = (program) => {
  const sample = new Option("--sample <size>", "look at a share (0.1%) or so many rows, and give a 95 % range");
  const command = program
    .command("profile")
    .summary("exact counts of data files, as JSON that estimate and gpu take instead")
    .description("Counts data files into a profile: plain JSON of exact histograms that holds none of the text.")
    .argument("<files...>", 'data files or profiles; "-" is standard input')
    .option("--format <name>", "table (default on a terminal) or json (default elsewhere)", oneOf("table", "json"))
    .option("--rules <names>", "counting rules such as openai/o200k_base (default: all of the price book)", words)
    .addOption(sample.argParser(sampleSize).conflicts("shard"))
    .option("--shard <part>", "only part i of n of the files, such as 2/8, to be merged with the others", shard);
  addReading(command);
  return [{ command, act, exitCodes: "0 every row was read; 1 a bad row; 2 a wrong option or file." }];
};

async function act(around: Host, paths: readonly string[], options: ProfileCommandOptions): Promise<Outcome> {
  const { files, prices, today, screen } = around;
  const { shape, columns: named, shard: part, sample } = options;
  const { emptyProfile, joinProfiles, profileText } = await import("@tunecast/dataset");
  const rules = options.rules ?? (await rulesFor(prices, {}, today));
  const how: ProfileOptions = { rules, ...given({ shape, columns: named }) };
  let data: DataRead;
  if (part !== undefined) {
    const whole = await profilePart(files, paths, part, how);
    data = { files: [{ path: `part ${part.index} of ${part.of}`, profile: whole, warnings: [] }], whole };
  } else if (sample === undefined) data = await readData(files, paths, how);
  else {
    let whole = emptyProfile;
    for (const path of paths) whole = taken(joinProfiles(whole, await sampled(files, path, sample, how)), path);
    data = { files: [{ path: "sample", profile: whole, warnings: [] }], whole };
  }
  // What goes into a file or a pipe is meant for the next command, which takes the profile and not the table.
  const isTable = (options.format ?? (screen.columns === undefined ? "json" : "table")) === "table";
  const text = isTable ? reportText(profileReport(data), { whole: true }, screen) : `${profileText(data.whole)}\n`;
  return printed(text, data.whole.badRows > 0 ? 1 : 0);
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
  const all = histogramTokens(tokens);
  const range = doubt && `${countText(Math.max(0, all - doubt.less))}–${countText(all + doubt.more)}`;
  const at = (share: number): string => countText(quantile(tokens, share));
  return [
    countText(all),
    countText(histogramTokens(trainable)),
    at(0.5),
    at(0.95),
    at(1),
    exact ? "" : (range ?? "not exact"),
  ];
}

/** The fewest tokens that a share of the examples does not exceed. */
function quantile(histogram: Histogram, share: number): number {
  let missing = share * histogramExamples(histogram);
  for (const [tokens, count] of histogram) {
    missing -= count;
    if (missing <= 0) return tokens;
  }
  return 0;
}
