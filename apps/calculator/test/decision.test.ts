import { countRules, profileBytes } from "@tunecast/dataset";
import { decide, type Decision, estimate, type Offer, type Question } from "@tunecast/estimator";
import { bookOffers } from "@tunecast/estimator/prices";
import { comparisonOf, monthBill } from "@tunecast/estimator/report";
import { untuned } from "@tunecast/pricing/untuned";
import { describe, expect, it } from "vitest";
import type { Calculator } from "../src/state/calculator.ts";
import { decisionQuestion, scoreName } from "../src/state/decision.ts";
import { qualityOf } from "../src/state/runs/quality.ts";
import { budgetSentence } from "../src/view/data/DataDoor.tsx";
import { decodeSaid } from "../src/question/saidLink.ts";
import { chunksOf } from "../src/tokens/worker/counting.ts";
import { answered } from "./calculatorAt.ts";

async function decided(fragment: string): Promise<{ calculator: Calculator; offer: Offer; decision: Decision }> {
  const { calculator } = await answered(fragment);
  const headline = calculator.liveAnswer.headline.value;
  if (headline === null) throw new Error("There is no answer.");
  const { question, offer } = headline;
  const found = decide(decisionQuestion({ inputs: calculator.form.inputs.value, question, offer, untuned }));
  if (!found.ok) throw new Error(found.problem.kind);
  return { calculator, offer, decision: found.value };
}

describe("all ways side by side", () => {
  it("have the money of the answers at the top: the tuned offer's bill, and the plain prompt's", async () => {
    const { offer, decision } = await decided("#v=1");
    const [tuned, plain] = [offer.id, "few_shot"].map((id) => decision.ways.find((way) => way.id === id));
    expect(Number(tuned?.once.amount)).toBeCloseTo(Number(offer.training.amount), 9);
    expect(Number(tuned?.monthly.amount)).toBeCloseTo(Number(offer.monthly?.amount), 9);
    expect(Number(plain?.monthly.amount)).toBeCloseTo(Number(offer.breakEven?.alternativeMonthly.amount), 9);
    expect(decision.today).toBe("few_shot_cached");
  });

  it("count labels only for examples that are not labelled yet", async () => {
    const none = await decided("#v=1&label-cost=0.5");
    // 8,000 typed examples, as the command counts them: nobody said that one of them is labelled.
    expect(Number(none.decision.ways.find(({ kind }) => kind === "tuned")?.once.amount)).toBeCloseTo(
      Number(none.offer.training.amount) + 4000,
      6,
    );
    const some = await decided("#v=1&examples-owned=5000&label-cost=0.5&eval-items=100&eval-cost=0.2");
    const tuned = some.decision.ways.find(({ id }) => id === some.offer.id);
    // 3,000 labels at 0.50, and 100 items scored for the tuned and the untuned model at 0.20.
    expect(Number(tuned?.once.amount)).toBeCloseTo(Number(some.offer.training.amount) + 1500 + 40, 6);
  });

  it("take a larger model and retrieval, with scores as they were typed", async () => {
    const { offer, decision } = await decided(
      "#v=1&rag=700&rag-monthly=20&larger-model=anthropic%2Fclaude-haiku-4-5&scores=nova-2-lite%3Atuned%3A81%2Cnova-2-lite%3Afew_shot%3A74",
    );
    expect(decision.refused).toEqual([]);
    expect(decision.ways.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["rag", "larger_model"]));
    const score = (id: string): unknown => decision.ways.find((way) => way.id === id)?.quality?.score ?? null;
    expect([score(offer.id), score("few_shot_cached"), score("rag")]).toEqual([81, 74, null]);
    expect(decision.ways.find(({ id }) => id === offer.id)?.against?.quality).toBe("better");
  });

  it.each(["rag", "prompt", "anthropic/claude-haiku-4-5", "nobody"])(
    "answer with a score of %s beside the others",
    async (way) => {
      const { offer } = await decided("#v=1");
      const name = scoreName(way, offer);
      const { decision } = await decided(
        `#v=1&rag=700&larger-model=anthropic%2Fclaude-haiku-4-5&scores=${encodeURIComponent(`${name}:80`)}`,
      );
      const scores = decision.ways.flatMap(({ id, quality }) => (quality == null ? [] : [[id, quality.score]]));
      expect(scores).toEqual(way === "nobody" ? [] : [[way, 80]]);
    },
  );

  it("leave a score with the model that was measured", async () => {
    const scores = "&scores=nova-2-lite%3Atuned%3A81%2Cnova-2-lite%3Afew_shot%3A74";
    const { decision } = await decided(`#v=1&offer=aws-bedrock%2Fnova-micro%3Asft${scores}`);
    expect(decision.ways.map(({ quality }) => quality ?? null)).toEqual(decision.ways.map(() => null));
  });
});

