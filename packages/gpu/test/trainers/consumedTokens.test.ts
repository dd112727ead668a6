import { expect, it } from "vitest";
import { readTrainingLog } from "../../src/trainers.ts";

// https://github.com/bigscience-workshop/Megatron-DeepSpeed/issues/396, shortened.
const line = (step: number, tokens: number): string =>
  ` iteration     ${step}/  250000 | consumed samples:        ${step * 8} | consumed tokens:     ${tokens} | elapsed time per iteration (ms): 4250.0 | learning rate: 2.999E-04 | global batch size:     8 |`;

it("reads the tokens that Megatron-DeepSpeed has consumed", () => {
  const log = readTrainingLog({ name: "run.log", text: `${line(5426, 88_899_584)}\n${line(5427, 88_915_968)}\n` });
  if (!log.ok) throw new Error(log.problem.kind);
  expect(log.value.points).toMatchObject([
    { step: 5426, tokens: 88_899_584 },
    { step: 5427, tokens: 88_915_968 },
  ]);
});
