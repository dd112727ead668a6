import type { LineItem } from "../../contract/answer.ts";
import { amountText, decimal, type Money } from "../../money.ts";
import { jobHours, jobLines, lineRate, linesTotal, ownedHourly } from "./cost.ts";
import type { MachineRate } from "../../prices/machines.ts";
import { named, type Gpu } from "../run/hardware.ts";
import { trainingHours, type Hours } from "../physics/hours.ts";
import type { Sharding, SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import { resolveRun } from "../run/resolveRun.ts";
import type { Run } from "../run/run.ts";
import type { ModelShape } from "../model/shape.ts";
import { verdictOf, wantedMemory, type Verdict } from "../placement/verdict.ts";

/** One way to rent the cards for the job: machines of one price. */
export interface GpuOffer {
  readonly id: string;
  readonly cloud: string;
  readonly gpu: string;
  /** Cards in all. */
  readonly gpus: number;
  readonly machines: number;
  readonly region: string | null;
  readonly term: string;
  readonly sharding: string;
  readonly verdict: Verdict;
  /** Wall hours of the training run, typical. */
  readonly hours: number;
  readonly lines: readonly LineItem[];
  readonly total: Money;
  readonly range: { readonly low: string; readonly high: string };
}

/** A run on cards of one kind, in the cheapest sharding that fits. */
export interface Placement {
  readonly gpu: Gpu;
  readonly run: Run;
  readonly machines: number;
  readonly verdict: Verdict;
  /** Null where no data is given. */
  readonly hours: Hours | null;
}

/** What ten steps of the user's own showed over what was estimated. */
export interface Factors {
  readonly speed?: number;
  readonly memory?: number;
}

const machineCounts = [1, 2, 4, 8, 16];

/** Places a run on machines of `perMachine` cards: the fewest machines, replicas before shards. */
export function place(
  shape: ModelShape,
  question: SelfHostQuestion,
  gpu: Gpu,
  perMachine: number,
  factors: Factors,
): Placement | undefined {
  const wanted = question.gpus;
  const counts = wanted === undefined ? machineCounts.map((machines) => machines * perMachine) : [wanted];
  for (const gpus of counts) {
    // Small machines are not sold with a network that training could use.
    if (gpus > perMachine && perMachine < 8 && gpu.linkedCards <= 8) continue;
    for (const sharding of shardings(question, gpus)) {
      const run = resolveRun(shape, { ...question, gpus, sharding });
      if (!run.ok) continue;
      const verdict = verdictOf(wantedMemory(run.value).totalGiB * (factors.memory ?? 1), gpu.memoryGiB);
      if (verdict === "no") continue;
      const hours = trainingHours(run.value, gpu, question, factors.speed);
      return { gpu, run: run.value, machines: Math.ceil(gpus / perMachine), verdict, hours };
    }
  }
  return undefined;
}

function shardings({ sharding, method }: SelfHostQuestion, gpus: number): readonly Sharding[] {
  if (sharding && (gpus > 1 || sharding === "single")) return [sharding];
  if (gpus === 1) return ["single"];
  return method === "full" ? ["zero1", "fsdp"] : ["ddp", "fsdp"];
}

/** Every rate of the book on whose machines the run fits, cheapest first. */
export function gpuOffers(
  shape: ModelShape,
  question: SelfHostQuestion,
  book: SelfHostBook,
  factors: Factors,
): { offers: GpuOffer[]; unknownCards: string[] } {
  const unknownCards = new Set<string>();
  const placed = new Map<string, Placement | undefined>();
  const offers: GpuOffer[] = [];
  const only = question.gpu === undefined ? undefined : named(book.hardware, question.gpu)?.id;
  for (const rate of book.rates ?? []) {
    const gpu = named(book.hardware, rate.gpu);
    if (!gpu) unknownCards.add(rate.gpu);
    if (!gpu || (only !== undefined && gpu.id !== only)) continue;
    const key = `${gpu.id} ${rate.gpus}`;
    if (!placed.has(key)) placed.set(key, place(shape, question, gpu, rate.gpus, factors));
    const placement = placed.get(key);
    if (placement?.hours) offers.push(offerOf(rate, placement, placement.hours, question));
  }
  return { offers: offers.toSorted(byTotal), unknownCards: [...unknownCards].toSorted() };
}

/** US dollars first, then other currencies; the cheapest first, then by id, whatever the locale. */
function byTotal(a: GpuOffer, b: GpuOffer): number {
  const currency = (money: Money): string => (money.currency === "USD" ? "" : money.currency);
  return (
    compare(currency(a.total), currency(b.total)) ||
    decimal(a.total.amount).comparedTo(b.total.amount) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function offerOf(
  rate: MachineRate,
  { gpu, run, machines, verdict }: Placement,
  hours: Hours,
  question: SelfHostQuestion,
): GpuOffer {
  const lines = (wall: number): LineItem[] =>
    jobLines(jobHours(run, wall, question, rate.term), machines, lineRate(rate), rate.billedPer ?? "second");
  const total = (wall: number): Money => linesTotal(lines(wall), rate.currency);
  return {
    id: [rate.cloud, rate.id, rate.region, rate.term].filter(Boolean).join("/"),
    cloud: rate.cloud,
    gpu: gpu.id,
    gpus: run.gpus,
    machines,
    region: rate.region ?? null,
    term: rate.term,
    sharding: run.sharding,
    verdict,
    hours: hours.typical,
    lines: lines(hours.typical),
    total: total(hours.typical),
    range: { low: total(hours.low).amount, high: total(hours.high).amount },
  };
}

/** The job on cards that one owns. */
export interface OwnedCost {
  readonly gpu: string;
  readonly gpus: number;
  readonly perCardHour: Money;
  readonly hours: number;
  readonly lines: readonly LineItem[];
  readonly total: Money;
  readonly range: { readonly low: string; readonly high: string };
}

/** Null where the cards are unknown or the run does not fit them. */
export function ownedCost(
  shape: ModelShape,
  question: SelfHostQuestion,
  book: SelfHostBook,
  factors: Factors,
): OwnedCost | null {
  const cards = question.owned;
  const gpu = cards && named(book.hardware, cards.gpu);
  const placement = cards && gpu && place(shape, { ...question, gpus: cards.gpus }, gpu, cards.gpus, factors);
  if (!cards || !gpu || !placement?.hours) return null;
  const perCardHour = ownedHourly(cards, gpu);
  const rate = {
    amount: amountText(decimal(perCardHour.amount).times(cards.gpus)),
    currency: perCardHour.currency,
    per: `hour of ${cards.gpus} × ${gpu.id}`,
    source: "purchase price, life, utilisation and power as stated",
    seen: "",
    from: "",
    confidence: "primary" as const,
  };
  const lines = (wall: number): LineItem[] =>
    jobLines(jobHours(placement.run, wall, question, "owned"), 1, rate, "second");
  const total = (wall: number): Money => linesTotal(lines(wall), perCardHour.currency);
  const { low, typical, high } = placement.hours;
  return {
    gpu: gpu.id,
    gpus: cards.gpus,
    perCardHour,
    hours: typical,
    lines: lines(typical),
    total: total(typical),
    range: { low: total(low).amount, high: total(high).amount },
  };
}
