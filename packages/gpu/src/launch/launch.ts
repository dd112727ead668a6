import type { Result } from "@tunecast/estimator";
import type { SelfHostAnswer } from "../answer.ts";
import { fail, ok } from "@tunecast/estimator/problem";
import { writers, type TrainerId } from "../trainers/all.ts";
import { settingsOf, type WrittenRun } from "../config/written.ts";
import type { Placement, Launcher } from "./launcher.ts";
import { dstack } from "./dstack.ts";
import { hfJobs } from "./hfJobs.ts";
import { shellWord } from "./shellWord.ts";
import { skypilot } from "./skypilot.ts";
import { slurm } from "./slurm.ts";

const launchers: {
  readonly skypilot: Launcher;
  readonly "hf-jobs": Launcher;
  readonly dstack: Launcher;
  readonly slurm: Launcher;
} = { skypilot, "hf-jobs": hfJobs, dstack, slurm };
export type LauncherId = keyof typeof launchers;

/** The job of an answer's run for a launcher. */
export interface LaunchFile {
  readonly text: string;
  readonly config: string;
  /** The cards and the split that the config must be for. */
  readonly gpus: number;
  readonly sharding: string;
}

/** What a job is written from. */
export interface LaunchQuestion {
  readonly trainer: TrainerId;
  readonly run: WrittenRun;
  /** The config that is at hand, and the split that it says. */
  readonly at?: { readonly config: string; readonly sharding: string | undefined } | undefined;
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
  { trainer, run, at }: LaunchQuestion,
): Result<LaunchFile> {
  const launcher = launchers[id];
  const { hours } = answer;
  if (hours === null) return fail({ kind: "launch_needs_hours" });
  const offer =
    launcher.own === true
      ? ownCards(answer)
      : answer.cost?.offers.find((one) => one.machines === 1 && launcher.reaches(one));
  if (offer === undefined) return fail({ kind: "no_placement", launcher: launcher.name });
  const { gpus, sharding } = offer;
  const fits = at !== undefined && (gpus === 1 || sharding === "ddp" || sharding === at.sharding);
  const config = fits ? at.config : "run.yaml";
  const { install = "", start } = writers[trainer];
  const longest = (offer.hours * hours.high) / hours.typical;
  const settings = settingsOf({ ...run, gpus, sharding: sharding as NonNullable<WrittenRun["sharding"]> });
  const about = [
    `${answer.model.id}, ${run.method ?? "lora"}: ${offer.hours.toFixed(2)} h expected, ${longest.toFixed(2)} h at most, on ${gpus} × ${offer.gpu}${gpus > 1 ? ` (${sharding})` : ""}.`,
    ...("total" in offer
      ? [
          `About ${Number(offer.total.amount).toFixed(2)} ${offer.total.currency} at ${offer.cloud}, ${offer.term.replace("_", " ")}: the cheapest that ${launcher.name} reaches.`,
        ]
      : []),
  ];
  return ok({
    text: launcher.write({
      placement: offer,
      name: `${answer.model.id}-${run.method ?? "lora"}`.replace(/[^a-z0-9]+/g, "-"),
      about,
      install,
      start: (file) => start?.(settings, shellWord(file)) ?? "",
      config,
      minutes: Math.ceil((longest * 60 + spareMinutes) / spareMinutes) * spareMinutes,
    }),
    config,
    gpus,
    sharding,
  });
}

/** The cards of an answer, where they are one's own. */
function ownCards({
  gpu,
  gpus,
  sharding,
  verdict,
  hours,
}: SelfHostAnswer): (Placement & { sharding: string; hours: number }) | undefined {
  if (verdict === "no" || hours === null) return undefined;
  return { cloud: "own", gpu: gpu.id, gpus, region: null, term: "own", sharding, hours: hours.typical };
}
