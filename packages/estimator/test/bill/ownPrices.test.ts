import { describe, expect, it } from "vitest";
import type { Limits, Offer, Question } from "../../src/index.ts";
import { bookOffers } from "../../src/prices.ts";
import { rateOn } from "../../src/prices/rates.ts";
import { ask, job, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";

const kinds = ({ assumptions }: Offer): string[] => assumptions.map(({ kind }) => kind);

describe("credits", () => {
  const credit = (more: object = {}) => ({
    provider: "acme",
    amount: "0.5",
    currency: "USD",
    source: "grant",
    ...more,
  });
  const [acme, other] = [book([model()]), book([model()], { provider: "other", name: "Other" })];
  const prices = { ...acme, providers: [...acme.providers, ...other.providers] };
  const billed = (...credits: ReturnType<typeof credit>[]): Offer =>
    only(ask({ prices, ownPrices: { credits }, only: { providers: ["acme"] } }));

  it("are those of the provider, and said where they are used", () => {
    const [used, elsewhere] = [billed(credit()), billed(credit({ provider: "other" }))];
    expect([used.total.amount, elsewhere.total.amount]).toEqual(["0.4", "0.9"]);
    expect([kinds(used).includes("credits"), kinds(elsewhere).includes("credits")]).toEqual([true, false]);
    expect(billed(credit(), credit({ provider: "other" })).total.amount).toBe("0.4");
  });

  it("in a currency that is not exchanged are not used, and said not to be", () => {
    const offer = billed(credit({ currency: "EUR" }));
    expect(offer.total.amount).toBe("0.9");
    expect(kinds(offer)).toContain("credits_not_used");
    expect(kinds(offer)).not.toContain("credits");
  });
});

describe("prices", () => {
  const [offer] = bookOffers(book([model({ rates: [rate("training", "3")] })]));
  const exchange = (from: string) => [{ from, to: "EUR", rate: "0.5", date: "2026-01-31", source: "ECB" }];

  it("that are exchanged are one's own, not the list's", () => {
    if (offer === undefined) throw new Error("no offer");
    const on = (overlay: Question["ownPrices"]) => rateOn(offer, { kind: "training" }, "2026-02-01", overlay);
    expect(on({ exchange: exchange("USD") })).toMatchObject({
      value: { amount: "1.5", currency: "EUR", overlay: true },
    });
    expect(on({ exchange: exchange("GBP") })).toMatchObject({ value: { amount: "3" } });
  });

  it("of batches are asked only where a share of the requests is stated", () => {
    const batch = [rate("input", "0.15", { service: "batch" }), rate("output", "0.6", { service: "batch" })];
    const prices = book([model({ rates: [...(model().rates ?? []), ...batch] })]);
    const month = (more: object) => only(ask({ prices, traffic: { ...traffic, ...more } })).monthly?.amount;
    expect(month({})).toBe(month({ batchShare: 0 }));
    expect(Number(month({ batchShare: 1 }))).toBe(Number(month({})) / 2);
  });
});

describe("a file over the limit", () => {
  const answer = (limits: Limits) => {
    const profile = profileOf({ "openai/o200k_base": countsOf([[100, 1000]]) }, { bytes: 3 * 1024 ** 2 });
    return ask({ prices: book([model({ limits, formats: ["chat-sft"] })]), job: { profile, epochs: job.epochs ?? 3 } });
  };

  it("is refused unless there is a way to bring it", () => {
    expect(answer({ fileMegabytes: 2 }).refused[0]?.reason).toMatchObject({ kind: "file_too_large", most: 2 });
    expect(answer({ fileMegabytes: 2, splitFiles: true }).refused).toEqual([]);
    expect(answer({ fileMegabytes: 2, uploadMegabytes: 5 }).refused).toEqual([]);
    expect(answer({ fileMegabytes: 3 }).refused).toEqual([]);
  });
});
