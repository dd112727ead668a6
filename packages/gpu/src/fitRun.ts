import {
  daysBetween,
  decimal,
  fail,
  ok,
  published,
  type MachineRate,
  type Money,
  type Result,
} from "@tunecast/estimator/parts";
import type { Change } from "./placement/changes.ts";
import { gpuOffers } from "./offer/gpuOffers.ts";
import { insteadOf, limitsOf, waysOf, type Limits, type Trial } from "./placement/largest.ts";
import { placementsOf, type Placements } from "./placement/placements.ts";
import type { Verdict } from "./placement/verdict.ts";
import { named, takesRun, type Gpu } from "./run/hardware.ts";
import type { RunOptions, SelfHostBook, SelfHostQuestion } from "./run/question.ts";
import { readQuestion, type Asked } from "./run/readQuestion.ts";

/** So many cards of one kind that hold a run with room to spare; half as many do not. */
export interface Cluster {
  readonly gpu: string;
  readonly gpus: number;
  readonly sharding: string;
  readonly totalGiB: number;
}

/** The cluster that costs the least: by the run where its data are known, else by the hour. */
export interface PricedCluster extends Cluster {
  readonly cloud: string;
  readonly seen: string;
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
    /** What makes it fit, the least change first; empty where it fits, and where nothing does. */
    readonly ways: readonly Change[];
    /** What fits at most: as asked, or with the first way; null where nothing makes it fit. */
    readonly limits: Limits | null;
    /** Where nothing makes it fit: the largest model that does, and with which options. */
    readonly instead: { readonly model: NonNullable<Limits["model"]>; readonly options: RunOptions } | null;
  } | null;
  /** The least memory in all. */
  readonly smallest: Cluster | null;
  /** On demand, in US dollars; null where no price is known. */
  readonly cheapest: PricedCluster | null;
}

/** Days after which a price is passed over while there are newer ones. */
const fresh = 60;

/** Numbers of cards that are tried. */
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
  return {
    gpu: gpu.id,
    name: gpu.name,
    gpus: trial.gpus,
    verdict,
    ways,
    limits: holds ? limitsOf({ ...trial, gpus }, asked.shape.context, adapted, change) : null,
    instead: holds ? null : insteadOf(trial, asked.run),
  };
}

/** The fewest of a card that hold the run. */
function fewest(placements: Placements, gpu: Gpu): Cluster | undefined {
  const { profile } = placements.asked.run;
  for (const gpus of counts) {
    if (gpus > 1 && gpu.linkedCards === 1) return undefined;
    if (gpus > onePcieMachine && gpu.link === "pcie") return undefined;
    if (!takesRun(gpu, profile.id, gpus)) return undefined;
    const placed = placements.on(gpu, gpus);
    if (placed?.verdict === "fits")
      return { gpu: gpu.id, gpus, sharding: placed.run.sharding, totalGiB: placed.totalGiB };
  }
  return undefined;
}

function smallestOf(placements: Placements, { hardware }: SelfHostBook): Cluster | null {
  const memory = ({ gpu, gpus }: Cluster): number => gpus * (named(hardware, gpu)?.memoryGiB ?? Infinity);
  const clusters = hardware.flatMap((gpu) => (gpu.kind === undefined ? (fewest(placements, gpu) ?? []) : []));
  return clusters.toSorted((a, b) => memory(a) - memory(b) || a.gpus - b.gpus)[0] ?? null;
}

function cheapestOf(placements: Placements, book: SelfHostBook): PricedCluster | null {
  const priced = placements.asked.question.data === undefined ? byHour(placements, book) : byRun(placements, book);
  const newest = priced.reduce((latest, { seen }) => (seen > latest ? seen : latest), "");
  const byPrice = priced.toSorted((a, b) => decimal(a.price.amount).comparedTo(b.price.amount));
  return byPrice.find(({ seen }) => daysBetween(seen, newest) <= fresh) ?? null;
}

function byRun(placements: Placements, book: SelfHostBook): PricedCluster[] {
  return gpuOffers(placements, book).offers.flatMap(
    ({ gpu: id, gpus, sharding, cloud, total, lines, term, verdict }) => {
      const gpu = named(book.hardware, id);
      const placed = gpu && placements.on(gpu, gpus);
      if (placed === undefined || term !== "on_demand" || total.currency !== "USD" || verdict !== "fits") return [];
      const seen = lines[0]?.rate.seen ?? "";
      return [{ gpu: id, gpus, sharding, totalGiB: placed.totalGiB, cloud, seen, price: total, per: "run" as const }];
    },
  );
}

function byHour(placements: Placements, book: SelfHostBook): PricedCluster[] {
  const least = new Map<string, Cluster | undefined>();
  return (book.rates ?? []).flatMap((rate) => {
    const gpu = named(book.hardware, rate.gpu);
    if (gpu === undefined || rate.term !== "on_demand" || rate.currency !== "USD") return [];
    if (!least.has(gpu.id)) least.set(gpu.id, fewest(placements, gpu));
    const cluster = least.get(gpu.id);
    return cluster === undefined ? [] : onMachines(placements, gpu, cluster, rate);
  });
}

/** The cluster in whole machines of a rate; none where it does not fit them. */
function onMachines(
  placements: Placements,
  gpu: Gpu,
  cluster: Cluster,
  { cloud, seen, amount, currency, gpus: each }: MachineRate,
): PricedCluster[] {
  const machines = Math.max(1, Math.ceil(cluster.gpus / each));
  const gpus = machines * each;
  const placed = machines > 1 && each < 8 ? undefined : placements.on(gpu, gpus);
  if (placed?.verdict !== "fits") return [];
  const { sharding } = placed.run;
  const price = { amount: decimal(amount).times(machines).toFixed(), currency };
  return [{ gpu: gpu.id, gpus, sharding, totalGiB: placed.totalGiB, cloud, seen, price, per: "hour" }];
}
