import { reconcile, type Reconciled } from "../../src/answer.ts";
import { estimate, type ModelEntry, type Question } from "../../src/index.ts";
import { book, model, rate } from "../book.ts";

/** Billing rules of an offer. */
export type Billing = readonly { readonly tag: string; readonly [parameter: string]: string | number | boolean }[];

/** A job as it was estimated. */
export interface Case {
  readonly provider: string;
  readonly id?: string;
  readonly billing?: Billing;
  readonly examples: number;
  readonly tokensPerExample: number;
  readonly epochs: number;
  readonly price?: string;
  readonly more?: Partial<ModelEntry>;
  readonly ownPrices?: Question["ownPrices"];
  readonly validation?: { readonly examples: number; readonly tokensPerExample: number };
}

/** By the token, rounded up to a thousand. */
export const azureBilling: Billing = [{ tag: "tokens_times_epochs" }, { tag: "round_tokens_up", to: 1000 }];

/** The question of a job, at a price of $3 per million tokens unless told. */
export function question({
  provider,
  id = "small",
  billing,
  price = "3",
  more,
  validation,
  ownPrices,
  ...job
}: Case): Question {
  const entry = model({
    id,
    ...(more?.limits && { limits: more.limits }),
    offers: [{ method: "sft", billing: billing ?? [{ tag: "tokens_times_epochs" }] }],
    rates: [rate("training", price), ...(more?.rates ?? [])],
  });
  const prices = book([entry], { provider });
  return {
    asOf: "2026-02-01",
    prices,
    job: { ...job, ...(validation && { validation }) },
    ...(ownPrices && { ownPrices }),
  };
}

/** The estimate of a job held against the job object. */
export function held(one: Case, job: unknown): Reconciled {
  const asked = question(one);
  const result = reconcile(estimate(asked), job, { prices: asked.prices });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** The kind of the problem where it cannot be. */
export function problemOf(one: Case, job: unknown): string {
  const asked = question(one);
  const result = reconcile(estimate(asked), job, { prices: asked.prices });
  return result.ok ? "" : result.problem.kind;
}

/** A job object as OpenAI's API gives it. */
export const openaiJob = (model: string, epochs: number, trained: number, more: object = {}): object => ({
  object: "fine_tuning.job",
  id: "ftjob-1",
  model,
  created_at: 1_719_800_000,
  hyperparameters: { n_epochs: epochs },
  status: "succeeded",
  trained_tokens: trained,
  training_file: "file-1",
  validation_file: null,
  ...more,
});
