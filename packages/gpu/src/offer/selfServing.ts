import { amountText, decimal, given, likelyTraffic } from "@tunecast/estimator/parts";
import type {
  Amount,
  Assumption,
  Idle,
  LineItem,
  MachineRate,
  Money,
  Stated,
  Traffic,
} from "@tunecast/estimator/parts";
import { firmest } from "./gpuOffers.ts";
import { lineRate } from "./cost.ts";
import { named, type Gpu } from "../run/hardware.ts";
import type { SelfHostBook, ServingOptions } from "../run/question.ts";
import type { ServingAnswer } from "../answer.ts";
import type { Run } from "../run/run.ts";
import { servingOn, type Serving } from "../physics/serving.ts";
import { spokenOfRun } from "../words/notes.ts";

export interface SelfServed {
  readonly traffic: Traffic;
  /** Hours of a month; 730 where not given. */
  readonly hoursPerMonth?: number;
  /** Share of the hours paid for in which requests come; the usual share of `selfHost` where not given. */
  readonly utilisation?: number;
}

/** The serving part of a bill on rented cards, over the horizon. */
export interface SelfServing {
  readonly line: LineItem;
  readonly monthly: Money;
  readonly months: number;
  readonly idle: Idle;
  /** Over the horizon, in the currency of the line. */
  readonly low: Amount;
  readonly high: Amount;
  readonly assumption: Assumption;
}

/** How far the speed of serving may be off: it is reckoned from the card's memory and arithmetic, not measured. */
const speedOff = 2;

/** Machines that carry the month's requests, rented for every hour; null where none in that currency holds the model. */
export function selfServing(
  run: Run,
  gpu: Gpu,
  use: SelfServed,
  book: SelfHostBook,
  currency: string,
): SelfServing | null {
  const { hoursPerMonth = monthHours, utilisation } = use;
  const { months, deployedHoursPerMonth: hours = hoursPerMonth } = use.traffic;
  const deployed = (end: Stated, speed: number) => {
    const { inputTokens, outputTokens, requestsPerMonth } = likelyTraffic(use.traffic, end);
    const load = { inputTokens, outputTokens, ...given({ utilisation }) };
    const serving = servingOn(run, gpu, load);
    if (serving === null) return undefined;
    const carried = carriedBy(serving, hours);
    const machines = cheapest(holding(book, gpu, serving, currency), serving, requestsPerMonth / (carried * speed));
    return machines && { ...machines, serving, carried };
  };
  const [slow, typical, fast] = [deployed("high", 1 / speedOff), deployed("likely", 1), deployed("low", speedOff)];
  if (slow === undefined || typical === undefined || fast === undefined) return null;
  const over = ({ hourly }: typeof typical): Amount => hourly.times(hours).times(months);
  const { rate, machines, copies, serving, carried } = typical;
  const money = (amount: Amount): Money => ({ amount: amountText(amount), currency });
  return {
    line: {
      kind: "hosting",
      label: `Serving on ${machines} × ${rate.cloud} (${rate.id})`,
      quantity: amountText(decimal(hours).times(months).times(machines)),
      unit: "machine-hour",
      rate: lineRate(rate),
      amount: amountText(over(typical)),
    },
    months,
    monthly: money(typical.hourly.times(hours)),
    idle: { perDay: money(decimal(rate.amount).times(24)), perMonth: money(decimal(rate.amount).times(hours)) },
    low: over(fast),
    high: over(slow),
    assumption: spokenOfRun({
      kind: "self_served",
      machines,
      machine: `${rate.cloud} (${rate.id})`,
      requestsPerMonth: Number((carried * copies * machines).toPrecision(2)),
      busyPercent: Math.round(100 * serving.utilisation),
      perMillionTokens: perMillion(serving, copies, rate),
    }),
  };
}

const monthHours = 730;

function carriedBy({ requestsPerSecond, utilisation }: Serving, hours: number): number {
  return requestsPerSecond * utilisation * 3600 * hours;
}

/** The firmest on-demand rates of machines that hold a copy. */
function holding(book: SelfHostBook, gpu: Gpu, { gpus }: Serving, currency: string): readonly MachineRate[] {
  const { rates = [], hardware } = book;
  const sold = rates.filter((rate) => rate.term === "on_demand" && rate.currency === currency && rate.gpus >= gpus);
  return firmest(sold.filter((rate) => named(hardware, rate.gpu)?.id === gpu.id));
}

/** The machines that carry the load for the least money. @param copies of the model that the requests need */
function cheapest(rates: readonly MachineRate[], serving: Serving, copies: number) {
  const deployments = rates.map((rate) => {
    const onOne = Math.floor(rate.gpus / serving.gpus);
    const machines = Math.max(1, Math.ceil(copies / onOne));
    return { rate, copies: onOne, machines, hourly: decimal(rate.amount).times(machines) };
  });
  return deployments.toSorted((a, b) => a.hourly.comparedTo(b.hourly))[0];
}

/** The price of a million tokens, read and written, on a machine that serves with `copies` of the model at the stated utilisation. */
function perMillion(serving: Serving, copies: number, { amount, currency }: MachineRate): Money {
  const tokensPerHour = serving.tokensPerSecond * copies * 3600 * serving.utilisation;
  const divisor = tokensPerHour < 1 ? tokensPerHour : Math.round(tokensPerHour);
  return { amount: amountText(decimal(amount).times(1e6).dividedBy(divisor).toDecimalPlaces(6)), currency };
}

/** Serving of the tuned model on cards of one kind, at the price of the cheapest machine; null where no machine can. */
export function servedOn(run: Run, gpu: Gpu, options: ServingOptions, book: SelfHostBook): ServingAnswer | null {
  const serving = servingOn(run, gpu, options);
  if (!serving) return null;
  const rates = holding(book, gpu, serving, "USD");
  // A machine is paid whole and serves as many copies as it holds.
  const prices = rates.map((rate) => perMillion(serving, Math.floor(rate.gpus / serving.gpus), rate));
  const { requestsPerMonth } = options;
  const copies =
    requestsPerMonth === undefined ? null : Math.max(1, Math.ceil(requestsPerMonth / carriedBy(serving, monthHours)));
  const deployed = copies === null ? undefined : cheapest(rates, serving, copies);
  return {
    ...serving,
    perMillionTokens: prices.toSorted((a, b) => decimal(a.amount).comparedTo(b.amount))[0] ?? null,
    copies,
    perMonth: deployed ? { amount: amountText(deployed.hourly.times(monthHours)), currency: "USD" } : null,
  };
}
