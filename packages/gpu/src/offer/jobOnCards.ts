import { fail, given, likelyEpochs, modelNamed, ok, spoken, usualEpochs, widened } from "@tunecast/estimator/parts";
import type { Answer, Assumption, BillOf, Job, Offer, Problem, Question, Result } from "@tunecast/estimator/parts";
import type { SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import type { Objective } from "../run/run.ts";
import { bookFor, joinSelfHosted, rowName, selfHostedBill, withRefusal } from "./offers.ts";
import { holdsPairs, ruleOf, selfHostedData } from "./selfHostedData.ts";

/** An open model to tune on rented cards, by LoRA where no method is named; `failedShare` 0 for a decision that adds failed runs itself. */
export interface TunedOnCards extends Pick<SelfHostQuestion, "method" | "failedShare"> {
  readonly model: string;
}

/** An answer with runs on rented cards, and what these cost at another size of the job; no such bill where no run was joined. */
export interface AnswerOnCards {
  readonly answer: Answer;
  readonly selfHosted?: BillOf;
}

/**
 * The answer with its question's job on rented cards in the same table: data and stages as the model reads them, the
 * objective that they call for, and the traffic served on the same cards. Ends of a range of epochs are in the ranges.
 *
 * Problems: those of `joinSelfHosted`; rows that the run cannot learn from are a refusal in the table.
 */
export function withJobOnCards(
  answer: Answer,
  { job, traffic, hoursPerMonth }: Pick<Question, "job" | "traffic" | "hoursPerMonth">,
  { model, method = "lora", ...told }: TunedOnCards,
  book: SelfHostBook,
): Result<AnswerOnCards> {
  const way = wayOf(job);
  const rule = ruleOf(modelNamed(book.models, model));
  const stages: Stage[] = [];
  for (const set of [job, ...(job.stages ?? [])]) {
    const { epochs } = set;
    const data =
      "profile" in set
        ? selfHostedData(rule, set.profile, way.objective)
        : ok({ examples: set.examples, tokensPerExample: set.tokensPerExample });
    if (!data.ok)
      return ok({ answer: withRefusal(answer, `self-hosted/${model}:${rowName({ method, ...way })}`, data.problem) });
    stages.push({ data: data.value, ...(typeof epochs === "number" && { epochs }) });
  }
  const [first, ...further] = stages;
  const stated = likelyEpochs(job);
  const epochs = typeof stated === "number" ? stated : usualEpochs;
  const question: SelfHostQuestion = { ...first, ...told, model, method, ...way, epochs, stages: further };
  const use = traffic && { traffic, ...given({ hoursPerMonth }) };
  const at = (asked: SelfHostQuestion): Result<Answer> => joinSelfHosted(answer, asked, book, use, notesOf(job));
  const joined = at(question);
  if (!joined.ok) return joined;
  const ends = typeof job.epochs === "object" ? [job.epochs.low, job.epochs.high] : [];
  const others = ends.map((passes) => at({ ...question, epochs: Math.round(passes) }));
  const offers = joined.value.offers.map((offer) =>
    others
      .flatMap((other) => (other.ok ? other.value.offers.filter(({ id }) => id === offer.id) : []))
      .reduce(widened, offer),
  );
  const selfHosted = selfHostedBill({ question, book: bookFor(answer, book) });
  return ok({ answer: { ...joined.value, offers }, selfHosted });
}

/** How a job is learned: by GRPO where the model draws completions, by DPO from pairs; rows that are not packed are padded. */
function wayOf(job: Job): Pick<SelfHostQuestion, "packing" | "maxTokens" | "rollouts"> & { objective: Objective } {
  const { rollouts, packing, maxSequenceTokens: maxTokens } = job;
  const objective = "profile" in job && holdsPairs(job.profile) ? "dpo" : "sft";
  return {
    ...(rollouts === undefined ? { objective } : { objective: "grpo", rollouts }),
    ...(packing === false && { packing: "padded", ...given({ maxTokens }) }),
  };
}

type Stage = NonNullable<SelfHostQuestion["stages"]>[number];

/** What the job asks for that cards leave open: a provider's own epochs, and the scoring of a validation set. */
function notesOf({ epochs, validation }: Job): readonly Assumption[] {
  return [
    ...(epochs === "provider" ? [spoken({ kind: "epochs_assumed" })] : []),
    ...(validation === undefined ? [] : [spoken({ kind: "not_counted", what: "validation", part: "training" })]),
  ];
}

/**
 * The cheapest run of a question's job on rented cards, for a decision: at its likeliest epochs, since a decision draws them.
 *
 * Problems: those of `withJobOnCards` and `cheapestRun`.
 * @param bare the answer to the question without services
 */
export function cheapestOnCards(
  bare: Answer,
  question: Pick<Question, "job" | "traffic" | "hoursPerMonth">,
  asked: TunedOnCards,
  book: SelfHostBook,
): Result<Offer> {
  const job = { ...question.job, epochs: likelyEpochs(question.job) };
  const joined = withJobOnCards(bare, { ...question, job }, asked, book);
  return joined.ok ? cheapestRun(joined.value.answer) : joined;
}

/** The cheapest run of an answer without services, one that some machine serves before others. Problems: the first refusal's, or `no_offer`. */
export function cheapestRun({ offers, refused }: Answer): Result<Offer> {
  const offer = offers.find(({ monthly }) => monthly !== null) ?? offers[0];
  const reason: Problem = refused[0]?.reason ?? { kind: "no_offer" };
  return offer === undefined ? fail(reason) : ok(offer);
}
