import { renderToString } from "preact-render-to-string";
import { expect, it } from "vitest";
import { encodeAddress } from "../src/question/address.ts";
import type { Inputs } from "../src/question/inputs.ts";
import { DataDoor } from "../src/view/data/DataDoor.tsx";
import { Decide } from "../src/view/decide/Decide.tsx";
import { OfferChoice } from "../src/view/OfferChoice.tsx";
import { answered } from "./calculatorAt.ts";

const nova = "aws-bedrock/nova-2-lite:sft";

async function shown(typed: Partial<Inputs>, Door: typeof Decide = Decide): Promise<string> {
  const { calculator: first } = await answered("");
  const { calculator } = await answered(encodeAddress({ ...first.form.inputs.value, offer: nova, ...typed }));
  await calculator.form.pilots.fit.load();
  const html = renderToString(<Door calculator={calculator} />);
  return html
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll(/[\u00A0\u202F]/gu, " ");
}

it.each<[typed: Partial<Inputs>, sentence: string, needed: Partial<Inputs>]>([
  [{ examplesOwned: 500 }, "“Labelled already” counts once a label has a price.", { labelCost: 0.4 }],
  [{ evalCost: 0.02 }, "“One score costs” counts once there are test questions.", { evalItems: 300 }],
  [{ ragMonthly: 35 }, "“Retrieval: a month” counts once retrieval has tokens.", { ragTokens: 1600 }],
  [
    { instead: "rag", ragTokens: 1600 },
    "Retrieval is what you use today: it is not compared a second time.",
    { instead: "few_shot" },
  ],
  [
    { instead: "rag", ragMonthly: 35 },
    "Retrieval is what you use today: it is not compared a second time.",
    { instead: "few_shot" },
  ],
  [{ cachedTokens: 700 }, "No price for cached input was found", { cachedTokens: null }],
  [
    { scores: { "nova-2-lite:tuned": 0.8 } },
    "One score compares nothing: type that of another way too.",
    { scores: { "nova-2-lite:tuned": 0.8, "nova-2-lite:few_shot": 0.7 } },
  ],
])("what is typed and in no figure is named: %j", async (typed, sentence, needed) => {
  expect(await shown({})).not.toContain(sentence);
  expect(await shown(typed)).toContain(sentence);
  expect(await shown({ ...typed, ...needed })).not.toContain(sentence);
});

it.each<Partial<Inputs>>([{ pointValue: 500 }, { target: 85 }, { pilotModel: "nova-2-lite" }])(
  "what is said of runs before there are any is named: %j",
  async (typed) => {
    const sentence = "What you say of the runs counts once there are two.";
    const pilots = [
      { n: 500, value: 70, se: null },
      { n: 1000, value: 74, se: null },
    ];
    expect(await shown({}, DataDoor)).not.toContain(sentence);
    expect(await shown(typed, DataDoor)).toContain(sentence);
    expect(await shown({ ...typed, pilots }, DataDoor)).not.toContain(sentence);
  },
);

it.each([
  ["requests=", false],
  ["requests=9000", true],
])("says of the pick at %s whether its model is sold untuned as well", async (fragment, isCompared) => {
  const { calculator } = await answered(fragment);
  const html = renderToString(<OfferChoice calculator={calculator} />);
  expect(html).toContain("our pick is the cheapest at prices seen within six months");
  expect(html.includes("is also sold untuned")).toBe(isCompared);
});
