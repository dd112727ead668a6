import { amountText, daysBetween, decimal, order, published, quantilesOf } from "@tunecast/estimator/parts";
import type { Amount, LineItem, MachineRate, Money } from "@tunecast/estimator/parts";
import type { Hours } from "../physics/hours.ts";
import type { Placement, Placements } from "../placement/placements.ts";
import type { SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import type { Cost, GpuOffer, Market, OwnedCost } from "../answer.ts";
import { jobHours, jobLines, lineRate, linesTotal, ownedHourly } from "./cost.ts";
import { type Gpu, cardNamed, named } from "../run/hardware.ts";

const freshDays = 60;
/** Days after which an on-demand rate stands behind those of today, whatever it asks. */
const staleDays = 180;

type Sold = Pick<GpuOffer, "term" | "age">;

/** True for a rate that anybody can pay tomorrow: on demand, of a dated copy of the last 60 days. */
export function isFresh(rate: Sold): boolean {
  return standing(rate) === 0;
}

/** Fresh on-demand rates first, then older ones, then those of half a year; spot, single hosts and undated copies last. */
function standing({ term, age }: Sold): number {
  if (term !== "on_demand" || age === null) return 3;
  return age <= freshDays ? 0 : age <= staleDays ? 1 : 2;
}

/** The rates that stand highest: the fresh ones on demand where there are any. */
export function firmest<R extends Sold>(rates: readonly R[]): readonly R[] {
  const best = Math.min(...rates.map(standing));
  return rates.filter((rate) => standing(rate) === best);
}

/** The first of those that were seen within 60 days of the one seen last. */
export function seenLately<R extends Pick<GpuOffer, "seen">>(rates: readonly R[]): R | undefined {
  const newest = rates.reduce((latest, { seen }) => (seen > latest ? seen : latest), "");
  return rates.find(({ seen }) => daysBetween(seen, newest) <= freshDays);
}

const pricePlaces = 6;

/** The 10th, 50th and 90th percentile of the fresh on-demand rates of a card, one a cloud; null under three clouds. */
function marketOf(rates: readonly MachineRate[], isCard: (gpu: string) => boolean): Market | null {
  const lowest = new Map<string, number>();
  const own = rates.filter((rate) => isFresh(rate) && rate.currency === "USD" && isCard(rate.gpu));
  for (const { cloud, amount, gpus } of own)
    lowest.set(cloud, Math.min(lowest.get(cloud) ?? Infinity, Number(amount) / gpus));
  const quantile = quantilesOf(Float64Array.from(lowest.values()));
  const [first] = own;
  if (first === undefined || lowest.size < 3) return null;
  const at = (share: number): string => amountText(decimal(quantile(share).toFixed(pricePlaces)));
  return { gpu: first.gpu, clouds: lowest.size, low: at(0.1), median: at(0.5), high: at(0.9), currency: "USD" };
}

/** What a run costs: on every rate of the book whose machines take it, and on cards of one's own. */
export interface GpuOffers {
  readonly offers: readonly GpuOffer[];
  /** The one whose cards an answer is about where nobody names any. */
  readonly usual: GpuOffer | undefined;
  readonly unknownCards: readonly string[];
  /** Null where nobody owns any, or the run does not fit them. */
  readonly owned: OwnedCost | null;
}

/** @param wanted as many machines of each rate as surely hold the run, not those that may */
export function gpuOffers(placements: Placements, book: SelfHostBook, wanted?: "fits"): GpuOffers {
  const { asked, onMachines } = placements;
  const unknownCards = new Set<string>();
  const offers: GpuOffer[] = [];
  for (const rate of book.rates ?? []) {
    const gpu = named(book.hardware, rate.gpu);
    if (!gpu) unknownCards.add(rate.gpu);
    if (!gpu || (asked.gpu !== undefined && gpu.id !== asked.gpu.id)) continue;
    const placed = onMachines(gpu, rate.gpus, wanted);
    if (placed?.hours) offers.push(offerOf(rate, placed, placed.hours, asked.question));
  }
  offers.sort(byTotal);
  const owned = ownedCost(placements, book);
  return { offers, usual: usualOffer(offers), unknownCards: [...unknownCards].toSorted(), owned };
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
  const usual = firm.filter(({ gpu }) => clouds(gpu) >= enough);
  // Nobody waits for years to save a tenth.
  const inTime = usual.find(({ hours }) => hours <= patience) ?? usual.toSorted((a, b) => a.hours - b.hours)[0];
  return inTime ?? offers[0];
}

/** The offer of some cards that a sentence may name: the cheapest fresh one on demand, else the one seen last. */
export function headlineOffer(offers: readonly GpuOffer[]): GpuOffer | undefined {
  const firm = offers.filter(({ term, age }) => term === "on_demand" && age !== null);
  return firm.find(isFresh) ?? firm.toSorted((a, b) => (a.age ?? 0) - (b.age ?? 0))[0] ?? offers[0];
}

/** US dollars first, then other currencies; then as rates stand, the cheapest first, then by id, whatever the locale. */
function byTotal(a: GpuOffer, b: GpuOffer): number {
  const currency = ({ total }: GpuOffer): string => (total.currency === "USD" ? "" : total.currency);
  return (
    order(currency(a), currency(b)) ||
    standing(a) - standing(b) ||
    decimal(a.total.amount).comparedTo(b.total.amount) ||
    order(a.id, b.id)
  );
}

type End = "low" | "typical" | "high";

/** A job on machines of one rate: its lines and what they come to. */
function priced(linesAt: (end: End) => LineItem[], hours: Hours, currency: string) {
  const total = (end: End): Money => linesTotal(linesAt(end), currency);
  const range = { low: total("low").amount, high: total("high").amount };
  const lines = linesAt("typical");
  return { hours: published(hours.typical), lines, total: linesTotal(lines, currency), range };
}

function offerOf(
  rate: MachineRate,
  { gpu, run, machines, verdict }: Placement & { readonly machines: number },
  hours: Hours,
  question: SelfHostQuestion,
): GpuOffer {
  const { cloud, id, region = null, term, seen, age, billedPer } = rate;
  const lines = (end: End): LineItem[] =>
    jobLines(jobHours(run, hours[end], question, term, end), machines, lineRate(rate), billedPer);
  const { gpus, sharding } = run;
  const place = { cloud, gpu: gpu.id, gpus, machines, region, term, seen, age, sharding, verdict };
  return { id: [cloud, id, region, term].filter(Boolean).join("/"), ...place, ...priced(lines, hours, rate.currency) };
}

/** What a run on so many cards comes to at the cheapest of its firmest rates, all of one currency: a search asks at many sizes. */
export function lowestTotal(
  { asked, onMachines }: Placements,
  gpu: Gpu,
  gpus: number,
  rates: readonly MachineRate[],
): Amount | undefined {
  const placed = rates.flatMap((rate) => {
    const { hours = null, run, machines = 1 } = onMachines(gpu, rate.gpus) ?? {};
    if (hours === null || run?.gpus !== gpus) return [];
    return [{ ...rate, machines, taken: jobHours(run, hours.typical, asked.question, rate.term) }];
  });
  const totals = firmest(placed).map((rate) =>
    decimal(linesTotal(jobLines(rate.taken, rate.machines, lineRate(rate), rate.billedPer), rate.currency).amount),
  );
  return totals.toSorted((a, b) => a.comparedTo(b))[0];
}

function ownedCost(placements: Placements, book: SelfHostBook): OwnedCost | null {
  const { question } = placements.asked;
  const cards = question.owned;
  const gpu = cards && cardNamed(book.hardware, cards.gpu);
  const gpus = cards?.gpus ?? 1;
  const { run, hours } = (gpu && placements.on(gpu, gpus)) ?? {};
  if (!cards || !gpu || !run || !hours) return null;
  const perCardHour = ownedHourly(cards, gpu);
  const { currency } = perCardHour;
  const rate = {
    amount: amountText(decimal(perCardHour.amount).times(gpus)),
    currency,
    per: `hour of ${gpus} × ${gpu.id}`,
    source: "purchase price, life, utilisation and power as stated",
    seen: "",
    from: "",
    confidence: "primary" as const,
  };
  const lines = (end: End): LineItem[] => jobLines(jobHours(run, hours[end], question, "owned"), 1, rate, "second");
  return { gpu: gpu.id, gpus, perCardHour, ...priced(lines, hours, currency) };
}

export function costOf({ offers, owned }: GpuOffers, book: SelfHostBook, gpu: Gpu): Cost {
  const dollars = offers.filter(({ total }) => total.currency === "USD");
  const cost = ({ total }: GpuOffer): Amount => decimal(total.amount);
  const [fastest] = dollars.toSorted((a, b) => a.hours - b.hours || cost(a).comparedTo(cost(b)));
  return {
    cheapest: headlineOffer(dollars) ?? null,
    market: marketOf(book.rates ?? [], (card) => named(book.hardware, card)?.id === gpu.id),
    fastest: fastest ?? null,
    offers,
    owned,
  };
}
