import { describe, expect, it } from "vitest";
import type { Answer, ModelEntry, Profile, Question, TypedJob } from "../src/index.ts";
import type { RuleCounts } from "../src/profile.ts";
import { estimate } from "../src/index.ts";
import { isTrainingAtLeast } from "../src/contract/completeness.ts";
import { ask } from "./ask.ts";
import { book, model } from "./book.ts";
import { countsOf, profileOf } from "./profileOf.ts";

/** 10 examples of 100 tokens by every rule. */
function profile(more: Partial<Profile> = {}, doubt?: RuleCounts["doubt"], ...rules: string[]): Profile {
  const counts = countsOf([[100, 10]], doubt === undefined ? {} : { exact: false, doubt });
  const all = ["openai/o200k_base", "plain/o200k_base", "llama-3.1/llama3", ...rules];
  return profileOf(Object.fromEntries(all.map((rule) => [rule, counts])), more);
}

function answerTo(data: Profile, entry: Partial<ModelEntry> = {}): Answer {
  return ask({ prices: book([model(entry)]), job: { profile: data, epochs: 1 } });
}

function said({ offers }: Answer): readonly (readonly [kind: string, part: string | undefined])[] {
  return (offers[0]?.assumptions ?? []).map(({ kind, part }) => [kind, part]);
}

describe("pictures", () => {
  it("are refused by a model that takes none", () => {
    const { refused } = answerTo(profile({ images: 3 }), { textOnly: true });
    expect(refused[0]?.reason).toEqual({ kind: "no_pictures", pictures: 3 });
    expect(refused[0]?.sentence).toBe("This model takes no pictures, and the data hold 3 pictures.");
    expect(answerTo(profile({ images: 1 }), { textOnly: true }).refused[0]?.reason).toEqual({
      kind: "no_pictures",
      pictures: 1,
    });
    expect(answerTo(profile(), { textOnly: true }).refused).toEqual([]);
  });

  it("make the training at least where nobody knows how they are counted", () => {
    const answer = answerTo(profile({ images: 3 }), { counting: "llama-3.1/llama3" });
    expect(said(answer)).toContainEqual(["not_counted", "training"]);
    expect(answer.offers.map(isTrainingAtLeast)).toEqual([true]);
    expect(said(answerTo(profile({ images: 3 })))).toEqual([]);
  });

  it("are counted by the model's own rule, which a profile made before may lack where it has none", () => {
    const own = { counting: "openai-4o-mini/o200k_base" };
    expect(answerTo(profile(), own).offers[0]).toMatchObject({ billedTokens: "1000", tokensExact: true });
    expect(said(answerTo(profile({ images: 3 }), own))).toContainEqual(["not_counted", "training"]);
    const counted = profile({ images: 3 }, undefined, "openai-4o-mini/o200k_base");
    expect(answerTo(counted, own).offers[0]).toMatchObject({ billedTokens: "1000", tokensExact: true });
  });
});

describe("tools", () => {
  const placeless: Partial<ModelEntry> = { dataRules: { tools: false } };

  it("are refused where no row has a place for them, with the arithmetic beside it", () => {
    const { refused } = answerTo(profile({ toolExamples: 7 }), placeless);
    expect(refused[0]).toMatchObject({
      reason: { kind: "no_tools", examples: 7, of: 10 },
      sentence:
        "Its rows have no place for tools and their calls, and 7 of the 10 examples have some: they would have to be written as text.",
      wouldBe: { total: { amount: "0.003" } },
    });
    expect(answerTo(profile({ toolExamples: 10 }), placeless).refused[0]?.sentence).toContain(
      "and all 10 examples have some",
    );
    const single = answerTo(profile({ toolExamples: 1 }), placeless).refused[0];
    expect(single?.reason).toEqual({ kind: "no_tools", examples: 1, of: 10 });
  });

  it("are no matter where there are none, or nobody says that there is no place", () => {
    expect(answerTo(profile(), placeless).refused).toEqual([]);
    expect(answerTo(profile({ toolExamples: 7 })).refused).toEqual([]);
  });
});

describe("what has no published form", () => {
  it("widens the range by what it may be off, and says so", () => {
    const answer = answerTo(profile({}, { less: 200, more: 500 }));
    expect(answer.offers[0]).toMatchObject({
      tokensExact: false,
      total: { amount: "0.003" },
      range: { low: "0.0024", high: "0.0045" },
    });
    expect(answer.offers[0]?.assumptions[0]?.sentence).toContain("up to 200 tokens less or 500 more in one pass");
  });
});

