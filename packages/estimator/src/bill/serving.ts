import type { Idle } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { amountText, decimal, roundTo, smaller, sum, type Amount, type Money } from "../money.ts";
import { once } from "../prices/once.ts";
import { perHour, rateOn, type RateInForce } from "../prices/rates.ts";
import { monthOf, type Horizon } from "./horizon.ts";
import { line, linesTotal, unitPrice, type BillLine } from "./line.ts";
import { metersOf, requestsOver, type Meters } from "./inference.ts";
import type { Charged, HourlyTerms, Rules, ServingCase } from "./rules/roles.ts";

export interface ServingBill extends Charged {
  /** One full month; null without traffic. */
  readonly monthly: Amount | null;
  readonly idle: Idle | null;
}

/** Lines for inference, for a deployment's hours and for storage, over the horizon. */
export function servingBill(serving: ServingCase): ServingBill {
  const { traffic, horizon, rules, offer } = serving;
  if (traffic === undefined && rules.of("hourly").length === 0 && rules.of("storage").length === 0) return unused;
  const month = monthOf(horizon);
  const hourly = hourlyCharges(serving);
  const stored = storageLine(serving, month);
  const idle = idleOf(hourly.charges, horizon.hoursPerMonth, stored.lines);
  if (traffic === undefined) return { lines: [], monthly: null, idle, assumptions: [] };
  const storage = storageLine(serving, horizon);
  const up = hourlyLines(serving, horizon, hourly.charges);
  const load = loadNotes(serving, hourly.charges);
  const meters = tunedMeters(serving);
  const inference = meters(requestsOver(traffic, horizon));
  const aMonth = [
    ...meters(requestsOver(traffic, month)).lines,
    ...hourlyLines(serving, month, hourly.charges),
    ...stored.lines,
  ];
  const isOpen = load.length > 0 || hourly.notes.some(({ kind }) => kind === "not_counted");
  const { page } = offer.provider;
  const missing = [...inference.missing, ...hourly.missing, ...(rules.isEmpty ? ["Use of the tuned model"] : [])];
  return {
    lines: [...inference.lines, ...up, ...storage.lines],
    monthly: missing.length > 0 || isOpen ? null : linesTotal(aMonth),
    idle,
    assumptions: [
      ...(missing.length > 0 ? [{ kind: "not_counted", what: "prices", names: missing, page } as const] : []),
      ...load,
      ...inference.assumptions,
      ...hourly.charges.flatMap(({ assumptions = [] }) => assumptions),
      ...hourly.notes,
      ...storage.assumptions,
      ...rules.of("unbilled").map(({ apply }) => apply()),
    ],
  };
}

/** What requests to the tuned model cost, whatever their number. */
export const tunedMeters: (serving: ServingCase) => Meters = /* @__PURE__ */ once((serving: ServingCase) =>
  metersOf(serving, "tuned"),
);

const unused: ServingBill = { lines: [], monthly: null, idle: null, assumptions: [] };

interface HourlyCharge extends HourlyTerms {
  readonly label: string;
  readonly rate: RateInForce;
}

function hourlyCharges(serving: ServingCase) {
  const { offer, rules, day, overlay } = serving;
  const all = rules.of("hourly").map(({ label, apply }) => {
    const terms = apply(serving);
    const { kind, service } = terms;
    return { label, terms, rate: rateOn(offer, { kind, service }, day, overlay) };
  });
  return {
    charges: all.flatMap(({ label, terms, rate }) => (rate.ok ? [{ ...terms, label, rate: perHour(rate.value) }] : [])),
    missing: all.flatMap(({ label, rate }) => (rate.ok ? [] : [label])),
    notes: all.flatMap(({ terms: { notes = [] } }) => notes),
  };
}

/** Hours of the horizon that a deployment is up: until it is deleted, where nobody calls it. */
function hoursUp({ traffic }: ServingCase, horizon: Horizon, { deletedAfter }: HourlyCharge): Amount {
  const { hoursPerMonth } = horizon;
  const up = horizon.hours.times(traffic?.deployedHoursPerMonth ?? hoursPerMonth).dividedBy(hoursPerMonth);
  return traffic?.requestsPerMonth === 0 && deletedAfter !== undefined ? smaller(up, decimal(deletedAfter)) : up;
}

function hourlyLines(serving: ServingCase, horizon: Horizon, charges: readonly HourlyCharge[]): BillLine[] {
  return charges.map((charge) => {
    const { label, rate, units } = charge;
    const kind = rate.kind === "provisioned" ? "provisioned" : "hosting";
    const named = units > 1 ? `${label}, ${units} cards` : label;
    return line(kind, named, hoursUp(serving, horizon, charge).times(units), "hour", rate);
  });
}

function idleOf(charges: readonly HourlyCharge[], hoursPerMonth: number, storage: readonly BillLine[]): Idle | null {
  const currency = charges[0]?.rate.currency ?? storage[0]?.rate.currency;
  if (currency === undefined) return null;
  const over = (hours: number): Amount =>
    sum(
      charges.map(({ rate, units, deletedAfter: end }) => unitPrice(rate).times(units * Math.min(hours, end ?? hours))),
    );
  const perMonth = over(hoursPerMonth).plus(linesTotal(storage));
  if (perMonth.isZero()) return null;
  const money = (amount: Amount): Money => ({ amount: amountText(amount), currency });
  const storedPerDay = roundTo(linesTotal(storage).times(24).dividedBy(hoursPerMonth), 4);
  const deletedAfter = charges[0]?.deletedAfter;
  const days = deletedAfter === undefined ? {} : { days: deletedAfter / 24 };
  return { perDay: money(over(24).plus(storedPerDay)), ...days, perMonth: money(perMonth) };
}

function storageLine(serving: ServingCase, horizon: Horizon): Charged {
  return serving.rules.of("storage")[0]?.apply({ ...serving, horizon }) ?? unused;
}

/** Hours after which a deployment is deleted, where it does not outlive the traffic that was asked for. */
export function deletedBefore(rules: Rules, horizon: Horizon): number | null {
  const hours = rules.of("deployment")[0]?.apply();
  return hours !== undefined && horizon.hours.greaterThan(hours) ? hours : null;
}

/** Tokens a second × billions of parameters per card: 40 % of 4e14 operations a second at 2 a parameter; by unit without a size. */
const carried = { ofParameters: 80_000, ofUnknown: 2000 };

/** That an hourly deployment may not carry the traffic: a total of too few is no total. Empty where it does, or use is billed by tokens. */
function loadNotes(
  { offer, rules, traffic, horizon }: ServingCase,
  charges: readonly { readonly units: number }[],
): readonly Note<"not_counted">[] {
  const seconds = (traffic?.deployedHoursPerMonth ?? horizon.hoursPerMonth) * 3600;
  if (traffic === undefined || charges.length === 0 || seconds === 0 || rules.of("requests").length > 0) return [];
  const units = sum(charges.map((charge) => decimal(charge.units)));
  const { inputTokens, outputTokens, requestsPerMonth } = traffic;
  const tokens = decimal(inputTokens + outputTokens)
    .times(requestsPerMonth)
    .dividedBy(seconds);
  const { parameters } = offer.model;
  const most = units.times(
    parameters === undefined ? carried.ofUnknown : decimal(carried.ofParameters).dividedBy(parameters),
  );
  if (tokens.lessThanOrEqualTo(most)) return [];
  return [{ kind: "not_counted", what: "load", tokens: tokens.ceil().toNumber(), most: most.floor().toNumber() }];
}
