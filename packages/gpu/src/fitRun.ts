import { decimal, fail, ok, published, type Money, type Result } from "@tunecast/estimator/parts";
import { type Change, alterations, bestOf, different, quantised, saving, type Group } from "./placement/changes.ts";
import type { GpuOffer, SelfHostAnswer } from "./answer.ts";
import { gpuOffers, seenLately } from "./offer/gpuOffers.ts";
import type { SelfHostedRuns } from "./offer/offers.ts";
import { lately } from "./model/sized.ts";
import { placementsOf, type Placements, type Placement, type Verdict } from "./placement/placements.ts";
import { named, takesRun, type Gpu } from "./run/hardware.ts";
import type { RunOptions, SelfHostBook, SelfHostQuestion } from "./run/question.ts";
import { readQuestion, type Asked } from "./run/readQuestion.ts";
import type { Run } from "./run/run.ts";

/** The most of one option that fits, all else as asked. */
export interface Most {
  readonly value: number;
  /** So much more does not fit, or is not to be had: `all` of what the model takes. */
  readonly step: number;
  readonly all: boolean;
}

/** The most that fits so many of a card, each alone; undefined where it does not matter to the run. */
export interface Limits {
  readonly maxTokens: Most | undefined;
  readonly microBatch: Most | undefined;
  readonly rank: Most | undefined;
  /** The largest model of recent years that fits with the same options; undefined where none does. */
  readonly model: { readonly id: string; readonly parameters: number } | undefined;
}

/** Steps between the values that are tried: tokens of a row, rows of a micro-step, ranks. */
const steps = { maxTokens: 64, microBatch: 1, rank: 8 } as const;

/** Rows shorter than this are no longer the same task. */
const shortest = 256;

interface Trial extends SelfHostedRuns {
  readonly gpu: Gpu;
  readonly gpus: number;
}

function fitting({ question, book, gpu, gpus }: Trial, change: RunOptions = {}): Placement | undefined {
  const asked = readQuestion({ ...question, gpus, ...change }, book);
  if (!asked.ok) return undefined;
  const placed = placementsOf(asked.value).on(gpu, asked.value.run.gpus);
  return placed?.verdict === "fits" ? placed : undefined;
}

function limitsOf(trial: Trial, context: number, adapted: boolean, change: RunOptions = {}): Limits {
  const at = (option: keyof typeof steps, limit: number): Most | undefined =>
    mostOf((value) => fitting(trial, { ...change, [option]: value }) !== undefined, steps[option], limit);
  return {
    maxTokens: at("maxTokens", context),
    microBatch: at("microBatch", 1024),
    rank: adapted ? at("rank", 4096) : undefined,
    model: largestModel(trial, change),
  };
}

/** The most that fits, by halves: what needs more memory than one that does not fit does not fit either. */
function mostOf(fits: (value: number) => boolean, step: number, limit: number): Most | undefined {
  if (fits(limit)) return { value: limit, step, all: true };
  let [low, high] = [0, Math.floor(limit / step)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(step * middle)) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : { value: low * step, step, all: false };
}

function largestModel(trial: Trial, change: RunOptions): Limits["model"] {
  const known = trial.book.models.flatMap(({ id, released }) => {
    const asked = readQuestion({ ...trial.question, ...change, model: id, gpus: trial.gpus }, trial.book);
    return asked.ok && released >= lately ? [{ id, parameters: asked.value.run.counts.total }] : [];
  });
  return known
    .toSorted((a, b) => b.parameters - a.parameters)
    .find(({ id }) => fitting({ ...trial, question: { ...trial.question, model: id } }, change) !== undefined);
}

/** Changes that each make a run fit so many of a card, those that change the least of it first. */
function waysOf(trial: Trial, placements: Placements): Change[] {
  const { run } = placements.at(trial.gpu, trial.gpus);
  const of = (group: Group): Change[] => bestOf(placements, run, alterations(group, placements.asked, run), trial.gpu);
  return [...of("settings"), ...of("methods"), ...of("shared"), ...shorter(trial, placements, run), ...of("more")];
}

function shorter(trial: Trial, placements: Placements, run: Run): Change[] {
  const adapted = run.method === "qlora" || run.method === "head" ? [saving] : [saving, quantised];
  for (const change of adapted) {
    const fits = (maxTokens: number): boolean => fitting(trial, { ...change, maxTokens }) !== undefined;
    const rows = mostOf(fits, steps.maxTokens, run.maxTokens);
    if (rows === undefined || rows.all || rows.value < shortest) continue;
    const cut = fitting(trial, { ...change, maxTokens: rows.value });
    const options = different({ ...change, maxTokens: rows.value }, placements.asked.run);
    return cut === undefined ? [] : bestOf(placements, run, [{ run: cut.run, options }], trial.gpu);
  }
  return [];
}

export interface Cluster extends Pick<GpuOffer, "gpu" | "gpus" | "sharding"> {
  readonly totalGiB: number;
}

/** The cluster that costs the least: by the run where its data are known, else by the hour. */
export interface PricedCluster extends Cluster, Pick<GpuOffer, "cloud" | "seen"> {
  readonly price: Money;
  readonly per: "run" | "hour";
}

