import type { Assumption, Idle, LineItem } from "../answer.ts";
import { amountText, decimal, smaller, sum, type Amount, type Money } from "../money.ts";
import type { BookOffer } from "../prices/offers.ts";
import type { Overlay } from "../prices/overlay.ts";
import type { RateKind } from "../prices/priceFile.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import type { Job, Traffic } from "../question.ts";
import type { Horizon } from "./horizon.ts";
import { line } from "./line.ts";
import { numberOf, type Rules } from "./rules.ts";
import { overlaid } from "./training.ts";

/** What serving the tuned model of one offer is billed from. */
export interface ServingCase {
  readonly offer: BookOffer;
  readonly rules: Rules;
  readonly job: Job;
  readonly traffic: Traffic | undefined;
  readonly horizon: Horizon;
  readonly day: string;
  readonly overlay: Overlay;
}

/** Tokens of one request, or of a thousand. */
export interface Requests {
  readonly input: Amount;
  readonly cached: Amount;
  readonly output: Amount;
}

/** The serving part of a bill. */
export interface ServingBill {
  /** Over the horizon. */
  readonly lines: readonly LineItem[];
  /** One full month; null without traffic. */
  readonly monthly: Amount | null;
  readonly idle: Idle | null;
  readonly assumptions: readonly Assumption[];
}

/** Lines for inference, for a deployment's hours and for storage, over the horizon. */
export function servingBill(serving: ServingCase): ServingBill {
  const { traffic, horizon, rules } = serving;
  const charges = hourlyCharges(serving);
  const idle = idleOf(charges, horizon.hoursPerMonth, storageMonthly(serving));
  if (traffic === undefined) return { lines: [], monthly: null, idle, assumptions: [] };
  const inference = inferenceLines(serving, requestsOver(traffic, horizon), "tuned");
  const hosting = charges.map(({ label, rate, hours }) => line(hostingKind(rate), label, hours, "hour", rate));
  const storage = storageLine(serving);
  const month = { ...serving, horizon: { ...horizon, hours: decimal(horizon.hoursPerMonth), months: 1 } };
  const monthLines = [...inferenceLines(month, requestsOver(traffic, month.horizon), "tuned").lines, ...hourlyCharges(month).map((c) => line("hosting", c.label, c.hours, "hour", c.rate))];
  const priced = inference.missing.length === 0;
  return {
    lines: [...inference.lines, ...hosting, ...storage.lines],
    monthly: priced ? sum([...monthLines.map((item) => decimal(item.amount)), storageMonthly(serving)]) : null,
    idle,
    assumptions: [
      ...(rules.size === 0 || !priced ? [notCounted(serving, inference.missing)] : []),
      ...inference.assumptions,
      ...deletion(serving),
      ...storage.assumptions,
    ],
  };
}

/** A charge by the hour that runs whether anybody calls or not. */
interface HourlyCharge {
  readonly label: string;
  readonly rate: RateInForce;
  readonly hours: Amount;
  /** Hours after which an idle deployment is deleted. */
  readonly deletedAfter: number | null;
}

function hourlyCharges(serving: ServingCase): HourlyCharge[] {
  const { offer, rules, horizon, day, overlay, traffic } = serving;
  const charges: HourlyCharge[] = [];
  const add = (tag: "hosting" | "dedicated_gpu" | "provisioned", label: string): void => {
    const rule = rules.get(tag);
    if (rule === undefined) return;
    const service = rule["service"];
    const kind = tag === "provisioned" ? "provisioned" : "hosting";
    const rate = rateOn(offer, { kind, ...(typeof service === "string" && { service }) }, day, overlay);
    if (!rate.ok) return;
    const deletedAfter = rule["idleDeletedAfterHours"] === undefined ? null : numberOf(rule, "idleDeletedAfterHours", 0);
    const idle = traffic !== undefined && traffic.requestsPerMonth === 0;
    const hours = idle && deletedAfter !== null ? smaller(horizon.hours, decimal(deletedAfter)) : horizon.hours;
    charges.push({ label, rate: perHour(rate.value), hours, deletedAfter });
  };
  add("hosting", "Hosting of the deployment");
  add("dedicated_gpu", "Dedicated GPU");
  add("provisioned", "Provisioned throughput, one model unit");
  return charges;
}

/** Rates by the second or minute, as one hour's. */
function perHour(rate: RateInForce): RateInForce {
  const times = rate.per === "second" || rate.per === "GPU-second" ? 3600 : rate.per === "minute" || rate.per === "CMU-minute" ? 60 : 1;
  return times === 1 ? rate : { ...rate, amount: amountText(decimal(rate.amount).times(times)), per: "hour" };
}

function hostingKind(rate: RateInForce): string {
  return rate.kind === "provisioned" ? "provisioned" : "hosting";
}

function idleOf(charges: readonly HourlyCharge[], hoursPerMonth: number, storage: Amount): Idle | null {
  const first = charges[0];
  if (first === undefined) return null;
  const over = (hours: number): Amount => sum(charges.map(({ rate, deletedAfter }) => decimal(rate.amount).times(Math.min(hours, deletedAfter ?? hours))));
  const money = (amount: Amount): Money => ({ amount: amountText(amount), currency: first.rate.currency });
  return {
    perDay: money(over(24)),
    ...(first.deletedAfter !== null && { days: first.deletedAfter / 24 }),
    perMonth: money(over(hoursPerMonth).plus(storage)),
  };
}

