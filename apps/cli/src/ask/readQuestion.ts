import { InvalidArgumentError, Option, type Command } from "commander";
import { estimate, type Offer, type Profile, type Question, type StageJob, type Traffic } from "@tunecast/estimator";
import type { FieldPath } from "@tunecast/estimator/fields";
import { filterNotes } from "@tunecast/estimator/prices";
import { meanRequest, shownRule } from "@tunecast/estimator/profile";
import { countText } from "@tunecast/estimator/text";
import type { Host, ProfileOptions, ReadingOptions } from "../read/host.ts";
import { readData, readOwnPricesFile, rulesFor, type DataRead } from "../read/readFiles.ts";
import { taken } from "../show/messages.ts";
import { FieldOption, typedName, type Tree } from "./fieldOption.ts";
import { quantities } from "./groupOptions.ts";
import { idleFields } from "./idle.ts";
import { given, grouped, pairs } from "./options.ts";
import { checkNeeds, statement, type Reads, type Statement } from "./statement.ts";

/** Fields that some bills do not read. */
export const mayBeIdle: readonly string[] = [
  "job.rollouts",
  "hoursPerMonth",
  "ownPrices",
  "only.includeStale",
  "job.validation",
  "job.packing",
  "job.maxSequenceTokens",
  "job.evaluations",
  "job.checkpointGigabytes",
  ...quantities.map((name) => `job.${name}`),
  "job.rollouts.perPrompt",
  "job.rollouts.turns",
  "job.rollouts.addedTokens",
  "traffic.cachedInputTokens",
  "traffic.batchShare",
  "traffic.deployedHoursPerMonth",
  ...quantities.map((name) => `job.stages.${name}`),
];

/**
 * A sentence on what was typed and changes no bill of a service; what another notice names is left out.
 * @param shown the offers of an answer whose bills count
 */
export function idleNotices(
  { question, typed, notices }: Pick<Asked, "question" | "typed" | "notices">,
  shown: (offers: readonly Offer[]) => readonly Offer[] = (offers) => offers,
): readonly string[] {
  const idle = idleFields(question as unknown as Tree, typed, mayBeIdle, (other) => {
    const { offers, problem } = estimate(other as unknown as Question);
    // The money alone, without what is said of it.
    const bills = shown(offers).map(({ id, lines, total, range, monthly }) => [id, lines, total, range, monthly]);
    return problem === undefined ? JSON.stringify(bills) : undefined;
  });
  const unsaid = idle.filter((name) => !notices.some((one) => one.includes(name)));
  return unsaid.length === 0 ? [] : [`${unsaid.join(", ")}: no bill of a service here changes with it.`];
}

export function addReading(command: Command): Command {
  return grouped(command, "Reading files:", [
    new Option("--shape <name>", "shape of the rows instead of the detected one: chat-sft, dpo, …"),
    new Option("--columns <pairs>", "what columns stand for: prompt=question,completion=answer").argParser(pairs),
  ]);
}

export function ownPricesOption(): Option {
  return new FieldOption(
    "--own-prices <file>",
    "your own rates, discounts, credits and exchange rates (JSON), or EUR=0.92 for a dollar; they win",
    "ownPrices",
  );
}

/** The fields of the bill, as every command that asks for one takes them. */
export const billReads: Reads = ["asOf", "hoursPerMonth", "prices", "ownPrices", "job", "only"];

export const jobFields: readonly FieldPath[] = ["job.examples", "job.tokensPerExample", "job.epochs"];
export const trafficFields: readonly FieldPath[] = [
  "traffic.requestsPerMonth",
  "traffic.inputTokens",
  "traffic.cachedInputTokens",
  "traffic.outputTokens",
  "traffic.batchShare",
  "traffic.months",
];

export interface Asked extends Pick<Statement, "stated" | "typed"> {
  readonly question: Question;
  readonly notices: readonly string[];
  readonly data: DataRead | undefined;
  /** The same for each stage after the first. */
  readonly stageData: readonly (DataRead | undefined)[];
}

/**
 * Turns files and options into the question.
 *
 * @param reads what of a question the command uses
 * @param moreRules by which files are counted besides those of the offers
 */
