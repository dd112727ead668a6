import { InvalidArgumentError } from "commander";
import { writeServiceJob, writeTrainerConfig, writtenServices, writtenTrainers } from "@tunecast/gpu/trainers";
import type { ServiceId, TrainerId } from "@tunecast/gpu/trainers";
import type { OfferOptions } from "../../cards/offerCost.ts";
import { given } from "../../ask/options.ts";
import { taken } from "../../show/messages.ts";

export interface PilotFile {
  readonly name: string;
  readonly examples: number;
  readonly repeat: number;
}

/** The files that start the runs of a cut. */
export interface PilotJobs {
  readonly target: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The job of each training file, in its order. */
  readonly jobs: readonly string[];
  /** What has to be put into the first one, and the line that starts it. */
  readonly fill: readonly string[];
  readonly start: string;
}

/**
 * Jobs for each training file, at the target that was asked for, else at the service of the offer; null where neither
 * names one that jobs are written for.
 */
export function pilotJobs(
  pilots: readonly PilotFile[],
  { jobs, offer, model, epochs }: OfferOptions & { readonly jobs?: string },
): PilotJobs | null {
  const targets: readonly string[] = [...writtenServices, ...writtenTrainers];
  if (jobs !== undefined && !targets.includes(jobs))
    throw new InvalidArgumentError(`--jobs is ${jobs}; it must be one of ${targets.join(", ")}.`);
  const target = jobs ?? targets.find((id) => offer?.startsWith(`${id}/`) === true);
  if (target === undefined) return null;
  const named = model ?? offer?.replace(/^[^/]*\//u, "").replace(/:[^:]*$/u, "");
  if (named === undefined) throw new InvalidArgumentError("--jobs needs --model or --offer too.");
  if (typeof epochs === "object") throw new InvalidArgumentError("A job runs one number of epochs: give --epochs one.");
  const passes = epochs === "provider" ? undefined : epochs;
  const service = writtenServices.find((id) => id === target);
  const trainer = writtenTrainers.find((id) => id === target);
  if (service !== undefined) return serviceJobs(service, pilots, named, passes);
  if (trainer === undefined) return null;
  if (epochs === "provider")
    throw new InvalidArgumentError(`${trainer} has no epochs of a provider: give --epochs a number.`);
  return trainerConfigs(trainer, pilots, named, passes ?? 3);
}

function serviceJobs(target: ServiceId, pilots: readonly PilotFile[], model: string, epochs?: number): PilotJobs {
  const written = pilots.map(({ name: file, examples, repeat }) => {
    const name = `n${examples}-r${repeat}`;
    const job = writeServiceJob(target, { model, file, name, seed: repeat, ...given({ epochs }) });
    return { name: `job-${name}.${job.extension}`, job };
  });
  const [first] = written;
  return {
    target,
    files: written.map(({ name, job }) => ({ name, text: job.text })),
    jobs: written.map(({ name }) => name),
    fill: (first?.job.fill ?? []).map((one) => `${one.mark}: ${one.with}`),
    start: first?.job.start(first.name) ?? "",
  };
}

/** Configs of adapters on one card; files that must lie beside them are joined. */
function trainerConfigs(target: TrainerId, pilots: readonly PilotFile[], model: string, epochs: number): PilotJobs {
  const run = { model, gpu: "", method: "lora", rank: 16, epochs, microBatch: 1, accumulation: 16 } as const;
  const written = pilots.map(({ name: file, examples, repeat }) => {
    const name = `n${examples}-r${repeat}`;
    const config = `${target}-${name}.yaml`;
    return { config, ...taken(writeTrainerConfig(target, run, config, { file, name })) };
  });
  const beside = new Map<string, object>();
  for (const { beside: other } of written)
    if (other !== undefined) beside.set(other.name, { ...beside.get(other.name), ...JSON.parse(other.text) });
  const joined = [...beside].map(([name, text]) => ({ name, text: `${JSON.stringify(text, null, 2)}\n` }));
  return {
    target,
    files: [...written.map(({ config, text }) => ({ name: config, text })), ...joined],
    jobs: written.map(({ config }) => config),
    fill: [],
    start: written[0]?.start ?? "",
  };
}
