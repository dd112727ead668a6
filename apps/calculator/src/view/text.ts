import { moneyText } from "@tunecast/estimator/text";

const dayFormat: Intl.DateTimeFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** `24 Nov 2026`; a text that is no day stays as it is. */
export function dayText(day: string): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? day : dayFormat.format(time);
}

/** An amount that the page reckoned for display only, in a number of digits that hides nothing. */
export function aboutText(amount: number, currency: string): string {
  return moneyText({ amount: plain(amount), currency });
}

/** `$3.10 to $4.20`, or one amount where both read the same. */
export function spanText(low: number, high: number, currency: string): string {
  const [from, to] = [aboutText(low, currency), aboutText(high, currency)];
  return from === to ? from : `${from} to ${to}`;
}

/** A float as plain digits: display does not need more than eight decimals, and none is an exponent. */
function plain(amount: number): string {
  return amount.toFixed(8).replace(/\.?0+$/u, "");
}
