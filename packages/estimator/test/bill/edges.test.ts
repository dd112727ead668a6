import { describe, expect, it } from "vitest";
import { countedBy } from "../../src/bill/counted.ts";
import { providerEpochs } from "../../src/bill/stages.ts";
import { textMix } from "../../src/bill/tokenRatios.ts";
import { estimate, type Only, type OwnPrices, type Profile } from "../../src/index.ts";
import { amountText } from "../../src/money.ts";
import type { BillingTag } from "../../src/prices/priceFile.ts";
import type { RuleCounts } from "../../src/profile.ts";
import { chosenOffers } from "../../src/estimate/filter.ts";
import { ask, asOf, job, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

/** The last case on each side of a rule's edge. */
describe("OpenAI's own number of epochs", () => {
  it.each([
    [0, 3],
    [1, 25],
    [4, 25],
    [5, 20],
    [25, 4],
    [26, 3],
    [33, 3],
    [34, 3],
    [8333, 3],
    [8334, 2],
    [12_500, 2],
    [12_501, 1],
    [1_000_000, 1],
  ])("for %d examples is %d", (examples, epochs) => {
    expect(providerEpochs({ rule: "openai_auto" }, examples)).toBe(epochs);
  });

  it("is not known where nobody states one", () => {
    expect(providerEpochs(null, 10)).toBeNull();
    expect(providerEpochs({ rule: "fixed" }, 10)).toBeNull();
    expect(providerEpochs({ rule: "fixed", epochs: 4 }, 10)).toBe(4);
  });
});

describe("what a file is written in", () => {
  it("is told from two thousand letters on", () => {
    expect(textMix({ latin: 2000 })).toEqual([["English", 1]]);
    expect(textMix({ latin: 1999 })).toBeNull();
  });

  it("is code by its marks, letter for letter taken from the words", () => {
    const ratio = (code: number) => {
      const shares = new Map(textMix({ latin: 10_000, code }));
      return (shares.get("English") ?? 0) / (shares.get("code") ?? 0);
    };
    // 650 marks are those of half the letters, 325 of a quarter: three times as many words to each of code.
    expect(ratio(325) / ratio(650)).toBeCloseTo(3, 9);
  });

  it("counts a third of Japanese letters as Chinese ones, as far as there are any", () => {
    // 2,000 kana take 1,000 of the Chinese letters along; 1,000 of them 500, and 200 where there are no more.
    const share = (scripts: Record<string, number>, kind: string): number => new Map(textMix(scripts)).get(kind) ?? 0;
    const ratio = (scripts: Record<string, number>): number => share(scripts, "Japanese") / share(scripts, "Chinese");
    const each = ratio({ kana: 2000, han: 4000 }) / (3000 / 3000);
    expect(ratio({ kana: 2000, han: 10_000 })).toBeCloseTo((each * 3000) / 9000, 9);
    expect(ratio({ kana: 1000, han: 4500 })).toBeCloseTo((each * 1500) / 4000, 9);
    expect(share({ kana: 9000, han: 200 }, "Chinese")).toBe(0);
  });

  it("is listed with the largest share first, of equal ones by name", () => {
    const names = (scripts: Record<string, number>) => textMix(scripts)?.map(([kind]) => kind);
    expect(names({ greek: 1000, latin: 3000, hangul: 4000 })).toEqual(["Korean", "English", "Greek"]);
    // 0.36 × 430 letters = 0.43 × 360.
    expect(names({ cyrillic: 43_000, greek: 36_000 })).toEqual(["Cyrillic", "Greek"]);
  });
});

describe("tokens in a form that nobody published", () => {
  const rule = "openai/o200k_base";
  const bounds = (part: "tokens" | "recounted" | "trainable", more: Partial<RuleCounts>, turns = 2) => {
    const counts = countsOf([[100, 2]], more);
    const { low, typical, high } = countedBy(rule, {
      profile: profileOf({ [rule]: counts }, { modelTurns: turns }),
    }).pass(part, {});
    return [low, typical, high].map(amountText);
  };

  it("are a range, once for each record that counts them again", () => {
    const doubt = { less: 3, more: 5 };
    expect(bounds("tokens", { doubt })).toEqual(["197", "200", "205"]);
    // Three turns in two examples: one and a half times, up to whole tokens.
    expect(bounds("recounted", { doubt }, 3)).toEqual(["195", "200", "208"]);
    expect(bounds("recounted", { doubt }, 1)).toEqual(["197", "200", "205"]);
    expect(bounds("tokens", { doubt }, 9)).toEqual(["197", "200", "205"]);
    expect(bounds("tokens", { doubt: { less: 900, more: 0 } })).toEqual(["0", "200", "200"]);
    expect(bounds("trainable", { doubt })).toEqual(["200", "200", "200"]);
    const one = { [rule]: countsOf([[100, 1]], { doubt }) };
    const { low, high } = countedBy(rule, { profile: profileOf(one, { modelTurns: 3 }) }).pass("recounted", {});
    expect([low, high].map(amountText)).toEqual(["91", "115"]);
  });

  it("are no part of what is trained, estimated or not", () => {
    const counts = countsOf([[100, 2]], { doubt: { less: 3, more: 5 } });
    const estimated = countedBy("plain/llama3", { profile: profileOf({ "plain/o200k_base": counts }) });
    const [read, trained] = (["tokens", "trainable"] as const).map((part) => estimated.pass(part, {}));
    expect(read?.high.minus(trained?.high ?? 0).toNumber()).toBe(5);
    expect(trained?.low.minus(read?.low ?? 0).toNumber()).toBe(3);
  });

  it("lengthen what is read by what messages add to texts, and not what is trained", () => {
    const counts = countsOf([[100, 2]], { trainable: [[100, 2]] });
    const counted = countedBy(rule, { profile: profileOf({ [rule]: counts }, { textExamples: 2 }) }, true);
    const notes = (part: "tokens" | "trainable") => counted.limitNotes(part, { contextTokens: 100 });
    expect(notes("tokens")).toEqual([{ kind: "over_context", count: 2, unit: "example", limit: 100, cut: false }]);
    expect(notes("trainable")).toEqual([]);
  });
});

describe("own prices", () => {
  const total = (ownPrices: OwnPrices) => only(ask({ ownPrices })).total.amount;
  const discount = (provider: string, percent: string) => ({ provider, percent, source: "contract 8" });

  it("of one provider change nothing at another", () => {
    const both = book([model()]);
    const others = both.providers.map((one) => ({ ...one, provider: "other", name: "Other" }));
    const { offers } = estimate({
      asOf,
      job,
      prices: { ...both, providers: [...both.providers, ...others] },
      ownPrices: { discounts: [discount("other", "50")] },
    });
    expect(offers.map(({ provider, total: { amount } }) => [provider, amount])).toEqual([
      ["other", "0.45"],
      ["acme", "0.9"],
    ]);
  });

  it("take off a hundred per cent at most", () => {
    expect(total({ discounts: [discount("acme", "100")] })).toBe("0");
    for (const percent of ["100.5", "101"])
      expect(ask({ ownPrices: { discounts: [discount("acme", percent)] } }).problem?.reason).toMatchObject({
        path: "discounts.0.percent",
      });
  });

  it("hold from their day on, always where they have none, the newest of several", () => {
    const own = (amount: string, from?: string) => ({
      provider: "acme",
      kind: "training",
      amount,
      currency: "USD",
      per: "1M tokens",
      source: "contract 9",
      ...(from !== undefined && { from }),
    });
    expect(total({ rates: [own("2")] })).toBe("0.6");
    expect(total({ rates: [own("2"), own("1", asOf)] })).toBe("0.3");
    expect(total({ rates: [own("1", asOf), own("2")] })).toBe("0.3");
    expect(total({ rates: [own("1", "2026-02-02")] })).toBe("0.9");
    // Who names more wins over who is newer, in either order.
    const named = { ...own("2"), model: "small", method: "sft" };
    expect(total({ rates: [named, own("1", asOf)] })).toBe("0.6");
    expect(total({ rates: [own("1", asOf), named] })).toBe("0.6");
  });
});

describe("a filter", () => {
  const prices = book([model({ id: "q7", aliases: ["Qwen2.5-7B"] }), model({ id: "other" })]);
  const chosen = (filter: Only) => {
    const found = chosenOffers({ prices, only: filter, asOf });
    return found.ok ? found.value.offers.map(({ model: { id } }) => id) : found.problem;
  };

  it("finds a model by any of its names", () => {
    expect(chosen({ models: ["Qwen/Qwen2.5-7B-bf16"] })).toEqual(["q7"]);
  });

  it("knows every status there is, whether or not an offer has it", () => {
    expect(chosen({ status: ["opne"] })).toMatchObject({ kind: "unknown_status", known: ["open"] });
    expect(chosen({ status: ["not_offered"] })).toEqual([]);
  });
});

describe("a deployment that nobody calls", () => {
  it("costs its hours and what is stored", () => {
    const rates = [
      rate("training", "3"),
      rate("hosting", "2", { per: "hour" }),
      rate("storage", "0.1", { per: "GB-month" }),
    ];
    const prices = book([model({ serving: [{ tag: "hosting" }, { tag: "storage" }], rates })]);
    const asked = ask({ prices, job: { ...job, checkpointGigabytes: 20 }, traffic });
    expect(only(asked).idle).toMatchObject({ perMonth: { amount: "1462" }, perDay: { amount: "48.0658" } });
  });
});

describe("the validation set", () => {
  const validated = (tag: string) =>
    only(
      ask({
        prices: book([model({ offers: [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag }] }] })]),
        job: { ...job, validation: { examples: 100, tokensPerExample: 100 }, evaluations: 4 },
      }),
    );

  it("is billed as its provider's rule says, and no source disagrees unless that is stated", () => {
    const billed = validated("validation_times_epochs");
    expect([billed.billedTokens, billed.trainingRange.low]).toEqual(["330000", "0.99"]);
    expect(validated("validation_times_evaluations").billedTokens).toBe("340000");
    expect(validated("validation_once").billedTokens).toBe("310000");
    expect(validated("validation_free").billedTokens).toBe("300000");
  });

  it("is converted where an offer does not take its texts, and not where another does", () => {
    const rule = "openai/o200k_base";
    const texts = profileOf({ [rule]: countsOf([[100, 10]]) }, { format: "text", textExamples: 10 });
    const chats = profileOf({ [rule]: countsOf([[100, 10]]) });
    const billing = [{ tag: "tokens_times_epochs" }, { tag: "validation_once" }];
    const takes = (id: string, ...formats: readonly string[]) => {
      const { offers: _own, ...shared } = model({ id, formats });
      return shared;
    };
    const prices = book([takes("messages", "chat-sft"), takes("both", "chat-sft", "text")], {
      defaults: { offers: [{ method: "sft", billing }] },
    });
    const { offers } = ask({ prices, job: { profile: chats, epochs: 1, validation: { profile: texts } } });
    // Nine tokens around each of ten texts.
    expect(Object.fromEntries(offers.map(({ id, billedTokens }) => [id, billedTokens]))).toEqual({
      "acme/both:sft": "2000",
      "acme/messages:sft": "2090",
    });
  });

  it("is counted as the training is: turn by turn where turns are, trained on or not", () => {
    const set = (trainable: number): Profile => {
      const counts = countsOf([[100, 10]], { recounted: [[150, 10]], trainable: [[trainable, 10]] });
      return profileOf({ "openai/o200k_base": counts });
    };
    const billed = (quantity: BillingTag) => {
      const billing = [quantity, { tag: "validation_once" }];
      const prices = book([model({ offers: [{ method: "sft", billing }] })]);
      const asked = { profile: set(40), epochs: 1, validation: { profile: set(40) } };
      return only(ask({ prices, job: asked })).billedTokens;
    };
    expect(billed({ tag: "recounted_turns_times_epochs", tokensPerRecord: 0 })).toBe("3000");
    // Ten answers of the training set, each with eight tokens on top, and as many of the validation set.
    expect(billed({ tag: "recounted_turns_times_epochs", tokensPerRecord: 8 })).toBe("3160");
    expect(billed({ tag: "tokens_times_epochs" })).toBe("2000");
  });
});
