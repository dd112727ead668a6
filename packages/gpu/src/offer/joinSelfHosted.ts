import {
  type Amount,
  type Answer,
  type Assumption,
  type Offer,
  type Problem,
  type Result,
  amountText,
  byCompleteness,
  decimal,
  explain,
  leftOutOf,
  modelName,
  ok,
  spoken,
} from "@tunecast/estimator/parts";
import type { Gpu } from "../run/hardware.ts";
import { trainedInAll } from "../physics/hours.ts";
import { offersFor, rowName, type SelfHostOffer } from "./offers.ts";
import type { SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import { isExact } from "../run/lengths.ts";
import { readQuestion } from "../run/readQuestion.ts";
import { selfServing, type SelfServed, type SelfServing } from "./selfServing.ts";

/**
 * The answer with runs on rented GPUs in the same table: one more offer per kind and number of cards that fits,
 * sorted among the services. Where it is said how the model is used, serving it on the same kind of card is part of
 * the bill; where no machine of the book can serve it, or nobody says, the total is "at least".
 *
 * Problems: those of `selfHostOffers`; a run that fits nowhere (`does_not_fit`) and rows that the model cannot read
 * (`over_context`) are a refusal in the table.
 */
export function joinSelfHosted(
  answer: Answer,
  question: SelfHostQuestion,
  book: SelfHostBook,
  use?: SelfServed,
): Result<Answer> {
  const refused = (model: string, problem: Problem): Result<Answer> =>
    ok(withRefusal(answer, `self-hosted/${model}:${rowName(question)}`, problem));
  const asked = readQuestion(question, book);
  // Rows that the model cannot read are a reason for this run alone: the services stand.
  if (!asked.ok)
    return asked.problem.kind === "over_context" ? refused(String(asked.problem["model"]), asked.problem) : asked;
  const { shape, run } = asked.value;
  const rows = offersFor(asked.value, book);
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return refused(shape.id, { kind: "does_not_fit", model: shape.id });
  const epochs = question.epochs ?? 1;
  const tokens = Math.round(trainedInAll(run, question));
  const exact = isExact(question);
  const joined = rows.value.map((row) => {
    const gpu = cardOf(row.variant, book.hardware);
    const serving =
      use === undefined || gpu === undefined ? null : selfServing(run, gpu, use, book, row.total.currency);
    return offerOf(row, { epochs, tokens, exact }, serving ?? unserved(answer, use), answer);
  });
  return ok({ ...answer, offers: [...answer.offers, ...joined].sort(byCompleteness) });
}

/** The answer with a run that cannot be offered, and why. */
export function withRefusal(answer: Answer, id: string, reason: Problem): Answer {
  const refused = [...answer.refused, { id, reason, sentence: explain(reason) }];
  return { ...answer, refused: refused.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** The card of a row, whose variant is the card alone or the card `x` their number. */
export function cardOf(variant: string, hardware: readonly Gpu[]): Gpu | undefined {
  return (
    hardware.find(({ id }) => id === variant) ??
    hardware.find(({ id }) => variant.startsWith(`${id}x`) && /^\d+$/u.test(variant.slice(id.length + 1)))
  );
}

/** What is said where serving is not part of the bill; nothing where nobody uses the model. */
function unserved({ input }: Answer, use: SelfServed | undefined): readonly Assumption[] {
  if (use === undefined && input.traffic === undefined) return [];
  const because = use === undefined ? "not_asked" : "no_machine";
  return [spoken({ kind: "not_counted", what: "serving", because })];
}

function offerOf(
  row: SelfHostOffer,
  { epochs, tokens, exact }: { epochs: number; tokens: number; exact: boolean },
  served: SelfServing | readonly Assumption[],
  { notices }: Answer,
): Offer {
  const { id, provider, model, method, variant, lines, total, range } = row;
  const serving = "line" in served ? served : null;
  const assumptions = [...row.assumptions, ...("line" in served ? [served.assumption] : served)];
  const { notCounted, inTraining } = leftOutOf(assumptions, notices);
  const plus = (amount: string, more: Amount | undefined): string =>
    more === undefined ? amount : amountText(decimal(amount).plus(more));
  return {
    id,
    provider,
    model,
    providerName: "Self-hosted",
    modelName: modelName(model),
    method,
    variant,
    status: { kind: "listed", source: lines[0]?.rate.source ?? "" },
    priceAge: row.priceAge,
    epochs,
    providerEpochs: null,
    limits: {},
    billedTokens: String(tokens),
    tokensExact: exact,
    lines: serving === null ? lines : [...lines, serving.line],
    total: serving === null ? total : { ...total, amount: plus(total.amount, decimal(serving.line.amount)) },
    training: total,
    perThousandRequests: null,
    monthly: serving?.monthly ?? null,
    idle: serving?.idle ?? null,
    complete: notCounted.length === 0,
    notCounted,
    range: {
      low: plus(range.low, serving?.low),
      high: notCounted.length > 0 ? null : plus(range.high, serving?.high),
      currency: total.currency,
    },
    trainingRange: { low: range.low, high: inTraining ? null : range.high },
    horizon: { months: serving?.months ?? 0 },
    breakEven: null,
    assumptions,
  };
}
