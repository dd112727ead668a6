import { describe, expect, it } from "vitest";
import { bookAgainstChecks, strayFiles, structure } from "../../../.config/structure.mjs";
import { providerRules } from "../../dataset/src/checks/providers.ts";

const house = structure();
const { compared, differences } = bookAgainstChecks(providerRules);

describe("the house", () => {
  it("has no circle of folders, and nothing low knows of what stands above it", () => {
    expect(house.circles).toEqual([]);
    expect(house.upward).toEqual([]);
  });

  it("has no circle of files, of types neither", () => {
    expect(house.fileCircles).toEqual([]);
  });

  it("gives about a dozen values away at its door", () => {
    expect(house.exported["."]).toBeLessThanOrEqual(14);
  });

  it("has each limit and list of a provider once: book and checks differ at no offer", () => {
    expect(compared).toBeGreaterThan(250);
    expect(differences).toEqual([]);
  });

  it("holds no file that a tool left behind", () => {
    expect(strayFiles()).toEqual([]);
  });
});
