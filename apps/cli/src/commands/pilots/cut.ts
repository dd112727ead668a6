import { InvalidArgumentError } from "commander";
import type { Cut, CutOptions } from "@tunecast/dataset";
import { type Report, counted, columnsOf } from "@tunecast/estimator/report";
import { countText, moneyText, total } from "@tunecast/estimator/text";
import { reads, valueOf } from "../../ask/fieldOption.ts";
import type { AddCommand } from "../../ask/help.ts";
import { given } from "../../ask/options.ts";
import { addReading } from "../../ask/readQuestion.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { printed, type Host, type Outcome, type ReadingOptions } from "../../read/host.ts";
import { refuse, taken } from "../../show/messages.ts";
import { plainReport, reportText, tableBlock } from "../../show/report.ts";
import type { PilotFile, PilotJobs } from "./jobs.ts";

interface CutCommandOptions
  extends OfferOptions, ReadingOptions, Pick<CutOptions, "sizes" | "repeats" | "test" | "seed" | "similar"> {
  readonly out: string;
  readonly jobs?: string;
}

/** Fewer repeated prompts say nothing of the labels of all rows. */
const TELLING_PROMPTS = 20;

interface CutFile extends PilotFile {
  /** Price of one run on it; null where no offer is named. */
  readonly cost: string | null;
  readonly currency: string | null;
}

export const addCut: AddCommand = (pilots) => {
  const command = pilots
    .command("cut")
    .summary("nested subsets for pilot runs, and a test split")
    .description(
      "Writes a test split and nested, stratified training subsets of a data file. Rows that repeat others, word for word or nearly, stay on one side.",
    )
    .argument("<file>", 'data file; "-" is standard input')
    .requiredOption("--out <folder>", "folder to write to; it must be empty or not there yet")
    .option("--sizes <list>", 'rows of the subsets, or "auto": all, a half, a quarter, an eighth', sizesOf, "auto")
    .option("--repeats <n>", "draws of each subset", reads("count", "repeats"), 1)
    .option("--test <n>", "rows of the test split", reads("count", "test"), 400)
    .option("--seed <number>", "what the draws hang on", reads("whole", "seed"), 1)
    .option("--similar <share>", "share of text from which prompts are alike (0.7)", reads("share", "similar"))
    .option(
      "--jobs <name>",
      "write what starts the runs: openai, together, fireworks, google-vertex, tinker, axolotl, llamafactory or trl (default: the service of --offer)",
    );
  addOffer(addReading(command));
  const examples = [
    "tunecast pilots cut train.jsonl --out pilots --repeats 2 --test 400",
    "tunecast pilots cut train.jsonl --out pilots --jobs axolotl --model Qwen/Qwen3-8B --epochs 3",
  ];
  return [{ command, act, exitCodes: "0 everything is written; 2 a wrong option or file.", examples }];
};

function sizesOf(text: string): readonly number[] | "auto" {
  if (text === "auto") return text;
  const sizes = valueOf({ kind: "sizes", path: "sizes" }, text) as readonly number[];
  if (sizes.every((size) => Number.isInteger(size))) return sizes;
  throw new InvalidArgumentError('Give whole numbers with commas between them, or "auto".');
}

async function act(around: Host, path: string, options: CutCommandOptions): Promise<Outcome> {
  const { files, screen } = around;
  const { out, sizes, repeats, test, seed, similar, shape, columns: named } = options;
  const cost = await trainingCost(options, around, undefined, options.jobs === undefined ? [] : ["model", "epochs"]);
  const held = await files.folder(out);
  if (!held.ok && held.problem.kind !== "file_missing") return refuse(held.problem);
  if (held.ok && held.value !== undefined && held.value.length > 0) refuse({ kind: "folder_not_empty", path: out });
  const { cutBytes } = await import("@tunecast/dataset");
  const how = { name: path, sizes, repeats, test, seed, ...given({ similar, format: shape, columns: named }) };
  const cut = taken(await cutBytes(taken(await files.chunks(path)), how), path);
  const { lines, subsets, test: tested, unread, ...found } = cut;
  const written = subsets.map(({ n, repeat }): CutFile => ({
    name: `train-n${n}-r${repeat}.jsonl`,
    examples: n,
    repeat,
    cost: cost?.costOf(n) ?? null,
    currency: cost?.currency ?? null,
  }));
  const jobs = (await import("./jobs.ts")).pilotJobs(written, options);
  const list = {
    cutFrom: path,
    seed,
    repeats,
    test: { name: "test.jsonl", examples: tested.length },
    ...found,
    unread,
    files: written.map((file, at) => ({ ...file, ...given({ job: jobs?.jobs[at] }) })),
  };
  const save = async (name: string, text: string): Promise<true> => taken(await files.save(out, name, text));
  const saveRows = (name: string, rows: readonly number[]): Promise<true> =>
    save(name, rows.map((row) => `${lines[row] ?? ""}\n`).join(""));
  await saveRows("test.jsonl", tested);
  for (const [at, { rows }] of subsets.entries()) await saveRows(written[at]?.name ?? "", rows);
  for (const { name, text } of jobs?.files ?? []) await save(name, text);
  await save("pilots.json", `${JSON.stringify(list, null, 2)}\n`);
  const report = cutReport(path, cut, written, options, jobs);
  return printed(reportText(report, { whole: true }, screen), 0, cost?.notices ?? []);
}

const columns = columnsOf("file|examples >|one run > 1");

function cutReport(
  path: string,
  { test, stratified, alike, distinct, repeated, unread, lines }: Cut,
  files: readonly CutFile[],
  { out, seed }: CutCommandOptions,
  jobs: PilotJobs | null,
): Report {
  const money = (amount: string): string => moneyText({ amount, currency: files[0]?.currency ?? "USD" });
  const rows = [
    ["test.jsonl", countText(test.length), ""],
    ...files.map(({ name, examples, cost }) => [name, countText(examples), cost === null ? "" : money(cost)]),
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
      `Two rows of one prompt differ in their label in ${Number((100 * repeated.disagreement).toPrecision(2))} % of the cases (${countText(repeated.prompts)} prompts): about half as many labels may be wrong, which no further data mends.`,
    unread > 0 && `${counted(unread, "row")} in no file, as no example: tunecast check says why.`,
    costs.length > 0 && `All runs cost ${money(total(costs))}.`,
    ...(jobs === null ? [] : jobLines(jobs)),
  ].filter((note) => note !== false);
  return plainReport(`Cut ${path} with seed ${seed} into ${out}`, { tables: [tableBlock(columns, rows)], notes });
}

/** What starts the runs, and what has to be put in first. */
function jobLines({ target, jobs, fill, start }: PilotJobs): string[] {
  return [
    "",
    `What starts each run (${target}): ${jobs.join(", ")}.`,
    ...fill.map((one) => `To be put in first: ${one}.`),
    `The first one: ${start}`,
    "Score every run on test.jsonl and read the results: tunecast pilots read RESULTS…",
  ];
}
