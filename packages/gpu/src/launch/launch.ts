import { type Result, fail, ok } from "@tunecast/estimator/parts";
import type { SelfHostAnswer } from "../answer.ts";
import { seenLately } from "../offer/gpuOffers.ts";
import { writers, type TrainerId } from "../trainers/all.ts";
import { settingsOf, type WrittenRun } from "../config/write.ts";
import { checkpointFolder, launchers, shellWord, type LauncherId, type Placement } from "./launchers.ts";

/** The job of an answer's run for a launcher. */
export interface LaunchFile {
  readonly text: string;
  readonly config: string;
  readonly gpus: number;
  readonly sharding: string;
}

/** What a job is written from. */
export interface LaunchQuestion {
  readonly trainer: TrainerId;
  readonly run: WrittenRun;
  /** The config that is at hand, and the split that it says. */
  readonly at?: { readonly config: string; readonly sharding: string | undefined } | undefined;
  readonly data?: string | undefined;
  readonly checkpoints?: string | undefined;
}

/** Half an hour over the longest that is expected, up to the half hour. */
const spareMinutes = 30;

/**
 * Writes the job that starts a run at the cheapest placement that fits and that the launcher reaches.
 *
 * Problems: `launch_needs_hours` for an answer without data, `no_placement` where nothing that it reaches fits.
 */
export function writeLaunch(
  id: LauncherId,
  answer: SelfHostAnswer,
  { trainer, run, at, data, checkpoints }: LaunchQuestion,
): Result<LaunchFile> {
  const launcher = launchers[id];
  const { hours } = answer;
  if (hours === null) return fail({ kind: "launch_needs_hours" });
  const { reaches } = launcher;
  const rented = reaches === undefined ? [] : (answer.cost?.offers ?? []).filter(({ machines }) => machines === 1);
  // On demand, or where checkpoints are kept a machine that can be taken away.
  const kept = rented.filter(({ term }) => checkpoints !== undefined || term === "on_demand");
  const offer = reaches === undefined ? ownCards(answer) : seenLately(kept.filter(reaches));
  if (offer === undefined) return fail({ kind: "no_placement", launcher: launcher.name, others: rented.length });
  const { gpus, sharding } = offer;
  const fits = at !== undefined && (gpus === 1 || sharding === "ddp" || sharding === at.sharding);
  const config = fits ? at.config : "run.yaml";
  const { install = "", start } = writers[trainer];
  const longest = (offer.hours * hours.high) / hours.typical;
  const settings = settingsOf({ ...run, gpus, sharding: sharding as NonNullable<WrittenRun["sharding"]> });
  const safe = "and that nobody takes away. With --checkpoints PLACE spot machines are taken as well";
  const about = [
    `${answer.model.id}, ${run.method ?? "lora"}: ${offer.hours.toFixed(2)} h expected, ${longest.toFixed(2)} h at most, on ${gpus} × ${offer.gpu}${gpus > 1 ? ` (${sharding})` : ""}.`,
    "total" in offer &&
      `About ${Number(offer.total.amount).toFixed(2)} ${offer.total.currency} at ${offer.cloud}, ${offer.term.replace("_", " ")} (price seen ${offer.seen}): the cheapest that ${launcher.name} reaches${checkpoints === undefined ? ` ${safe}` : ""}.`,
    checkpoints !== undefined &&
      `The config must write its checkpoints below ${checkpointFolder} and go on from the last one there.`,
  ].filter((line) => line !== false);
  return ok({
    text: launcher.write({
      placement: offer,
      name: `${answer.model.id}-${run.method ?? "lora"}`.replace(/[^a-z0-9]+/g, "-"),
      about,
      install,
      start: (file) => start?.(settings, shellWord(file)) ?? "",
      config,
      data,
      checkpoints,
      minutes: Math.ceil((longest * 60 + spareMinutes) / spareMinutes) * spareMinutes,
    }),
    config,
    gpus,
    sharding,
  });
}

function ownCards(answer: SelfHostAnswer): (Placement & { sharding: string; hours: number }) | undefined {
  const { gpu, gpus, sharding, verdict, hours } = answer;
  if (verdict === "no" || hours === null) return undefined;
  return { cloud: "own", gpu: gpu.id, gpus, region: null, term: "own", sharding, hours: hours.typical };
}
