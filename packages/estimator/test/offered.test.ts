import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, noteOf, type OfferedList, type ProviderFile, type Rate } from "../src/index.ts";
import { bookOffers } from "../src/prices.ts";
import { offeredOn } from "../src/prices/status.ts";
import type { Tier } from "../src/prices/rateEntry.ts";
import { ask, only } from "./ask.ts";
import { book, model, rate } from "./book.ts";

const lists = (...offered: readonly Partial<OfferedList>[]): Partial<ProviderFile> => ({
  offered: offered.map((list) => ({
    day: "2026-02-01",
    dayKind: "copy",
    source: "https://example.com/models",
    confidence: "primary",
    models: [],
    ...list,
  })),
});

const tierOf = (amount: string): Tier => ({
  id: "all",
  label: "all",
  over: "0",
  rates: [rate("training", amount, { from: "2026-01-01" })],
});

const asked = (more: Partial<ProviderFile>, asOf = "2026-06-01", own = model()) =>
  ask({ prices: book([own], more), asOf });

describe("what is still sold", () => {
  it("refuses what the newest list lacks, and says since when and when it was last on it", () => {
    const answer = asked(
      lists({ day: "2026-02-01", models: ["small"] }, { day: "2026-03-01" }, { day: "2026-05-01", models: ["large"] }),
    );
    expect(answer.offers).toEqual([]);
    expect(answer.refused[0]).toMatchObject({
      reason: { kind: "not_offered", since: "2026-03-01", lastSeen: "2026-02-01" },
      sentence:
        "Not on Acme's list of what can be tuned since 2026-03-01, last seen on it 2026-02-01 (https://example.com/models).",
    });
  });

  it("gives each past day what the list of that day had", () => {
    const file = lists({ day: "2026-02-01", models: ["small"] }, { day: "2026-03-01" });
    expect(asked(file, "2026-02-28").offers).toHaveLength(1);
    expect(asked(file, "2026-03-01").offers).toHaveLength(0);
    expect(asked(file, "2026-01-31").offers, "before the first list nothing is known").toHaveLength(1);
  });

  it("knows a model by any of its names, and one method or variant of it", () => {
    const known = model({ aliases: ["Acme/Small"] });
    expect(asked(lists({ models: ["Acme/Small"] }), "2026-06-01", known).offers).toHaveLength(1);
    expect(asked(lists({ models: ["small:sft"] })).offers).toHaveLength(1);
    expect(asked(lists({ models: ["small:dpo"] })).offers).toHaveLength(0);
    const regional = model({
      offers: [{ method: "sft", variants: ["regional", "global"], billing: [{ tag: "tokens_times_epochs" }] }],
    });
    const ids = asked(lists({ models: ["small:sft@global"] }), "2026-06-01", regional).offers.map(({ id }) => id);
    expect(ids).toEqual(["acme/small:sft@global"]);
  });

  it("lets a list speak of some methods, of some models, or of those that it names", () => {
    expect(asked(lists({ of: ["dpo"] })).offers).toHaveLength(1);
    expect(asked(lists({ of: ["sft@serverless"] })).offers).toHaveLength(1);
    expect(asked(lists({ among: "gemini-" })).offers).toHaveLength(1);
    expect(asked(lists({ models: ["large"], lacks: ["tiny"] })).offers).toHaveLength(1);
    expect(asked(lists({ models: ["large"], lacks: ["small"] })).offers).toHaveLength(0);
  });

  it("lets a list speak of one variant of a method, and of that alone", () => {
    const variants = model({
      offers: [{ method: "sft", variants: ["regional", "global"], billing: [{ tag: "tokens_times_epochs" }] }],
    });
    const left = (...of: readonly string[]): string[] =>
      asked(lists({ of, models: ["large"] }), "2026-06-01", variants).offers.map(({ id }) => id);
    expect(left("sft@global")).toEqual(["acme/small:sft@regional"]);
    expect(left("sft@regional", "sft@global")).toEqual([]);
    expect(left("sft"), "a method without a variant is that of offers without one").toHaveLength(2);
  });

  it("marks what another capture of the same weeks still has", () => {
    const offer = only(
      asked(
        lists(
          { day: "2026-04-20", models: ["small"] },
          { day: "2026-05-01", source: "https://example.org/other", models: ["large"] },
        ),
      ),
    );
    expect(offer.assumptions).toContainEqual(
      expect.objectContaining({ kind: "unconfirmed_offer", source: "https://example.org/other" }),
    );
    expect(offer.assumptions.find(({ kind }) => kind === "unconfirmed_offer")?.sentence).toBe(
      "Whether it is still sold is not known: the list of 2026-05-01 lacks it, that of 2026-04-20 has it.",
    );
  });

  it("takes another capture of sixty days before for one of the same weeks, and none of an earlier day", () => {
    const since = (day: string) =>
      asked(
        lists(
          { day, models: ["small"] },
          { day: "2026-05-01", source: "https://example.org/other", models: ["large"] },
        ),
      );
    expect(only(since("2026-03-02")).assumptions.map(({ kind }) => kind)).toContain("unconfirmed_offer");
    expect(since("2026-03-01").refused[0]?.reason).toMatchObject({ kind: "not_offered", lastSeen: "2026-03-01" });
  });

  it("says of what no list ever had since which list it lacks, from its first price on", () => {
    const rates = [rate("training", "3", { from: "2026-01-10" }), rate("training", "2", { from: "2026-04-01" })];
    const never = lists(
      { day: "2026-01-05", models: ["large"] },
      { day: "2026-02-01", models: ["large"] },
      { day: "2026-05-01", models: ["large"] },
    );
    expect(asked(never, "2026-06-01", model({ rates })).refused[0]?.reason).toMatchObject({ since: "2026-02-01" });
    const first = model({ rates: [rate("training", "3", { from: "2026-02-01" })] });
    expect(asked(never, "2026-06-01", first).refused[0]?.reason).toMatchObject({ since: "2026-02-01" });
  });

  it("asks the prices of training alone when it was first sold, and those of the day", () => {
    const lacking = lists({ day: "2026-05-01", models: ["large"] });
    const young = rate("training", "3", { from: "2026-05-02", seen: "2026-05-02" });
    const state = (day: string, ...rates: readonly Rate[]): unknown => {
      const [offer] = bookOffers(book([model({ rates })], lacking));
      return offer && offeredOn(offer, day).state;
    };
    expect(state("2026-06-01", young)).toBe("unlisted");
    expect(state("2026-06-01", young, rate("input", "0.3"))).toBe("unlisted");
    expect(state("2026-06-01", young, rate("training", "2", { method: "dpo" }))).toBe("unlisted");
    // On its first day it is there, and what is yet to come says nothing of the day before.
    expect(state("2026-05-02", young)).toBe("unlisted");
    expect(state("2026-05-01", young)).toBe("off");
    expect(state("2026-04-30", young)).toBe("unlisted");
    expect(state("2026-06-01", { ...young, from: "2026-05-01" })).toBe("open");
  });

  it("marks what the newest list lacks where its own price was seen after that list", () => {
    const later = model({ rates: [rate("training", "3", { from: "2026-03-02", seen: "2026-05-02" })] });
    const offer = only(asked(lists({ day: "2026-05-01", models: ["large"] }), "2026-06-01", later));
    expect(offer.assumptions.find(({ kind }) => kind === "unconfirmed_offer")?.sentence).toBe(
      "Whether it is still sold is not known: the list of 2026-05-01 lacks it, its price was seen on 2026-05-02.",
    );
    // A sighting between the first and the last counts as well.
    const between = model({
      rates: [
        rate("training", "3", { from: "2026-03-02", alsoSeen: ["2026-03-02", "2026-05-20"], seen: "2026-07-01" }),
      ],
    });
    expect(asked(lists({ day: "2026-05-01", models: ["large"] }), "2026-06-01", between).offers).toHaveLength(1);
    // A list from before its first price, or before the model, says nothing of it.
    const young = model({ rates: [rate("training", "3", { from: "2026-05-02", seen: "2026-05-02" })] });
    expect(
      only(asked(lists({ day: "2026-05-01", models: ["large"] }), "2026-06-01", young)).assumptions,
    ).not.toContainEqual(expect.objectContaining({ kind: "unconfirmed_offer" }));
    const tiered = { ...lists({ day: "2026-05-01", models: ["large"] }), tiers: [tierOf("3")] };
    const sized = { rates: [], parameters: "8" };
    expect(asked(tiered, "2026-06-01", model({ ...sized, released: "2026-05-10" })).offers).toHaveLength(1);
    expect(asked(tiered, "2026-06-01", model({ ...sized, released: "2026-04-10" })).offers).toHaveLength(0);
    expect(asked(tiered, "2026-05-05", model({ ...sized, released: "2026-05-10" })).refused[0]?.reason).toMatchObject({
      kind: "no_rate_yet",
      first: "2026-05-10",
    });
    // A price of the same day as the list says nothing against it.
    const same = model({ rates: [rate("training", "3", { from: "2026-05-01", seen: "2026-05-01" })] });
    expect(asked(lists({ day: "2026-05-01", models: ["large"] }), "2026-06-01", same).offers).toEqual([]);
    // The same page read again is no disagreement: it was taken off.
    const twice = lists({ day: "2026-04-20", models: ["small"] }, { day: "2026-05-01", models: ["large"] });
    expect(asked(twice).refused[0]?.reason).toMatchObject({ kind: "not_offered", lastSeen: "2026-04-20" });
    // An empty list is the provider's word that it tunes nothing any more: no copy of a price takes that back.
    expect(asked(lists({ day: "2026-05-01" }), "2026-06-01", later).offers).toEqual([]);
  });
});

