import { notFields } from "../check/fields.ts";
import type { Answer, Offer } from "../contract/answer.ts";
import type { Question } from "../contract/question.ts";
import type { CostOf } from "../curve/worth/costs.ts";
import { estimate } from "../estimate/estimate.ts";
import { bookOffers, namesOffer } from "../prices/offers.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import { decimal } from "../money.ts";
import { billCurrency } from "./billCurrency.ts";
import { fail, ok, type Result } from "../problem.ts";

/** What training on examples of one mean length costs at an offer. */
export interface PilotTraining extends Pick<Question, "asOf" | "prices" | "ownPrices"> {
  /** Label of the pilots' model; where it is in the book, the model of the offer. */
  readonly model?: string | undefined;
  /** The offer, or the model whose cheapest offer counts; without it that of `model`. */
  readonly offer?: string | undefined;
  readonly tokensPerExample: number;
  readonly epochs?: number | "provider";
  /** Most examples that will be asked about: where no bill is of so many, the reason is the problem. */
  readonly most?: number;
}

/** Many thousand examples: limits on their number are no question of price. */
const manyExamples = 100_000;

/** The price of training pilots at one offer. */
export interface PilotPrice {
  /** Id of the offer. */
  readonly offer: string;
  readonly currency: string;
  readonly costOf: CostOf;
}

/**
 * What one training run over so many examples costs at the cheapest of the offers named, exactly, as decimal text in the
 * currency of the bill. Quality belongs to the model of the pilots, so an offer of another model is refused. What is returned throws a RangeError for a
 * size that no question may ask of.
 *
 * Problems: those of the question (`estimate`), `other_model`, `unknown_model`; where no offer has a bill, the
 * reason of the first that is refused.
 */
export function pilotTraining(asked: PilotTraining): Result<PilotPrice> {
  const flaw = notFields(asked, "question");
  if (flaw !== null) return fail(flaw);
  const { model, offer, prices, most = manyExamples } = asked;
  const named = offer ?? model ?? "";
  const trial = answerFor(asked, named, Math.max(manyExamples, Math.ceil(most)));
  if (trial.problem !== undefined) return fail(trial.problem.reason);
  const bills = billsOf(trial);
  const currency = billCurrency({ offers: bills, input: trial.input });
  const [cheapest] = bills
    .filter(({ total }) => total.currency === currency)
    .sort((one, other) => decimal(one.total.amount).comparedTo(other.total.amount));
  if (cheapest === undefined)
    return fail(trial.refused[0]?.reason ?? { kind: "unknown_model", model: named, known: [] });
  if (model !== undefined && offer !== undefined && !names(model, cheapest.id, prices))
    return fail({ kind: "other_model", pilots: model, offer: cheapest.id });
  const costOf: CostOf = (examples) => {
    const answer = answerFor(asked, named, Math.max(1, Math.round(examples)));
    const training = billsOf(answer).find(({ id }) => id === cheapest.id)?.training;
    if (training === undefined)
      throw new RangeError(`Got ${examples} examples, expected a number of them with a bill.`);
    return training.amount;
  };
  return ok({ offer: cheapest.id, currency, costOf });
}

/** The bills of an answer, those included that a limit on the number of examples stands against. */
function billsOf({ offers, refused }: Answer): readonly Offer[] {
  return [...offers, ...refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe]))];
}

function answerFor(
  { asOf, prices, ownPrices, tokensPerExample, epochs }: PilotTraining,
  named: string,
  examples: number,
): Answer {
  const job = { examples, tokensPerExample, ...(epochs !== undefined && { epochs }) };
  return estimate({ asOf, prices, job, only: { models: [named] }, ...(ownPrices !== undefined && { ownPrices }) });
}

/** True where the label names the model of an offer, by any name of the price files; what stands after ":" or "@" is the user's own. */
function names(label: string, id: string, prices: PriceBook): boolean {
  const words = [label, label.replace(/[:@].*$/, "")];
  return bookOffers(prices).some((one) => one.id === id && words.some((word) => namesOffer(word, one)));
}
