import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { decimal } from "../../money.ts";
import { ok, type Result } from "../../problem.ts";
import { reading, type Reading } from "./figure.ts";
import type { ModelPrice } from "../../contract/fields/kind.ts";
import type { Way } from "../../contract/fields/ways.ts";
import { pricesOf, type RateBook, type TokenPrice, type TokenPrices } from "./rates.ts";
import type { PriceSource, Term, TermKind } from "./terms.ts";

/** A way with its model's prices, as terms over the inputs. */
export interface PricedWay {
  readonly id: string;
  readonly way: Way;
  readonly prices: TokenPrices;
  readonly terms: readonly Term[];
  /** Inputs that this way brings along. */
  readonly inputs: ReadonlyMap<string, Reading>;
}

const stated: PriceSource = { kind: "stated" };
const requests = "traffic.requestsPerMonth";

/** The name by which a way goes. */
export function wayId(way: Way): string {
  return way.id ?? way.kind;
}

/**
 * A way priced: calls × (input + extra + output tokens) at the model's prices, what the prompt cache takes off, vectors, and
 * what is paid once or every month whatever the traffic.
 */
export function pricedWay(
  way: Way,
  field: string,
  fallback: ModelPrice,
  traffic: LikelyTraffic,
  book: RateBook,
): Result<PricedWay> {
  const prices = pricesOf(way.model ?? fallback, `${field}.model`, book);
  if (!prices.ok) return prices;
  const id = wayId(way);
  const inputs = new Map<string, Reading>();
  const own = (name: string, figure: Way["once"]): string => {
    inputs.set(`${id}.${name}`, reading(figure ?? 0));
    return `${id}.${name}`;
  };
  const priced = (name: string, { price }: TokenPrice): string => {
    inputs.set(`${id}.${name}`, price);
    return `${id}.${name}`;
  };
  const { input, cachedInput, output } = prices.value;
  const calls = way.calls === undefined ? [] : [own("calls", way.calls)];
  const answer = way.outputTokens === undefined ? "traffic.outputTokens" : own("outputTokens", way.outputTokens);
  const inputPrice = priced("inputPrice", input);
  const month = (kind: TermKind, from: PriceSource, ...factors: Term["factors"]): Term => ({
    kind,
    period: "month",
    factors,
    from,
  });
  const terms: Term[] = [
    month("input", input.from, requests, "traffic.inputTokens", inputPrice, ...calls),
    month("output", output.from, requests, answer, priced("outputPrice", output), ...calls),
  ];
  if (way.extraInputTokens !== undefined)
    terms.push(
      month("extra_prompt", input.from, requests, own("extraInputTokens", way.extraInputTokens), inputPrice, ...calls),
    );
  const cached = way.cachedInputTokens ?? traffic.cachedInputTokens ?? 0;
  if (cached > 0 && cachedInput !== null) {
    const saved = cachedInput.price.typical.minus(input.price.typical);
    terms.push(month("cached_prompt", cachedInput.from, requests, decimal(cached), saved, ...calls));
  }
  return ok({ id, way, prices: prices.value, terms: [...terms, ...besideTheModel(way, own)], inputs });
}

/** Vectors, and what is paid whatever the traffic. */
function besideTheModel(way: Way, own: (name: string, figure: Way["once"]) => string): Term[] {
  const { embedding, once, monthly } = way;
  const term = (kind: TermKind, period: Term["period"], ...factors: Term["factors"]): Term => ({
    kind,
    period,
    factors,
    from: stated,
  });
  const million = decimal("0.000001");
  return [
    ...(embedding === undefined
      ? []
      : [
          term(
            "indexing",
            "once",
            own("documentTokens", embedding.documentTokens),
            own("embeddingPrice", embedding.perMillion),
            million,
          ),
          term(
            "embedding",
            "month",
            requests,
            own("queryTokens", embedding.queryTokens),
            own("embeddingPrice", embedding.perMillion),
            million,
          ),
        ]),
    ...(once === undefined ? [] : [term("stated", "once", own("once", once))]),
    ...(monthly === undefined ? [] : [term("store", "month", own("monthly", monthly))]),
  ];
}
