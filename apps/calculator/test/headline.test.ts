import type { LineItem, Offer } from "@tunecast/estimator";
import { isAtLeast, tooLongNote } from "@tunecast/estimator/answer";
import { moneyText } from "@tunecast/estimator/text";
import { describe, expect, it } from "vitest";
import { chosenOffer } from "../src/choice.ts";
import { monthlyRangeText, payBackRangeText, payBackReason, type Reading, trainingRangeText } from "../src/headline.ts";
import { rateWords, runningReason, trainingReason } from "../src/reasons.ts";
import { trainingRange } from "../src/trainingRange.ts";
import { aboutText } from "../src/view/text.ts";
import { answered } from "./calculatorAt.ts";

const whole: Reading = { requests: 240_000, partOnly: false };

/** The first offer of the default question that is so. */
async function offerWhere(isSo: (offer: Offer) => boolean, fragment = ""): Promise<Offer> {
  const found = (await answered(fragment)).answer.offers.find(isSo);
  if (found === undefined) throw new Error("The price book has no such offer.");
  return found;
}

describe("a rate", () => {
  const line = (amount: string): LineItem => ({
    kind: "training",
    label: "Training",
    quantity: "14880000",
    unit: "token",
    rate: {
      amount,
      currency: "USD",
      per: "1M tokens",
      source: "https://example.com",
      seen: "2026-11-24",
      from: "2026-11-24",
      confidence: "primary",
    },
    amount: "21.76",
  });

  it.each([
    ["1.463", "$1.463 per 1M tokens"],
    ["1.375", "$1.375 per 1M tokens"],
    ["9.625", "$9.625 per 1M tokens"],
    ["2", "$2.00 per 1M tokens"],
  ])("of %s keeps every digit", (amount, text) => {
    expect(rateWords(line(amount))).toBe(text);
    expect(trainingReason({ lines: [line(amount)], epochs: 3 } as unknown as Offer)).toContain(`at ${text}`);
  });
});

describe("train once", () => {
  it("keeps both ends of its range where only the use is not counted", async () => {
    const offer = await offerWhere(
      (each) => isAtLeast(each) && each.method.startsWith("sft") && each.range.low !== each.range.high,
    );
    const { low, high } = trainingRange(offer);
    const { currency } = offer.training;
    expect(trainingRangeText(offer, whole)).toBe(`${aboutText(low, currency)} to ${aboutText(high, currency)}`);
  });

  it("is at least that where rows could not be read, or graders are not counted", async () => {
    const offer = await offerWhere((each) => isAtLeast(each));
    expect(trainingRangeText(offer, { ...whole, partOnly: true })).toMatch(/^at least /u);
    const graders = [{ kind: "not_counted", sentence: "Graders are not counted.", part: "training" as const }];
    const open = { low: offer.training.amount, high: null };
    expect(trainingRangeText({ ...offer, trainingRange: open, assumptions: graders }, whole)).toMatch(/^at least /u);
    expect(monthlyRangeText({ ...offer, assumptions: graders }, whole)).not.toMatch(/^at least/u);
  });

  it("is called exact at a first-hand price alone", async () => {
    const exact = await offerWhere(
      (each) => trainingRangeText(each, whole) === "exact for these numbers",
      "#v=1&examples=10&tokens-per-example=50",
    );
    const lines = exact.lines.map((line) => ({ ...line, rate: { ...line.rate, confidence: "secondary" as const } }));
    expect(trainingRangeText({ ...exact, lines }, whole)).toContain("second-hand price");
  });
});

describe("run per month", () => {
  it("is never called exact", async () => {
    const { answer } = await answered();
    const words = new Set(answer.offers.map((offer) => monthlyRangeText(offer, whole)));
    expect([...words].filter((text) => text.includes("exact"))).toEqual([]);
    expect(words).toContain("for these requests");
  });

  it("names a second-hand price, cached input without a price, and a part without one", async () => {
    const secondHand = await offerWhere(
      (each) =>
        !isAtLeast(each) &&
        each.lines.some(({ kind, rate }) => kind === "inference" && rate.confidence === "secondary"),
    );
    expect(monthlyRangeText(secondHand, whole)).toContain("a second-hand price");
    const cached = await offerWhere(
      (each) => !isAtLeast(each) && each.assumptions.some(({ kind }) => kind === "no_cached_rate"),
      "#v=1&cached-input-tokens=500",
    );
    expect(monthlyRangeText(cached, whole)).toContain("cached input billed as input");
    const part = await offerWhere((each) => isAtLeast(each) && each.monthly !== null);
    expect(monthlyRangeText(part, whole)).toMatch(/^at least/u);
  });

  it("of a deployment that nobody calls ends with the deployment", async () => {
    const idle = await offerWhere(({ idle }) => idle?.days !== undefined, "#v=1&requests=0");
    const nobody = { ...whole, requests: 0 };
    expect(monthlyRangeText(idle, nobody)).toBe("in the first month, nothing after it");
    expect(runningReason(idle)).toContain(`until it is deleted after ${idle.idle?.days} days`);
    const called = await offerWhere(({ idle }) => idle?.days !== undefined);
    expect(runningReason(called)).not.toContain("deleted");
  });
});

describe("months to break even", () => {
  it("are none that a price is missing for where nobody asks", async () => {
    const { answer } = await answered("#v=1&requests=0");
    for (const offer of answer.offers.filter(({ breakEven }) => breakEven === null))
      expect(payBackReason(offer, { ...whole, requests: 0 })).toMatch(/^Nobody asks/u);
    const missing = await offerWhere(({ breakEven }) => breakEven === null);
    expect(payBackReason(missing, whole)).toContain("no price was found");
  });

  it("are at least that where rows could not be read", async () => {
    const offer = await offerWhere(({ breakEven }) => typeof breakEven?.high === "string" && breakEven.high !== "0");
    expect(payBackRangeText(offer, { ...whole, partOnly: true })).toMatch(/^at least /u);
  });
});

describe("an offer that cuts examples off", () => {
  const long = "#v=1&tokens-per-example=200000";

  it("is never the page's own choice, and says what it does to them", async () => {
    const { calculator, answer } = await answered(long);
    const cutting = answer.offers.filter((offer) => tooLongNote(offer) !== null);
    expect(cutting.length).toBeGreaterThan(0);
    const { offer } = calculator.choice.value;
    expect(offer && tooLongNote(offer)).toBeNull();
    for (const each of cutting) expect(tooLongNote(each)).toContain("longer than");
  });

  it("is shown where it is asked for, or where there is no other", async () => {
    const { answer } = await answered(long);
    const cutting = answer.offers.filter((offer) => tooLongNote(offer) !== null);
    const [first] = cutting;
    expect(chosenOffer(answer, first?.id ?? "").offer?.id).toBe(first?.id);
    expect(chosenOffer({ ...answer, offers: cutting }, null).offer).not.toBeNull();
  });

  it("is none of those that fit", async () => {
    const { answer } = await answered();
    expect(answer.offers.filter((offer) => tooLongNote(offer) !== null).map(({ id }) => id)).toEqual([]);
    expect(moneyText(answer.offers[0]?.total ?? { amount: "0", currency: "USD" })).toMatch(/\d/u);
  });
});
