import { moneyText } from "@tunecast/estimator/text";

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
