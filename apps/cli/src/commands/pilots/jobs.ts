import { InvalidArgumentError } from "commander";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import type { ServiceId, TrainerId } from "@tunecast/gpu/trainers";
import type { OfferOptions } from "../../cards/offerCost.ts";
import { given } from "../../ask/options.ts";

/** A training file of the cut. */
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
export async function pilotJobs(
  pilots: readonly PilotFile[],
  { jobs, offer, model, epochs }: OfferOptions & { readonly jobs?: string },
): Promise<Result<PilotJobs | null>> {
  const { writtenServices, writtenTrainers } = await import("@tunecast/gpu/trainers");
  const targets: readonly string[] = [...writtenServices, ...writtenTrainers];
  if (jobs !== undefined && !targets.includes(jobs))
    throw new InvalidArgumentError(`--jobs is ${jobs}; it must be one of ${targets.join(", ")}.`);
  const target = jobs ?? targets.find((id) => offer?.startsWith(`${id}/`) === true);
  if (target === undefined) return ok(null);
  const named = model ?? offer?.replace(/^[^/]*\//u, "").replace(/:[^:]*$/u, "");
  if (named === undefined) throw new InvalidArgumentError("--jobs needs --model or --offer too.");
  const passes = typeof epochs === "number" ? epochs : undefined;
  const service = writtenServices.find((id) => id === target);
  if (service !== undefined) return serviceJobs(service, pilots, named, passes);
  const trainer = writtenTrainers.find((id) => id === target);
  return trainer === undefined ? ok(null) : trainerConfigs(trainer, pilots, named, passes ?? 3);
}

async function serviceJobs(
  target: ServiceId,
  pilots: readonly PilotFile[],
  model: string,
  epochs: number | undefined,
): Promise<Result<PilotJobs>> {
  const { writeServiceJob } = await import("@tunecast/gpu/trainers");
  const written = pilots.map(({ name: file, examples, repeat }) => {
    const name = `n${examples}-r${repeat}`;
    const job = writeServiceJob(target, { model, file, name, seed: repeat, ...given({ epochs }) });
    return { name: `job-${name}.${job.extension}`, job };
  });
  const [first] = written;
  return ok({
    target,
    files: written.map(({ name, job }) => ({ name, text: job.text })),
    jobs: written.map(({ name }) => name),
    fill: (first?.job.fill ?? []).map((one) => `${one.mark}: ${one.with}`),
    start: first?.job.start(first.name) ?? "",
  });
}

/** Configs of adapters on one card; files that must lie beside them are joined. */
async function trainerConfigs(
  target: TrainerId,
  pilots: readonly PilotFile[],
  model: string,
  epochs: number,
): Promise<Result<PilotJobs>> {
  const { writeTrainerConfig } = await import("@tunecast/gpu/trainers");
  const files: { name: string; text: string }[] = [];
  const jobs: string[] = [];
  const beside = new Map<string, object>();
  let start = "";
  for (const { name: file, examples, repeat } of pilots) {
    const name = `n${examples}-r${repeat}`;
    const config = `${target}-${name}.yaml`;
    const run = { model, gpu: "", method: "lora", rank: 16, epochs, microBatch: 1, accumulation: 16 } as const;
    const written = writeTrainerConfig(target, run, config, { file, name });
    if (!written.ok) return written;
    files.push({ name: config, text: written.value.text });
    jobs.push(config);
    start = start === "" ? written.value.start : start;
    const { beside: other } = written.value;
    if (other !== undefined) beside.set(other.name, { ...beside.get(other.name), ...JSON.parse(other.text) });
  }
  for (const [name, text] of beside) files.push({ name, text: `${JSON.stringify(text, null, 2)}\n` });
  return ok({ target, files, jobs, fill: [], start });
}

/** What starts the runs, and what has to be put in first. */
export function jobLines({ target, jobs, fill, start }: PilotJobs): string[] {
  return [
    "",
    `What starts each run (${target}): ${jobs.join(", ")}.`,
    ...fill.map((one) => `To be put in first: ${one}.`),
    `The first one: ${start}`,
    "Score every run on test.jsonl and read the results: tunecast pilots read RESULTS…",
  ];
}