/** The inverse of an estimate: what a model needs, or what a card holds. Plain JSON. */
export interface FitAnswer {
  readonly schemaVersion: 1;
  readonly model: { readonly id: string; readonly parameters: number };
  readonly card: {
    readonly gpu: string;
    readonly name: string;
    readonly gpus: number;
    readonly verdict: Verdict;
    readonly ways: readonly Change[];
    /** What fits at most: as asked, or with the first way; null where nothing makes it fit. */
    readonly limits: Limits | null;
    /** Where nothing makes it fit: the largest model that does, and with which options. */
    readonly instead: { readonly model: NonNullable<Limits["model"]>; readonly options: RunOptions } | null;
  } | null;
  readonly smallest: Cluster | null;
  /** On demand, in US dollars; null where no price is known. */
  readonly cheapest: PricedCluster | null;
  /** What its model was taken for. */
  readonly assumptions: SelfHostAnswer["assumptions"];
}

const counts = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/** Cards without fast links are not joined over machines. */
const onePcieMachine = 8;

/**
 * What a run needs and what a card holds: the smallest and the cheapest cluster, and for a card the longest rows, the
 * largest micro-step, rank and model, and what would make the run fit where it does not.
 *
 * Problems: those of `selfHost`.
 */
export function fitRun(question: SelfHostQuestion, book: SelfHostBook): Result<FitAnswer> {
  const asked = readQuestion(question, book);
  if (!asked.ok) return fail(asked.problem);
  const { gpu, run, shape } = asked.value;
  const { gpu: _gpu, gpus: _gpus, sharding: _sharding, ...anywhere } = question;
  const placed = readQuestion(anywhere, book);
  const placements = placed.ok ? placementsOf(placed.value) : undefined;
  return ok(
    published<FitAnswer>({
      schemaVersion: 1,
      model: { id: shape.id, parameters: run.counts.total },
      card: gpu === undefined ? null : cardOf({ question, book, gpu, gpus: question.gpus ?? 1 }, asked.value),
      smallest: placements === undefined ? null : smallestOf(placements, book),
      cheapest: placements === undefined ? null : cheapestOf(placements, book),
      assumptions: shape.notes ?? [],
    }),
  );
}

function cardOf(trial: Trial, asked: Asked): FitAnswer["card"] {
  const { gpu } = trial;
  const placements = placementsOf(asked);
  const verdict = placements.on(gpu, trial.gpus)?.verdict ?? "no";
  const ways = verdict === "fits" ? [] : waysOf(trial, placements);
  const { gpus = trial.gpus, ...change } = ways[0]?.options ?? {};
  const method = change.method ?? asked.run.method;
  const adapted = method === "lora" || method === "qlora";
  const holds = verdict === "fits" || ways.length > 0;
  const other = holds ? undefined : largestModel(trial, quantised);
  return {
    gpu: gpu.id,
    name: gpu.name,
    gpus: trial.gpus,
    verdict,
    ways,
    limits: holds ? limitsOf({ ...trial, gpus }, asked.shape.context, adapted, change) : null,
    instead: other ? { model: other, options: different(quantised, asked.run) } : null,
  };
}

function fewest(placements: Placements, gpu: Gpu): Placement | undefined {
  for (const gpus of counts) {
    const isJoined = (gpus === 1 || gpu.linkedCards > 1) && (gpus <= onePcieMachine || gpu.link !== "pcie");
    if (!isJoined || !takesRun(gpu, placements.asked.run.profile.id, gpus)) return undefined;
    const placed = placements.on(gpu, gpus);
    if (placed?.verdict === "fits") return placed;
  }
  return undefined;
}

function clusterOf({ gpu, run: { gpus, sharding }, totalGiB }: Placement): Cluster {
  return { gpu: gpu.id, gpus, sharding, totalGiB };
}

function smallestOf(placements: Placements, { hardware }: SelfHostBook): Cluster | null {
  const memory = ({ gpu, run }: Placement): number => run.gpus * gpu.memoryGiB;
  const placed = hardware.flatMap((gpu) => (gpu.kind === undefined ? (fewest(placements, gpu) ?? []) : []));
  const [least] = placed.toSorted((a, b) => memory(a) - memory(b) || a.run.gpus - b.run.gpus);
  return least === undefined ? null : clusterOf(least);
}

function cheapestOf(placements: Placements, book: SelfHostBook): PricedCluster | null {
  const priced = placements.asked.question.data === undefined ? byHour(placements, book) : byRun(placements, book);
  return seenLately(priced.toSorted((a, b) => decimal(a.price.amount).comparedTo(b.price.amount))) ?? null;
}

function byRun(placements: Placements, book: SelfHostBook): PricedCluster[] {
  return gpuOffers(placements, book, "fits").offers.flatMap(({ gpu: id, gpus, cloud, total, seen, term }) => {
    const gpu = named(book.hardware, id);
    const placed = gpu && placements.on(gpu, gpus);
    if (placed === undefined || term !== "on_demand" || total.currency !== "USD") return [];
    return [{ ...clusterOf(placed), cloud, seen, price: total, per: "run" as const }];
  });
}

function byHour(placements: Placements, { rates = [], hardware }: SelfHostBook): PricedCluster[] {
  return rates.flatMap(({ gpu: id, gpus, cloud, seen, amount, currency, term }) => {
    const gpu = term === "on_demand" && currency === "USD" ? named(hardware, id) : undefined;
    const placed = gpu && placements.onMachines(gpu, gpus, "fits");
    if (placed === undefined || (gpu?.link === "pcie" && placed.run.gpus > onePcieMachine)) return [];
    const price = { amount: decimal(amount).times(placed.machines).toFixed(), currency };
    return [{ ...clusterOf(placed), cloud, seen, price, per: "hour" as const }];
  });
}
