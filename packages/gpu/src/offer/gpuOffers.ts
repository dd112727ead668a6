import { type LineItem, type MachineRate, type Money, amountText, decimal, published } from "@tunecast/estimator/parts";
import type { Hours } from "../physics/hours.ts";
import type { Placement, Placements } from "../placement/placements.ts";
import type { SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import { firmest, isFresh, marketOf, standing } from "./market.ts";
import type { Cost, GpuOffer, OwnedCost } from "../answer.ts";
import { jobHours, jobLines, lineRate, linesTotal, ownedHourly } from "./cost.ts";
import { type Gpu, cardNamed, named } from "../run/hardware.ts";

/** What a run costs: on every rate of the book whose machines take it, and on cards of one's own. */
export interface GpuOffers {
  /** Fresh on-demand rates first, the cheapest first among them. */
  readonly offers: readonly GpuOffer[];
  /** The one whose cards an answer is about where nobody names any. */
  readonly usual: GpuOffer | undefined;
  /** Cards of rates that the book does not describe. */
  readonly unknownCards: readonly string[];
  /** Null where nobody owns any, or the run does not fit them. */
  readonly owned: OwnedCost | null;
}

/** What the run costs, wherever it fits. */
export function gpuOffers(placements: Placements, book: SelfHostBook): GpuOffers {
  const { asked, onMachines } = placements;
  const unknownCards = new Set<string>();
  const cards = new Map<string, Gpu | undefined>();
  const offers: GpuOffer[] = [];
  for (const rate of book.rates ?? []) {
    if (!cards.has(rate.gpu)) cards.set(rate.gpu, named(book.hardware, rate.gpu));
    const gpu = cards.get(rate.gpu);
    if (!gpu) unknownCards.add(rate.gpu);
    if (!gpu || (asked.gpu !== undefined && gpu.id !== asked.gpu.id)) continue;
    const placed = onMachines(gpu, rate.gpus);
    if (placed?.hours) offers.push(offerOf(rate, placed, placed.hours, asked.question));
  }
  offers.sort(byTotal);
  return {
    offers,
    usual: usualOffer(offers),
    unknownCards: [...unknownCards].toSorted(),
    owned: ownedCost(placements, book),
  };
}

/** Hours that a run may take where nobody chose its cards. */
const patience = 60 * 24;
/** Clouds that must rent a card for it to be one that anybody can get. */
const enough = 3;

/** The cheapest on demand of a card that several clouds rent, and that nobody can take away; the cheapest of all where there is none. */
function usualOffer(offers: readonly GpuOffer[]): GpuOffer | undefined {
  const firm = firmest(
    offers.filter(({ term, total, verdict }) => term === "on_demand" && total.currency === "USD" && verdict === "fits"),
  );
  const clouds = (gpu: string): number => new Set(firm.filter((one) => one.gpu === gpu).map(({ cloud }) => cloud)).size;
  const known = new Map([...new Set(firm.map(({ gpu }) => gpu))].map((gpu) => [gpu, clouds(gpu) >= enough]));
  const usual = firm.filter(({ gpu }) => known.get(gpu));
  // Nobody waits for years to save a tenth.
  const inTime = usual.find(({ hours }) => hours <= patience) ?? usual.toSorted((a, b) => a.hours - b.hours)[0];
  return inTime ?? offers[0];
}

/** The offer of some cards that a sentence may name: the cheapest fresh one on demand, else the one seen last. */
export function headlineOffer(offers: readonly GpuOffer[]): GpuOffer | undefined {
  const fresh = offers.find((offer) => isFresh(offer));
  const firm = offers.filter(({ term, age }) => term === "on_demand" && age !== null);
  return fresh ?? firm.toSorted((a, b) => (a.age ?? 0) - (b.age ?? 0))[0] ?? offers[0];
}

/** US dollars first, then other currencies; then as rates stand, the cheapest first, then by id, whatever the locale. */
function byTotal(a: GpuOffer, b: GpuOffer): number {
  const currency = (money: Money): string => (money.currency === "USD" ? "" : money.currency);
  return (
    compare(currency(a.total), currency(b.total)) ||
    standing(a) - standing(b) ||
    decimal(a.total.amount).comparedTo(b.total.amount) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function offerOf(
  rate: MachineRate,
  { gpu, run, machines, verdict }: Placement & { readonly machines: number },
  hours: Hours,
  question: SelfHostQuestion,
): GpuOffer {
  const lines = (end: "low" | "typical" | "high"): LineItem[] =>
    jobLines(jobHours(run, hours[end], question, rate.term, end), machines, lineRate(rate), rate.billedPer ?? "second");
  const total = (end: "low" | "typical" | "high"): Money => linesTotal(lines(end), rate.currency);
  return {
    id: [rate.cloud, rate.id, rate.region, rate.term].filter(Boolean).join("/"),
    cloud: rate.cloud,
    gpu: gpu.id,
    gpus: run.gpus,
    machines,
    region: rate.region ?? null,
    term: rate.term,
    seen: rate.seen,
    age: rate.age,
    sharding: run.sharding,
    verdict,
    hours: published(hours.typical),
    lines: lines("typical"),
    total: total("typical"),
    range: { low: total("low").amount, high: total("high").amount },
  };
}

function ownedCost(placements: Placements, book: SelfHostBook): OwnedCost | null {
  const { question } = placements.asked;
  const cards = question.owned;
  const gpu = cards && cardNamed(book.hardware, cards.gpu);
  const placement = cards && gpu && placements.on(gpu, cards.gpus);
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
    hours: published(typical),
    lines: lines(typical),
    total: total(typical),
    range: { low: total(low).amount, high: total(high).amount },
  };
}

/** What the job costs on the card of an answer and on others. */
export function costOf({ offers, owned }: GpuOffers, book: SelfHostBook, gpu: Gpu): Cost {
  const dollars = offers.filter(({ total }) => total.currency === "USD");
  const fastest = dollars.toSorted(
    (a, b) => a.hours - b.hours || decimal(a.total.amount).comparedTo(b.total.amount),
  )[0];
  return {
    cheapest: headlineOffer(dollars) ?? null,
    market: marketOf(book.rates ?? [], (card) => named(book.hardware, card)?.id === gpu.id),
    fastest: fastest ?? null,
    offers,
    owned,
  };
}
