import type { Launcher } from "./launcher.ts";

/**
 * A batch script for a cluster of one's own: `sbatch job.sh`.
 *
 * @source https://slurm.schedmd.com/sbatch.html (2026-11)
 */
export const slurm: Launcher = {
  name: "Slurm",
  own: true,
  reaches: () => true,
  write: ({ placement: { gpus }, name, about, install, start, config, minutes }) =>
    [
      "#!/bin/bash",
      `#SBATCH --job-name=${name}`,
      "#SBATCH --nodes=1",
      "#SBATCH --ntasks-per-node=1",
      `#SBATCH --gpus-per-node=${gpus}`,
      `#SBATCH --time=${clock(minutes)}`,
      "#SBATCH --output=%x-%j.log",
      ...about.map((line) => `# ${line}`),
      "# Cards of several kinds: name yours as the cluster does, --gpus-per-node=KIND:COUNT.",
      "set -euo pipefail",
      "# Once, on the node where the environment is made:",
      `# ${install}`,
      `srun env ${start(config)}`,
      "",
    ].join("\n"),
};

/** `D-HH:MM:SS`. */
function clock(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const days = Math.floor(minutes / 1440);
  return `${days > 0 ? `${days}-` : ""}${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}:00`;
}
