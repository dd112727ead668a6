import { Option, type Command } from "commander";
import type { DatasetProfile } from "@tunecast/dataset";
import type { Profile } from "@tunecast/estimator";
import { histogramTokens, type Doubt, type Histogram } from "@tunecast/estimator/profile";
import { countText, type Column } from "@tunecast/estimator/text";
import { textTable, visibleLine, wrapped } from "../show/table.ts";
import { given, grouped, oneOf, sampleSize, shard, whole, words } from "../ask/options.ts";
import { fileLine, fileNotes } from "@tunecast/estimator/report";
import { fileShown } from "../show/file.ts";
import { widthOf } from "../show/note.ts";
import { isFinished, profileTask, sharedBy, sharedPaths, type Shared } from "../count/profileTask.ts";
import { sampled, type SampleSize } from "../count/sampling.ts";
import { addReading } from "../ask/readQuestion.ts";
import { readData, rulesFor, type DataRead } from "../read/readFiles.ts";
import { refuse } from "../show/messages.ts";
import { styleOf } from "../show/style.ts";
import { printed, type Outcome, type ProfileOptions, type Screen, type Host } from "../read/host.ts";
import { taskOf, taskVariables, type Task } from "../count/taskIndex.ts";

type Format = "table" | "json" | "packed";

interface ProfileCommandOptions {
  readonly format?: Format;
  readonly rules?: readonly string[];
  readonly shard?: Task;
  readonly source?: string;
  readonly manifest?: string;
  readonly task?: Task;
  readonly tasks?: number;
  readonly out?: string;
  readonly strict?: boolean;
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
    .argument("[files...]", 'data files or profiles; "-" is standard input')
    .addOption(
      new Option(
        "--format <name>",
        "table (default on a terminal), json (default elsewhere), or packed: the same in a fifth of the bytes",
      ).argParser(oneOf("table", "json", "packed")),
    )
    .addOption(
      new Option(
        "--rules <names>",
        "counting rules such as openai/o200k_base (default: all of the price book)",
      ).argParser(words),
    )
    .addOption(
      new Option("--sample <size>", "look at a share (0.1%) or so many rows, and give a 95 % range").argParser(
        sampleSize,
      ),
    )
    .addOption(new Option("--duplicates", "count rows that repeat another, across files and parts, too"))
    .addOption(new Option("--strict", "exit with 1 for a bad row in a part, too"));
  grouped(command, "Parts, for many processes or machines:", [
    new Option("--shard <part>", "only part i of n of the files, such as 2/8").argParser(shard),
    new Option("--source <name>", 'with --shard: "-" is that part of what the name stands for'),
    new Option("--manifest <file>", "the files of a manifest, and of them a task's share"),
    new Option("--task <part>", "with --manifest: task i of n, such as 2/8 (default: the engine's own)").argParser(
      shard,
    ),
    new Option("--tasks <n>", "with --manifest: how many tasks, where the engine tells the index alone").argParser(
      whole(1),
    ),
    new Option("--out <folder>", "with --manifest: write part-i.json there, unless it is finished"),
  ]);
  addReading(command)
    .addHelpText("after", help)
    .action(async (files: readonly string[], options: ProfileCommandOptions) =>
      done(await act(files, options, around)),
    );
}

const help = `
The index and number of a task are read from ${taskVariables.join(", ")}.

Exit codes: 0 every row was read; 1 a bad row (in parts only with --strict); 2 a wrong option or file.
`;

async function act(paths: readonly string[], options: ProfileCommandOptions, around: Host): Promise<Outcome> {
  const { shape, columns: mapping, shard: part, source, manifest } = options;
  const rules = options.rules ?? (await rulesFor(around.prices, {}, around.today));
  const digests = options.duplicates;
  const how: ProfileOptions = { rules, ...given({ shape, columns: mapping, digests }) };
  if (manifest !== undefined)
    return paths.length > 0
      ? refuse("Give files or a manifest, not both.")
      : actOnManifest(manifest, how, options, around);
  if (paths.length === 0) return refuse("Name a data file, or a manifest with --manifest.");
  if (source !== undefined && part === undefined) return refuse("--source names what --shard is a part of: give both.");
  if (options.sample !== undefined && part === undefined)
    return actOnSample(paths, options.sample, how, options, around);
  if (part === undefined) return actOnFiles(paths, how, options, around);
  if (source !== undefined) return actOnFiles(paths, { ...how, part: { ...part, source } }, options, around);
  const shared = await sharedPaths(around.files, paths);
  return shared.ok ? actOnTask(shared.value, part, how, options, around) : refuse(shared.problem, shared.path);
}

