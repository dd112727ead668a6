import { InvalidArgumentError, Option, type Command } from "commander";
import type { Cut } from "@tunecast/dataset";
import { countText, moneyText, total, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "../../show/table.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { jobLines, pilotJobs, type PilotFile, type PilotJobs } from "./jobs.ts";
import { given, numbers, share, whole } from "../../ask/options.ts";
import { hiddenNote, widthOf } from "../../show/note.ts";
import { addReading } from "../../ask/readQuestion.ts";
import { refuse } from "../../show/messages.ts";
import { styleOf } from "../../show/style.ts";
import { printed, type Outcome, type Screen, type Host } from "../../read/host.ts";

interface CutCommandOptions extends OfferOptions {
  readonly out: string;
  readonly sizes: readonly number[] | "auto";
  readonly repeats: number;
  readonly test: number;
  readonly seed: number;
  readonly similar?: number;
  readonly jobs?: string;
  readonly shape?: string;
  readonly columns?: Readonly<Record<string, string>>;
}

/** Fewer repeated prompts say nothing of the labels of all rows. */
const TELLING_PROMPTS = 20;

/** A file of the cut, as the list names it. */
interface CutFile extends PilotFile {
  /** Dollars of one run on it; null where no offer is named. */
  readonly cost: string | null;
}

/** `tunecast pilots cut FILE --out FOLDER`: subsets to run pilots on, and a test split. */
export function addCut(pilots: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = pilots
    .command("cut")
    .summary("nested subsets for pilot runs, and a test split")
    .description(
      "Writes a test split and nested, stratified training subsets of a data file. Rows that repeat others, word for word or nearly, stay on one side.",
    )
    .argument("<file>", 'data file; "-" is standard input')
    .requiredOption("--out <folder>", "folder to write to; it must be empty or not there yet")
    .addOption(
      new Option("--sizes <list>", 'rows of the subsets, or "auto": all, a half, a quarter, an eighth')
        .argParser(sizesOf)
        .default("auto"),
    )
    .addOption(new Option("--repeats <n>", "draws of each subset").argParser(whole(1)).default(1))
    .addOption(new Option("--test <n>", "rows of the test split").argParser(whole(1)).default(400))
    .addOption(new Option("--seed <number>", "what the draws hang on").argParser(whole(0)).default(1))
    .addOption(
      new Option(
        "--similar <share>",
        "share of the text in common from which prompts are alike (default: 0.7)",
      ).argParser(share),
    )
    .addOption(
      new Option(
        "--jobs <name>",
        "write what starts the runs: openai, together, fireworks, google-vertex, tinker, axolotl, llamafactory or trl (default: the service of --offer)",
      ),
    );
  addOffer(addReading(command))
    .addHelpText("after", help)
    .action(async (path: string, options: CutCommandOptions) => done(await act(path, options, around)));
}

const help = `
Exit codes: 0 everything is written; 2 a wrong option or file.

Example:
  tunecast pilots cut train.jsonl --out pilots --repeats 2 --test 400
  tunecast pilots cut train.jsonl --out pilots --jobs axolotl --model Qwen/Qwen3-8B --epochs 3
`;

function sizesOf(text: string): readonly number[] | "auto" {
  if (text === "auto") return text;
  const sizes = numbers(text);
  if (sizes.every((size) => Number.isInteger(size))) return sizes;
  throw new InvalidArgumentError('Give whole numbers with commas between them, or "auto".');
}

async function act(path: string, options: CutCommandOptions, around: Host): Promise<Outcome> {
  const { files, screen } = around;
  const { out, sizes, repeats, test, seed, similar, shape, columns } = options;
  const cost = await trainingCost(options, around, 0, options.jobs === undefined ? [] : ["--model", "--epochs"]);
  if (!cost.ok) return refuse(cost.problem);
  const held = await files.folder(out);
  if (!held.ok && held.problem.kind !== "file_missing") return refuse(held.problem);
  if (held.ok && held.value !== undefined && held.value.length > 0)
    return refuse({ kind: "folder_not_empty", path: out });
  const { cutBytes } = await import("@tunecast/dataset");
  const chunks = await files.chunks(path);
  if (!chunks.ok) return refuse(chunks.problem);
  const cut = await cutBytes(chunks.value, {
    name: path,
    sizes,
    repeats,
    test,
    seed,
    ...given({ similar, format: shape, columns }),
  });
  if (!cut.ok) return refuse(cut.problem, path);
  const { lines, subsets } = cut.value;
  const write = (name: string, rows: readonly number[]): ReturnType<typeof files.save> =>
    files.save(out, name, rows.map((row) => `${lines[row] ?? ""}\n`).join(""));
  const tested = await write("test.jsonl", cut.value.test);
  if (!tested.ok) return refuse(tested.problem);
  const written = subsets.map(({ n, repeat }): CutFile => ({
    name: `train-n${n}-r${repeat}.jsonl`,
    examples: n,
    repeat,
    cost: cost.value === null ? null : cost.value.costOf(n),
  }));
  const jobs = await pilotJobs(written, options);
  if (!jobs.ok) return refuse(jobs.problem);
  for (const [at, { rows }] of subsets.entries()) {
    const saved = await write(written[at]?.name ?? "", rows);
    if (!saved.ok) return refuse(saved.problem);
  }
  for (const { name, text } of jobs.value?.files ?? []) {
    const saved = await files.save(out, name, text);
    if (!saved.ok) return refuse(saved.problem);
  }
  const list = await files.save(
    out,
    "pilots.json",
    `${JSON.stringify(listOf(path, cut.value, written, options, jobs.value), null, 2)}\n`,
  );
  if (!list.ok) return refuse(list.problem);
  return printed(summary(path, cut.value, written, options, screen, jobs.value));
}

/** What was cut, for whoever runs the pilots: the same file, options and seed give the same list. */
function listOf(
  path: string,
  { test, training, stratified, alike, distinct, repeated, unread }: Cut,
  files: readonly CutFile[],
  { seed, repeats }: CutCommandOptions,
  jobs: PilotJobs | null,
): object {
  return {
    cutFrom: path,
    seed,
    repeats,
    test: { name: "test.jsonl", examples: test.length },
    training,
    stratified,
    alike,
    distinct,
    repeated,
    unread,
    files: files.map((file, at) => ({ ...file, ...given({ job: jobs?.jobs[at] }) })),
  };
}

const columns: readonly Column[] = [
  { title: "file", align: "left", rank: 0 },
  { title: "examples", align: "right", rank: 0 },
  { title: "one run", align: "right", rank: 1 },
];

function summary(
  path: string,
  { test, stratified, alike, distinct, repeated, unread, lines }: Cut,
  files: readonly CutFile[],
  { out, seed }: CutCommandOptions,
  screen: Screen,
  jobs: PilotJobs | null,
): string {
  const style = styleOf(screen);
  const line = (text: string): string => wrapped(text, widthOf(screen));
  const rows = [
    ["test.jsonl", countText(test.length), ""],
    ...files.map(({ name, examples, cost }) => [name, countText(examples), cost === null ? "" : dollars(cost)]),
  ];
  const { heading, rows: table, hidden } = textTable(columns, rows, screen.columns);
  const costs = files.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return `${[
    line(`Cut ${path} with seed ${seed} into ${out}`),
    "",
    style.strong(heading),
    ...table,
    ...hiddenNote(hidden, screen, "json"),
    "",
    line(
      `Every subset is part of the next larger one of its draw, and keeps the ${stratified.by === "label" ? `${stratified.strata} labels` : "lengths of the rows"} in proportion.`,
    ),
    ...(alike.rows === 0
      ? []
      : [
          line(
            `${countText(alike.rows)} rows in ${alike.families === 1 ? "one family" : `${countText(alike.families)} families`} repeat one another, word for word or nearly: no family is both trained on and tested.`,
          ),
        ]),
    ...(distinct === lines.length
      ? []
      : [
          line(
            `The ${countText(lines.length)} rows say about as much as ${countText(distinct)} that repeat nothing: count those when you ask what more data buys.`,
          ),
        ]),
    ...(repeated === null || repeated.prompts < TELLING_PROMPTS || repeated.disagreement === 0
      ? []
      : [
          line(
            `Two rows of one prompt differ in their label in ${percent(repeated.disagreement)} of the cases (${countText(repeated.prompts)} prompts): about half as many labels may be wrong, which no further data mends.`,
          ),
        ]),
    ...(unread === 0
      ? []
      : [line(`${countText(unread)} rows are no examples and are in no file; tunecast check says why.`)]),
    ...(costs.length > 0 ? [line(`All runs cost ${dollars(total(costs))}.`)] : []),
    ...(jobs === null ? [] : jobLines(jobs).map(line)),
  ].join("\n")}\n`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function dollars(amount: string): string {
  return moneyText({ amount, currency: "USD" });
}
