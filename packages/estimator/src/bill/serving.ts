import type { Idle, LineItem } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { amountText, decimal, roundTo, smaller, sum, type Amount, type Money } from "../money.ts";
import type { BillingTag } from "../prices/priceFile.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import type { Horizon } from "./horizon.ts";
import { line, perHour } from "./line.ts";
import type { Traffic } from "../contract/question.ts";
import { inferenceLines, requestsOver, type ServingCase } from "./inference.ts";
import { numberOf, type Rules, type RuleTag } from "./rules.ts";

/** The serving part of a bill. */
export interface ServingBill {
  /** Over the horizon. */
  readonly lines: readonly LineItem[];
  /** One full month; null without traffic. */
  readonly monthly: Amount | null;
  readonly idle: Idle | null;
  readonly assumptions: readonly Note[];
}

/** Lines for inference, for a deployment's hours and for storage, over the horizon. */
export function servingBill(serving: ServingCase): ServingBill {
  const { traffic, horizon, rules } = serving;
  const hourly = hourlyCharges(serving);
  const month = { ...serving, horizon: { ...horizon, hours: decimal(horizon.hoursPerMonth), months: 1 } };
  const idle = idleOf(hourly.charges, horizon.hoursPerMonth, storageLine(month).lines);
  if (traffic === undefined) return { lines: [], monthly: null, idle, assumptions: [] };
  const inference = inferenceLines(serving, requestsOver(traffic, horizon), "tuned");
  const storage = storageLine(serving);
  const missing = [...inference.missing, ...hourly.missing, ...(rules.size === 0 ? ["Use of the tuned model"] : [])];
  return {
    lines: [...inference.lines, ...hourlyLines(hourly.charges), ...storage.lines],
    monthly: missing.length > 0 ? null : monthlyCost(month, traffic),
    idle,
    assumptions: [
      ...(missing.length > 0 ? [notCounted(serving, missing)] : []),
      ...inference.assumptions,
      ...hourly.charges.flatMap(({ assumptions }) => assumptions),
      ...deletion(serving),
      ...storage.assumptions,
    ],
  };
}

function monthlyCost(month: ServingCase, traffic: Traffic): Amount {
  const inference = inferenceLines(month, requestsOver(traffic, month.horizon), "tuned");
  return amountOf([...inference.lines, ...hourlyLines(hourlyCharges(month).charges), ...storageLine(month).lines]);
}

function amountOf(lines: readonly LineItem[]): Amount {
  return sum(lines.map(({ amount }) => decimal(amount)));
}

/** A charge by the hour that runs whether anybody calls or not. */
interface HourlyCharge {
  readonly label: string;
  readonly rate: RateInForce;
  readonly hours: Amount;
  /** Cards or units paid for side by side. */
  readonly units: number;
  /** Hours after which an idle deployment is deleted. */
  readonly deletedAfter: number | null;
  readonly assumptions: readonly Note[];
}

const hourlyRules = [
  ["hosting", "Hosting of the deployment"],
  ["dedicated_gpu", "Dedicated GPU"],
  ["provisioned", "Provisioned throughput, one model unit"],
] as const;

/** The hourly charges of the offer, and the names of those whose rate was not found. */
function hourlyCharges(serving: ServingCase): { charges: HourlyCharge[]; missing: string[] } {
  const charges: HourlyCharge[] = [];
  const missing: string[] = [];
  for (const [tag, label] of hourlyRules) {
    const rule = serving.rules.get(tag);
    if (rule === undefined) continue;
    const charge = hourlyCharge(serving, tag, rule, label);
    if (charge === null) missing.push(label);
    else charges.push(charge);
  }
  return { charges, missing };
}

