import { describe, expect, it } from "vitest";
import type { ModelEntry } from "../src/index.ts";
import { tokenRatio } from "../src/bill/tokenRatios.ts";
import { asOf, ask, job, only, traffic } from "./ask.ts";
import { book, model } from "./book.ts";
import { countsOf, profileOf } from "./profileOf.ts";
import { decided, fewShot, way } from "./plan/decided.ts";

/** Names that every object of the language has without anybody writing them. */
const names = ["constructor", "toString", "hasOwnProperty", "__proto__"];

describe.each(names)("%s in a price file or a question", (name) => {
  it("is a vocabulary that nobody published", () => {
    for (const scripts of [undefined, { latin: 1000 }, { hangul: 1000 }])
      expect(tokenRatio(name, scripts)).toEqual(tokenRatio("nobody's", scripts));
  });

  it.each(["estimate/*", "*/o200k_base", "openai/*", "*/*", "*"])("counts as an unknown %s does", (rule) => {
    const profile = profileOf({ "plain/o200k_base": countsOf([[100, 1000]]) });
    for (const asked of [job, { profile, epochs: 3 }]) {
      const bill = (counting: string) => only(ask({ prices: book([model({ counting })]), traffic, job: asked }));
      const { total, range } = bill(rule.replaceAll("*", "nobody"));
      expect(bill(rule.replaceAll("*", name))).toMatchObject({ total, range });
    }
  });

  it.each<[string, Partial<ModelEntry>]>([
    ["a method", { offers: [{ method: name, billing: [{ tag: "tokens_times_epochs" }] }] }],
    ["a billing rule", { offers: [{ method: "sft", billing: [{ tag: name }] }] }],
    ["a way to serve", { serving: [{ tag: name }] }],
    ["a shape of data", { formats: [name] }],
    ["a rule of epochs", { epochs: { rule: name } }],
    ["what becomes of long examples", { limits: { contextTokens: 10, overContext: name } }],
    ["a status", { status: [{ kind: name, from: asOf, source: "https://example.com", seen: asOf, confidence: name }] }],
    ["a model", { id: name }],
  ])("is as good as another word for %s: an offer or a refusal in plain words", (_what, more) => {
    const answer = ask({ prices: book([model(more)]), traffic, job: { ...job, epochs: "provider" } });
    expect([answer.problem, answer.offers.length + answer.refused.length]).toEqual([undefined, 1]);
    const sentences = [
      ...answer.offers.flatMap(({ assumptions }) => assumptions),
      ...answer.refused,
      ...answer.notices,
    ];
    for (const { sentence } of sentences) expect(sentence).not.toMatch(/undefined|NaN|\[native code\]|\[object/);
  });

  it("has the quality that is stated of it, and none where none is", () => {
    const ways = [fewShot, { kind: "prompt", id: name } as const];
    const quality = { few_shot: { score: 0.7, metric: "accuracy", known: "measured" as const } };
    expect(way(decided({ ways }), name).quality).toBeNull();
    expect(way(decided({ ways, quality }), name).quality).toBeNull();
  });
});
