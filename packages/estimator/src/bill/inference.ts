import { amountText, decimal, roundTo, type Amount } from "../money.ts";
import { once } from "../prices/once.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import { ok, type Result } from "../problem.ts";
import type { LikelyTraffic } from "../contract/fields/traffic.ts";
import type { Note } from "../contract/notes.ts";
import type { Horizon } from "./horizon.ts";
import { line, linesTotal, type BillLine } from "./line.ts";
import type { Charged, LookUp, Meter, ServingCase } from "./rules/roles.ts";

export interface Requests {
  readonly input: Amount;
  readonly cached: Amount;
  readonly output: Amount;
}

const requestsOf = /* @__PURE__ */ once((traffic: LikelyTraffic) =>
  once(({ clippedAt, months, hours, hoursPerMonth }: Horizon) => {
    const aMonth = decimal(traffic.requestsPerMonth);
    // Months as they are stated, so that they add up to the total; of a month that is cut off, whole requests.
    const all = clippedAt === undefined ? aMonth.times(months) : aMonth.times(hours).dividedBy(hoursPerMonth).ceil();
    return requestTokens(traffic, all);
  }),
);

/** The tokens of all requests over a horizon; those of most offers are the same, and made once. */
export function requestsOver(traffic: LikelyTraffic, horizon: Horizon): Requests {
  return requestsOf(traffic)(horizon);
}

export function requestTokens(
  traffic: Pick<LikelyTraffic, "inputTokens" | "cachedInputTokens" | "outputTokens">,
  requests: Amount,
): Requests {
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

/** The bill of any number of requests: rates are looked up once for all of them. */
export type Meters = (tokens: Requests) => Inference;

/**
 * Requests at the rates of the tuned model or of the base model; nothing is missing where the deployment is paid by the hour alone.
 * Batch requests are billed at the provider's batch rows, without such rows as the rest. Base rows seldom name a batch price: there
 * the tuned model's own discount is taken, so that a comparison does not favour the side with the fuller price list.
 */
export function metersOf(serving: Omit<ServingCase, "horizon" | "job">, model: "tuned" | "base"): Meters {
  const { rules, offer, day, overlay, traffic } = serving;
  const [metering] = rules.of("requests");
  if (model === "tuned" && metering === undefined && !rules.isEmpty)
    return () => ({ lines: [], missing: [], assumptions: [] });
  const own: LookUp = (meter, service) => rateOn(offer, { kind: meter, service }, day, overlay);
  const base: LookUp = (meter, service) => rateOn(offer, { kind: `base_${meter}`, service }, day, overlay);
  const look = model === "base" ? base : (metering?.apply(own, base) ?? own);
  const share = traffic?.batchShare ?? 0;
  const standard = metersAt(look, "");
  if (share === 0) return standard;
  const { isNamed, inBatch } = batchRates(look, own);
  if (!inBatch("input").ok || !inBatch("output").ok)
    return (tokens) => {
      const rest = standard(tokens);
      return { ...rest, assumptions: [...rest.assumptions, { kind: "no_batch_rate", model, billed: "as_rest" }] };
    };
  const batch = metersAt(inBatch, ", batch");
  return ({ input, cached, output }) => {
    const part = (of: Amount): Requests => ({
      input: input.times(of),
      cached: cached.times(of),
      output: output.times(of),
    });
    const [now, later] = [standard(part(decimal(1).minus(share))), batch(part(decimal(share)))];
    return {
      lines: [...now.lines, ...later.lines],
      missing: [...now.missing, ...later.missing],
      assumptions: [
        ...now.assumptions,
        ...later.assumptions,
        ...(isNamed ? [] : [{ kind: "no_batch_rate", model: "base", billed: "as_tuned" } as const]),
      ],
    };
  };
}

/** A model's batch rates; where it names none, they stand to its standard rates as the tuned model's `own` two stand to each other. */
export function batchRates(look: LookUp, own: LookUp): { readonly isNamed: boolean; readonly inBatch: LookUp } {
  const isNamed = look("input", "batch").ok && look("output", "batch").ok;
  return { isNamed, inBatch: (meter) => (isNamed ? look(meter, "batch") : discountedAsTuned(own, meter, look(meter))) };
}

function discountedAsTuned(own: LookUp, meter: Meter, base: Result<RateInForce>): Result<RateInForce> {
  const [standard, batch] = [own(meter), own(meter, "batch")];
  if (!base.ok || !batch.ok) return batch;
  if (!standard.ok || decimal(standard.value.amount).isZero()) return base;
  const amount = decimal(base.value.amount).times(batch.value.amount).dividedBy(standard.value.amount);
  return ok({ ...base.value, amount: amountText(roundTo(amount, 12)) });
}

/** The three meters of one service; cached input without a rate of its own is billed as input. */
function metersAt(look: LookUp, suffix: string): Meters {
  const [input, own, output] = [look("input"), look("cached_input"), look("output")];
  const meters = [
    [`Input tokens${suffix}`, "input", input],
    [`Cached input tokens${suffix}`, "cached", own.ok ? own : input],
    [`Output tokens${suffix}`, "output", output],
  ] as const;
  return (tokens) => {
    const lines: BillLine[] = [];
    const missing: string[] = [];
    const assumptions: Note[] = !own.ok && !tokens.cached.isZero() ? [{ kind: "no_cached_rate" }] : [];
    for (const [label, part, rate] of meters) {
      if (tokens[part].isZero()) continue;
      if (!rate.ok) missing.push(label);
      else lines.push(line("inference", label, tokens[part], "token", rate.value));
    }
    return { lines, missing, assumptions };
  };
}

/** What requests cost; null where a rate is missing or the model is paid by the hour. */
export function inferenceCost({ lines, missing }: Inference): { amount: Amount; currency: string } | null {
  const currency = lines[0]?.rate.currency;
  return missing.length > 0 || currency === undefined ? null : { amount: linesTotal(lines), currency };
}
