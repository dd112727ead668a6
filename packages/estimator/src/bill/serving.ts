import type { Assumption, Idle, LineItem } from "../answer.ts";
import { amountText, decimal, smaller, sum, type Amount, type Money } from "../money.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";

import type { Horizon } from "./horizon.ts";
import { line } from "./line.ts";
import { inferenceLines, requestsOver, type ServingCase } from "./inference.ts";
import { numberOf, type Rules } from "./rules.ts";

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
  const monthLines = [
    ...inferenceLines(month, requestsOver(traffic, month.horizon), "tuned").lines,
    ...hourlyCharges(month).map((c) => line("hosting", c.label, c.hours, "hour", c.rate)),
  ];
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
    const deletedAfter =
      rule["idleDeletedAfterHours"] === undefined ? null : numberOf(rule, "idleDeletedAfterHours", 0);
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
  const times =
    rate.per === "second" || rate.per === "GPU-second"
      ? 3600
      : rate.per === "minute" || rate.per === "CMU-minute"
        ? 60
        : 1;
  return times === 1 ? rate : { ...rate, amount: amountText(decimal(rate.amount).times(times)), per: "hour" };
}

function hostingKind(rate: RateInForce): string {
  return rate.kind === "provisioned" ? "provisioned" : "hosting";
}

function idleOf(charges: readonly HourlyCharge[], hoursPerMonth: number, storage: Amount): Idle | null {
  const first = charges[0];
  if (first === undefined) return null;
  const over = (hours: number): Amount =>
    sum(charges.map(({ rate, deletedAfter }) => decimal(rate.amount).times(Math.min(hours, deletedAfter ?? hours))));
  const money = (amount: Amount): Money => ({ amount: amountText(amount), currency: first.rate.currency });
  return {
    perDay: money(over(24)),
    ...(first.deletedAfter !== null && { days: first.deletedAfter / 24 }),
    perMonth: money(over(hoursPerMonth).plus(storage)),
  };
}

function notCounted({ offer, rules }: ServingCase, missing: readonly string[]): Assumption {
  const what = rules.size === 0 || missing.length === 0 ? "Using the tuned model" : missing.join(", ");
  return {
    kind: "not_counted",
    sentence: `${what}: no price was found (look at ${offer.provider.page}); it is not counted, so the total is at least this.`,
  };
}

function deletion({ rules, traffic }: ServingCase): Assumption[] {
  const hours = rules.get("hosting")?.["idleDeletedAfterHours"];
  if (typeof hours !== "number") return [];
  const days = hours / 24;
  return traffic?.requestsPerMonth === 0
    ? [
        {
          kind: "idle_deleted",
          sentence: `An idle deployment is deleted after ${days} days, which ends its hosting; the model stays.`,
        },
      ]
    : [
        {
          kind: "hosting_idle",
          sentence: `Hosting is billed for every hour, called or not; a deployment without a call for ${days} days is deleted.`,
        },
      ];
}

function storageLine(serving: ServingCase): { lines: LineItem[]; assumptions: Assumption[] } {
  const { offer, rules, horizon, day, overlay, job } = serving;
  const rate = rules.has("storage") ? rateOn(offer, { kind: "storage" }, day, overlay) : null;
  if (rate === null || !rate.ok) return { lines: [], assumptions: [] };
  const months = decimal(horizon.months);
  if (rate.value.per !== "GB-month")
    return { lines: [line("storage", "Storage of the tuned model", months, "month", rate.value)], assumptions: [] };
  if (job.checkpointGigabytes === undefined) {
    return {
      lines: [],
      assumptions: [
        {
          kind: "not_counted",
          sentence:
            "Storage is billed by the gigabyte; the size of the checkpoint was not stated, so it is not counted.",
        },
      ],
    };
  }
  return {
    lines: [
      line("storage", "Storage of the checkpoint", months.times(job.checkpointGigabytes), "GB-month", rate.value),
    ],
    assumptions: [],
  };
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
