import { describe, expect, it } from "vitest";
import type { ModelEntry, Offer, Traffic } from "../../src/index.ts";
import { ask, only, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";

const month: Traffic = { ...traffic, months: 1, requestsPerMonth: 10_000, inputTokens: 900, outputTokens: 100 };
const rates = model().rates ?? [];
const without = (...kinds: readonly string[]): NonNullable<ModelEntry["rates"]> =>
  rates.filter(({ kind }) => !kinds.includes(kind));

function used(own: ModelEntry["rates"], more: Partial<Traffic> = {}): Offer {
  return only(ask({ prices: book([model({ rates: own ?? rates })]), traffic: { ...month, ...more } }));
}
const inference = ({ lines }: Offer): unknown =>
  lines.filter(({ kind }) => kind === "inference").map(({ label, quantity, amount }) => [label, quantity, amount]);
const notes = ({ assumptions }: Offer): unknown =>
  assumptions.map(({ kind, facts }) => [kind, facts] as const).filter(([kind]) => /batch|cached|counted/.test(kind));

describe("requests to the tuned model", () => {
  it("are input and output at their prices", () => {
    const offer = used(rates);
    // 10,000 × 900 × 0.3 / 1e6, and 10,000 × 100 × 1.2 / 1e6
    expect(inference(offer)).toEqual([
      ["Input tokens", "9000000", "2.7"],
      ["Output tokens", "1000000", "1.2"],
    ]);
    expect(offer.monthly?.amount).toBe("3.9");
  });

  it("of several months are as many times the tokens, and a month is one", () => {
    const offer = used(rates, { months: 2.5 });
    expect(inference(offer)).toEqual([
      ["Input tokens", "22500000", "6.75"],
      ["Output tokens", "2500000", "3"],
    ]);
    expect(offer.monthly?.amount).toBe("3.9");
  });

  it("have their cached part at its own price, or as the rest where it has none", () => {
    expect(inference(used(rates, { cachedInputTokens: 300 }))).toEqual([
      ["Input tokens", "6000000", "1.8"],
      ["Cached input tokens", "3000000", "0.45"],
      ["Output tokens", "1000000", "1.2"],
    ]);
    const plain = used(without("cached_input"), { cachedInputTokens: 300 });
    expect(inference(plain)).toContainEqual(["Cached input tokens", "3000000", "0.9"]);
    expect(notes(plain)).toEqual([["no_cached_rate", undefined]]);
    expect(notes(used(without("cached_input")))).toEqual([]);
  });

  it("that write nothing have no line of output", () => {
    expect(inference(used(rates, { outputTokens: 0 }))).toEqual([["Input tokens", "9000000", "2.7"]]);
  });

  it("are not counted, and have no month, where a price is missing", () => {
    const offer = used(without("output"));
    expect(inference(offer)).toEqual([["Input tokens", "9000000", "2.7"]]);
    expect(offer.monthly).toBeNull();
    expect(notes(offer)).toEqual([["not_counted", expect.objectContaining({ names: ["Output tokens"] })]]);
  });
});

describe("requests that can wait for a batch", () => {
  const batch = [rate("input", "0.15", { service: "batch" }), rate("output", "0.6", { service: "batch" })];

  it("are billed at the batch prices for their share", () => {
    expect(inference(used([...rates, ...batch], { batchShare: 0.25 }))).toEqual([
      ["Input tokens", "6750000", "2.025"],
      ["Output tokens", "750000", "0.9"],
      ["Input tokens, batch", "2250000", "0.3375"],
      ["Output tokens, batch", "250000", "0.15"],
    ]);
    expect(inference(used([...rates, ...batch], { batchShare: 1 }))).toEqual([
      ["Input tokens, batch", "9000000", "1.35"],
      ["Output tokens, batch", "1000000", "0.6"],
    ]);
  });

  it("are billed as the rest where there is no batch price, or that of one side alone", () => {
    for (const own of [rates, [...rates, ...batch.slice(0, 1)]]) {
      const offer = used(own, { batchShare: 0.25 });
      expect(offer.monthly?.amount).toBe("3.9");
      expect(notes(offer)).toEqual([["no_batch_rate", { model: "tuned", billed: "as_rest" }]]);
    }
  });

  it("of the base model have the tuned one's discount where it has none of its own", () => {
    const alternative = { kind: "prompt", extraInputTokens: 1000 } as const;
    const monthly = (own: ModelEntry["rates"]): unknown => {
      const prices = book([model({ rates: own ?? [] })]);
      const { breakEven } = only(ask({ prices, traffic: { ...month, batchShare: 0.5 }, alternative }));
      return breakEven?.alternativeMonthly.amount;
    };
    // 10,000 × (1,900 × 0.15 + 100 × 0.6) / 1e6 = 3.45, of which half at half the price
    expect(monthly([...rates, ...batch])).toBe("2.5875");
    const based = [rate("base_input", "0.03", { service: "batch" }), rate("base_output", "0.12", { service: "batch" })];
    // half at a fifth
    expect(monthly([...rates, ...batch, ...based])).toBe("2.07");
    // A seventh of 0.15 is 0.021428571429 to twelve places: 9.5 × 0.15 + 9.5 × that + 0.5 × 0.6 + 0.5 × 0.3
    const sevenths = [rate("input", "0.7"), rate("input", "0.1", { service: "batch" }), ...batch.slice(1)];
    expect(monthly([...without("input"), ...sevenths])).toBe("2.0785714285755");
  });
});
