import type { BookOffer } from "../prices/offers.ts";
import type { Profile } from "../contract/profile.ts";
import type { Job, JobOptions } from "../contract/fields/job.ts";
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
export function stagesOf(offer: BookOffer, job: Job, epochs: number): Stages {
  const [first, ...further] = jobsOf(job);
  return [
    { job: first, counted: countedFor(offer, first), epochs },
    ...further.map(({ epochs: own, ...stage }) => ({
      job: stage,
      counted: countedFor(offer, stage),
      epochs: typeof own === "number" ? own : epochs,
    })),
  ];
}

type Jobs = readonly [Job, ...Job[]];

const split = new WeakMap<Job, Jobs>();

/** The jobs of all stages: the same ones for every offer, so that offers can share their counts. */
function jobsOf(job: Job): Jobs {
  const known = split.get(job);
  if (known !== undefined) return known;
  const { stages = [], ...first } = job;
  const shared = settings(first);
  const jobs: Jobs = [first, ...stages.map((data) => ({ ...shared, ...data }))];
  split.set(job, jobs);
  return jobs;
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
