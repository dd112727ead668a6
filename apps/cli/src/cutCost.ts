import type { CutExamples } from "@tunecast/dataset";
import { countText, estimate, moneyText, type BookOffer, type Money, type PriceBook } from "@tunecast/estimator";
import { counted } from "./print/counted.ts";

/** What the examples over a limit cost in one pass, and that in a sentence. */
export interface CutCost extends CutExamples {
  /** Cheapest and dearest offer; null where no price is in force. */
  readonly low: Money | null;
  readonly high: Money | null;
  readonly sentence: string;
}

const currency = "USD";

/** The cost of examples that are cut and billed up to the limit, at the offers that the rules are for. */
export function cutCost(cut: CutExamples, offers: readonly BookOffer[], prices: PriceBook, asOf: string): CutCost {
  const { examples, limit, tokens, exact } = cut;
  const amounts = offers.length === 0 ? [] : trainingAmounts(cut, offers, prices, asOf);
  const low = amounts[0] ?? null;
  const high = amounts.at(-1) ?? null;
  const said = low === null || high === null ? `no price in force on ${asOf} was found` : priceText(low, high);
  const about = exact ? "" : "Counted in o200k_base, as the provider's own vocabulary is not public: ";
  const many = examples === 1 ? "example is" : "examples are";
  const sentence = `${about}${countText(examples)} ${many} over the limit and billed up to it: ${counted(tokens, "token")} in every epoch (${countText(examples)} × ${countText(limit)}), ${said}.`;
  return { ...cut, low, high, sentence };
}

/** Amounts of the training line alone, ascending: minimums and rounding are the whole job's. */
function trainingAmounts(
  { examples, limit }: CutExamples,
  offers: readonly BookOffer[],
  prices: PriceBook,
  asOf: string,
): Money[] {
  const job = { examples, tokensPerExample: limit, epochs: 1 };
  const answer = estimate({ asOf, prices, job, only: { models: offers.map(({ id }) => id) } });
  const bills = [
    ...answer.offers,
    ...answer.refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe])),
  ];
  return bills
    .filter(({ total }) => total.currency === currency)
    .flatMap(({ lines }) => lines.filter(({ kind, unit }) => kind === "training" && unit === "token").slice(0, 1))
    .map(({ amount }) => ({ amount, currency }))
    .sort((a, b) => Number(a.amount) - Number(b.amount));
}

function priceText(low: Money, high: Money): string {
  const [least, most] = [moneyText(low), moneyText(high)];
  return least === most ? least : `${least} to ${most} by model and region`;
}
