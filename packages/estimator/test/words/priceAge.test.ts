import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { decide, estimate, noteOf, type DecisionQuestion, type Offer } from "../../src/index.ts";
import { offerReport, type ReportFigure } from "../../src/report.ts";
import { priceText, shownDay } from "../../src/text.ts";
import { asOf, ask, only } from "../ask.ts";
import { book, model, rate } from "../book.ts";
import { question } from "../plan/decided.ts";

const all = { job: question.job, traffic: question.traffic!, prices, only: { includeStale: true } };
const days = ["2025-03-01", "2025-09-01", "2026-03-01", "2026-06-30", "2026-12-07"] as const;
const isDated = (offer: Offer): boolean => noteOf(offer, "undated_price") === undefined;

function agesOf(figures: readonly ReportFigure[]): string[] {
  return figures.flatMap(({ age }) => (age === undefined ? [] : [age.text]));
}

describe("the age of a price", () => {
  it.each(days)("is that of the list in the note about old prices: %s", (day) => {
    const offers = estimate({ ...all, asOf: day }).offers.filter(isDated);
    const noted = offers.filter((offer) => noteOf(offer, "old_price") !== undefined);
    expect(noted.map(({ id }) => id)).toEqual(
      offers.filter(({ priceAge }) => (priceAge ?? 0) > 90).map(({ id }) => id),
    );
  });

  it.each(days)("is that of the list in the figures and the cautions: %s", (day) => {
    const asked = { ...all, asOf: day };
    const decision = decide({ question: asked });
    for (const offer of estimate(asked).offers.filter(isDated)) {
      const { figures, cautions } = offerReport({ offer, asked: { question: asked }, decision: null });
      const decided = offerReport({ offer, asked: { question: asked }, decision });
      expect([offer.id, ...agesOf([...figures, ...decided.figures])]).toContain(priceText(offer.priceAge, false).text);
      const isOld = cautions.some((caution) => caution.startsWith("Oldest price"));
      expect([offer.id, isOld]).toEqual([offer.id, (offer.priceAge ?? 0) > 90]);
    }
  });

  /** Copies of the prices of tuned and untuned use, on a day on which they are six months old unless another copy has them. */
  function headOf(more: Partial<DecisionQuestion["question"]>, seen: string) {
    const rates = (model().rates ?? []).map((one) => ({ ...one, alsoSeen: [one.seen], seen }));
    const asked: DecisionQuestion = {
      question: { ...question, prices: book([model({ rates })]), asOf: "2026-07-01", ...more },
    };
    const decision = decide(asked);
    const offer = only(estimate(asked.question));
    return { offer, ...offerReport({ offer, asked, decision }) };
  }

  const old = { rates: [] };
  const discounts = [{ provider: "acme", percent: "10", source: "contract 8" }];
  it.each([
    ["without a later copy", old, "2026-01-01", "price 6 months old"],
    ["with a later copy", old, "2026-08-01", "price of the day"],
    ["with a later copy, and a discount", { discounts }, "2026-08-01", "price of the day"],
  ])("is one in figures, verdict and list %s", (_, ownPrices, seen, text) => {
    const { figures, cautions, offer } = headOf({ ownPrices }, seen);
    expect(agesOf(figures)).toEqual([text, text]);
    expect(priceText(offer.priceAge, false).text).toBe(text);
    expect(cautions).toEqual(text.endsWith("old") ? [`Oldest price: ${shownDay(seen)}, 6 months ago.`] : []);
  });

  it("is none of a price that was agreed", () => {
    const own = { provider: "acme", currency: "USD", per: "1M tokens", source: "contract 7" };
    const rates = ["training", "input", "output"].map((kind) => ({ ...own, kind, amount: "1" }));
    const { figures, offer } = headOf({ ownPrices: { rates } }, "2026-01-01");
    expect(offer.priceAge).toBeNull();
    expect(agesOf(figures)).toEqual(["your own price", "your own price"]);
  });

  it("is that of training and use alone, where a minimum beside them is older", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const fresh = (model().rates ?? []).map((one) => ({ ...one, seen: "2026-06-30" }));
    const rates = [...fresh, rate("minimum", "9", { per: "job" })];
    const asked = { ...question, asOf: "2026-07-01", prices: book([model({ offers, rates })]) };
    const offer = only(ask(asked));
    expect(asOf < asked.asOf && offer.lines.some(({ kind }) => kind === "minimum")).toBe(true);
    const { figures } = offerReport({ offer, asked: { question: asked }, decision: null });
    expect(figures[0]?.age?.text).toBe("price 1 day old");
    expect(noteOf(offer, "old_price")).toBeUndefined();
  });
});
