import { decimal, larger, zero } from "../../money.ts";
import { ok, type Result } from "../../problem.ts";
import { reading, type Reading } from "./figure.ts";
import type { Figure } from "../../contract/fields/kind.ts";
import type { ModelPrice } from "../../contract/fields/kind.ts";
import type { Project } from "../../contract/fields/project.ts";
import type { Job } from "../../contract/fields/job.ts";
import { pricesOf, type RateBook } from "./rates.ts";
import type { PriceSource, Term, TermKind } from "./terms.ts";

/** What surrounds the run of every tuned offer alike, and the terms that hang on one offer's training. */
export interface PricedProject {
  readonly terms: readonly Term[];
  readonly inputs: ReadonlyMap<string, Reading>;
  /** Further runs like the first: rounds, failures, training anew. */
  readonly runsOf: (run: Term) => Term[];
  /** What of a project is not stated, so that nobody takes the total for all of it. */
  readonly leftOut: readonly LeftOut[];
}

/** `…_price`: stated, but without a price. */
type LeftOut = "labels" | "evaluation" | "evaluation_price" | "tuning_rounds" | "monitoring" | "monitoring_price";

const stated: PriceSource = { kind: "stated" };

/**
 * Prices a project: labels and teacher for the examples that are not owned, evaluation, rounds, fees, monitoring. The rows
 * of a counted file are owned unless stated otherwise.
 */
export function pricedProject(project: Project, job: Job, book: RateBook): Result<PricedProject> {
  const examples = examplesOf(job);
  const inputs = new Map<string, Reading>();
  const own = (name: string, figure: Figure): string => {
    inputs.set(`project.${name}`, reading(figure));
    return `project.${name}`;
  };
  const terms: Term[] = [];
  const add = (kind: TermKind, period: Term["period"], from: PriceSource, ...factors: Term["factors"]): void => {
    terms.push({ kind, period, factors, from });
  };
  const missing = larger(decimal(examples).minus(ownedOf(project, job)), zero);
  if (project.labelCost !== undefined) add("labels", "once", stated, missing, own("labelCost", project.labelCost));
  const { teacher, evaluation } = project;
  if (teacher !== undefined) {
    const kept = teacher.samplesPerKept === undefined ? [] : [own("teacher.samplesPerKept", teacher.samplesPerKept)];
    const read = modelTerms("teacher", teacher.model, teacher, own, inputs, book);
    if (!read.ok) return read;
    for (const { factors, from } of read.value) add("teacher", "once", from, missing, ...kept, ...factors);
  }
  if (evaluation !== undefined) {
    const scored = [decimal(evaluation.items), own("evaluation.models", evaluation.models ?? 2)];
    const each = itemFactors(evaluation, own, inputs, book);
    if (!each.ok) return each;
    const { monitoringItemsPerMonth: monitored } = project;
    for (const { factors, from } of each.value) {
      add("evaluation", "once", from, ...scored, ...factors);
      if (monitored !== undefined)
        add("monitoring", "month", from, own("monitoringItemsPerMonth", monitored), ...factors);
    }
  }
  if (project.platformFee !== undefined) add("platform", "once", stated, own("platformFee", project.platformFee));
  if (project.platformFeePerMonth !== undefined)
    add("platform_monthly", "month", stated, own("platformFeePerMonth", project.platformFeePerMonth));
  return ok({
    terms,
    inputs: furtherInputs(project, inputs),
    runsOf: (run) => furtherRuns(project, run),
    leftOut: leftOut(project, missing.isZero()),
  });
}

/** Training examples of a job, typed or counted. */
export function examplesOf(job: Job): number {
  return "profile" in job ? job.profile.examples : job.examples;
}

/** Examples that are labelled already: those of a counted file, none of typed counts, unless stated. */
export function ownedOf({ examplesOwned }: Pick<Project, "examplesOwned">, job: Job): number {
  return examplesOwned ?? ("profile" in job ? job.profile.examples : 0);
}

