import { answerText } from "@tunecast/estimator";
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeAddress } from "../src/question/address.ts";
import { commandText } from "../src/question/commands.ts";
import { defaults, type Inputs, insteads } from "../src/question/inputs.ts";
import { runOver } from "../../cli/test/host.ts";
import { answered } from "./calculatorAt.ts";

const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const state: fc.Arbitrary<Inputs> = fc
  .record({
    examples: count(2_000_000),
    tokensPerExample: fc.integer({ min: 10, max: 40_000 }).map((tenths) => tenths / 10),
    epochs: count(8),
    providerEpochs: fc.boolean(),
    requests: fc.option(fc.integer({ min: 0, max: 5_000_000 }), { nil: null }),
    inputTokens: count(20_000),
    outputTokens: count(4_000),
    months: count(36),
    instead: fc.constantFrom(...insteads),
    saved: fc.option(count(9_000), { nil: null }),
    day: fc.constantFrom("2024-09-10", "2025-06-01", "2026-04-20", "2026-11-24", "2027-01-05"),
  })
  .map((some) => ({ ...defaults, ...some }));

const states = fc.sample(state, { numRuns: 20 }).map((inputs) => [encodeAddress(inputs)] as const);

it.each(states)("the page and its own command give the same bytes: %s", async (fragment) => {
  const { calculator } = await answered(fragment);
  const question = calculator.question.value;
  const whole = calculator.liveAnswer.canonical();
  if (question === null || whole === null) throw new Error("There is no answer.");
  const argv = commandText(question, { training: null, validation: null })
    .replace("npx tunecast ", "")
    .replaceAll("\\\n", " ")
    .split(/\s+/u);
  const { stdout } = await runOver({}, ...argv, "--format", "json");
  expect(stdout).toBe(answerText(whole));
});
