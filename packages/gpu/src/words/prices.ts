import type { GpuOffer } from "../answer.ts";
import type { SelfHostAnswer } from "../answer.ts";
import { isFresh } from "../offer/market.ts";
import { briefly } from "./time.ts";
import { countText, moneyText, rangeText, type Column } from "@tunecast/estimator/text";

/** A row a cloud and its cards: what it asks on demand stands apart from what can be taken away, and from single hosts. */
export const rentColumns: readonly Column[] = [
  { title: "cloud", align: "left", rank: 0 },
  { title: "machine", align: "left", rank: 3 },
  { title: "cards", align: "left", rank: 0 },
  { title: "run", align: "right", rank: 1 },
  { title: "on demand", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 4 },
  { title: "seen", align: "right", rank: 0 },
  { title: "spot", align: "right", rank: 2 },
  { title: "one host", align: "right", rank: 2 },
  { title: "undated", align: "right", rank: 5 },
];

/** Days after which the age of a price is marked. */
const marked = 90;

type Sold = "onDemand" | "spot" | "host" | "undated";

/** The offers by cloud and cards, in their order: those that nobody sells on demand come last. */
export function rentRows(offers: readonly GpuOffer[]): { id: string; cells: string[] }[] {
  const groups = new Map<string, Partial<Record<Sold, GpuOffer>>>();
  for (const offer of offers) {
    const name = `${offer.cloud}|${offer.gpu}|${offer.gpus}`;
    const group = groups.get(name) ?? {};
    group[soldAs(offer)] ??= offer;
    groups.set(name, group);
  }
  return [...groups].map(([id, group]) => ({ id, cells: rowOf(group) }));
}

function soldAs({ term, age }: GpuOffer): Sold {
  if (age === null) return "undated";
  return term === "spot" ? "spot" : term === "community" ? "host" : "onDemand";
}

function rowOf({ onDemand, spot, host, undated }: Partial<Record<Sold, GpuOffer>>): string[] {
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

/** What the marks in the rows mean. */
export const rentLegend: readonly { readonly mark: string; readonly text: string }[] = [
  { mark: "‡", text: `‡ not seen for ${marked} days.` },
];

/** How the price of a sentence was seen, where it is no fresh one on demand: ` (seen 2026-03-06, 267 days ago)`. */
export function seenText({ term, age, seen }: GpuOffer): string {
  if (isFresh({ term, age })) return "";
  const sold = term === "on_demand" ? "" : `${term.replace("_", " ")}, `;
  return ` (${sold}${age === null ? "from a copy without a date" : `seen ${seen}, ${age} days ago`})`;
}

/** `H100 SXM on demand: $2.50 to $10.00 a card and hour across 20 clouds seen within 60 days, median $3.99.` */
export function marketText({ cost, gpu }: SelfHostAnswer): { text: string }[] {
  const market = cost?.market ?? null;
  if (market === null) return [];
  const money = (amount: string): string => `$${Number(amount).toFixed(2)}`;
  return [
    {
      text: `Market of ${gpu.name} on demand: ${money(market.low)} to ${money(market.high)} a card and hour (10th to 90th percentile), median ${money(market.median)}, of ${countText(market.clouds)} clouds seen within 60 days.`,
    },
  ];
}
