import { moneyText } from "@tunecast/estimator/text";

/** Amounts at the marks of an axis, which are round numbers of the drawing's own: whole where they are large. */
export function axisMoney(currency: string): (amount: number) => string {
  return (amount) => moneyText({ amount: String(amount), currency }).replace(/\.00(?!\d)/u, "");
}
