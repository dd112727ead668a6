import { describe, expect, it } from "vitest";
import type { Answer, ModelEntry, Profile, RuleCounts } from "../src/index.ts";
import { isTrainingAtLeast } from "../src/index.ts";
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

  it("of a profile made before they were counted are told by its shape", () => {
    const { textExamples: _unknown, ...old } = profile(texts);
    const answer = answerTo(old, { counting: "llama-3.1/llama3", formats: ["chat-sft"] });
    expect(answer.offers[0]?.billedTokens).toBe("1360");
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