/** What goes into a file or a pipe is meant for the next command, which takes the profile and not the table. */
function formatFor({ format }: ProfileCommandOptions, { screen }: Host): Format {
  return format ?? (screen.columns === undefined ? "json" : "table");
}

/** A profile in the form that is asked for. */
async function writtenAs(
  profile: DatasetProfile,
  data: DataRead,
  options: ProfileCommandOptions,
  around: Host,
): Promise<string> {
  const { packedText, profileText } = await import("@tunecast/dataset");
  const format = formatFor(options, around);
  if (format === "table") return tableText(data, around.screen);
  return `${format === "packed" ? packedText(profile) : profileText(profile)}\n`;
}

async function actOnFiles(
  paths: readonly string[],
  how: ProfileOptions,
  options: ProfileCommandOptions,
  around: Host,
): Promise<Outcome> {
  const data = await readData(around.files, paths, how);
  if (!data.ok) return refuse(data.problem, data.path);
  const { whole } = data.value;
  const strict = how.part === undefined || options.strict === true;
  return printed(await writtenAs(whole, data.value, options, around), strict && whole.badRows > 0 ? 1 : 0);
}

async function actOnSample(
  paths: readonly string[],
  size: SampleSize,
  how: ProfileOptions,
  options: ProfileCommandOptions,
  around: Host,
): Promise<Outcome> {
  const { emptyProfile, joinProfiles } = await import("@tunecast/dataset");
  let whole = emptyProfile;
  for (const path of paths) {
    const one = await sampled(around.files, path, size, how);
    if (!one.ok) return refuse(one.problem, path);
    const joined = joinProfiles(whole, one.value);
    if (!joined.ok) return refuse(joined.problem, path);
    whole = joined.value;
  }
  const data = { files: [{ path: "sample", profile: whole, warnings: [] }], whole };
  return printed(await writtenAs(whole, data, options, around));
}

async function actOnManifest(
  path: string,
  how: ProfileOptions,
  options: ProfileCommandOptions,
  around: Host,
): Promise<Outcome> {
  const shared = await sharedBy(around.files, path);
  if (!shared.ok) return refuse(shared.problem, path);
  const one = options.tasks === undefined ? { index: 1, of: 1 } : undefined;
  const task = options.task ?? taskOf(around.env, options.tasks) ?? one;
  if (task === undefined)
    return refuse("Which task is this? Give --task, such as 2/8: no variable of the environment says so.");
  return actOnTask(shared.value, task, how, options, around);
}

async function actOnTask(
  shared: Shared,
  task: Task,
  how: ProfileOptions,
  options: ProfileCommandOptions,
  around: Host,
): Promise<Outcome> {
  const { out } = options;
  const name = `part-${task.index}.json`;
  if (out !== undefined) {
    const before = await around.files.text(`${out}/${name}`);
    if (before.ok && (await isFinished(before.value, shared, task, how.rules)))
      return printed("", 0, `tunecast: ${name} is finished already.\n`);
  }
  const profile = await profileTask(around.files, shared, task, how);
  if (!profile.ok) return refuse(profile.problem, textOf(profile.problem["path"]));
  const exitCode = options.strict === true && profile.value.badRows > 0 ? 1 : 0;
  if (out !== undefined) {
    const { packedText } = await import("@tunecast/dataset");
    const saved = await around.files.save(out, name, `${packedText(profile.value)}\n`);
    return saved.ok ? printed("", exitCode) : refuse(saved.problem);
  }
  const file = { path: `task ${task.index} of ${task.of}`, profile: profile.value, warnings: [] };
  const data = { files: [file], whole: profile.value };
  return printed(await writtenAs(profile.value, data, options, around), exitCode);
}

function textOf(fact: unknown): string | undefined {
  return typeof fact === "string" ? fact : undefined;
}

function tableText(data: DataRead, screen: Screen): string {
  const { counts } = data.whole;
  const rows = Object.keys(counts).map((rule) => [rule, ...ruleCells(counts[rule])]);
  const { heading, rows: lines } = textTable(columns, rows, screen.columns);
  const style = styleOf(screen);
  const width = widthOf(screen);
  const files = data.files
    .map(fileShown)
    .flatMap((file) => [
      wrapped(visibleLine(fileLine(file)), width),
      ...fileNotes(file).map(({ text, small }) =>
        (small === true ? style.quiet : style.bad)(wrapped(visibleLine(text), width, "  ")),
      ),
    ]);
  return `${files.join("\n")}\n\n${[style.strong(heading), ...lines].join("\n")}\n`;
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

/** Between how many tokens the true count lies. */
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
