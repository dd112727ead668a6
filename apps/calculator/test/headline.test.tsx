import { decide } from "@tunecast/estimator";
import { decisionReport, offerReport } from "@tunecast/estimator/report";
import { untuned } from "@tunecast/pricing/untuned";
import fc from "fast-check";
import { renderToString } from "preact-render-to-string";
import { afterAll, expect, it } from "vitest";
import { encodeAddress } from "../src/question/address.ts";
import { decisionQuestion } from "../src/state/decision.ts";
import { Further, Verdict } from "../src/view/decide/Decide.tsx";
import { answered } from "./calculatorAt.ts";
import { randomState } from "./randomState.ts";

const state = randomState("2026-04-20", "2026-11-24");
const states = fc.sample(state, { numRuns: 200, seed: 27 }).map((inputs) => [encodeAddress(inputs)] as const);

let same = 0;
afterAll(() => console.log(`The page's headline is the report's in ${same} of ${states.length} random states.`));

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
  same += 1;
});

it.each(states.slice(0, 25))("the page takes the offer that decide takes: %s", async (fragment) => {
  const { calculator } = await answered(fragment);
  const [headline, inputs] = [calculator.liveAnswer.headline.value, calculator.form.inputs.value];
  if (headline === null) throw new Error("There is no answer.");
  const { question, offer } = headline;
  if (inputs.offer !== null || !question.traffic?.requestsPerMonth) return;
  const { offers: _named, ...asked } = decisionQuestion({ inputs, question, offer, untuned });
  const decision = decide({ ...asked, question, quality: {} });
  const chosen = decision.ok ? decision.value.ways.find(({ kind }) => kind === "tuned")?.id : offer.id;
  expect(offer.id).toBe(chosen);
});
