import { describe, expect, it } from "vitest";
import { coverage } from "./coverage.mjs";

const result = coverage();
if (result === null)
  console.log("Skipped: the dossiers that the price files were written from are not here (TUNECAST_DATA).");

describe.skipIf(result === null)("the dossiers", () => {
  it("have every price in a file", () => {
    expect(result?.missing).toEqual([]);
    expect(result?.held.length).toBeGreaterThan(740);
  });
});
