import { grouped } from "@tunecast/estimator/parts";
import { countText, moneyText, rangeText, spanText, type Column } from "@tunecast/estimator/text";
import { columnsOf, counted } from "@tunecast/estimator/report";
import type { GpuOffer, SelfHostAnswer } from "../answer.ts";
import { isFresh } from "../offer/gpuOffers.ts";

/** `1.9 hours (38 minutes to 6.3 hours)` */
export function runText({ low, typical, high }: NonNullable<SelfHostAnswer["hours"]>): string {
  const [from = "", likely = "", to = ""] = [low, typical, high].map(hoursText);
  return from === to ? likely : `${likely} (${spanText(from, to)})`;
}

function hoursText(hours: number): string {
  if (hours >= 1) return counted(hours.toFixed(1), "hour");
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "less than a minute" : counted(minutes, "minute");
}

/** `3.4 h`, `12 min`; set-up and failed runs are in the price and not in here. */
export function briefly(hours: number): string {
  if (hours >= 1) return `${countText(hours.toFixed(1))} h`;
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "< 1 min" : `${minutes} min`;
}

/** A row a cloud and its cards: what it asks on demand stands apart from what can be taken away, and from single hosts. */
export const rentColumns: readonly Column[] = columnsOf(
  "cloud|machine 3|cards|run > 1|on demand >|range > 4|seen >|spot > 2|one host > 2|undated > 5",
);

/** Days after which the age of a price is marked. */
export const marked = 90;

/** The offers by cloud and cards, in their order: those that nobody sells on demand come last. */
export function rentRows(offers: readonly GpuOffer[]): { id: string; cells: string[] }[] {
  const groups = grouped(offers, ({ cloud, gpu, gpus }) => `${cloud}|${gpu}|${gpus}`);
  return [...groups].map(([id, group]) => ({ id, cells: rowOf(group) }));
}

function soldAs({ term, age }: GpuOffer): string {
  return age === null ? "undated" : term === "spot" || term === "community" ? term : "on_demand";
}

function rowOf(group: readonly GpuOffer[]): string[] {
  const ways = ["on_demand", "spot", "community", "undated"];
  const [onDemand, spot, host, undated] = ways.map((way) => group.find((offer) => soldAs(offer) === way));
  const shown = onDemand ?? spot ?? host ?? undated;
  if (shown === undefined) return [];
  const price = (offer?: GpuOffer): string => (offer === undefined ? "" : moneyText(offer.total));
  return [
    shown.cloud,
    shown.id,
    `${shown.gpus} × ${shown.gpu}`,
    briefly(shown.hours),
    price(onDemand),
    rangeText(shown.range, shown.total.currency),
    shown.age === null ? "" : `${shown.age} d${shown.age > marked ? " ‡" : ""}`,
    price(spot),
    price(host),
    price(undated),
  ];
}

/** How the price of a sentence was seen, where it is no fresh one on demand: ` (seen 2026-03-06, 267 days ago)`. */
export function seenText({ term, age, seen }: GpuOffer): string {
  if (isFresh({ term, age })) return "";
  const sold = term === "on_demand" ? "" : `${term.replace("_", " ")}, `;
  return ` (${sold}${age === null ? "from a copy without a date" : `seen ${seen}, ${age} days ago`})`;
}

/** `H100 SXM on demand: $2.50 to $10.00 a card and hour across 20 clouds seen within 60 days, median $3.99.` */
export function marketText({ cost, gpu }: SelfHostAnswer): string[] {
  const market = cost?.market ?? null;
  if (market === null) return [];
  const money = (amount: string): string => `$${Number(amount).toFixed(2)}`;
  return [
    `Market of ${gpu.name} on demand: ${money(market.low)} to ${money(market.high)} a card and hour (10th to 90th percentile), median ${money(market.median)}, of ${countText(market.clouds)} clouds seen within 60 days.`,
  ];
}
