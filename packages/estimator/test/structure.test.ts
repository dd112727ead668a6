import { describe, expect, it } from "vitest";
import { strayFiles, structure } from "../../../.config/structure.mjs";
import * as door from "../src/index.ts";

describe("the house", () => {
  it("has nothing low that knows of what stands above it", () => {
    expect(structure().upward).toEqual([]);
  });

  it("gives about a dozen values away at its door", () => {
    expect(Object.keys(door).length).toBeLessThanOrEqual(14);
  });

  it("holds no file that a tool left behind", () => {
    expect(strayFiles()).toEqual([]);
  });
});
