import { alternativeKinds, metrics } from "@tunecast/estimator/lists";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAddress, encodeAddress } from "../src/question/address.ts";
import { defaults, type Inputs, sortKeys } from "../src/question/inputs.ts";

// The address writes no negative zero, so none goes in.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0);
const maybe = fc.option(number.map(Math.abs), { nil: null });
const signed = fc.option(number, { nil: null });
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const text = fc.string({ unit: "binary", maxLength: 20 });

const inputs: fc.Arbitrary<Inputs> = fc.record({
  examples: maybe,
  tokensPerExample: maybe,
  epochs: maybe,
  evaluations: maybe,
  providerEpochs: fc.boolean(),
  requests: maybe,
  inputTokens: maybe,
  outputTokens: maybe,
  cachedTokens: maybe,
  months: maybe,
  instead: fc.constantFrom(...alternativeKinds),
  saved: maybe,
  insteadCost: maybe,
  day: fc.option(day, { nil: null }),
  offer: fc.option(
    text.filter((value) => value !== ""),
    { nil: null },
  ),
  find: text,
  sort: fc.constantFrom(...sortKeys),
  metric: fc.constantFrom(...metrics),
  pilotModel: fc.option(
    text.filter((value) => value !== ""),
    { nil: null },
  ),
  target: signed,
  pilots: fc.array(fc.record({ n: number, value: number, se: signed }), { maxLength: 6 }),
  budget: maybe,
  pointValue: maybe,
  examplesOwned: maybe,
  labelCost: maybe,
  evalItems: maybe,
  evalCost: maybe,
  failedRuns: maybe,
  ragTokens: maybe,
  ragMonthly: maybe,
  largerModel: fc.option(
    text.filter((value) => value !== ""),
    { nil: null },
  ),
  onCards: fc.option(
    text.filter((value) => value !== ""),
    { nil: null },
  ),
  scores: fc.dictionary(fc.constantFrom("prompt", "tuned", "few_shot_cached", "openai/gpt-4o:x"), number),
});

describe("the address", () => {
  it("gives back what was put in, unknown parameters included", () => {
    const unknown = fc.array(
      fc.tuple(
        text.map((key) => `x-${key}`),
        text,
      ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(inputs, unknown, (stated, others) => {
        const read = decodeAddress(encodeAddress(stated, others));
        expect(read).toEqual({ inputs: stated, unknown: others, notes: [] });
      }),
    );
  });

  it("takes no number below 0 but for a score to reach", () => {
    const { inputs: read, notes } = decodeAddress("#label-cost=-1&target=-2");
    expect([read.labelCost, read.target]).toEqual([null, -2]);
    expect(notes).toEqual(["The link says label-cost = “-1”, which cannot be read; nothing is used instead."]);
  });

  it("leaves out what equals the defaults", () => {
    expect(encodeAddress(defaults)).toBe("#v=1");
    expect(encodeAddress({ ...defaults, examples: 500, requests: null })).toBe("#v=1&examples=500&requests=");
  });

  it("reads any text without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (fragment) => {
        const { inputs: read } = decodeAddress(fragment);
        expect(Object.keys(read)).toEqual(Object.keys(defaults));
      }),
    );
  });

  it.each([
    ["examples=many", "examples = “many”", "8,000"],
    ["as-of=2026-02-30", "as-of = “2026-02-30”", "nothing"],
    ["sort=colour", "sort = “colour”", "total"],
    ["pilots=500:61,700", "pilots = “500:61,700”", "nothing"],
    ["epochs=Infinity", "epochs = “Infinity”", "3"],
  ])("replaces the bad value of %s and says so", (fragment, said, instead) => {
    const { inputs: read, notes } = decodeAddress(`#v=1&${fragment}`);
    expect(read).toEqual(defaults);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(said);
    expect(notes[0]).toContain(`; ${instead} is used`);
  });

  it("says that a link is of another version, and reads what it knows", () => {
    const { inputs: read, notes, unknown } = decodeAddress("#v=2&examples=10&shape=round");
    expect(read.examples).toBe(10);
    expect(unknown).toEqual([["shape", "round"]]);
    expect(notes[0]).toContain("version 2");
  });
});
