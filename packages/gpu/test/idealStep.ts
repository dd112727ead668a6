import { constants, type Constants } from "../src/physics/constants.ts";
import { stepTime, type StepTime } from "../src/physics/time.ts";
import type { Gpu } from "../src/run/hardware.ts";
import type { RunOptions } from "../src/run/question.ts";
import { run } from "./book.ts";
import { h100 } from "./llama8b.ts";

/** A card at its peak in products of any size, in attention and in its memory, beside a host that costs nothing. */
export const ideal: Constants = {
  ...constants,
  sustained: { ...constants.sustained, hopper: 1, turing: 1, workstation: 1 },
  bandwidth: { ...constants.bandwidth, hopper: 1, turing: 1 },
  perWatt: {},
  halfWidth: 0,
  halfRows: 0,
  halfLength: 0,
  narrowHeads: 1,
  attention: { ...constants.attention, "flash-2": { ...constants.attention["flash-2"], hopper: 1, turing: 1 } },
  attentionInStep: 1,
  adapterTraffic: 0,
  routedTraffic: 0,
};
export const peak = h100.bf16Tflops * 1e12;
export const bandwidth = h100.bandwidthGBs * 1e9;
export const tokens = 2048;

export function step(model: string, options: RunOptions, c: Constants = ideal, gpu: Gpu = h100, patches = 0): StepTime {
  const one = run(model, { framework: "torchtune", maxTokens: tokens, checkpointing: "none", ...options });
  return stepTime(one, gpu, { tokens, computed: tokens, document: 1024, patches }, c);
}
