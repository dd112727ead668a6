import { aboutText } from "../text.ts";

/** Amounts at the marks of an axis: whole where they are large. */
export function axisMoney(currency: string): (amount: number) => string {
  return (amount) => {
    const text = aboutText(amount, currency);
    return text.replace(/\.00(?!\d)/u, "");
  };
}
