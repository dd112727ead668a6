import { stringify } from "yaml";
import type { GpuOffer } from "../answer.ts";
import file from "./cards.json" with { type: "json" };

export type Placement = Pick<GpuOffer, "cloud" | "gpu" | "gpus" | "region" | "term">;

interface Launch {
  readonly placement: Placement;
  readonly name: string;
  /** What it is, how long and at what price, a line each. */
  readonly about: readonly string[];
  readonly install: string;
  readonly start: (config: string) => string;
  readonly config: string;
  readonly data: string | undefined;
  /** Where checkpoints outlive the machine: only then may it be taken away. */
  readonly checkpoints: string | undefined;
  readonly minutes: number;
}

/** A program that starts runs on rented or own machines. */
export interface Launcher {
  readonly name: string;
  /** Absent: it starts runs on cards of one's own. */
  readonly reaches?: (placement: Placement) => boolean;
  readonly write: (launch: Launch) => string;
}

export const checkpointFolder = "/checkpoints";

export function shellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

type Names = Readonly<Record<string, string>>;

function isRented({ term }: Placement): boolean {
  return term === "on_demand" || term === "spot";
}

function commented(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}\n`).join("");
}

/** Cards as dstack names them, with their memory: `NAME:MEMORY:COUNT`. */
const dstackCards: Names = file.dstack.cards;
const backends: Names = file.dstack.backends;

/** @source https://dstack.ai/docs/reference/dstack.yml/task, its own models core/models/configurations.py (2026-11) */
const dstack: Launcher = {
  name: "dstack",
  reaches: (placement) => placement.cloud in backends && placement.gpu in dstackCards && isRented(placement),
  write: ({ placement, name, about, install, start, config, data, checkpoints, minutes }) => {
    const { cloud, region, gpu, gpus, term } = placement;
    const task = {
      type: "task",
      name: name.slice(0, 40),
      python: "3.12",
      files: [config, ...(data === undefined ? [] : [data])],
      commands: [install, start(config)],
      resources: { gpu: `${dstackCards[gpu] ?? ""}:${gpus}` },
      backends: [backends[cloud]],
      ...(region !== null && { regions: [region] }),
      ...(checkpoints !== undefined && { volumes: [`${checkpoints}:${checkpointFolder}`] }),
      ...(term === "spot" && { retry: { on_events: ["no-capacity", "interruption"], duration: "2d" } }),
      spot_policy: term === "spot" ? "spot" : "on-demand",
      max_duration: `${minutes}m`,
    };
    return `${commented([...about, "dstack apply -f job.dstack.yml"])}${stringify(task, { lineWidth: 0 })}`;
  },
};

const skyClouds = new Set(["aws", "azure", "gcp", "lambda", "nebius", "runpod", "vast", "hyperbolic"]);
const skyCards: Names = file.skypilot.cards;
const onRunpod: Names = file.skypilot.onRunpod;

function skyCard({ cloud, gpu }: Placement): string | undefined {
  return (cloud === "runpod" ? onRunpod[gpu] : undefined) ?? skyCards[gpu];
}

/** @source https://docs.skypilot.co/en/latest/reference/yaml-spec.html, its own schema sky/utils/schemas.py of 0.14.1 */
const skypilot: Launcher = {
  name: "SkyPilot",
  reaches: (placement) => skyClouds.has(placement.cloud) && skyCard(placement) !== undefined && isRented(placement),
  write: ({ placement, name, about, install, start, config, checkpoints, minutes }) => {
    const { cloud, region, gpus, term } = placement;
    const task = {
      name,
      resources: {
        infra: region === null ? cloud : `${cloud}/${region}`,
        accelerators: `${skyCard(placement) ?? ""}:${gpus}`,
        ...(term === "spot" && { use_spot: true, job_recovery: { strategy: "EAGER_NEXT_REGION" } }),
      },
      num_nodes: 1,
      workdir: ".",
      ...(checkpoints !== undefined && { file_mounts: { [checkpointFolder]: { source: checkpoints, mode: "MOUNT" } } }),
      setup: `${install}\n`,
      run: `timeout ${minutes}m env ${start(config)}\n`,
    };
    // A managed job comes back after the machine was taken away; a launched one does not.
    const command = checkpoints === undefined ? "sky launch --down job.yaml" : "sky jobs launch job.yaml";
    return `${commented([...about, command])}${stringify(task, { lineWidth: 0 })}`;
  },
};

const flavours: Names = file.hfJobs.flavours;
const image = "pytorch/pytorch:2.6.0-cuda12.4-cudnn9-devel";

/** The config goes along in the command. @source https://huggingface.co/docs/huggingface_hub/guides/jobs (2026-11) */
const hfJobs: Launcher = {
  name: "Hugging Face Jobs",
  reaches: ({ cloud, gpu, gpus }) => cloud === "hugging-face-jobs" && `${gpu}x${gpus}` in flavours,
  write: ({ placement: { gpu, gpus }, about, install, start, config, minutes }) => {
    const own = config.replace(/^.*\//, "");
    const send = `printf %s $(base64 < ${shellWord(config)} | tr -d '\\n') | base64 -d > ${shellWord(own)}`;
    const escaped = (command: string): string => command.replaceAll(/["$`\\]/g, "\\$&");
    const hub = "The data and the place for the tuned model must be on the hub: nothing else goes along or stays.";
    return [
      `#!/bin/sh\n${commented([...about, hub])}hf jobs run --detach --flavor ${flavours[`${gpu}x${gpus}`] ?? ""} --timeout ${minutes}m --secrets HF_TOKEN \\`,
      `  ${image} \\`,
      `  sh -c "${send} && ${escaped(install)} && ${escaped(start(own))}"\n`,
    ].join("\n");
  },
};

/** @source https://slurm.schedmd.com/sbatch.html (2026-11) */
const slurm: Launcher = {
  name: "Slurm",
  write: ({ placement: { gpus }, name, about, install, start, config, minutes }) => {
    const two = (number: number): string => String(number).padStart(2, "0");
    const days = minutes < 1440 ? "" : `${Math.floor(minutes / 1440)}-`;
    return `#!/bin/bash
#SBATCH --job-name=${name}
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --gpus-per-node=${gpus}
#SBATCH --time=${days}${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}:00
#SBATCH --output=%x-%j.log
${commented(about)}# Cards of several kinds: name yours as the cluster does, --gpus-per-node=KIND:COUNT.
set -euo pipefail
# Once, on the node where the environment is made:
# ${install}
srun env ${start(config)}
`;
  },
};

export type LauncherId = "skypilot" | "hf-jobs" | "dstack" | "slurm";
export const launchers: Readonly<Record<LauncherId, Launcher>> = { skypilot, "hf-jobs": hfJobs, dstack, slurm };
