import {
  fail,
  ok,
  amountText,
  billCurrency,
  byCompleteness,
  decimal,
  exchangedMachines,
  explain,
  leftOutOf,
  modelName,
  overlaidBy,
  resolveModel,
  spoken,
} from "@tunecast/estimator/parts";
import type { Assumption, Result, Amount, Answer, Offer, Problem, BillOf } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import { dataReading, lengthNotes, isExact } from "../run/lengths.ts";
import type { GpuOffer } from "../answer.ts";
import { gpuOffers, lowestTotal } from "./gpuOffers.ts";
import type { RunOptions, SelfHostBook, SelfHostQuestion, SelfHostData } from "../run/question.ts";
import { readQuestion, type Asked } from "../run/readQuestion.ts";
import { placementsOf } from "../placement/placements.ts";
import { type Gpu, named } from "../run/hardware.ts";
import { trainedInAll } from "../physics/hours.ts";
import { selfServing, type SelfServed, type SelfServing } from "./selfServing.ts";

export interface SelfHostedRuns {
  readonly question: SelfHostQuestion;
  readonly book: SelfHostBook;
}

/** The bill of a row of rented GPUs at any size of the job: its examples and epochs grow with it. */
export function selfHostedBill({ question, book }: SelfHostedRuns): BillOf {
  const { data } = question;
  const asked = readQuestion(question, book);
  const model = asked.ok ? asked.value.shape : question.model;
  return (offer, stated) => {
    const card = cardOf(offer.variant ?? "", book.hardware);
    if (data === undefined || card === undefined) return () => null;
    // A search asks for many sizes: the model is looked up once, and each size is billed on the row's own machines.
    const wanted = offer.variant === card.id ? 1 : Number(/\d+$/u.exec(offer.variant ?? "")?.[0]);
    const rates = (book.rates ?? []).filter(
      ({ term, gpu, gpus, currency }) =>
        term === "on_demand" &&
        currency === offer.total.currency &&
        wanted % gpus === 0 &&
        named(book.hardware, gpu) === card,
    );
    return (examples, epochs) => {
      const sized = readQuestion(
        { ...question, model, epochs, gpu: card.id, data: times(data, examples / stated) },
        book,
      );
      const cost = sized.ok ? lowestTotal(placementsOf(sized.value), card, wanted, rates) : undefined;
      return cost === undefined ? null : { cost, refused: null };
    };
  };
}

function times(data: SelfHostData, factor: number): SelfHostData {
  if ("examples" in data) return { ...data, examples: Math.round(data.examples * factor) };
  const parts = "mixture" in data ? data.mixture : [{ data, repeats: 1 }];
  return { mixture: parts.map(({ data: part, repeats = 1 }) => ({ data: part, repeats: repeats * factor })) };
}

/**
 * The answer with runs on rented GPUs in the same table: one more offer per kind and number of cards that fits,
 * sorted among the services. Where it is said how the model is used, serving it on the same kind of card is part of
 * the bill; where no machine of the book can serve it, or nobody says, the total is "at least". Prices are converted by
 * the answer's own rates of exchange.
 *
 * Problems: those of `selfHost`, and `no_data`; a run that fits nowhere (`does_not_fit`) and rows that the model cannot read
 * (`over_context`) are a refusal in the table.
 * @param notes what every row says besides
 */
export function joinSelfHosted(
  answer: Answer,
  question: SelfHostQuestion,
  listBook: SelfHostBook,
  use?: SelfServed,
  notes: readonly Assumption[] = [],
): Result<Answer> {
  const refused = (model: string, problem: Problem): Result<Answer> =>
    ok(withRefusal(answer, `self-hosted/${model}:${rowName(question)}`, problem));
  const { model } = question;
  const book = bookFor(answer, listBook);
  const listed = typeof model === "string" ? resolveModel(book.models, model, book.uncounted) : ok(model);
  // A model taken for another of its size says so before its figures, which a row among bills cannot.
  if (!listed.ok) return listed;
  const asked = readQuestion(question, book);
  // Rows that the model cannot read are a reason for this run alone: the services stand.
  if (!asked.ok)
    return asked.problem.kind === "over_context" ? refused(String(asked.problem["model"]), asked.problem) : asked;
  const { shape, run } = asked.value;
  const rows = offersFor(asked.value, book);
  if (!rows.ok) return rows;
  if (rows.value.length === 0) return refused(shape.id, { kind: "does_not_fit", model: shape.id });
  const { low, typical, high } = trainedInAll(run, question);
  const job = {
    epochs: question.epochs ?? 1,
    billedTokens: String(Math.round(typical)),
    billedTokensRange: { low: String(Math.round(low)), high: String(Math.round(high)) },
    tokensExact: isExact(question),
  };
  const joined = rows.value.map((row) => {
    const gpu = cardOf(row.variant, book.hardware);
    const serving = use && gpu ? selfServing(run, gpu, use, book, row.total.currency) : null;
    const served = serving ? [serving.assumption] : unserved(answer, use);
    const assumptions = [...row.assumptions, ...exchangeNotes(answer, row), ...notes, ...served];
    return offerOf({ ...row, assumptions }, job, serving, answer);
  });
  const home = billCurrency(answer);
  return ok({ ...answer, offers: [...answer.offers, ...joined].sort((a, b) => byCompleteness(a, b, home)) });
}

