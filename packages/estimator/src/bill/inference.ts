import { amountText, decimal, roundTo, type Amount } from "../money.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import { ok, type Result } from "../problem.ts";
import type { LikelyTraffic } from "../contract/fields/traffic.ts";
import type { Horizon } from "./horizon.ts";
import { line, linesTotal, overlaid } from "./line.ts";
import type { Charged, LookUp, Meter, ServingCase } from "./rules/roles.ts";

export interface Requests {
  readonly input: Amount;
  readonly cached: Amount;
  readonly output: Amount;
}

export function requestsOver(traffic: LikelyTraffic, horizon: Horizon): Requests {
  const aMonth = decimal(traffic.requestsPerMonth);
  // Months as they are stated, so that they add up to the total; of a month that is cut off, whole requests.
  return requestTokens(
    traffic,
    horizon.clippedAt === undefined
      ? aMonth.times(horizon.months)
      : aMonth.times(horizon.hours).dividedBy(horizon.hoursPerMonth).ceil(),
  );
}

export function requestTokens(traffic: LikelyTraffic, requests: Amount): Requests {
  const cached = traffic.cachedInputTokens ?? 0;
  return {
    input: requests.times(traffic.inputTokens - cached),
    cached: requests.times(cached),
    output: requests.times(traffic.outputTokens),
  };
}

export interface Inference extends Charged {
  readonly missing: readonly string[];
}

/**
 * Requests at the rates of the tuned model or of the base model; nothing is missing where the deployment is paid by the hour alone.
 * Batch requests are billed at the provider's batch rows, without such rows as the rest. Base rows seldom name a batch price: there
 * the tuned model's own discount is taken, so that a comparison does not favour the side with the fuller price list.
 */
export function inferenceLines(
  serving: Omit<ServingCase, "horizon" | "job">,
  tokens: Requests,
  model: "tuned" | "base",
): Inference {
  const { rules, offer, day, overlay, traffic } = serving;
  const [metering] = rules.of("requests");
  if (model === "tuned" && metering === undefined && !rules.isEmpty) return { lines: [], missing: [], assumptions: [] };
  const own: LookUp = (meter, service) => rateOn(offer, { kind: meter, service }, day, overlay);
  const base: LookUp = (meter, service) => rateOn(offer, { kind: `base_${meter}`, service }, day, overlay);
  const look = model === "base" ? base : (metering?.apply(own, base) ?? own);
  const share = traffic?.batchShare ?? 0;
  if (share === 0) return metered(tokens, look, "");
  const found = model === "tuned" || (look("input", "batch").ok && look("output", "batch").ok);
  const inBatch: LookUp = (meter) => (found ? look(meter, "batch") : discountedAsTuned(serving, meter, look(meter)));
  if (!inBatch("input").ok || !inBatch("output").ok) {
    const rest = metered(tokens, look, "");
    return { ...rest, assumptions: [...rest.assumptions, { kind: "no_batch_rate", model, billed: "as_rest" }] };
  }
  const { input, cached, output } = tokens;
  const [waits, rest] = [share, decimal(1).minus(share)].map((part) => ({
    input: input.times(part),
    cached: cached.times(part),
    output: output.times(part),
  })) as [Requests, Requests];
  const [now, later] = [metered(rest, look, ""), metered(waits, inBatch, ", batch")];
  return {
    lines: [...now.lines, ...later.lines],
    missing: [...now.missing, ...later.missing],
    assumptions: [
      ...now.assumptions,
      ...later.assumptions,
      ...(found ? [] : [{ kind: "no_batch_rate", model: "base", billed: "as_tuned" } as const]),
    ],
  };
}

/** The base model's batch rate, taken to stand to its standard rate as the tuned model's own two stand to each other. */
function discountedAsTuned(
  { offer, day, overlay }: Pick<ServingCase, "offer" | "day" | "overlay">,
  kind: Meter,
  base: Result<RateInForce>,
): Result<RateInForce> {
  const [standard, batch] = [
    rateOn(offer, { kind }, day, overlay),
    rateOn(offer, { kind, service: "batch" }, day, overlay),
  ];
  if (!base.ok || !batch.ok) return batch;
  if (!standard.ok || decimal(standard.value.amount).isZero()) return base;
  const amount = decimal(base.value.amount).times(batch.value.amount).dividedBy(standard.value.amount);
  return ok({ ...base.value, amount: amountText(roundTo(amount, 12)) });
}

/** The lines of one service's three meters; cached input without a rate of its own is billed as input. */
function metered(tokens: Requests, look: LookUp, suffix: string): Inference {
  const input = look("input");
  const cached = look("cached_input");
  const parts = [
    ["Input tokens", tokens.input, input],
    ["Cached input tokens", tokens.cached, cached.ok ? cached : input],
    ["Output tokens", tokens.output, look("output")],
  ] as const;
  const needed = parts.filter(([, quantity]) => !quantity.isZero());
  return {
    lines: needed.flatMap(([label, quantity, rate]) =>
      rate.ok ? [line("inference", `${label}${suffix}`, quantity, "token", rate.value)] : [],
    ),
    missing: needed.flatMap(([label, , rate]) => (rate.ok ? [] : [`${label}${suffix}`])),
    assumptions: [
      ...(!cached.ok && !tokens.cached.isZero() ? [{ kind: "no_cached_rate" } as const] : []),
      ...needed.flatMap(([, , rate]) => (rate.ok ? overlaid(rate.value) : [])),
    ],
  };
}

/** What requests cost; null where a rate is missing or the model is paid by the hour. */
export function inferenceCost({ lines, missing }: Inference): { amount: Amount; currency: string } | null {
  const currency = lines[0]?.rate.currency;
  return missing.length > 0 || currency === undefined ? null : { amount: linesTotal(lines), currency };
}
