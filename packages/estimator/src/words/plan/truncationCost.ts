import type { CutExamples, truncationCost } from "../../plan/truncationCost.ts";
import { countText, moneyText } from "../amount.ts";

/** Examples over the limit and what they cost, as a sentence. */
export function cutSentence(cut: CutExamples, cost: ReturnType<typeof truncationCost>, asOf: string): string {
  const { examples, limit, tokens, exact } = cut;
  const about = exact ? "" : "Counted in o200k_base, as the provider's own vocabulary is not public: ";
  const many = examples === 1 ? "example is" : "examples are";
  const counted = `${countText(tokens)} token${tokens === 1 ? "" : "s"}`;
  return `${about}${countText(examples)} ${many} over the limit and billed up to it: ${counted} in every epoch (${countText(examples)} × ${countText(limit)}), ${priceText(cost, asOf)}.`;
}

function priceText(cost: ReturnType<typeof truncationCost>, asOf: string): string {
  if (cost === null) return `no price in force on ${asOf} was found`;
  const [least, most] = [moneyText(cost.low), moneyText(cost.high)];
  return least === most ? least : `${least} to ${most} by model and region`;
}
