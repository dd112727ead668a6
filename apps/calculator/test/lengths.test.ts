import type { Offer } from "@tunecast/estimator";
import { expect, it } from "vitest";
import { lengthSentence } from "../src/view/data/FileDetails.tsx";

const tokens = [
  [10, 3],
  [15, 1],
  [16, 2],
  [700, 5],
  [1500, 1],
] as const;

it.each([
  [{}, "No limit on the length of an example is known for Small on Acme."],
  [{ contextTokens: 2000 }, "Small on Acme takes 2,000 of one example: all of them fit."],
  [
    { contextTokens: 1000, overContext: "cut" },
    "Small on Acme takes 1,000 of one example: 1 is longer, and its end, 500 tokens in all, is cut.",
  ],
  [
    { contextTokens: 600, overContext: "reject" },
    "Small on Acme takes 600 of one example: 6 are longer, and the job is rejected.",
  ],
])("says how long the examples are, and what a limit makes of them: %o", (limits, end) => {
  const offer = { modelName: "Small", providerName: "Acme", limits } as unknown as Offer;
  expect(lengthSentence(tokens, offer)).toBe(`Half of the examples have up to 16 tokens, the longest 1,500. ${end}`);
});