/** The book with its machines priced in the currency that the own prices of an answer lead to. */
export function bookFor({ input }: Answer, book: SelfHostBook): SelfHostBook {
  return { ...book, rates: exchangedMachines(book.rates ?? [], input.ownPrices?.exchange ?? []) };
}

/** By which rate of exchange the prices of a row were converted. */
function exchangeNotes({ input }: Answer, { lines, total }: SelfHostOffer): readonly Assumption[] {
  const isConverted = lines.some(({ rate }) => rate.overlay);
  const pairs = (input.ownPrices?.exchange ?? []).filter(({ to }) => isConverted && to === total.currency);
  return pairs.map((pair) => spoken({ kind: "overlay", ...overlaidBy(pair) }));
}

/** The answer with one more offer that cannot take the job, and why. */
export function withRefusal(answer: Answer, id: string, reason: Problem): Answer {
  const refused = [...answer.refused, { id, reason, sentence: explain(reason) }];
  return { ...answer, refused: refused.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** The card of a row, whose variant is the card alone or the card `x` their number. */
export function cardOf(variant: string, hardware: readonly Gpu[]): Gpu | undefined {
  return hardware.find(({ id }) => id === variant) ?? hardware.find(({ id }) => id === variant.replace(/x\d+$/u, ""));
}

/** What is said where serving is not part of the bill; nothing where nobody uses the model. */
function unserved({ input }: Answer, use: SelfServed | undefined): readonly Assumption[] {
  if (use === undefined && input.traffic === undefined) return [];
  return [spoken({ kind: "not_counted", what: "serving", because: use === undefined ? "not_asked" : "no_machine" })];
}

function offerOf(
  { hours: _hours, range, ...row }: SelfHostOffer,
  job: Pick<Offer, "epochs" | "billedTokens" | "billedTokensRange" | "tokensExact">,
  serving: SelfServing | null,
  { notices }: Answer,
): Offer {
  const { model, lines, total, assumptions } = row;
  const { notCounted, inTraining } = leftOutOf(assumptions, notices);
  const plus = (amount: string, more: Amount | 0 = 0): string => amountText(decimal(amount).plus(more));
  return {
    ...row,
    ...job,
    providerName: "Self-hosted",
    modelName: modelName(model),
    status: { kind: "listed", source: lines[0]?.rate.source ?? "" },
    providerEpochs: null,
    limits: {},
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
  };
}

/** A row of the table of services: the cheapest way to rent one kind and number of cards. */
export interface SelfHostOffer extends Pick<GpuOffer, "lines" | "total" | "range" | "hours"> {
  /** `self-hosted/MODEL:METHOD@GPU`, with `xN` for N cards. */
  readonly id: string;
  readonly provider: "self-hosted";
  readonly model: string;
  readonly method: string;
  readonly variant: string;
  /** Days since the price of the machines was last seen; null for a copy that bears no day. */
  readonly priceAge: number | null;
  readonly assumptions: readonly Assumption[];
}

/** `qlora`, `dpo-lora`: what stands after the model in the id of a row. */
export function rowName({ method = "lora", objective = "sft" }: Pick<RunOptions, "method" | "objective">): string {
  return objective === "sft" ? method : `${objective}-${method}`;
}

/** Rows of a job on rented GPUs, one per kind and number of cards that fits, each at its cheapest on-demand price. Problem: `no_data`. */
export function offersFor(asked: Asked, book: SelfHostBook): Result<readonly SelfHostOffer[]> {
  const { question, run, shape } = asked;
  if (!question.data) return fail({ kind: "no_data", expected: "examples and tokens per example, or a profile" });
  const { offers } = gpuOffers(placementsOf(asked), book);
  const cheapest = new Map<string, GpuOffer>();
  for (const offer of offers) {
    const variant = offer.gpus === 1 ? offer.gpu : `${offer.gpu}x${offer.gpus}`;
    if (offer.term === "on_demand" && !cheapest.has(variant)) cheapest.set(variant, offer);
  }
  const name = rowName(run);
  const notes = [...lengthNotes(run, dataReading(run, question)), ...(shape.notes ?? [])];
  return ok(
    [...cheapest].map(([variant, { id: machine, machines, cloud, sharding, verdict, ...offer }]) => ({
      id: `self-hosted/${shape.id}:${name}@${variant}`,
      provider: "self-hosted" as const,
      model: shape.id,
      method: name,
      variant,
      lines: offer.lines,
      total: offer.total,
      range: offer.range,
      hours: offer.hours,
      priceAge: offer.age,
      assumptions: [
        spokenOfRun({ kind: "gpu_offer", machines, cloud, machine, sharding, tight: verdict === "tight" }),
        ...notes,
      ],
    })),
  );
}
