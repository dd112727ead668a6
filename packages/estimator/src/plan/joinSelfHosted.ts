import type { Answer, Assumption, Offer } from "../answer.ts";
import { byTotal } from "../order.ts";
import { ok, type Result } from "../problem.ts";
import { dataTokens } from "../selfhost/lengths.ts";
import { selfHostOffers, type SelfHostOffer } from "../selfhost/offers.ts";
import type { SelfHostBook, SelfHostQuestion } from "../selfhost/question.ts";

/**
 * The answer with runs on rented GPUs in the same table: one more offer per kind and number of cards that fits,
 * sorted among the services. What it costs to serve such a model depends on the traffic that one card carries
 * (`selfHost` answers that); it is not counted here and the total then says "at least".
 */
export function joinSelfHosted(answer: Answer, question: SelfHostQuestion, book: SelfHostBook): Result<Answer> {
  const rows = selfHostOffers(question, book);
  if (!rows.ok) return rows;
  const served = answer.input["traffic"] !== undefined;
  const epochs = question.epochs ?? 1;
  const tokens = question.data === undefined ? 0 : Math.round(dataTokens(question.data, Infinity).tokens * epochs);
  const joined = rows.value.map((row) => offerOf(row, epochs, tokens, served));
  return ok({ ...answer, offers: [...answer.offers, ...joined].sort(byTotal) });
}

const notServed: Assumption = {
  kind: "not_counted",
  sentence: "Serving on cards of one's own is not counted, so the total is at least this.",
};

function offerOf(row: SelfHostOffer, epochs: number, tokens: number, served: boolean): Offer {
  const { id, provider, model, method, variant, lines, total, range } = row;
  return {
    id,
    provider,
    model,
    method,
    variant,
    status: { kind: "open", source: lines[0]?.rate.source ?? "" },
    epochs,
    providerEpochs: null,
    limits: {},
    billedTokens: String(tokens),
    tokensExact: false,
    lines,
    total,
    training: total,
    perThousandRequests: null,
    monthly: null,
    idle: null,
    range,
    horizon: { months: 0 },
    breakEven: null,
    assumptions: [...row.assumptions, ...(served ? [notServed] : [])],
  };
}