const labels = [
  "",
  "&label-cost=0.4&examples-owned=0",
  "&label-cost=0.4&examples-owned=6500",
  "&label-cost=1.25&examples-owned=7900",
];
const offers = ["aws-bedrock/nova-micro:sft", "openai/gpt-4.1-mini-2025-04-14:sft"];
const traffic = [
  "",
  "&requests=2000000&months=12&failed-runs=10",
  "&requests=40000&input-tokens=300&eval-items=500&eval-cost=0.02",
];
const cases = offers
  .flatMap((offer) =>
    labels.flatMap((label) => traffic.map((use) => `#v=1&offer=${encodeURIComponent(offer)}${label}${use}`)),
  )
  .slice(0, 20);

describe("the headline", () => {
  it.each(cases)("is the closed form with labels, test, failed runs and cache paid: %s", async (fragment) => {
    const { calculator, offer } = await decided(fragment);
    const report = calculator.report.value;
    const { inputs } = calculator.form;
    const { requests, inputTokens, outputTokens, months, examples, examplesOwned, labelCost } = inputs.value;
    const { evalItems, evalCost, failedRuns } = inputs.value;
    const own = bookOffers(calculator.book.value).find(({ id }) => id === offer.id);
    const rate = (kind: string): number => {
      const asOf = calculator.question.value?.asOf ?? "";
      const found = own?.rates
        .flat()
        .filter((each) => each.kind === kind && each.from <= asOf && (each.service ?? "standard") === "standard");
      const last = found?.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
      return Number(last?.amount) / (last?.per === "1K tokens" ? 1000 : 1e6);
    };
    const [input, cached, output] = [rate("base_input"), rate("base_cached_input"), rate("base_output")];
    const asked = requests ?? 0;
    const today = asked * ((inputTokens ?? 0) * input + 1860 * cached + (outputTokens ?? 0) * output);
    const training = Number(offer.training.amount);
    const missing = labelCost === null ? 0 : Math.max(0, (examples ?? 0) - (examplesOwned ?? 0)) * labelCost;
    const test = evalItems === null || evalCost === null ? 0 : 2 * evalItems * evalCost;
    const once = training / (1 - (failedRuns ?? 0) / 100) + missing + test;
    const saved = today - Number(offer.monthly?.amount);
    const paysIn = once / saved;
    const against = report?.verdict.found?.tuned.against;
    expect(Number(report?.verdict.found?.today.monthly.amount)).toBeCloseTo(today, 4);
    expect(Number(report?.verdict.found?.tuned.once.amount)).toBeCloseTo(once, 4);
    expect(Number(against?.savedPerMonth)).toBeCloseTo(saved, 4);
    const stops = against?.verdict === "after_it_stops";
    const dont = saved <= 0 || stops;
    expect(report?.verdict.head).toBe(dont ? "Don't tune" : paysIn <= (months ?? 0) ? "Tune" : "Don't tune yet");
    expect(saved <= 0 ? 0 : (against?.months ?? -1)).toBeCloseTo(saved <= 0 ? 0 : paysIn, 1);
  });

  it("has a row for each way whose parts add up, and bills whose difference is the headline's", async () => {
    for (const fragment of cases) {
      const { calculator, offer } = await decided(fragment);
      const { found, said } = calculator.report.value?.verdict ?? {};
      const cents = (text = ""): number => Math.round(100 * Number(text.replaceAll(/[^\d.-]/gu, "")));
      if (found == null || said == null) throw new Error("There is no verdict.");
      const { asked, decision } = calculator.liveAnswer.headline.value ?? {};
      if (asked === undefined || decision?.ok !== true) throw new Error("Nothing is decided.");
      const ways = comparisonOf(decision.value, asked)?.rows ?? [];
      expect(ways.length).toBeGreaterThan(1);
      for (const row of ways) expect(cents(row.start) + cents(row.use)).toBe(cents(row.total));
      const { rows, total } = monthBill(found, asked, offer);
      for (const side of ["today", "tuned"] as const) {
        const own = rows.flatMap((line) => (line[side] === "none" ? [] : [cents(line[side])]));
        expect(own.reduce((all, line) => all + line, 0)).toBe(cents(total[side]));
        expect(cents(total[side])).toBe(Math.round(100 * Number(found[side].monthly.amount)));
      }
      expect(rows.every(({ rate }) => rate !== "")).toBe(true);
      const shown = Math.abs(
        Math.round(100 * Number(found.today.monthly.amount)) - Math.round(100 * Number(found.tuned.monthly.amount)),
      );
      expect(shown > 100 ? cents(said.difference) : shown).toBe(shown);
    }
  });
});

it.each([
  ["#v=1", "All rates were seen 4 months ago."],
  [
    "#v=1&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft",
    "Today's rates were seen 11 months ago, the tuned ones 4 months ago.",
  ],
])("both bills of %s say once how old their rates are, where they are as old", async (fragment, ages) => {
  const { calculator, offer } = await decided(fragment);
  const { found } = calculator.report.value?.verdict ?? {};
  const { asked } = calculator.liveAnswer.headline.value ?? {};
  if (found == null || asked === undefined) throw new Error("There is no verdict.");
  expect(monthBill(found, asked, offer).ages).toBe(ages);
});

