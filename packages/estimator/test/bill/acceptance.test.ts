import { describe, expect, it } from "vitest";
import { fileTooLarge, isSupervised, rowsIn, takesRows } from "../../src/bill/acceptance.ts";
import type { Nature } from "../../src/contract/profile.ts";
import type { Job, Limits, ModelEntry } from "../../src/index.ts";
import { bookOffers } from "../../src/prices.ts";
import { ask } from "../ask.ts";
import { book, model } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

const mebibyte = 1024 ** 2;

function offerWith(more: Partial<ModelEntry>) {
  const [offer] = bookOffers(book([model(more)]));
  if (offer === undefined) throw new Error("no offer");
  return offer;
}

const fileOf = (bytes: number, limits: Limits, formats = ["chat-sft"]) =>
  fileTooLarge(offerWith({ limits, formats }), {
    profile: profileOf({ "openai/o200k_base": countsOf([[10, 20]]) }, { bytes }),
  });

describe("the rows of a file", () => {
  it("are told by shape, in the order of their names", () => {
    const natures = { "prompt-completion": "chat", "chat-sft": "chat", dpo: "pair" } as const;
    const profile = profileOf({}, { natures });
    expect(rowsIn(profile).map(({ shape }) => shape)).toEqual(["chat-sft", "dpo", "prompt-completion"]);
  });
});

describe("a data file", () => {
  it("is too large from the first byte over the limit", () => {
    expect(fileOf(2 * mebibyte, { fileMegabytes: 2 })).toBeNull();
    expect(fileOf(2 * mebibyte + 1, { fileMegabytes: 2 })).toEqual({ kind: "file_too_large", megabytes: 3, most: 2 });
    expect(fileOf(9 * mebibyte, {})).toBeNull();
    expect(
      fileTooLarge(offerWith({ limits: { fileMegabytes: 1 } }), { examples: 1e9, tokensPerExample: 99 }),
    ).toBeNull();
  });

  it("is uploaded in parts as far as that is taken, split, or made smaller by converting", () => {
    const parts = { fileMegabytes: 2, uploadMegabytes: 5 };
    expect(fileOf(5 * mebibyte, parts)).toMatchObject({ way: "parts", most: 5 });
    expect(fileOf(5 * mebibyte + 1, parts)).toEqual({ kind: "file_too_large", megabytes: 6, most: 5 });
    expect(fileOf(5 * mebibyte + 1, { ...parts, splitFiles: true })).toMatchObject({ way: "split" });
    expect(fileOf(5 * mebibyte + 1, parts, ["gemini-contents"])).toMatchObject({ way: "convert" });
  });
});

describe("a job", () => {
  const refusal = (limits: Limits, job: Partial<Job> = {}) =>
    ask({ prices: book([model({ limits })]), job: { examples: 100, tokensPerExample: 10, epochs: 2, ...job } as Job })
      .refused[0]?.reason;

  it.each<[Limits, object | undefined]>([
    [{ minExamples: 100, maxExamples: 100 }, undefined],
    [{ minExamples: 101 }, { kind: "too_few_examples", examples: 100, least: 101 }],
    [{ maxExamples: 99 }, { kind: "too_many_examples", examples: 100, most: 99 }],
    [{ contextTokens: 10, overContext: "reject" }, undefined],
    [
      { contextTokens: 9, overContext: "reject" },
      { kind: "over_context", examples: 100, most: 9 },
    ],
    [{ contextTokens: 9, overContext: "cut" }, undefined],
    [{ contextTokens: 9 }, undefined],
    [{ minEpochs: 2, maxEpochs: 2 }, undefined],
    [{ minEpochs: 3 }, { kind: "epochs_not_taken", epochs: 2, least: 3 }],
    [{ maxEpochs: 1 }, { kind: "epochs_not_taken", epochs: 2, least: 1, most: 1 }],
    [{ jobTokens: 2000 }, undefined],
    [{ jobTokens: 1999 }, { kind: "job_too_large", tokens: "2000", most: 1999 }],
  ])("under %j: %j", (limits, reason) => {
    expect(refusal(limits)).toEqual(reason);
  });

  it("is refused for a single example that is too long", () => {
    const limits = { contextTokens: 9, overContext: "reject" };
    expect(refusal(limits, { examples: 1 })).toEqual({ kind: "over_context", examples: 1, most: 9 });
    const profile = profileOf({
      "openai/o200k_base": countsOf([
        [9, 99],
        [10, 1],
      ]),
    });
    const counted = ask({ prices: book([model({ limits })]), job: { profile, epochs: 2 } });
    expect(counted.refused[0]?.reason).toEqual({ kind: "over_context", examples: 1, most: 9 });
  });

  it("is refused for the first stage that is not taken, by its number", () => {
    const stages = [
      { examples: 50, tokensPerExample: 10 },
      { examples: 5, tokensPerExample: 10 },
    ];
    expect(refusal({ minExamples: 40 }, { stages })).toMatchObject({ kind: "too_few_examples", examples: 5, stage: 3 });
    expect(refusal({ minExamples: 60 }, { stages })).toMatchObject({ examples: 50, stage: 2 });
    expect(refusal({ minExamples: 200 }, { stages })).not.toHaveProperty("stage");
  });
});

describe("takesRows", () => {
  it.each([
    ["sft", null, "chat", true],
    ["sft", null, "text", true],
    ["sft", ["chat-sft"], "text", false],
    ["sft", ["shape"], "text", true],
    ["sft", null, "pair", false],
    ["sft", null, "graded", false],
    ["dpo-lora", null, "pair", true],
    ["dpo", null, "chat", false],
    ["rft", null, "graded", true],
    ["classifier", null, "labelled", false],
    ["classifier", ["shape"], "labelled", true],
    ["classifier", ["shape"], "chat", false],
  ] as const)("%s that takes %j, rows of %s: %s", (method, formats, nature, is) => {
    expect(takesRows({ method, formats }, { shape: "shape", nature })).toBe(is);
  });

  it("takes prompts for reinforcement, and whole chats where the model draws the answers itself", () => {
    const takes = (nature: Nature, draws: boolean): boolean =>
      takesRows({ method: "rft", formats: null }, { shape: "shape", nature }, draws);
    expect([takes("prompt", false), takes("chat", false), takes("chat", true)]).toEqual([true, false, true]);
    expect([takes("pair", true), takes("text", true)]).toEqual([false, false]);
  });

  it("knows supervised methods by their names", () => {
    expect(["sft", "sft-lora", "distillation", "dpo-full", "rft", "classifier"].map(isSupervised)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
