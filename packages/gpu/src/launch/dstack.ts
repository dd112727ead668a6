import { stringify } from "yaml";
import file from "./cards.json" with { type: "json" };
import { checkpointFolder, type Launcher } from "./launcher.ts";

/** Backends of dstack, by the cloud. */
const backends: Readonly<Record<string, string>> = file.dstack.backends;

/** Cards as dstack names them, with their memory: `NAME:MEMORY:COUNT`. */
const cards: Readonly<Record<string, string>> = file.dstack.cards;

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
