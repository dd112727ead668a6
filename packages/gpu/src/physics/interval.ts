import type { Gpu } from "../run/hardware.ts";
import type { Run } from "../run/run.ts";

/** Low and high of measured over estimated. */
export interface Spread {
  readonly low: number;
  readonly high: number;
}

/**
 * What no measured run says of a run: its framework (or nobody said which), its card, or the network between its
 * machines.
 */
export type Unmeasured = "framework" | "card" | "network";

/** What an interval is of. */
type Figure = "memory" | "speed" | "hours" | "rollouts";

/** Frameworks and cards that the constants were fitted on. */
const measured = {
  frameworks: "hf hf-fused llama-factory axolotl unsloth lightning torchtune torchtitan llm-foundry megatron".split(
    " ",
  ),
  cards: `a100-sxm-80 a100-sxm-40 h100-sxm-80 h100-sxm-96 h200-sxm-141 h20-96 b200-180 gb200-186 b300-288 gb300-288
    rtx-3090-24 rtx-4090-24 rtx-a5000-24 rtx-6000-ada-48 l40s-48 a10g-24`.split(/\s+/),
};

/** @param framework as the question names it */
export function unmeasuredOf(run: Run, gpu: Gpu, framework: string | undefined): Unmeasured[] {
  return [
    ...(framework !== undefined && measured.frameworks.includes(run.profile.id) ? [] : (["framework"] as const)),
    ...(measured.cards.includes(gpu.id) ? [] : (["card"] as const)),
    ...(run.gpus > gpu.linkedCards && run.networkGBs === undefined ? (["network"] as const) : []),
  ];
}

/**
 * The 80 % interval of measured over estimated: conformal over sources that were left out of the fit
 * (`npm run bench:selfhost`). Of hours: published runs, evaluation and saving in them.
 */
const fourOfFive: Readonly<Record<Figure, Spread>> = {
  memory: { low: 0.83, high: 1.19 },
  speed: { low: 0.78, high: 1.23 },
  // 80 of 84 runs, twelve of sixteen publishers, left out: Alpaca's and one of Hugging Face's took nine and fourteen times as long.
  hours: { low: 0.6, high: 2.15 },
  // 21 published runs of seven sources took 0.6 to 6 times the computed hours; few sources make a wide interval.
  rollouts: { low: 0.76, high: 9.5 },
};

/** Hours of a run over those of its steps: evaluation, saving, loading, and hosts of unknown speed. */
export const usualHours = 1.13;

/** The same where completions are drawn: cards wait for the engine, for rewards and for one another. */
export const usualRolloutHours = 2.7;

/** After ten steps on the user's own machine: drift, and of the hours evaluation and saving. */
const afterMeasuring: Readonly<Record<Figure, Spread>> = {
  memory: { low: 0.97, high: 1.05 },
  speed: { low: 0.95, high: 1.05 },
  hours: { low: 0.97, high: 1.2 },
  rollouts: { low: 0.76, high: 9.5 },
};

/** Each thing that was not measured makes an interval so many times as wide, in logarithms. */
export const wider = 1.25;

/** The interval of a figure. @param unmeasured "here" where ten steps of the run itself were measured */
export function interval(of: Figure, unmeasured: readonly Unmeasured[] | "here"): Spread {
  if (unmeasured === "here") return afterMeasuring[of];
  // Memory is counted the same on every card and network.
  const unknown = of === "memory" ? unmeasured.filter((one) => one === "framework") : unmeasured;
  const power = wider ** unknown.length;
  const { low, high } = fourOfFive[of];
  return { low: low ** power, high: high ** power };
}