/** Names that were offered although nobody sells them any more. */
describe("the book's default answer", () => {
  const question = { asOf: "2026-11-25", prices, job: { examples: 8000, tokensPerExample: 620, epochs: 3, hours: 2 } };
  const answer = estimate(question);

  it.each([
    "azure/babbage-002:sft",
    "azure/davinci-002:sft",
    "azure/gpt-35-turbo:sft@regional",
    "azure/gpt-4:sft@regional",
    "aws-bedrock/titan-text-lite:sft",
    "aws-bedrock/cohere-command:sft",
    "aws-bedrock/cohere-command-light:sft",
    "aws-bedrock/llama-2-13b:sft",
    "aws-bedrock/llama-2-70b:sft",
    "aws-bedrock/claude-3-haiku:sft",
    "google-vertex/gemini-2.0-flash:sft",
    "google-vertex/gemini-2.0-flash-lite:sft",
    "mistral/open-mistral-7b:sft-lora",
    "mistral/pixtral-12b:sft-lora",
    "mistral/ministral-3b-classifier:classifier",
    "mistral/ministral-8b-classifier:classifier",
    "fireworks/qwen2.5-7b-instruct:sft-lora",
    "fireworks/qwen2.5-14b-instruct:sft-lora",
    "together/qwen3-8b:sft-lora",
  ])("refuses %s as no longer sold", (id) => {
    const refused = answer.refused.find((one) => one.id === id);
    expect(["not_offered", "retired"]).toContain(refused?.reason.kind);
    expect(refused?.sentence).toMatch(/since \d{4}-\d{2}-\d{2}/u);
  });

  it("holds no offer that the newest list of its provider lacks, but for those that bear the mark", () => {
    const sold = new Map(bookOffers(prices).map((offer) => [offer.id, offeredOn(offer, question.asOf).state]));
    const states = answer.offers.map((offer) => [
      sold.get(offer.id),
      noteOf(offer, "unconfirmed_offer") === undefined ? "plain" : "marked",
    ]);
    expect(new Set(states.map((state) => state.join(" ")))).toEqual(
      new Set(["on plain", "unlisted plain", "open marked"]),
    );
  });

  it("says OpenAI's conditions with each of its offers", () => {
    const own = answer.offers.filter(({ provider }) => provider === "openai");
    expect(own.length).toBeGreaterThan(2);
    const said = new Set(own.map((offer) => noteOf(offer, "existing_customers")?.sentence));
    expect([...said].join()).toBe(
      "Only these may still train: since 2026-05-07 organisations that ran a tuning job here before, and since 2026-07-02 organisations with inference on a tuned model in the 60 days before that day. New jobs end before 2027-01-07.",
    );
  });
});
