import { expect, it } from "vitest";
import { rulerScale } from "../src/view/decide/Ruler.tsx";
import type { Calculator } from "../src/state/calculator.ts";
import { atOnce, calculatorAt } from "./calculatorAt.ts";

const words = { tune: "tune", not_yet: "not yet", dont: "don’t" } as const;
const euros = { exchange: [{ from: "USD", to: "EUR", rate: "0.86", date: "2026-11-24", source: "bank" }] };
const credits = (amount: string) => ({
  credits: [{ provider: "aws-bedrock", amount, currency: "USD", source: "contract" }],
});

async function answered(fragment: string, ownPrices: object | undefined): Promise<Calculator> {
  const calculator = calculatorAt(fragment);
  if (ownPrices !== undefined) calculator.ownPrices.readText(JSON.stringify(ownPrices), "own");
  await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
  return calculator;
}

const micro = "#v=1&offer=aws-bedrock%2Fnova-micro%3Asft";
const closing = "#v=1&offer=openai%2Fgpt-4o-2024-08-06%3Asft";
const retired = "#v=1&offer=google-vertex%2Fgemini-2.0-flash-lite%3Asft&as-of=2025-09-01";

it.each<[fragment: string, ownPrices?: object]>([
  [micro],
  [`${micro}&months=12`, euros],
  [micro, credits("5")],
  [`${micro}&requests=2000&cached-input-tokens=800`],
  [`${micro}&instead=rag&prompt-tokens=1500&instead-cost=1`],
  [closing],
  [`${closing}&requests=9000&months=24`, euros],
  [retired],
  [`${retired}&requests=2000`],
  [`${retired}&examples-owned=0&label-cost=0.4`],
])("the scale says of every place the verdict that is given there: %s %j", async (fragment, ownPrices) => {
  const { report, form } = await answered(fragment, ownPrices);
  const scale = rulerScale(report.value?.verdict ?? { said: null, found: null }, form);
  if (scale === null) throw new Error("There is no scale.");
  const ends = scale.zones.map((_, at) => scale.zones.slice(0, at + 1).reduce((sum, { width }) => sum + width, 0));
  const key = scale.field === "requests" ? "requests" : "prompt-tokens";
  for (const place of [2, 12, 22, 34, 46, 58, 70, 82, 98]) {
    const value = scale.valueAt(place);
    const there = scale.placeOf(value);
    // At a border a value of three digits may lie on either side.
    if (ends.some((end) => Math.abs(end - there) < 0.7)) continue;
    const zone = scale.zones[ends.findIndex((end) => there <= end + 0.1)]?.name;
    const moved = await answered(`${fragment}&${key}=${value}`, ownPrices);
    const verdict = moved.report.value?.verdict.found?.verdict ?? "dont";
    expect([value, zone]).toEqual([value, words[verdict]]);
  }
});

it("there is no scale where credits pay for the start: no threshold counts them", async () => {
  const { report, form } = await answered(micro, credits("500"));
  expect(rulerScale(report.value?.verdict ?? { said: null, found: null }, form)).toBeNull();
});
