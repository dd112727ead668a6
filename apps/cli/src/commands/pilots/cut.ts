import { InvalidArgumentError, type Command } from "commander";
import type { Cut } from "@tunecast/dataset";
import { countText, moneyText, total, type Column } from "@tunecast/estimator/text";
import { addOffer, type OfferOptions, trainingCost } from "../../cards/offerCost.ts";
import { given, numbers, share, whole } from "../../ask/options.ts";
import { addReading } from "../../ask/readQuestion.ts";
import { refuse } from "../../show/messages.ts";
import { plainReport, tableBlock, reportText } from "../../show/report.ts";
import { printed, type Outcome, type Screen, type Host } from "../../read/host.ts";
import { jobLines, pilotJobs, type PilotFile, type PilotJobs } from "./jobs.ts";

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
    .option("--sizes <list>", 'rows of the subsets, or "auto": all, a half, a quarter, an eighth', sizesOf, "auto")
    .option("--repeats <n>", "draws of each subset", whole(1), 1)
    .option("--test <n>", "rows of the test split", whole(1), 400)
    .option("--seed <number>", "what the draws hang on", whole(0), 1)
    .option("--similar <share>", "share of the text in common from which prompts are alike (default: 0.7)", share)
    .option(
      "--jobs <name>",
      "write what starts the runs: openai, together, fireworks, google-vertex, tinker, axolotl, llamafactory or trl (default: the service of --offer)",
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
  const rows = [
    ["test.jsonl", countText(test.length), ""],
    ...files.map(({ name, examples, cost }) => [name, countText(examples), cost === null ? "" : dollars(cost)]),
  ];
  const costs = files.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const by = stratified.by === "label" ? `${stratified.strata} labels` : "lengths of the rows";
  const notes = [
    `Every subset is part of the next larger one of its draw, and keeps the ${by} in proportion.`,
    alike.rows > 0 &&
      `${countText(alike.rows)} rows in ${alike.families === 1 ? "one family" : `${countText(alike.families)} families`} repeat one another, word for word or nearly: no family is both trained on and tested.`,
    distinct !== lines.length &&
      `The ${countText(lines.length)} rows say about as much as ${countText(distinct)} that repeat nothing: count those when you ask what more data buys.`,
    repeated !== null &&
      repeated.prompts >= TELLING_PROMPTS &&
      repeated.disagreement > 0 &&
      `Two rows of one prompt differ in their label in ${percent(repeated.disagreement)} of the cases (${countText(repeated.prompts)} prompts): about half as many labels may be wrong, which no further data mends.`,
    unread > 0 && `${countText(unread)} rows are no examples and are in no file; tunecast check says why.`,
    costs.length > 0 && `All runs cost ${dollars(total(costs))}.`,
    ...(jobs === null ? [] : jobLines(jobs)),
  ].filter((note) => note !== false);
  const report = plainReport(`Cut ${path} with seed ${seed} into ${out}`, {
    tables: [tableBlock(columns, rows)],
    notes,
  });
  return reportText(report, { whole: true }, screen);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function dollars(amount: string): string {
  return moneyText({ amount, currency: "USD" });
}
