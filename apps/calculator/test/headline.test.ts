import type { LineItem, Offer } from "@tunecast/estimator";
import { isAtLeast, tooLongNote } from "@tunecast/estimator/answer";
import { aboutMoneyText, moneyText } from "@tunecast/estimator/text";
import { describe, expect, it } from "vitest";
import { chosenOffer } from "../src/state/choice.ts";
import { withDays } from "../src/question/dayText.ts";
import { factsOf, stopsOn } from "../src/view/facts.ts";
import {
  monthlyRangeText,
  payBackRangeText,
  payBackReason,
  type Reading,
  trainingRangeText,
} from "../src/view/headline.ts";
import { rateWords, runningReason, trainingReason } from "../src/view/reasons.ts";
import { plainSentence, sentenceOf } from "../src/view/sentence.ts";
import { trainingRange } from "../src/view/trainingRange.ts";
import { timeSpan } from "../src/view/text.ts";
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

  it("of a job with a validation set is not said to be for the passes over the data alone", () => {
    const offer = { lines: [line("2")], epochs: 3 } as unknown as Offer;
    expect(trainingReason(offer)).toBe("14.9M tokens over 3 epochs, at $2.00 per 1M tokens.");
    expect(trainingReason(offer, true)).toContain("over 3 epochs, with validation as it is billed, at");
  });
});

describe("a price whose copy bears no day", () => {
  it("is never said to have been seen: how old it is, nobody knows", async () => {
    const undated = await offerWhere(({ lines }) => lines.some(({ rate }) => rate.undated === true));
    const told = factsOf(undated, "2026-11-24", null).map(({ text }) => text);
    expect(told).toContainEqual(
      expect.stringMatching(/^Price of a copy that bears no day, read on .*: its age is unknown\.$/u),
    );
    expect(told.join(" ")).not.toContain("Price seen");
  });
});

describe("a rate by the thousand tokens", () => {
  it.each([
    ["0.001", "$1.00 per 1M tokens"],
    ["0.0000375", "$0.0375 per 1M tokens"],
    ["2", "$2,000.00 per 1M tokens"],
    ["0.0106", "$10.60 per 1M tokens"],
  ])("of %s is said by the million, as all others are", (amount, text) => {
    const rate = { amount, currency: "USD", per: "1K tokens", source: "", seen: "", from: "", confidence: "primary" };
    expect(rateWords({ rate } as LineItem)).toBe(text);
  });
});

describe("a time", () => {
  it.each([
    [1.12, 1.67, "5 to 7 weeks"],
    [1.12, 3, "5 weeks to 3 months"],
    [0.2, 0.2, "6 days"],
    [1.6, null, "7 weeks, or never"],
    [0.001, 0.1, "less than a day to 3 days"],
  ])("from %s to %s months reads: %s", (low, high, text) => {
    expect(timeSpan(low, high)).toBe(text);
  });

  it("is a day as people write it, within a sentence too", () => {
    expect(withDays("Since 2026-07-02, until before 2027-01-07; v2026-1.")).toBe(
      "Since 2 Jul 2026, until before 7 Jan 2027; v2026-1.",
    );
  });
});

describe("an offer that stops answering", () => {
  it("says so first, with the time that is left", async () => {
    const offer = await offerWhere(({ id }) => id === "openai/gpt-4.1-mini-2025-04-14:sft", "#v=1&months=12");
    const [first, second] = factsOf(offer, "2026-11-24", null);
    expect(stopsOn(offer)).toBe("2027-01-14");
    expect(first?.text).toBe("Stops answering on 14 Jan 2027, in 7 weeks: the figures count its use until then.");
    expect(second?.text).toMatch(/^Only these may still train: since \d+ May 2026/u);
  });
});

describe("train once", () => {
  it("keeps both ends of its range where only the use is not counted", async () => {
    const offer = await offerWhere(
      (each) => isAtLeast(each) && each.method.startsWith("sft") && each.range.low !== each.range.high,
    );
    const { low, high } = trainingRange(offer);
    const { currency } = offer.training;
    expect(trainingRangeText(offer, whole)).toBe(
      `${moneyText({ amount: low, currency })} to ${moneyText({ amount: high, currency })}`,
    );
  });

  it("rounds the amount itself, and never one that was rounded before", async () => {
    const offer = await offerWhere(({ training }) => training.currency === "USD");
    // To eight places it would be 1.005, and half a cent more.
    const range = { ...offer, trainingRange: { low: "1.004999999999", high: "3" } };
    expect(trainingRangeText(range, whole)).toBe("$1.00 to $3.00");
    expect(trainingRangeText(range, { ...whole, partOnly: true })).toBe("at least $1.00: data are missing");
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

  it.each([
    ["2.01", "1.005000000001", "It saves $1.00 a month."],
    ["1.005000000001", "2.01", "A month costs $1.00 more."],
    ["0.3", "0.3", "A month costs the same."],
    // Binary numbers do not tell these two apart.
    ["0.3", "0.30000000000000001", "A month costs $0.00000000000000001 more."],
  ])("come from what a month saves, to the last digit: %s against %s", async (alternative, monthly, text) => {
    const offer = await offerWhere(({ breakEven }) => typeof breakEven?.months === "string");
    const { currency } = offer.training;
    const breakEven = { ...offer.breakEven, alternativeMonthly: { amount: alternative, currency } };
    const changed = { ...offer, breakEven, monthly: { amount: monthly, currency } } as Offer;
    expect(payBackReason(changed, whole)).toMatch(text);
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

describe("the sentence", () => {
  const said = (offer: Offer, reading: Partial<Reading> = {}): string =>
    plainSentence(sentenceOf(offer, "few_shot", { ...whole, ...reading }));

  it("gives the least where data are missing, and no digits of less than a cent", async () => {
    const offer = await offerWhere(({ id }) => id === "openpipe/llama-3.1-8b-instruct:sft-lora", "#v=1&epochs=3");
    const { low } = trainingRange(offer);
    expect(Number(low)).toBeLessThan(Number(offer.training.amount));
    expect(said(offer, { partOnly: true })).toContain(
      `at least ${aboutMoneyText({ amount: low, currency: "USD" })} to train`,
    );
    const tiny = { ...offer, training: { amount: "0.0003", currency: "USD" } };
    expect(said(tiny)).toContain("OpenPipe: less than $0.01 to train and");
  });

  it("does not lay it on a price where nobody asks", async () => {
    const offer = await offerWhere(({ breakEven }) => breakEven === null, "#v=1&requests=0");
    expect(said(offer, { requests: 0 })).toContain("Nobody asks, so there is nothing that tuning could save.");
  });
});

describe("a deployment by the hour", () => {
  it("is said to be one in the words of the bill, where many ask", async () => {
    const isHosted = ({ lines, idle }: Offer): boolean => idle !== null && lines.some(({ kind }) => kind === "hosting");
    const isMany = (each: Offer): boolean =>
      isHosted(each) && each.assumptions.some(({ facts }) => facts?.what === "load");
    expect(runningReason(await offerWhere(isMany, "#v=1&requests=9000000000"))).toMatch(
      /^At least \$[\d.,]+\. One deployment is billed\. This traffic is [\d,]+ tokens a second/u,
    );
    expect(runningReason(await offerWhere(isHosted))).not.toContain("One deployment");
  });
});