it("a day in the sentence of the budget is one of the reader's", async () => {
  const { calculator } = await answered("#v=1&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft");
  expect(budgetSentence(calculator)).toContain("earlier customers only, until 7 Jan 2027.");
});

describe("the answer in a link", () => {
  it("is read back as it was, and nothing else is", async () => {
    const { calculator } = await decided("#v=1&requests=129000&months=12");
    const link = new URL(calculator.pinned.value);
    const { calculator: there } = await answered(link.hash);
    const read = decodeSaid(new URLSearchParams(link.hash.slice(1)).get("said"));
    expect(read?.verdict).toEqual(calculator.report.value?.verdict.said);
    expect(read?.figures).toEqual(calculator.figures.map(({ value }) => value));
    expect(there.title.value).toBe(calculator.title.value);
    for (const said of ["tune", "tune~less~~<b>~~~~~~~1~2~3", "tune~less~~http://evil.example/~~~~~~~1~2~3", ""])
      expect(decodeSaid(said)).toBeNull();
  });

  it("carries the pins, and the means of a counted file", async () => {
    const { calculator } = await decided("#v=1&pins=aws-bedrock%2Fnova-micro%3Asft");
    expect(calculator.form.pins.value).toEqual(["aws-bedrock/nova-micro:sft"]);
    expect(new URLSearchParams(new URL(calculator.pinned.value).hash.slice(1)).get("pins")).toBe(
      "aws-bedrock/nova-micro:sft",
    );
  });
});

describe("a budget", () => {
  it("pays for so many examples at the offer of the verdict", async () => {
    const { calculator } = await decided(
      "#v=1&examples=1000&tokens-per-example=100&budget=3.6&offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft",
    );
    expect(budgetSentence(calculator)).toContain("$3.60 pays for 4,000 examples, with GPT-4o mini at OpenAI ($3.60).");
  });
});

describe("twice the data", () => {
  it("has gain and price of one and the same doubling", async () => {
    const { calculator } = await decided(
      "#v=1&pilots=250%3A61.5%2C500%3A66.2%2C1000%3A69.4%2C2000%3A73.1&pilot-model=nova-micro&offer=aws-bedrock/nova-micro:sft&label-cost=0.4&examples-owned=2000&examples=2000",
    );
    await calculator.form.pilots.fit.load();
    const quality = calculator.quality.value;
    if (quality?.ok !== true) throw new Error("There is no curve.");
    const [first, second] = quality.value.steps;
    const { curve } = quality.value;
    expect([first?.from, first?.to, second?.from, second?.to]).toEqual([2000, 4000, 4000, 8000]);
    expect(first?.gain).toBe(curve.gainPerDoubling.median);
    expect(second?.gain).toBe(curve.predict(8000).median - curve.predict(4000).median);
    const training = async (examples: number): Promise<string | undefined> =>
      (await answered(`#v=1&examples=${examples}`)).answer.offers.find(({ id }) => id === "aws-bedrock/nova-micro:sft")
        ?.training.amount;
    expect(first?.price?.training).toBe(await training(4000));
    expect(second?.price?.training).toBe(await training(8000));
    expect([first?.price?.labels, second?.price?.labels]).toEqual(
      ["800.0", "1600.0"].map((text) => expect.stringMatching(new RegExp(`^${text.replace(".0", "")}(?:\\.0)?$`, "u"))),
    );
  });

  it("pays for the labels that a decision pays for: none of a counted file's rows, all of typed examples", async () => {
    const { calculator } = await decided("#v=1&offer=aws-bedrock/nova-micro:sft&label-cost=0.4&pilot-model=nova-micro");
    const row = '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n';
    const rules = await countRules(["plain/o200k_base"]);
    if (!rules.ok || calculator.question.value === null) throw new Error("There is no rule or no question.");
    const bytes = chunksOf(new Blob([row.repeat(3000)]));
    const profile = await profileBytes(bytes, { name: "rows.jsonl", rules: rules.value });
    if (!profile.ok) throw new Error(profile.problem.kind);
    const pilots = [500, 1000, 2000].map((n, at) => ({ n, value: 66 + 3 * at, se: null }));
    const typed = calculator.question.value;
    const labels = (question: Question, examplesOwned: number | null): string | undefined => {
      const offer = estimate(question).offers.find(({ id }) => id === "aws-bedrock/nova-micro:sft") ?? null;
      const found = qualityOf({ inputs: { ...calculator.form.inputs.value, pilots, examplesOwned }, question, offer });
      return found?.ok === true ? found.value.steps[0]?.price?.labels : undefined;
    };
    const counted = { ...typed, job: { profile: profile.value, epochs: 3 } };
    expect([labels(typed, null), labels(counted, null), labels(counted, 0), labels(typed, 3000)]).toEqual([
      "800",
      "400",
      "800",
      "400",
    ]);
  });
});
