import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { decimal } from "../../money.ts";
import { payback, priced, requestsInput, type Priced, type Setting } from "./against.ts";
import type { Payback } from "./answer.ts";
import { reading } from "./figure.ts";
import { atListedPrices, type Term } from "./terms.ts";
import type { PricedWay } from "./ways.ts";

/**
 * What becomes of a pay-back if the provider's cache holds all that today's prompt adds: the case for tuning often rests on
 * a long prompt alone. Null where today's way adds nothing, adds what changes with each request (retrieved passages), has
 * its cache stated, or has no price for cached input.
 */
export function cachedPayback(
  way: Priced,
  today: Priced,
  { ways, traffic }: { readonly ways: readonly PricedWay[]; readonly traffic: LikelyTraffic },
  setting: Setting,
): Payback["withCaching"] {
  const own = ways.find(({ id }) => id === today.id);
  if (own === undefined || own.prices.cachedInput === null) return null;
  const { extraInputTokens: extra, cachedInputTokens: stated, calls } = own.way;
  if (own.way.kind === "rag" || extra === undefined || stated !== undefined) return null;
  const cachedTokens = Math.round(reading(extra).typical.toNumber()) + (traffic.cachedInputTokens ?? 0);
  const { input, cachedInput } = own.prices;
  const saved = cachedInput.price.typical.minus(input.price.typical);
  const cached: Term = {
    kind: "cached_prompt",
    period: "month",
    factors: [requestsInput, decimal(cachedTokens), saved, ...(calls === undefined ? [] : [`${own.id}.calls`])],
    from: cachedInput.from,
  };
  const terms = [...today.terms.filter(({ kind }) => kind !== "cached_prompt"), ...atListedPrices([cached])];
  const held = priced(today.id, terms, setting.inputs, today.quality, today.stops);
  const { verdict, months } = payback(way, held, setting);
  return { cachedTokens, verdict, months };
}