/** All requests of the horizon; a horizon that is cut is billed for whole requests. */
function requestsOver(traffic: Traffic, horizon: Horizon): Requests {
  const requests = decimal(traffic.requestsPerMonth).times(horizon.hours).dividedBy(horizon.hoursPerMonth).ceil();
  return requestTokens(traffic, requests);
}

/** Tokens of `requests` requests of the stated shape. */
export function requestTokens(traffic: Traffic, requests: Amount): Requests {
  const cached = traffic.cachedInputTokens ?? 0;
  return {
    input: requests.times(traffic.inputTokens - cached),
    cached: requests.times(cached),
    output: requests.times(traffic.outputTokens),
  };
}

/** Inference lines and what could not be priced. */
export interface Inference {
  readonly lines: readonly LineItem[];
  readonly missing: readonly string[];
  readonly assumptions: readonly Assumption[];
}

/**
 * Requests at the tuned model's rates, or at the base model's. Where a provider serves tuned models at the base rate
 * (`per_token {asBase: true}`), the base rows are the tuned ones. A deployment that is paid by the hour alone has no
 * rate per token: then nothing is missing.
 */
export function inferenceLines(serving: Omit<ServingCase, "horizon" | "job">, tokens: Requests, model: "tuned" | "base"): Inference {
  const { rules, offer, day, overlay } = serving;
  const perToken = rules.get("per_token");
  if (model === "tuned" && perToken === undefined && rules.size > 0) return { lines: [], missing: [], assumptions: [] };
  const asBase = model === "base" || perToken?.["asBase"] === true;
  const look = (kind: "input" | "cached_input" | "output"): ReturnType<typeof rateOn> => {
    const own = asBase ? null : rateOn(offer, { kind }, day, overlay);
    return own?.ok === true || !asBase ? (own as ReturnType<typeof rateOn>) : rateOn(offer, { kind: `base_${kind}` as RateKind }, day, overlay);
  };
  const input = look("input");
  const cached = look("cached_input");
  const parts = [
    ["Input tokens", tokens.input, input],
    ["Cached input tokens", tokens.cached, cached.ok ? cached : input],
    ["Output tokens", tokens.output, look("output")],
  ] as const;
  const needed = parts.filter(([, quantity]) => !quantity.isZero());
  return {
    lines: needed.flatMap(([label, quantity, rate]) => (rate.ok ? [line("inference", label, quantity, "token", rate.value)] : [])),
    missing: needed.flatMap(([label, , rate]) => (rate.ok ? [] : [label])),
    assumptions: [
      ...(!cached.ok && !tokens.cached.isZero() ? [{ kind: "no_cached_rate", sentence: "No price for cached input was found: it is billed as input." }] : []),
      ...needed.flatMap(([, , rate]) => (rate.ok ? overlaid(rate.value) : [])),
    ],
  };
}

/** The cost of 1,000 requests, or null where a rate is missing or the model is paid by the hour. */
export function perThousand(serving: Omit<ServingCase, "horizon" | "job">, tokens: Requests, model: "tuned" | "base"): Money | null {
  const { lines, missing } = inferenceLines(serving, tokens, model);
  const currency = lines[0]?.rate.currency;
  if (missing.length > 0 || currency === undefined) return null;
  return { amount: amountText(sum(lines.map((item) => decimal(item.amount)))), currency };
}

function notCounted({ offer, rules }: ServingCase, missing: readonly string[]): Assumption {
  const what = rules.size === 0 || missing.length === 0 ? "Using the tuned model" : missing.join(", ");
  return { kind: "not_counted", sentence: `${what}: no price was found (look at ${offer.provider.page}); it is not counted, so the total is at least this.` };
}

function deletion({ rules, traffic }: ServingCase): Assumption[] {
  const hours = rules.get("hosting")?.["idleDeletedAfterHours"];
  if (typeof hours !== "number") return [];
  const days = hours / 24;
  return traffic?.requestsPerMonth === 0
    ? [{ kind: "idle_deleted", sentence: `An idle deployment is deleted after ${days} days, which ends its hosting; the model stays.` }]
    : [{ kind: "hosting_idle", sentence: `Hosting is billed for every hour, called or not; a deployment without a call for ${days} days is deleted.` }];
}

function storageLine(serving: ServingCase): { lines: LineItem[]; assumptions: Assumption[] } {
  const { offer, rules, horizon, day, overlay, job } = serving;
  const rate = rules.has("storage") ? rateOn(offer, { kind: "storage" }, day, overlay) : null;
  if (rate === null || !rate.ok) return { lines: [], assumptions: [] };
  const months = decimal(horizon.months);
  if (rate.value.per !== "GB-month") return { lines: [line("storage", "Storage of the tuned model", months, "month", rate.value)], assumptions: [] };
  if (job.checkpointGigabytes === undefined) {
    return { lines: [], assumptions: [{ kind: "not_counted", sentence: "Storage is billed by the gigabyte; the size of the checkpoint was not stated, so it is not counted." }] };
  }
  return { lines: [line("storage", "Storage of the checkpoint", months.times(job.checkpointGigabytes), "GB-month", rate.value)], assumptions: [] };
}

function storageMonthly(serving: ServingCase): Amount {
  const { lines } = storageLine({ ...serving, horizon: { ...serving.horizon, months: 1 } });
  return sum(lines.map((item) => decimal(item.amount)));
}

/** True where a deployment of this variant does not outlive the traffic that was asked for. */
export function deletedBefore(rules: Rules, horizon: Horizon): number | null {
  const rule = rules.get("developer_tier");
  const hours = numberOf(rule, "deletedAfterHours", 24);
  return rule !== undefined && horizon.hours.greaterThan(hours) ? hours : null;
}

