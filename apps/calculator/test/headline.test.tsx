import { decide } from "@tunecast/estimator";
import { decisionReport, offerReport } from "@tunecast/estimator/report";
import { untuned } from "@tunecast/pricing/untuned";
import fc from "fast-check";
import { renderToString } from "preact-render-to-string";
import { expect, it } from "vitest";
import { encodeAddress } from "../src/question/address.ts";
import { defaults, type Inputs, insteads } from "../src/question/inputs.ts";
import { decisionQuestion } from "../src/state/decision.ts";
import { Further, Verdict } from "../src/view/decide/Decide.tsx";
import { answered } from "./calculatorAt.ts";

const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const maybe = (one: fc.Arbitrary<number>): fc.Arbitrary<number | null> => fc.option(one, { nil: null });
const state: fc.Arbitrary<Inputs> = fc
  .record({
    examples: count(100_000),
    tokensPerExample: count(4000),
    epochs: count(6),
    requests: maybe(fc.integer({ min: 0, max: 5_000_000 })),
    inputTokens: count(5000),
    outputTokens: count(2000),
    months: count(36),
    instead: fc.constantFrom(...insteads),
    saved: maybe(fc.integer({ min: 0, max: 9000 })),
    insteadCost: maybe(count(500)),
    labelCost: maybe(fc.constantFrom(0.05, 0.4, 2)),
    examplesOwned: maybe(count(2000)),
    evalItems: maybe(count(1000)),
    evalCost: maybe(fc.constantFrom(0.008, 0.1)),
    failedRuns: maybe(count(40)),
    offer: fc.constantFrom(null, "openai/gpt-4.1-mini-2025-04-14:sft", "aws-bedrock/nova-micro:sft"),
  })
  .map((some) => ({ ...defaults, ...some }));

const states = fc.sample(state, { numRuns: 25, seed: 27 }).map((inputs) => [encodeAddress(inputs)] as const);

it.each(states)("the page shows the report's headline, and composes none: %s", async (fragment) => {
  const { calculator } = await answered(fragment);
  const [headline, report] = [calculator.liveAnswer.headline.value, calculator.report.value];
  if (headline === null || report === null) throw new Error("There is no answer.");
  const { question, offer } = headline;
  const asked = decisionQuestion({ inputs: calculator.form.inputs.value, question, offer, untuned });
  const decision = question.traffic?.requestsPerMonth ? decide(asked) : null;
  const own =
    decision?.ok === true && report.verdict.found !== null
      ? decisionReport(decision.value, { asked, steps: [] })
      : offerReport({ offer, asked, decision });
  expect(report.headline).toBe(own.headline);
  // What stands on the page, word for word: without its warnings, and with the apostrophe of print.
  const html = renderToString(
    <div>
      <Verdict report={{ ...report, cautions: [] }} />
      <Further report={report} />
    </div>,
  );
  const plain = (text: string): string =>
    text
      .replaceAll("’", "'")
      .replaceAll(/[\s:.]+/gu, " ")
      .trim()
      .toLowerCase();
  const shown = html
    .replaceAll(/<[^>]+>/gu, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
  const withoutDays = (text: string): string => plain(text).replaceAll(/\d{4}-\d\d-\d\d|\d+ [a-z]{3} \d{4}/gu, "day");
  expect(withoutDays(shown)).toBe(withoutDays(own.headline));
});
