import { answerText } from "@tunecast/estimator";
import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeAddress } from "../src/question/address.ts";
import { commandText } from "../src/question/commands.ts";
import { runOver } from "../../cli/test/host.ts";
import { answered } from "./calculatorAt.ts";
import { randomState } from "./randomState.ts";

const state = randomState("2024-09-10", "2025-06-01", "2026-04-20", "2026-11-24", "2027-01-05");
const states = fc.sample(state, { numRuns: 20 }).map((inputs) => [encodeAddress(inputs)] as const);

it.each(states)("the page and its own command give the same bytes: %s", async (fragment) => {
  const { calculator } = await answered(fragment);
  const question = calculator.question.value;
  const whole = calculator.liveAnswer.canonical();
  if (question === null || whole === null) throw new Error("There is no answer.");
  const argv = commandText(question, { training: [], validation: null })
    .replace("npx tunecast ", "")
    .replaceAll("\\\n", " ")
    .split(/\s+/u);
  const { stdout } = await runOver({}, ...argv, "--format", "json");
  expect(stdout).toBe(answerText(whole));
});
