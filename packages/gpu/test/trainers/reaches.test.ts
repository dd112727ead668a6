import { describe, expect, it } from "vitest";
import { launchers, shellWord, type Placement } from "../../src/launch/launchers.ts";

const place = (more: Partial<Placement> = {}): Placement => ({
  cloud: "aws",
  gpu: "h100-sxm-80",
  gpus: 1,
  region: null,
  term: "on_demand",
  ...more,
});

describe("the machines that a launcher reaches", () => {
  it.each<[id: keyof typeof launchers, place: Partial<Placement>, isReached: boolean]>([
    ["skypilot", {}, true],
    ["skypilot", { term: "spot" }, true],
    ["skypilot", { term: "community" }, false],
    ["skypilot", { cloud: "nobody" }, false],
    ["skypilot", { gpu: "nothing" }, false],
    ["skypilot", { cloud: "nobody", gpu: "nothing" }, false],
    ["dstack", {}, true],
    ["dstack", { term: "reserved" }, false],
    ["dstack", { cloud: "hyperbolic" }, false],
    ["dstack", { gpu: "nothing" }, false],
    ["hf-jobs", { cloud: "hugging-face-jobs", gpu: "l4-24", gpus: 4 }, true],
    ["hf-jobs", { cloud: "hugging-face-jobs", gpu: "l4-24", gpus: 3 }, false],
    ["hf-jobs", { cloud: "aws", gpu: "l4-24", gpus: 4 }, false],
  ])("%s %j: %s", (id, more, isReached) => {
    expect(launchers[id].reaches?.(place(more))).toBe(isReached);
  });

  it("are one's own for Slurm, and words are quoted where a shell would split them", () => {
    expect(launchers.slurm.reaches).toBeUndefined();
    expect([shellWord("a/b-c.yml"), shellWord("a b"), shellWord("it's")]).toEqual(["a/b-c.yml", "'a b'", "'it'\\''s'"]);
  });
});
