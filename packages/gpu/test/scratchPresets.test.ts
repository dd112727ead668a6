import { hardware, openModels } from "@tunecast/pricing";
import { expect, it } from "vitest";
import { scratchPresets } from "../../estimator/src/answer.ts";
import { readModelConfig, selfHost } from "../src/index.ts";

it.each(Object.values(scratchPresets))("$name: its published GPU-hours lie in the range", (preset) => {
  const shape = readModelConfig(preset.config, preset.name);
  if (!shape.ok) throw new Error(shape.problem.kind);
  const { gpu, gpus, tokens } = preset;
  const data = { examples: Math.round(tokens / 2048), tokensPerExample: 2048 };
  const answer = selfHost(
    { objective: "scratch", model: shape.value, gpu, gpus, data },
    { models: openModels, hardware },
  );
  if (!answer.ok) throw new Error(answer.problem.kind);
  const { hours, model, verdict } = answer.value;
  expect(verdict).toBe("fits");
  // 50.6 billion by the paper.
  expect(model.parameters / 1e9).toBeCloseTo(50.6, 0);
  expect((hours?.low ?? Infinity) * gpus).toBeLessThan(preset.gpuHours);
  expect((hours?.high ?? 0) * gpus).toBeGreaterThan(preset.gpuHours);
});
