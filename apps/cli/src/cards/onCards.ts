import { estimate, type Answer, type CardRun, type Offer, type Question, type Result } from "@tunecast/estimator";
import { scratchPresets } from "@tunecast/estimator/answer";
import { modelNamed } from "@tunecast/estimator/prices";
import { fail, ok } from "@tunecast/estimator/problem";
import { cheapestOnCards, cheapestRun, joinSelfHosted, readModelConfig, ruleOf, withJobOnCards } from "@tunecast/gpu";
import type { AnswerOnCards, SelfHostQuestion, TunedOnCards } from "@tunecast/gpu";
import { given, type Scratch, type SelfHosted } from "../ask/options.ts";
import { taken } from "../show/messages.ts";
import { selfHostBook } from "../ask/selfHostOptions.ts";

/** What is put beside the services: tuning on cards, and making a model there. */
export interface CardOptions {
  readonly selfHost?: TunedOnCards | undefined;
  readonly scratch?: Scratch;
}

export async function cardRuns(question: Question, { selfHost, scratch }: CardOptions): Promise<readonly CardRun[]> {
  const runs: CardRun[] = [];
  if (selfHost !== undefined) runs.push({ kind: "own_gpus", offer: taken(await onCardsOffer(question, selfHost)) });
  if (scratch !== undefined) runs.push({ kind: "scratch", offer: taken(await fromScratch(question, scratch)) });
  return runs;
}

/** An answer without services, to be joined with runs on cards. */
function bare(question: Question): Answer {
  return estimate({ ...question, only: { providers: [] } });
}

/** The answer with the question's job on rented cards in the same table. */
export async function joinedOnCards(
  answer: Answer,
  question: Question,
  asked: SelfHosted,
): Promise<Result<AnswerOnCards>> {
  return withJobOnCards(answer, question, asked, await selfHostBook(answer.asOf));
}

/** The rules by which files are counted for a run: its model's own. */
export async function rulesOf({ model }: SelfHosted, day: string): Promise<readonly string[]> {
  const { models } = await selfHostBook(day);
  return [ruleOf(modelNamed(models, model))];
}

/** Tuning an open model on cards, at its cheapest: a bill that holds its serving where one does. */
export async function onCardsOffer(question: Question, asked: TunedOnCards): Promise<Result<Offer>> {
  return cheapestOnCards(bare(question), question, asked, await selfHostBook(question.asOf));
}

/** Training from scratch as an offer: on the cards of the preset, or the cheapest that hold the run. */
export async function fromScratch(question: Question, { model, tokens }: Scratch): Promise<Result<Offer>> {
  const name = model.toLowerCase();
  const preset = Object.hasOwn(scratchPresets, name) ? scratchPresets[name] : undefined;
  const shape = preset === undefined ? ok(model) : readModelConfig(preset.config, preset.name);
  if (!shape.ok) return shape;
  const corpus = tokens ?? preset?.tokens;
  if (corpus === undefined)
    return fail({ kind: "scratch_without_tokens", field: "scratch", model, known: Object.keys(scratchPresets) });
  const cards = given({ gpu: preset?.gpu, gpus: preset?.gpus });
  return overCorpus(question, { model: shape.value, objective: "scratch", ...cards }, corpus);
}

/** Training that goes on over the texts of a field: all parameters, one pass. */
export function continuedOn(question: Question, model: string, tokens: number): Promise<Result<Offer>> {
  return overCorpus(question, { model, objective: "continued" }, tokens);
}

async function overCorpus(
  question: Question,
  run: Pick<SelfHostQuestion, "model" | "objective" | "gpu" | "gpus">,
  tokens: number,
): Promise<Result<Offer>> {
  const { traffic, hoursPerMonth, asOf } = question;
  const book = await selfHostBook(asOf);
  const data = { examples: Math.max(1, Math.round(tokens / rowTokens)), tokensPerExample: rowTokens };
  const use = traffic && { traffic, ...given({ hoursPerMonth }) };
  const joined = joinSelfHosted(bare(question), { ...run, method: "full", epochs: 1, data }, book, use);
  return joined.ok ? cheapestRun(joined.value) : joined;
}

/** Tokens of a row of a corpus, as `gpu --tokens` cuts it. */
const rowTokens = 2048;
