import type { Answer } from "../contract/answer.ts";

/**
 * The currency in which amounts beside an answer are meant: budgets, limits, labels. It is the one that the user's own
 * exchange rates convert to, else the one in which all offers bill, else US dollars.
 */
export function billCurrency({ offers, input }: Pick<Answer, "offers" | "input">): string {
  const billed = new Set(offers.map(({ total }) => total.currency));
  const pinned = (input.ownPrices?.exchange ?? []).map(({ to }) => to).find((to) => billed.has(to));
  const [only] = billed.size === 1 ? billed : [];
  return pinned ?? only ?? "USD";
}
