import file from "./cards.json" with { type: "json" };
import { shellWord, type Launcher, type Placement } from "./launcher.ts";

/** Flavours of Hugging Face Jobs, by card and count. */
const flavours: Readonly<Record<string, string>> = file.hfJobs.flavours;

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
