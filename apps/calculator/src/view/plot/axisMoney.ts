import { aboutMoneyText, moneyText } from "@tunecast/estimator/text";
import { compactText } from "../../question/numberText.ts";

/** From here on digits are left out: a chart has no room for them, and its table has all of them. */
const large = 10_000;

/** Amounts at the marks of an axis, which are round numbers of the drawing's own: whole where they are large. */
export function axisMoney(currency: string): (amount: number) => string {
  return (amount) =>
    amount < large
      ? moneyText({ amount: String(amount), currency }).replace(/\.00(?!\d)/u, "")
      : compactMoney(amount, currency);
}

/** An amount at the end of a line, in two or three digits. */
export function endMoney(amount: string, currency: string): string {
  const value = Number(amount);
  if (value >= large) return compactMoney(value, currency);
  return aboutMoneyText({ amount, currency }, value <= 100 ? 2 : 3);
}

/** `$1.2M`, `60K CNY`: the sign stands where it stands beside any amount. */
function compactMoney(amount: number, currency: string): string {
  return moneyText({ amount: "7", currency }).replace(/7(?:\.0+)?/u, compactText(amount));
}
