import { amountText, decimal, isUndated, keysOf, sum } from "@tunecast/estimator/parts";
import type { Amount, LineItem, LineRate, MachineRate, Money } from "@tunecast/estimator/parts";
import names from "../words/names.json" with { type: "json" };
import type { Gpu } from "../run/hardware.ts";
import type { OwnedCards, SelfHostQuestion } from "../run/question.ts";
import type { Run } from "../run/run.ts";

/** Share of all runs that fail half-way and start again, where not told: one for ten that end well. */
const usualFailedShare = 1 / 11;
/** Hours to start a machine, and GB/s at which weights come from a hub. */
const startHours = 0.1;
const downloadGBs = 0.3;
/** Share of the hours lost to spot machines taken every day, four times a day, or every hour: a judgement, no fit. */
const spotLost = { low: 0.02, typical: 0.1, high: 0.35 } as const;

export function jobHours(
  run: Run,
  training: number,
  question: SelfHostQuestion,
  term: string,
  lost: keyof typeof spotLost = "typical",
): JobHours {
  const setUp = startHours + (run.objective === "scratch" ? 0 : (2 * run.counts.total) / (downloadGBs * 1e9 * 3600));
  const tuning = (question.tuningRounds ?? 0) * training;
  const { failedShare = usualFailedShare } = question;
  const failed = ((failedShare / (1 - failedShare)) * (training + tuning)) / 2;
  return { training, setUp, failed, tuning, interrupted: term === "spot" ? spotLost[lost] * (training + tuning) : 0 };
}

export type JobHours = Readonly<Record<keyof typeof names.jobLines, number>>;

const hourPlaces = 4;
/** Digits of a quantity that is no decimal: a minute is a sixtieth of an hour. */
const exactPlaces = 12;
/** How many of what the cloud bills make an hour; seconds are below what is written. */
const inAnHour = { minute: 60, hour: 1 } as const;

/** Lines of a job on machines of one rate: hours × machines, rounded up to the whole minutes or hours that the cloud bills. */
export function jobLines(
  hours: JobHours,
  machines: number,
  rate: LineRate,
  billedPer: MachineRate["billedPer"],
): LineItem[] {
  const parts = keysOf(names.jobLines);
  const lines = parts
    .map((part) => line("training", names.jobLines[part], decimal((hours[part] * machines).toFixed(hourPlaces)), rate))
    .filter(({ quantity }) => quantity !== "0");
  if (billedPer === "second") return lines;
  const perHour = inAnHour[billedPer];
  // Counted before the parts are rounded to be written; a millionth is what adding them up may be off.
  const wall = parts.reduce((total, part) => total + hours[part], 0);
  if (wall === 0) return lines;
  const units = decimal(Math.max(1, Math.ceil(wall * perHour - 1e-6))).times(machines);
  const billed = units.dividedBy(perHour).toDecimalPlaces(exactPlaces);
  const rest = billed.minus(sum(lines.map(({ quantity }) => decimal(quantity))));
  const written = decimal(10 ** -hourPlaces).times(lines.length);
  if (!rest.abs().lessThan(written)) return [...lines, line("rounding", `Rounded up to the ${billedPer}`, rest, rate)];
  // What writing the parts with few digits left over is the longest's.
  const longest = lines.toSorted((a, b) => decimal(b.quantity).comparedTo(a.quantity))[0];
  return lines.map((one) => (one === longest ? line(one.kind, one.label, rest.plus(one.quantity), rate) : one));
}

function line(kind: string, label: string, hours: Amount, rate: LineRate): LineItem {
  const amount = amountText(hours.times(rate.amount));
  return { kind, label, quantity: amountText(hours), unit: "machine-hour", rate, amount };
}

export function linesTotal(lines: readonly LineItem[], currency: string): Money {
  return { amount: amountText(sum(lines.map(({ amount }) => decimal(amount)))), currency };
}

export function lineRate(rate: MachineRate): LineRate {
  const { amount, currency, source, seen, from } = rate;
  const confidence = rate.confidence === "primary" ? "primary" : "secondary";
  const per = `hour of ${rate.gpus} × ${rate.gpu}`;
  const said = { ...(rate.confirmed === true && { confirmed: true }), ...(rate.overlay === true && { overlay: true }) };
  return { amount, currency, per, source, seen, from, confidence, ...(isUndated(rate) && { undated: true }), ...said };
}

const hoursPerYear = 8766;
/** Years that a card is written off over, and the share of them in which it works, where not told. */
const usualLife = 4;
const usualUtilisation = 0.5;
/** Host, cooling and conversion over the card's own power. */
const powerOverhead = 1.4;

/** What one hour of one owned card costs: purchase over its working hours, and power. */
export function ownedHourly(cards: OwnedCards, gpu: Gpu): Money {
  const workingHours = (cards.lifeYears ?? usualLife) * hoursPerYear * (cards.utilisation ?? usualUtilisation);
  const kilowatts = (cards.watts ?? powerOverhead * (gpu.watts ?? 350)) / 1000;
  const hourly = decimal(cards.price).dividedBy(workingHours).plus(decimal(cards.kwhPrice).times(kilowatts));
  return { amount: amountText(hourly.toDecimalPlaces(6)), currency: cards.currency ?? "USD" };
}
