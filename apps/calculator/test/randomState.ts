import { alternativeKinds } from "@tunecast/estimator/lists";
import fc from "fast-check";
import { defaults, type Inputs } from "../src/question/inputs.ts";

const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const maybe = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(one, { nil: null });

/** Anything that a person may state on the page, for the days given. */
export function randomState(...days: readonly string[]): fc.Arbitrary<Inputs> {
  return fc
    .record({
      examples: count(2_000_000),
      tokensPerExample: fc.integer({ min: 10, max: 40_000 }).map((tenths) => tenths / 10),
      epochs: count(8),
      providerEpochs: fc.boolean(),
      requests: maybe(fc.integer({ min: 0, max: 5_000_000 })),
      inputTokens: count(20_000),
      outputTokens: count(4000),
      months: count(36),
      instead: fc.constantFrom(...alternativeKinds),
      saved: maybe(fc.integer({ min: 0, max: 9000 })),
      insteadCost: maybe(count(500)),
      labelCost: maybe(fc.constantFrom(0.05, 0.4, 2)),
      examplesOwned: maybe(count(2000)),
      evalItems: maybe(count(1000)),
      evalCost: maybe(fc.constantFrom(0.008, 0.1)),
      failedRuns: maybe(count(40)),
      offer: fc.constantFrom(null, null, "openai/gpt-4.1-mini-2025-04-14:sft", "aws-bedrock/nova-micro:sft"),
      day: fc.constantFrom(...days),
    })
    .map((some) => ({ ...defaults, ...some }));
}