describe("rows of texts", () => {
  const texts = { format: "prompt-completion", textExamples: 10 };
  it("are billed without a template where the offer takes them", () => {
    const formats = ["prompt-completion"];
    const answer = answerTo(profile(texts), { counting: "llama-3.1/llama3", formats });
    expect(answer.offers[0]).toMatchObject({ billedTokens: "1000", range: { low: "0.003", high: "0.003" } });
    expect(said(answer)).toEqual([]);
  });

  it.each([
    // rule, tokens that become 10 messages of a user and 10 answers
    ["openai/o200k_base", 1090],
    ["llama-3.1/llama3", 1360],
  ])("by %s are counted as the messages that they have to be made", (counting, tokens) => {
    const answer = answerTo(profile(texts), { counting, formats: ["chat-sft"] });
    expect(answer.offers[0]).toMatchObject({ billedTokens: String(tokens), tokensExact: false });
    expect(answer.offers[0]?.range.low).toBe("0.003");
    expect(said(answer).map(([kind]) => kind)).toEqual(["converted_tokens", "convert_first"]);
  });

  it("of running text are refused by an offer of conversations", () => {
    const running = profile({ format: "text", textExamples: 10 });
    expect(answerTo(running, { formats: ["chat-sft"] }).refused[0]?.reason.kind).toBe("unsupported_shape");
    expect(answerTo(running).refused).toEqual([]);
  });
});

describe("a file of mixed shapes", () => {
  it("is refused where one of them cannot be trained on", () => {
    const mixed = { format: "mixed", shapes: { "chat-sft": 5, dpo: 5 } };
    expect(answerTo(profile(mixed)).refused[0]?.reason).toEqual({
      kind: "unsupported_shape",
      format: "dpo",
      method: "sft",
    });
    const both = { format: "mixed", shapes: { "chat-sft": 5, alpaca: 5 } };
    expect(answerTo(profile(both)).refused).toEqual([]);
  });
});

describe("what a method is trained on", () => {
  const methods = ["sft", "dpo", "rft", "classifier", "distillation"];
  const offers = methods.map((method) => ({ method, billing: [{ tag: "tokens_times_epochs" }] }));
  const formats = ["chat-sft", "text", "dpo", "rft", "classification"];
  const takers = (data: Profile | TypedJob, more: Partial<Question> = {}): string[] => {
    const job = "counts" in data ? { profile: data } : data;
    const prices = book([model({ offers, formats })]);
    const answer = estimate({ asOf: "2026-01-02", prices, job, ...more });
    // What else must be stated for a method is no matter of the data.
    const stated = answer.refused.filter(({ reason }) => reason.kind !== "unsupported_shape");
    const ids = [...answer.offers.map(({ id }) => id), ...stated.map(({ id }) => id)];
    return ids.map((id) => id.replace(/^.*:/, "")).sort();
  };

  it.each([
    ["chat-sft", ["distillation", "sft"]],
    ["prompt-only", []],
    ["text", ["distillation", "sft"]],
    ["dpo", ["dpo"]],
    ["preference", ["dpo"]],
    ["rft", ["rft"]],
    ["gemini-rft", ["rft"]],
    ["kto", []],
    ["stepwise", []],
    ["classification", ["classifier"]],
  ])("%s is offered to %j", (format, expected) => {
    expect(takers(profile({ format, textExamples: 0 }))).toEqual(expected);
  });

  it("is supervised where numbers are typed, unless the method is named", () => {
    const typed = { examples: 100, tokensPerExample: 10 };
    expect(takers(typed)).toEqual(["distillation", "sft"]);
    expect(takers(typed, { only: { methods: ["dpo"] } })).toEqual(["dpo"]);
    expect(takers(typed, { only: { models: ["acme/small:classifier"] } })).toEqual(["classifier"]);
  });

  it("says of labelled answers how many are wanted", () => {
    const kto = profile({ format: "kto", wanted: 4 });
    expect(answerTo(kto).refused[0]).toMatchObject({
      reason: { kind: "unsupported_shape", wanted: 4, examples: 10 },
      sentence:
        "Data of the shape kto cannot be used for sft. 4 of its 10 answers are wanted: convert writes those as examples.",
    });
  });

  it("says of texts with labels how their labels become answers, and not that convert writes them", () => {
    const labelled = profile({ format: "classification", wanted: 10 });
    const [refused] = answerTo(labelled).refused;
    expect(refused?.reason).toEqual({ kind: "unsupported_shape", format: "classification", method: "sft" });
    // True of a file, too, in which few rows are such texts.
    expect(refused?.sentence).toMatch(/^Texts with labels .* such as prompt=text,completion=label or .*; rows of/u);
  });

  it("is not guessed where a profile does not say what its rows are", () => {
    const { natures: _none, ...old } = profile({});
    expect(answerTo(old).problem?.reason.kind).toBe("profile_without_natures");
  });
});
