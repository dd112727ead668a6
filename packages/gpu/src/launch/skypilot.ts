import { stringify } from "yaml";
import { checkpointFolder } from "./checkpoints.ts";
import type { Launcher, Placement } from "./launcher.ts";

/** Clouds as SkyPilot names them; the ones here are those of the price book as well. */
const clouds = new Set(["aws", "azure", "gcp", "lambda", "nebius", "runpod", "vast", "hyperbolic"]);

/**
 * Cards as SkyPilot names them.
 *
 * @source https://docs.skypilot.co/en/stable/compute/gpus.html (2026-11-25)
 */
const cards: Readonly<Record<string, string>> = {
  "h100-sxm-80": "H100",
  "h100-pcie-80": "H100",
  "h200-sxm-141": "H200",
  "gh200-96": "GH200",
  "b200-180": "B200",
  "b300-288": "B300",
  "a100-sxm-80": "A100-80GB",
  "a100-pcie-80": "A100-80GB",
  "a100-sxm-40": "A100",
  "a100-pcie-40": "A100",
  "l40s-48": "L40S",
  "l40-48": "L40",
  "rtx-6000-ada-48": "RTX6000-Ada",
  "l4-24": "L4",
  "rtx-4090-24": "RTX4090",
  "rtx-3090-24": "RTX3090",
  "rtx-a6000-48": "RTXA6000",
  "rtx-a5000-24": "RTXA5000",
  "a40-48": "A40",
  "a10-24": "A10",
  "a10g-24": "A10G",
  "t4-16": "T4",
  "v100-sxm-16": "V100",
  "v100-sxm-32": "V100-32GB",
  "mi300x-192": "MI300X",
};

/** RunPod tells the forms of a card apart. */
const onRunpod: Readonly<Record<string, string>> = {
  "h100-sxm-80": "H100-SXM",
  "h100-nvl-94": "H100-NVL",
  "a100-sxm-80": "A100-80GB-SXM",
  "h200-sxm-141": "H200-SXM",
};

function cardOf({ cloud, gpu }: Placement): string | undefined {
  return (cloud === "runpod" ? onRunpod[gpu] : undefined) ?? cards[gpu];
}

/**
 * A task of SkyPilot: `sky launch job.yaml`, or a managed job where checkpoints outlive the machine.
 *
 * @source https://docs.skypilot.co/en/latest/reference/yaml-spec.html, its own schema sky/utils/schemas.py of 0.14.1
 */
export const skypilot: Launcher = {
  name: "SkyPilot",
  reaches: (placement) =>
    clouds.has(placement.cloud) &&
    cardOf(placement) !== undefined &&
    (placement.term === "on_demand" || placement.term === "spot"),
  write: ({ placement, name, about, install, start, config, checkpoints, minutes }) => {
    const { cloud, region, gpus, term } = placement;
    const task = {
      name,
      resources: {
        infra: region === null ? cloud : `${cloud}/${region}`,
        accelerators: `${cardOf(placement) ?? ""}:${gpus}`,
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
    const head = [...about, command].map((line) => `# ${line}\n`).join("");
    return `${head}${stringify(task, { lineWidth: 0 })}`;
  },
};
