import { type Assumption, type LineItem, type Money, type Result, fail, ok } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import { lengthNotes } from "../run/lengthNotes.ts";
import { dataReading } from "../run/lengths.ts";
import type { GpuOffer } from "../answer.ts";
import { gpuOffers } from "./gpuOffers.ts";
import type { RunOptions, SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import { readQuestion, type Asked } from "../run/readQuestion.ts";
import { placementsOf } from "../placement/placements.ts";

/** A row of the table of services: the cheapest way to rent one kind and number of cards. */
export interface SelfHostOffer {
  /** `self-hosted/MODEL:METHOD@GPU`, with `xN` for N cards. */
  readonly id: string;
  readonly provider: "self-hosted";
  readonly model: string;
  readonly method: string;
  readonly variant: string;
  readonly lines: readonly LineItem[];
  readonly total: Money;
  readonly range: { readonly low: string; readonly high: string };
  readonly hours: number;
  /** Days since the price of the machines was last seen; null for a copy that bears no day. */
  readonly priceAge: number | null;
  readonly assumptions: readonly Assumption[];
}

/** `qlora`, `dpo-lora`: what stands after the model in the id of a row. */
export function rowName({ method = "lora", objective = "sft" }: Pick<RunOptions, "method" | "objective">): string {
  return objective === "sft" ? method : `${objective}-${method}`;
}

/**
 * Rows of a job on rented GPUs, one per kind and number of cards that fits, each at its cheapest on-demand price.
 *
 * Problems: those of `selfHost`, and `no_data`.
 */
export function selfHostOffers(question: SelfHostQuestion, book: SelfHostBook): Result<readonly SelfHostOffer[]> {
  const asked = readQuestion(question, book);
  return asked.ok ? offersFor(asked.value, book) : asked;
}

/** The rows of a question that was read. */
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
  const notes = [
    ...lengthNotes(run, dataReading(run, question), question.maxTokens !== undefined),
    ...(shape.notes ?? []),
  ];
  return ok(
    [...cheapest].map(([variant, offer]) => ({
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
        spokenOfRun({
          kind: "gpu_offer",
          machines: offer.machines,
          cloud: offer.cloud,
          machine: offer.id,
          sharding: offer.sharding,
          tight: offer.verdict === "tight",
        }),
        ...notes,
      ],
    })),
  );
}
