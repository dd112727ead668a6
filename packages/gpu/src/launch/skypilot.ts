import { stringify } from "yaml";
import file from "./cards.json" with { type: "json" };
import { checkpointFolder, type Launcher, type Placement } from "./launcher.ts";

/** Clouds as SkyPilot names them; the ones here are those of the price book as well. */
const clouds = new Set(["aws", "azure", "gcp", "lambda", "nebius", "runpod", "vast", "hyperbolic"]);

/** Cards as SkyPilot names them. */
const cards: Readonly<Record<string, string>> = file.skypilot.cards;

/** RunPod tells the forms of a card apart. */
const onRunpod: Readonly<Record<string, string>> = file.skypilot.onRunpod;

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
