import type { BookOffer } from "../prices/offers.ts";
import type { Profile } from "../contract/profile.ts";
import type { Job, JobOptions } from "../contract/question.ts";
import { countedFor, type Counted } from "./counted.ts";

/** One training job as a provider sees it: the whole, or a stage of sequential fine-tuning. */
export interface Stage {
  readonly job: Job;
  readonly counted: Counted;
  readonly epochs: number;
}

/** At least one stage. */
export type Stages = readonly [Stage, ...Stage[]];

/**
 * The stages of a job, the first one first. Those after it have their own data, epochs and quantities (hours, steps, …)
 * and no validation set; what is a setting of the run holds for all.
 */
export function stagesOf(offer: BookOffer, { stages = [], ...first }: Job, epochs: number): Stages {
  const shared = settings(first);
  const further = stages.map(({ epochs: own = epochs, ...data }) => ({
    job: { ...shared, ...data },
    counted: countedFor(offer, data),
    epochs: own,
  }));
  return [{ job: first, counted: countedFor(offer, first), epochs }, ...further];
}

/** The profiles that the job and its further stages are counted from. */
export function profilesOf({ stages = [], ...first }: Job): Profile[] {
  return [first, ...stages].flatMap((data) => ("profile" in data ? [data.profile] : []));
}

function settings({ packing, maxSequenceTokens }: JobOptions): JobOptions {
  return {
    ...(packing !== undefined && { packing }),
    ...(maxSequenceTokens !== undefined && { maxSequenceTokens }),
  };
}
