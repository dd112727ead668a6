import type { Launcher, Placement } from "./launcher.ts";
import { shellWord } from "./shellWord.ts";

/**
 * Flavours of Hugging Face Jobs, by card and count.
 *
 * @source https://github.com/huggingface/huggingface_hub src/huggingface_hub/_jobs_api.py JobHardware
 */
const flavours: Readonly<Record<string, string>> = {
  "t4-16x1": "t4-small",
  "l4-24x1": "l4x1",
  "l4-24x4": "l4x4",
  "l40s-48x1": "l40sx1",
  "l40s-48x4": "l40sx4",
  "l40s-48x8": "l40sx8",
  "a10g-24x1": "a10g-small",
  "a10g-24x2": "a10g-largex2",
  "a10g-24x4": "a10g-largex4",
  "a100-sxm-80x1": "a100-large",
  "a100-sxm-80x4": "a100x4",
  "a100-sxm-80x8": "a100x8",
  "h200-sxm-141x1": "h200",
  "h200-sxm-141x2": "h200x2",
  "h200-sxm-141x4": "h200x4",
  "h200-sxm-141x8": "h200x8",
  "rtx-pro-6000-96x1": "rtx-pro-6000",
  "rtx-pro-6000-96x2": "rtx-pro-6000x2",
  "rtx-pro-6000-96x4": "rtx-pro-6000x4",
  "rtx-pro-6000-96x8": "rtx-pro-6000x8",
};

const image = "pytorch/pytorch:2.6.0-cuda12.4-cudnn9-devel";

function flavourOf({ gpu, gpus }: Placement): string | undefined {
  return flavours[`${gpu}x${gpus}`];
}

/**
 * A script that starts a job of Hugging Face's; the config goes along in the command.
 *
 * @source https://huggingface.co/docs/huggingface_hub/guides/jobs (2026-11)
 */
export const hfJobs: Launcher = {
  name: "Hugging Face Jobs",
  reaches: (placement) => placement.cloud === "hugging-face-jobs" && flavourOf(placement) !== undefined,
  write: ({ placement, about, install, start, config, minutes }) => {
    const file = config.replace(/^.*\//, "");
    const send = `printf %s $(base64 < ${shellWord(config)} | tr -d '\\n') | base64 -d > ${shellWord(file)}`;
    return [
      "#!/bin/sh",
      ...about.map((line) => `# ${line}`),
      "# The data and the place for the tuned model must be on the hub: nothing else goes along or stays.",
      `hf jobs run --detach --flavor ${flavourOf(placement) ?? ""} --timeout ${minutes}m --secrets HF_TOKEN \\`,
      `  ${image} \\`,
      `  sh -c "${send} && ${escaped(install)} && ${escaped(start(file))}"`,
      "",
    ].join("\n");
  },
};

/** A command inside double quotes. */
function escaped(command: string): string {
  return command.replaceAll(/["$`\\]/g, "\\$&");
}
