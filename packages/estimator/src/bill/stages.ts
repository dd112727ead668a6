import type { BookOffer } from "../prices/offers.ts";
import type { Profile } from "../contract/profile.ts";
import type { Job } from "../contract/fields/job.ts";
import { type Counted, countedFor } from "./counted.ts";
import { once } from "../prices/once.ts";
import type { EpochsEntry } from "../prices/priceFile.ts";

/** One training job as a provider sees it: the whole, or a stage of sequential fine-tuning. */
export interface Stage {
  readonly job: Job;
  readonly counted: Counted;
  readonly epochs: number;
}

export type Stages = readonly [Stage, ...Stage[]];

/** The stages of a job. Those after the first have their own data, epochs and quantities, and share the settings of the run. */
export function stagesOf(offer: BookOffer, job: Job, epochs: number): Stages {
  const stage = (own: Job): Stage => ({
    job: own,
    counted: countedFor(offer, own),
    epochs: own !== first && typeof own.epochs === "number" ? own.epochs : epochs,
  });
  const [first, ...further] = jobsOf(job);
  return [stage(first), ...further.map(stage)];
}

/** The jobs of all stages: the same ones for every offer, so that offers can share their counts. */
export const jobsOf: (job: Job) => readonly [Job, ...Job[]] = /* @__PURE__ */ once(({ stages = [], ...first }) => {
  const { packing, maxSequenceTokens } = first;
  const shared = {
    ...(packing !== undefined && { packing }),
    ...(maxSequenceTokens !== undefined && { maxSequenceTokens }),
  };
  return [first, ...stages.map((data) => ({ ...shared, ...data }))];
});

/** The profiles that the job and its further stages are counted from. */
export function profilesOf({ stages = [], ...first }: Job): Profile[] {
  return [first, ...stages].flatMap((data) => ("profile" in data ? [data.profile] : []));
}

/**
 * The provider's own number of passes when nobody sets one; null where none is known.
 *
 * `openai_auto`: 3; of few examples as many as 100 example-passes hold, at most 25; of many as 25,000 hold, at least one. It
 * is the rule of OpenAI's notebook, not a contract.
 *
 * @source https://github.com/openai/openai-cookbook examples/Chat_finetuning_data_prep.ipynb (read 2026-11-24)
 */
export function providerEpochs(entry: EpochsEntry | null, examples: number): number | null {
  if (entry === null) return null;
  if (entry.rule === "fixed") return entry.epochs ?? null;
  if (examples < 1) return 3;
  const [few, many] = [Math.floor(100 / examples), Math.floor(25_000 / examples)];
  return Math.min(25, Math.max(3, few), Math.max(1, many));
}