function hourlyCharge(serving: ServingCase, tag: RuleTag, rule: BillingTag, label: string): HourlyCharge | null {
  const { offer, horizon, day, overlay, traffic } = serving;
  const service = rule["service"];
  const kind = tag === "provisioned" ? "provisioned" : "hosting";
  const rate = rateOn(offer, { kind, ...(typeof service === "string" && { service }) }, day, overlay);
  if (!rate.ok) return null;
  const deletedAfter = rule["idleDeletedAfterHours"] === undefined ? null : numberOf(rule, "idleDeletedAfterHours", 0);
  const { hoursPerMonth } = horizon;
  const up = horizon.hours.times(traffic?.deployedHoursPerMonth ?? hoursPerMonth).dividedBy(hoursPerMonth);
  const idle = traffic !== undefined && traffic.requestsPerMonth === 0 && deletedAfter !== null;
  const units = tag === "dedicated_gpu" ? cardsFor(offer.model.parameters, numberOf(rule, "gpuMemoryGB", 80)) : 1;
  return {
    label,
    rate: perHour(rate.value),
    hours: idle ? smaller(up, decimal(deletedAfter)) : up,
    units,
    deletedAfter,
    assumptions: [
      ...(units > 1 ? [{ kind: "cards", cards: units, parameters: offer.model.parameters ?? "" } as const] : []),
      ...(rule["regionFactor"] === undefined
        ? []
        : [{ kind: "region", factor: numberOf(rule, "regionFactor", 1) } as const]),
    ],
  };
}

/** Cards that hold the weights in 16 bits with a tenth to spare: the least that serves the model. */
function cardsFor(parameters: string | undefined, memoryGB: number): number {
  return parameters === undefined ? 1 : decimal(parameters).times("2.2").dividedBy(memoryGB).ceil().toNumber();
}

function hourlyLines(charges: readonly HourlyCharge[]): LineItem[] {
  return charges.map(({ label, rate, hours, units }) =>
    line(
      rate.kind === "provisioned" ? "provisioned" : "hosting",
      units > 1 ? `${label}, ${units} cards` : label,
      hours.times(units),
      "hour",
      rate,
    ),
  );
}

function idleOf(charges: readonly HourlyCharge[], hoursPerMonth: number, storage: readonly LineItem[]): Idle | null {
  const currency = charges[0]?.rate.currency ?? storage[0]?.rate.currency;
  const over = (hours: number): Amount =>
    sum(
      charges.map(({ rate, units, deletedAfter }) =>
        decimal(rate.amount)
          .times(units)
          .times(Math.min(hours, deletedAfter ?? hours)),
      ),
    );
  const perMonth = over(hoursPerMonth).plus(amountOf(storage));
  if (currency === undefined || perMonth.isZero()) return null;
  const money = (amount: Amount): Money => ({ amount: amountText(amount), currency });
  const storedPerDay = roundTo(amountOf(storage).times(24).dividedBy(hoursPerMonth), 4);
  const deletedAfter = charges[0]?.deletedAfter ?? null;
  return {
    perDay: money(over(24).plus(storedPerDay)),
    ...(deletedAfter !== null && { days: deletedAfter / 24 }),
    perMonth: money(perMonth),
  };
}

function notCounted({ offer }: ServingCase, missing: readonly string[]): Note {
  return { kind: "not_counted", what: "prices", names: missing, page: offer.provider.page };
}

function deletion({ rules, traffic }: ServingCase): Note[] {
  const rule = rules.get("hosting");
  if (rule?.["idleDeletedAfterHours"] === undefined) return [];
  const days = numberOf(rule, "idleDeletedAfterHours", 0) / 24;
  const source = typeof rule["source"] === "string" ? { source: rule["source"] } : {};
  const kind = traffic?.requestsPerMonth === 0 ? "idle_deleted" : "hosting_idle";
  return [{ kind, days, ...source }];
}

function storageLine(serving: ServingCase): { lines: LineItem[]; assumptions: Note[] } {
  const { offer, rules, horizon, day, overlay, job } = serving;
  const rate = rules.has("storage") ? rateOn(offer, { kind: "storage" }, day, overlay) : null;
  if (rate === null) return { lines: [], assumptions: [] };
  if (!rate.ok) return { lines: [], assumptions: [notCounted(serving, ["storage"])] };
  const months = decimal(horizon.months);
  if (rate.value.per !== "GB-month")
    return { lines: [line("storage", "Storage of the tuned model", months, "month", rate.value)], assumptions: [] };
  if (job.checkpointGigabytes === undefined)
    return { lines: [], assumptions: [{ kind: "not_counted", what: "checkpoint" }] };
  return {
    lines: [
      line("storage", "Storage of the checkpoint", months.times(job.checkpointGigabytes), "GB-month", rate.value),
    ],
    assumptions: [],
  };
}

/** True where a deployment of this variant does not outlive the traffic that was asked for. */
export function deletedBefore(rules: Rules, horizon: Horizon): number | null {
  const rule = rules.get("developer_tier");
  const hours = numberOf(rule, "deletedAfterHours", 24);
  return rule !== undefined && horizon.hours.greaterThan(hours) ? hours : null;
}
