import { moneyText, timeText } from "@tunecast/estimator/text";

/** `$3.10 to $4.20`, or one amount where both read the same. */
export function spanText(low: string, high: string, currency: string): string {
  const [from, to] = [moneyText({ amount: low, currency }), moneyText({ amount: high, currency })];
  return from === to ? from : `${from} to ${to}`;
}

/** `5 to 7 weeks`, `5 weeks to 3 months`, `7 weeks, or never`; one time where both read the same. Null is never. */
export function timeSpan(low: number, high: number | null): string {
  const from = timeText(low);
  if (high === null) return `${from}, or never`;
  const to = timeText(high);
  if (from === to) return from;
  const [count, unit] = from.split(" ");
  return count !== undefined && unit !== undefined && to.endsWith(unit) && /^\d/u.test(from)
    ? `${count} to ${to}`
    : `${from} to ${to}`;
}
