import { prices } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import * as answerDoor from "../src/answer.ts";
import * as beforeDoor from "../src/before.ts";
import * as curveDoor from "../src/curve.ts";
import * as engine from "../src/index.ts";
import * as pilotsDoor from "../src/pilots.ts";
import { moneyText } from "../src/text.ts";

/** The functions that take what a person, or a person's file, may have typed. */
const doors: Readonly<Record<string, (...args: never[]) => unknown>> = {
  estimate: engine.estimate,
  offersOf: (question: never) => [...engine.offersOf(question)],
  quote: engine.quote,
  decide: engine.decide,
  adviceFor: engine.adviceFor,
  budgetPlan: engine.budgetPlan,
  purchasePlan: engine.purchasePlan,
  explain: engine.explain,
  answerDiff: engine.answerDiff,
  fitCurve: curveDoor.fitCurve,
  doublingRule: curveDoor.doublingRule,
  curveReport: curveDoor.curveReport,
  testSetSize: curveDoor.testSetSize,
  costOfSet: curveDoor.costOfSet,
  nextPilot: pilotsDoor.nextPilot,
  beforePilots: beforeDoor.beforePilots,
  reconcile: answerDoor.reconcile,
  pilotTraining: answerDoor.pilotTraining,
  moneyText,
};

const job = { examples: 10, tokensPerExample: 5 };
const question = { asOf: "2026-11-24", prices, job };
/** What may be given in place of anything. */
const pool: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  Number.NaN,
  Infinity,
  1e308,
  "",
  "x",
  "10,00",
  "NaN",
  "__proto__",
  true,
  [],
  {},
  [null],
  ["a", 1],
  { a: 1 },
  { prices: {} },
  { question: null },
  { length: 3 },
  { amount: "x", currency: "zz" },
  { reason: null },
  { reason: { kind: "zzz" }, sentence: "" },
  { kind: "unknown_model" },
  { kind: "zzz" },
  { asOf: "2026-11-24" },
  { asOf: "2026-11-24", prices },
  question,
  { ...question, job: { ...job, examples: "x" } },
  { ...question, only: { models: [] } },
  { question, ways: [null] },
  { question, ways: [{ kind: "rag" }] },
  [{ n: 1, value: 2 }],
  [{ n: "x", value: null }],
  { at: 7 },
  { score: {}, gain: [] },
  { examples: {}, runs: null },
];

/** The same draws on every run. */
function draws(seed: number): () => number {
  let state = seed;
  return () => (state = (1_103_515_245 * state + 12_345) % 2 ** 31) / 2 ** 31;
}

describe("what a person can type", () => {
  it("never throws, at any door that takes it, and spoils no prototype", () => {
    const uniform = draws(20_261_128);
    const thrown = new Set<string>();
    let calls = 0;
    for (const [name, call] of Object.entries(doors))
      for (let run = 0; run < 100; run++) {
        const args = Array.from(
          { length: 1 + Math.floor(3 * uniform()) },
          () => pool[Math.floor(uniform() * pool.length)],
        );
        calls += 1;
        try {
          call(...(args as never[]));
        } catch (error) {
          thrown.add(`${name}(${args.map((one) => JSON.stringify(one)?.slice(0, 60)).join(", ")}): ${String(error)}`);
        }
      }
    console.log(`${calls} hostile calls at ${Object.keys(doors).length} doors: ${thrown.size} threw.`);
    expect([...thrown]).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    { max: "NaN" },
    { max: "" },
    { max: "Infinity" },
    { max: "10,00" },
    { max: "10 USD" },
    { max: "-5" },
    { max: 10 },
    { maxx: "10" },
    { warn: null },
  ])("is no limit that a bill passes: %j", (limits) => {
    const answer = engine.estimate({ ...question, only: { providers: ["aws-bedrock"] } });
    const verdict = engine.spendVerdict(answer, { currency: "USD", ...limits } as never);
    expect(verdict).toMatchObject({ verdict: "fail", reasons: [{ kind: "bad_limit" }] });
  });

  it("is worded as an answer has it", () => {
    const { problem } = engine.estimate({ ...question, asOf: "never" });
    expect(engine.explain(problem!)).toBe(problem?.sentence);
  });

  it("gives no training of a number that is none", () => {
    const answer = engine.estimate({ ...question, only: { models: ["aws-bedrock/nova-micro:sft"] } });
    const [offer] = answer.offers;
    if (offer === undefined) throw new Error("There is no offer.");
    const priced = engine.trainingAt(question, offer);
    expect([-1, Number.NaN, Infinity].map(priced)).toEqual([null, null, null]);
    expect(priced(10)).toMatchObject({ amount: offer.training.amount });
  });
});
