import { moneyText, timeText } from "@tunecast/estimator/text";

/** An amount that the page reckoned for display only, in a number of digits that hides nothing. */
export function aboutText(amount: number, currency: string): string {
  return moneyText({ amount: plain(amount), currency });
}

/** `$3.10 to $4.20`, or one amount where both read the same. */
export function spanText(low: number, high: number, currency: string): string {
  const [from, to] = [aboutText(low, currency), aboutText(high, currency)];
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

/** A float as plain digits: display does not need more than eight decimals, and none is an exponent. */
function plain(amount: number): string {
  return amount.toFixed(8).replace(/\.?0+$/u, "");
}
