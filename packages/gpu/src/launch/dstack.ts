import { stringify } from "yaml";
import { checkpointFolder } from "./checkpoints.ts";
import type { Launcher } from "./launcher.ts";

/** Backends of dstack, by the cloud. */
const backends: Readonly<Record<string, string>> = {
  aws: "aws",
  azure: "azure",
  crusoe: "crusoe",
  gcp: "gcp",
  lambda: "lambda",
  nebius: "nebius",
  runpod: "runpod",
  vast: "vastai",
};

/** Cards as dstack names them, with their memory: `NAME:MEMORY:COUNT`. */
const cards: Readonly<Record<string, string>> = {
  "h100-sxm-80": "H100:80GB",
  "h100-pcie-80": "H100:80GB",
  "h100-nvl-94": "H100:94GB",
  "h200-sxm-141": "H200:141GB",
  "b200-180": "B200:180GB",
  "a100-sxm-80": "A100:80GB",
  "a100-pcie-80": "A100:80GB",
  "a100-sxm-40": "A100:40GB",
  "a100-pcie-40": "A100:40GB",
  "l40s-48": "L40S:48GB",
  "l40-48": "L40:48GB",
  "l4-24": "L4:24GB",
  "rtx-4090-24": "RTX4090:24GB",
  "rtx-5090-32": "RTX5090:32GB",
  "rtx-3090-24": "RTX3090:24GB",
  "a40-48": "A40:48GB",
  "a10-24": "A10:24GB",
  "a10g-24": "A10G:24GB",
  "t4-16": "T4:16GB",
  "v100-sxm-16": "V100:16GB",
  "v100-sxm-32": "V100:32GB",
  "mi300x-192": "MI300X:192GB",
};

/**
 * A task of dstack: `dstack apply -f job.dstack.yml`.
 *
 * @source https://dstack.ai/docs/reference/dstack.yml/task, its own models core/models/configurations.py (2026-11)
 */
export const dstack: Launcher = {
  name: "dstack",
  reaches: ({ cloud, gpu, term }) => cloud in backends && gpu in cards && (term === "on_demand" || term === "spot"),
  write: ({
    placement: { cloud, region, gpu, gpus, term },
    name,
    about,
    install,
    start,
    config,
    data,
    checkpoints,
    minutes,
  }) => {
    const task = {
      type: "task",
      name: name.slice(0, 40),
      python: "3.12",
      files: [config, ...(data === undefined ? [] : [data])],
      commands: [install, start(config)],
      resources: { gpu: `${cards[gpu] ?? ""}:${gpus}` },
      backends: [backends[cloud]],
      ...(region !== null && { regions: [region] }),
      ...(checkpoints !== undefined && { volumes: [`${checkpoints}:${checkpointFolder}`] }),
      ...(term === "spot" && { retry: { on_events: ["no-capacity", "interruption"], duration: "2d" } }),
      spot_policy: term === "spot" ? "spot" : "on-demand",
      max_duration: `${minutes}m`,
    };
    const head = [...about, "dstack apply -f job.dstack.yml"].map((line) => `# ${line}\n`).join("");
    return `${head}${stringify(task, { lineWidth: 0 })}`;
  },
};