export async function readQuestion(
  paths: readonly string[],
  command: Command,
  reads: Reads,
  { prices: book, today, files }: Host,
  moreRules: readonly string[] = [],
): Promise<Asked> {
  const { stated, files: data, typed, notices } = await statement(command, paths, reads, files);
  const { job = {}, prices = book, asOf = today, only, ownPrices, traffic, alternative, hoursPerMonth } = stated;
  if (data.length === 0 && job.examples === undefined && job.profile === undefined)
    throw new InvalidArgumentError("Give a data file, or --examples and --tokens-per-example.");
  const own = typeof ownPrices === "string" ? await readOwnPricesFile(files, ownPrices, { prices, asOf }) : ownPrices;
  const { validation, stages = [], examples, tokensPerExample, profile, ...options } = job;
  // A name that there is not is said before a large file is read.
  const soldByOthers = taken(filterNotes({ prices, asOf, ...given({ only }) }));
  // Typed numbers need no vocabulary, so none is looked up for them.
  const isCounted = data.length > 0 || [validation, ...stages].some(hasData);
  const rules = isCounted ? await rulesFor(prices, only ?? {}, asOf, moreRules) : [];
  const { shape, columns } = command.opts<ReadingOptions>();
  const reading = { rules, ...given({ shape, columns }) };
  if (!isCounted && (shape ?? columns) !== undefined)
    throw new InvalidArgumentError("--shape and --columns say how to read a data file: give one.");
  const first = data.length > 0 ? await readData(files, data, reading) : undefined;
  const scored = await setOf(validation, files, reading);
  const further: Set[] = [];
  for (const stage of stages) further.push(await setOf(stage, files, reading));
  const counted = first?.whole ?? profile;
  const isUsed = reads.some((path) => path.startsWith("traffic"));
  const used = traffic && isUsed ? likeRows(traffic, counted) : undefined;
  const question = {
    asOf,
    prices,
    job: {
      ...options,
      ...(counted === undefined ? { examples, tokensPerExample } : { profile: counted }),
      ...given({ validation: scored.job }),
      ...(further.length > 0 && { stages: further.map((one) => one.job) }),
    },
    // Whoever says nothing of months asks for one.
    ...given({ ownPrices: own, traffic: used && { months: 1, ...used.traffic }, alternative, only, hoursPerMonth }),
    // The library checks what was stated.
  } as unknown as Question;
  const idle = idleNotices({ question, typed, notices: [] });
  return {
    question,
    stated: { ...stated, ...given({ traffic: used?.traffic }) },
    typed,
    notices: [...notices, ...(used?.notices ?? []), ...idle, ...soldByOthers],
    data: first,
    stageData: further.map(({ read }) => read),
  };
}

/** Traffic whose requests are like those of the data, where nobody says how long they are; and the sentence that says so. */
function likeRows(
  traffic: Partial<Traffic>,
  profile: Profile | undefined,
): { readonly traffic: Partial<Traffic>; readonly notices: readonly string[] } {
  const open = (["inputTokens", "outputTokens"] as const).filter((field) => traffic[field] === undefined);
  if (open.length === 0 || profile === undefined) return { traffic, notices: [] };
  const mean = meanRequest(profile, shownRule(profile));
  checkNeeds(
    ["traffic.requestsPerMonth"],
    open.filter((field) => mean[field] === undefined).map((field) => `traffic.${field}` as const),
  );
  const said = open.map((field) => `${typedName(`traffic.${field}`)} ${countText(mean[field] ?? 0)}`);
  return {
    traffic: { ...mean, ...traffic },
    notices: [`Requests are taken to be like those of the data, on average: ${said.join(" and ")}.`],
  };
}

interface Set {
  readonly job: StageJob | undefined;
  readonly read?: DataRead;
}

function hasData(set: unknown): set is { readonly data: string } {
  return typeof set === "object" && set !== null && "data" in set;
}

/** A set with its file counted; what is stated of it is as stated. */
async function setOf(set: unknown, files: Host["files"], reading: ProfileOptions): Promise<Set> {
  if (!hasData(set)) return { job: set as StageJob | undefined };
  const { data, ...said } = set;
  const read = await readData(files, [data], reading);
  return { job: { profile: read.whole, ...said }, read };
}
