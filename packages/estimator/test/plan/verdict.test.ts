import { describe, expect, it } from "vitest";
import { estimate, spendVerdict, type Answer, type Offer } from "../../src/index.ts";
import { verdictText } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";

const usd = (amount: string) => ({ amount, currency: "USD" });
const real = estimate({
  asOf: "2026-02-01",
  prices: book([model({ rates: [rate("training", "3")] })]),
  job: { examples: 1000, tokensPerExample: 100, epochs: 3 },
});
const firstOf = ({ offers: [offer] }: Answer): Offer => {
  if (offer === undefined) throw new TypeError("Got no offer.");
  return offer;
};
const answered = (changes: Partial<Offer> = {}, notices: Answer["notices"] = []): Answer => {
  const offer = { ...firstOf(real), total: usd("45"), monthly: usd("200"), complete: true, notCounted: [] };
  const range = { low: "45", high: "45", currency: "USD" };
  return { ...real, notices, offers: [{ ...offer, range, ...changes }] };
};
const held = (answer: Answer, limits: Record<string, string>) => {
  const verdict = spendVerdict(answer, { currency: "USD", ...limits });
  return [verdict.verdict, ...verdict.reasons.map(({ kind }) => kind)];
};

describe("spendVerdict", () => {
  it.each([
    [{ max: "50", maxMonthly: "300" }, ["pass"]],
    [{ max: "45", maxMonthly: "200", warn: "45" }, ["pass"]],
    [{ max: "50", maxMonthly: "300", warn: "40" }, ["warn", "over_warn"]],
    [{ warn: "40" }, ["warn", "over_warn"]],
    [{ max: "44.99", warn: "40" }, ["fail", "over_max"]],
    [{ max: "50", maxMonthly: "199.99" }, ["fail", "over_monthly"]],
    [{ max: "50", maxMonthly: "199.99", warn: "40" }, ["fail", "over_monthly", "over_warn"]],
  ])("holds $45, $200 a month against %j", (limits, expected) => {
    expect(held(answered(), limits)).toEqual(expected);
  });

  it("fails an offer that is closed to new customers, and says whether it was named", () => {
    const closed = { status: { kind: "closed_to_new_customers", source: "https://example.com" } };
    const named = (...models: string[]) => ({ ...answered(closed), input: { ...real.input, only: { models } } });
    expect(held(answered(closed), { max: "50" })).toEqual(["fail", "closed"]);
    expect(held(named("acme/small:sft"), { max: "50" })).toEqual([expect.any(String), "closed_named"]);
    expect(held(named("acme/other:sft"), { max: "50" })).toEqual(["fail", "closed"]);
  });

  it("never passes a total that leaves something out, however small", () => {
    const part = { complete: false, notCounted: ["Input tokens"], range: { low: "45", high: null, currency: "USD" } };
    expect(held(answered(part), { max: "1000000" })).toEqual(["fail", "at_least"]);
    const lacking = answered({ complete: false }, [{ kind: "bad_rows", sentence: "2 rows." }]);
    expect(held(lacking, { max: "1000000", warn: "40" })).toEqual(["fail", "at_least", "over_warn"]);
    const clipped = answered({ complete: false, horizon: { months: 1.6, clippedAt: "2026-03-20" } });
    expect(held(clipped, { max: "1000000" })).toEqual(["warn", "clipped"]);
  });

  it("warns where the high end of the range is over the limit", () => {
    const wide = answered({ range: { low: "40", high: "50.01", currency: "USD" } });
    expect(held(wide, { max: "50" })).toEqual(["warn", "may_be_over"]);
    expect(verdictText(spendVerdict(wide, { currency: "USD", max: "50" }))).toBe(
      "Warning: acme/small:sft costs $45.00: within $50.00, but may come to $50.01.",
    );
  });

  it("judges the cheapest complete offer, and none where there is none", () => {
    const whole = firstOf(answered());
    const part = { ...whole, id: "acme/part:sft", complete: false, notCounted: ["x"], total: usd("1") };
    const { offer } = spendVerdict({ ...real, offers: [part, whole] }, { currency: "USD", max: "50" });
    expect(offer?.id).toBe("acme/small:sft");
    expect(held({ ...real, offers: [] }, { max: "50" })).toEqual(["fail", "no_offer"]);
  });

  it("fails on a limit that cannot be read, with its name, whatever the offers cost", () => {
    for (const [field, got] of [
      ["max", "-1"],
      ["warn", "much"],
    ] as const) {
      const verdict = spendVerdict(answered(), { currency: "USD", [field]: got });
      expect(verdict).toMatchObject({ verdict: "fail", offer: null, monthly: null });
      expect(verdict.reasons).toHaveLength(1);
    }
  });

  it("compares no other currency, and no month that is not known", () => {
    expect(held(answered({ total: { amount: "1", currency: "EUR" } }), { max: "50" })).toEqual(["fail", "currency"]);
    expect(held(answered({ monthly: null }), { maxMonthly: "5" })).toEqual(["fail", "month_unknown"]);
  });

  it.each([
    [
      { max: "50", maxMonthly: "300" },
      "Pass: acme/small:sft costs $45.00, $200.00 a month: within $50.00 and $300.00 a month.",
    ],
    [{ warn: "45" }, "Pass: acme/small:sft costs $45.00: within $45.00."],
    [{ max: "50", warn: "40" }, "Warning: acme/small:sft costs $45.00: over $40.00, where you asked to be warned."],
    [
      { max: "40", maxMonthly: "100" },
      "Fail: acme/small:sft costs $45.00, $200.00 a month: over $40.00; over $100.00 a month.",
    ],
  ])("says it in one line: %j", (limits, line) => {
    expect(verdictText(spendVerdict(answered(), { currency: "USD", ...limits }))).toBe(line);
  });

  it("says 'at least' where something is left out", () => {
    const part = answered({ complete: false, notCounted: ["Input tokens"] });
    expect(verdictText(spendVerdict(part, { currency: "USD", max: "50" }))).toBe(
      "Fail: acme/small:sft costs at least $45.00: the total leaves something out.",
    );
  });
});
