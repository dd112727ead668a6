import { expect, it } from "vitest";
import { isForgotten } from "../../packages/estimator/src/prices/machines.ts";
import { pays, rateKinds } from "../../packages/estimator/src/prices/rateKinds.ts";
import { isCountingRule } from "../../packages/estimator/src/bill/tokenRatios.ts";
import { planted } from "./faults.mjs";
import { gpuIds } from "./priceFiles.ts";

const engine = { isCountingRule, pays, rateKinds, isForgotten, gpus: gpuIds };

// The seed draws the models: no rule depends on one that a test names.
it.each([1, 2, 7, 11, 33, 38, 2026])(
  "every fault planted with seed %i is caught by a rule that names file and path",
  (seed) => {
    const found = planted(seed, engine);
    expect(found.filter(({ caught }) => caught === null)).toEqual([]);
    expect(found.length).toBeGreaterThanOrEqual(24);
    for (const { path, caught } of found) expect(caught).toMatch(new RegExp(`^pricing/${path} \\S+: `, "u"));
  },
);
