import { describe, expect, it } from "vitest";
import type { BillingTag } from "../../src/prices.ts";
import type { Job, Offer } from "../../src/index.ts";
import { ask, job, only } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

const billed = (tags: readonly BillingTag[], more: Partial<Job> = {}, rates = [rate("training", "3")]): Offer =>
  only(ask({ prices: book([model({ offers: [{ method: "sft", billing: tags }], rates })]), job: { ...job, ...more } }));
const counting = { tag: "tokens_times_epochs" };
const kinds = ({ assumptions }: Offer): string[] => assumptions.map(({ kind }) => kind);

describe("what is multiplied by the training rate", () => {
  it("is half as many times the tokens as a conversation with thinking traces has turns", () => {
    const turns = (thinkingTurns: number): string =>
      billed([counting, { tag: "thinking_turns" }], { thinkingTurns }).billedTokens;
    expect([turns(2), turns(3), turns(8)]).toEqual(["300000", "450000", "1200000"]);
    expect(billed([counting, { tag: "thinking_turns" }]).billedTokens).toBe("300000");
  });

  it("is the hours, to so many places, and where the provider pauses the job is said", () => {
    const perHour = [rate("training", "100", { per: "hour" })];
    const whole = billed([{ tag: "hours" }], { hours: 1.2345 }, perHour);
    const rounded = billed([{ tag: "hours", decimals: 0, pauseAt: 5000 }], { hours: 1.5 }, perHour);
    expect([whole.total.amount, rounded.total.amount]).toEqual(["123.45", "200"]);
    expect([whole.billedTokens, whole.lines[0]?.unit]).toEqual(["0", "hour"]);
    expect(kinds(whole)).not.toContain("pause");
    const sentence = "The provider pauses the job at 5,000 US dollars; resuming lifts the limit.";
    const pause = { kind: "pause", sentence, facts: { dollars: "5000" } };
    expect(rounded.assumptions).toContainEqual(expect.objectContaining(pause));
    const perMinute = [rate("training", "2", { per: "minute" })];
    expect(billed([{ tag: "hours" }], { hours: 3 }, perMinute).total.amount).toBe("360");
    const perSecond = [rate("training", "0.01", { per: "second" })];
    expect(billed([{ tag: "hours" }], { hours: 3 }, perSecond).total.amount).toBe("108");
  });

  it("is the steps where they are stated, else the tokens", () => {
    const tag = { tag: "steps", tokensPerStep: 65_536 };
    expect([billed([tag], { steps: 10 }).billedTokens, billed([tag]).billedTokens]).toEqual(["655360", "300000"]);
    expect(billed([tag], { steps: 10 }).lines[0]?.label).toBe("Training, 10 steps");
  });

  it("says where it is open whether a record costs more, and only there", () => {
    const recounted = (more: object) =>
      kinds(billed([{ tag: "recounted_turns_times_epochs", tokensPerRecord: 8, ...more }]));
    expect(recounted({ disputed: true })).toContain("record_tokens");
    expect(recounted({ disputed: false })).not.toContain("record_tokens");
    expect(recounted({})).not.toContain("record_tokens");
  });

  it("adds nothing for the records of a typed count, which stands for all that is billed", () => {
    expect(billed([{ tag: "recounted_turns_times_epochs", tokensPerRecord: 8 }]).billedTokens).toBe("300000");
  });

  it("names its epochs", () => {
    expect(billed([counting]).lines[0]?.label).toBe("Training, 3 epochs");
    expect(billed([counting], { epochs: 1 }).lines[0]?.label).toBe("Training, 1 epoch");
  });
});

describe("a minimum", () => {
  const fee = [rate("training", "3"), rate("minimum", "1", { per: "job" })];

  it("is no line where the training costs as much, and no note where the range does", () => {
    const dear = { examples: 4000 };
    expect(billed([counting, { tag: "minimum" }], dear, fee).lines.map(({ kind }) => kind)).toEqual(["training"]);
    expect(billed([counting, { tag: "minimum" }], {}, fee).total.amount).toBe("1");
    const disputed = { tag: "minimum", disputed: true };
    expect(kinds(billed([counting, disputed], dear, fee))).not.toContain("minimum_disputed");
    expect(kinds(billed([counting, disputed], { examples: 100 }, fee))).toContain("minimum_disputed");
    // Three passes of exactly 100,000 tokens at $3 are the minimum themselves.
    const profile = profileOf({ "openai/o200k_base": countsOf([[100, 1000]]) });
    const exact = [rate("training", "3"), rate("minimum", "0.9", { per: "job" })];
    const prices = book([model({ offers: [{ method: "sft", billing: [counting, disputed] }], rates: exact })]);
    expect(kinds(only(ask({ prices, job: { profile, epochs: 3 } })))).not.toContain("minimum_disputed");
  });

  it("is charged before the invoice is rounded", () => {
    const rounding = { tag: "round_amount_up", to: "0.3" };
    const offer = billed([counting, rounding, { tag: "minimum" }], {}, fee);
    expect(offer.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["training", "0.9"],
      ["minimum", "0.1"],
      ["rounding", "0.2"],
    ]);
  });
});
