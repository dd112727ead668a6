import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { estimate, trainingAt, type Question } from "../../src/index.ts";
import { pilotTraining } from "../../src/answer.ts";
import { book, model, rate } from "../book.ts";
import { fileOf } from "./trained.ts";

describe("the training of a file that grows", () => {
  const asked = (times: number): Question => ({
    asOf: "2026-11-24",
    prices,
    job: { profile: fileOf(times), epochs: 3 },
  });

  it.each([2, 7])("is that of a file %d times as large, at every offer", (times) => {
    const [small, large] = [asked(1), asked(times)];
    const offers = new Map(estimate(large).offers.map((offer) => [offer.id, offer]));
    const both = estimate(small).offers.filter(({ id }) => offers.has(id));
    expect(both.length).toBeGreaterThan(100);
    // Whole tokens are counted in the small file, and then multiplied.
    const ratios = both.map((offer) => {
      const [grown, own] = [trainingAt(small, offer)(40 * times)?.amount, offers.get(offer.id)?.training.amount];
      return [offer.id, Number(grown) / Number(own)] as const;
    });
    expect(ratios.filter(([, ratio]) => !(Math.abs(ratio - 1) < 2e-4))).toEqual([]);
  });

  it("has no bill of fewer than none, or of no number", () => {
    const question: Question = { ...asked(1), prices: book([model()]) };
    const [offer] = estimate(question).offers;
    const at = offer && trainingAt(question, offer);
    expect([at?.(-1), at?.(Infinity), at?.(Number.NaN)]).toEqual([null, null, null]);
    expect(at?.(0)?.amount).toBe("0");
  });
});

describe("the training of pilots", () => {
  const own = { asOf: "2026-02-01", tokensPerExample: 1000, epochs: 1 };
  const dear = model({ id: "dear", rates: [rate("training", "30")] });
  const cheap = model({
    id: "cheap",
    aliases: ["acme-cheap"],
    rates: [rate("training", "1"), rate("training", "2", { variant: "fast" })],
    offers: [
      { method: "sft", variants: ["fast"], billing: [{ tag: "tokens_times_epochs" }] },
      { method: "sft", billing: [{ tag: "tokens_times_epochs" }] },
    ] as never,
  });
  const asked = { ...own, prices: book([dear, cheap]) };

  it("is the cheapest way of a model, by any of its names, whatever stands behind a colon of a label", () => {
    for (const label of ["cheap", "acme-cheap", "acme/cheap", "acme/cheap:my-run", "cheap@2"]) {
      const found = pilotTraining({ ...asked, model: label, offer: "acme/cheap:sft" });
      expect([label, found.ok && found.value.offer]).toEqual([label, "acme/cheap:sft"]);
    }
    expect(pilotTraining({ ...asked, model: "acme/cheap" })).toMatchObject({ ok: true, value: { currency: "USD" } });
  });

  it("says which model an offer is not of", () => {
    expect(pilotTraining({ ...asked, model: "cheap", offer: "acme/dear:sft" })).toMatchObject({
      ok: false,
      problem: { kind: "other_model", pilots: "cheap", offer: "acme/dear:sft" },
    });
    expect(pilotTraining({ ...asked, offer: "nobody" })).toMatchObject({
      ok: false,
      problem: { kind: "unknown_model" },
    });
  });
});
