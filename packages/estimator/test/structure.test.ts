import { describe, expect, it } from "vitest";
import { goals, strayFiles, structure } from "../../../.config/structure.mjs";
import * as door from "../src/index.ts";

describe("the house", () => {
  const { upward, walks } = structure();

  it("has nothing low that knows of what stands above it", () => {
    expect(upward).toEqual([]);
  });

  it("lets a question pass through it in few stays", () => {
    expect(walks.estimate.length).toBeLessThanOrEqual(goals.estimate);
    expect(walks.gpu.length).toBeLessThanOrEqual(goals.gpu);
  });

  it("gives about a dozen values away at its door", () => {
    expect(Object.keys(door).length).toBeLessThanOrEqual(14);
  });

  it("holds no file that a tool left behind", () => {
    expect(strayFiles()).toEqual([]);
  });
});