interface Priced {
  readonly factors: Term["factors"];
  readonly from: PriceSource;
}

type Own = (name: string, figure: Figure) => string;

/** Tokens that a model reads and writes for one piece of work, each at its price. */
function modelTerms(
  name: string,
  model: ModelPrice,
  tokens: { readonly inputTokens: Figure; readonly outputTokens: Figure },
  own: Own,
  inputs: Map<string, Reading>,
  book: RateBook,
): Result<Priced[]> {
  const prices = pricesOf(model, `project.${name}.model`, book);
  if (!prices.ok) return prices;
  return ok(
    (["input", "output"] as const).map((side) => {
      const { price, from } = prices.value[side];
      inputs.set(`project.${name}.${side}Price`, price);
      return { factors: [own(`${name}.${side}Tokens`, tokens[`${side}Tokens`]), `project.${name}.${side}Price`], from };
    }),
  );
}

/** What one score of one item costs. */
function itemFactors(
  { costPerItem, judge }: NonNullable<Project["evaluation"]>,
  own: Own,
  inputs: Map<string, Reading>,
  book: RateBook,
): Result<Priced[]> {
  const typed =
    costPerItem === undefined ? [] : [{ factors: [own("evaluation.costPerItem", costPerItem)], from: stated }];
  if (judge === undefined) return ok(typed);
  const judged = modelTerms("evaluation.judge", judge.model, judge, own, inputs, book);
  return judged.ok ? ok([...typed, ...judged.value]) : judged;
}

/** Inputs of the further runs of each offer: rounds beyond the first, and the share that fails of all of them. */
function furtherInputs({ tuningRounds, failedRuns }: Project, inputs: Map<string, Reading>): Map<string, Reading> {
  if (tuningRounds !== undefined) inputs.set("project.furtherRounds", lessOne(reading(tuningRounds)));
  if (failedRuns !== undefined) inputs.set("project.failedRuns", reading(failedRuns));
  return inputs;
}

function lessOne({ low, typical, high }: Reading): Reading {
  const less = (value: Reading["low"]): Reading["low"] => larger(value.minus(1), zero);
  return { low: less(low), typical: less(typical), high: less(high) };
}

function furtherRuns({ tuningRounds, failedRuns, retrainEveryMonths }: Project, run: Term): Term[] {
  const { factors: training, from } = run;
  const once = (kind: TermKind, ...factors: Term["factors"]): Term => ({
    kind,
    period: "once",
    factors: [...training, ...factors],
    from,
  });
  return [
    ...(tuningRounds === undefined ? [] : [once("tuning_rounds", "project.furtherRounds")]),
    ...(failedRuns === undefined ? [] : [once("failed_runs", "project.failedRuns")]),
    ...(failedRuns === undefined || tuningRounds === undefined
      ? []
      : [once("failed_runs", "project.failedRuns", "project.furtherRounds")]),
    ...(retrainEveryMonths === undefined
      ? []
      : [
          {
            kind: "retraining" as const,
            period: "month" as const,
            factors: [...training, decimal(1).dividedBy(retrainEveryMonths)],
            from,
          },
        ]),
  ];
}

function leftOut(
  { labelCost, teacher, evaluation, tuningRounds, monitoringItemsPerMonth }: Project,
  isAllOwned: boolean,
): PricedProject["leftOut"] {
  const isPriced = evaluation?.costPerItem !== undefined || evaluation?.judge !== undefined;
  const unpriced = (part: "evaluation" | "monitoring", isStated: boolean): LeftOut[] =>
    !isStated ? [part] : isPriced ? [] : [`${part}_price`];
  return [
    ...(labelCost === undefined && teacher === undefined && !isAllOwned ? (["labels"] as const) : []),
    ...unpriced("evaluation", evaluation !== undefined),
    ...(tuningRounds === undefined ? (["tuning_rounds"] as const) : []),
    ...unpriced("monitoring", monitoringItemsPerMonth !== undefined),
  ];
}
