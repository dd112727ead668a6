import { describe, expect, it } from "vitest";
import { stepTime } from "../src/physics/time.ts";
import type { RunData, RunOptions } from "../src/run/question.ts";
import type { Run } from "../src/run/run.ts";
import { run } from "./book.ts";
import { ideal, peak, tokens } from "./idealStep.ts";
import { h100, id, layers } from "./llama8b.ts";

const parts = (of: Run) => stepTime(of, h100, { tokens, computed: tokens, document: 1024 }, ideal).parts;
const asked = (options: RunOptions & RunData): Run =>
  run(id, { framework: "torchtune", method: "full", checkpointing: "none", maxTokens: tokens, ...options });

describe("what a layer does again before its gradients", () => {
  const ratio = (framework: string, part: "attention" | "elementwise" | "launch"): number => {
    const own = (checkpointing: "none" | "selective"): number =>
      parts(asked({ framework, checkpointing, attention: "flash-2" }))[part];
    return own("selective") / own("none");
  };

  it("is the core of attention in Megatron, and all that is cheap in torchtitan", () => {
    // Once more forward, of one and two and a half times back; of cheap operations of one and two.
    expect(ratio("megatron", "attention")).toBeCloseTo(4.5 / 3.5, 9);
    expect(ratio("megatron", "elementwise")).toBeCloseTo(1, 9);
    expect(ratio("megatron", "launch")).toBeCloseTo(1, 9);
    expect(ratio("torchtitan", "attention")).toBeCloseTo(1, 9);
    expect(ratio("torchtitan", "elementwise")).toBeCloseTo(4 / 3, 9);
    expect(ratio("torchtitan", "launch")).toBeCloseTo(4 / 3, 9);
  });
});

describe("the passes of an objective", () => {
  const { counts } = run(id);
  const head = counts.embedding;
  const operations = (of: Run): number => (parts(of).matmul * peak) / tokens;

  it("are a critic's beside the model's, and three more forward: reference, old policy and reward", () => {
    const drawn = { rollouts: { tokens: 100 } };
    const ppo = asked({ ...drawn, objective: "ppo" });
    const grpo = asked({ ...drawn, objective: "grpo" });
    expect(operations(grpo) / (2 * (counts.activeLayers * 5 + head * 5))).toBeCloseTo(1, 9);
    expect(parts(ppo).attention / parts(asked({})).attention).toBeCloseTo((5 + 5) / 3.5, 9);
    // Where the head alone learns nothing else does, and no critic.
    const onHead = asked({ ...drawn, method: "head", objective: "ppo" });
    expect(parts(onHead).attention / parts(asked({ method: "head" })).attention).toBeCloseTo(1, 9);
  });

  it("of eager attention are scores forward, and twice back", () => {
    const scores = (method: "full" | "head"): number => parts(asked({ method, attention: "eager" })).attention;
    const one = 4 * 32 * 128 * layers * (1024 / 2);
    const moved = (passes: number): number =>
      (2 * 32 * layers * (1024 / 2) * passes * ideal.eagerTraffic) / (h100.bandwidthGBs * 1e9);
    for (const [method, passes] of [
      ["full", 3],
      ["head", 1],
    ] as const)
      expect(scores(method) / tokens).toBeCloseTo((one * passes) / peak + moved(passes), 12);
  });
});
