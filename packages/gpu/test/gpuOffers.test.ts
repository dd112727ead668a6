import { describe, expect, it } from "vitest";
import { firmest, isFresh } from "../src/offer/gpuOffers.ts";
import { answer } from "./asked.ts";
import { book, rate } from "./book.ts";

describe("rates of cards", () => {
  const on = (age: number | null, term: "on_demand" | "spot" | "community" = "on_demand") => ({ term, age });

  it("are fresh on demand up to 60 days after a dated copy", () => {
    expect([0, 60, 61, null].map((age) => isFresh(on(age)))).toEqual([true, true, false, false]);
    expect([isFresh(on(0, "spot")), isFresh(on(0, "community"))]).toEqual([false, false]);
  });

  it("stand by their age: 60 days, 180 days, older; then spot, single hosts and what bears no day", () => {
    const inOrder = [on(60), on(180), on(181), on(null)];
    for (const at of inOrder.keys()) expect(firmest(inOrder.slice(at).toReversed())).toEqual([inOrder[at]]);
    const last = [on(null), on(0, "spot"), on(3, "community")];
    expect(firmest(last)).toEqual(last);
    expect(firmest([on(61), on(180), on(181)])).toEqual([on(61), on(180)]);
  });
});

describe("machines of cards", () => {
  it("stand in dollars first, the firmest rates before lower ones, then the cheapest, then by name", () => {
    const rates = [
      rate("spot", "h100-sxm-80", 1, "0.5", { term: "spot" }),
      rate("euros", "h100-sxm-80", 1, "1", { currency: "EUR" }),
      rate("dear", "h100-sxm-80", 1, "4"),
      rate("b", "h100-sxm-80", 1, "3"),
      rate("a", "h100-sxm-80", 1, "3"),
      rate("pounds", "h100-sxm-80", 1, "1", { currency: "GBP" }),
    ];
    const order = (from: typeof rates) =>
      answer({ gpu: "h100-sxm-80" }, { ...book, rates: from }).cost?.offers.map(({ id }) => id.split("/")[1]);
    expect(order(rates)).toEqual(order(rates.toReversed()));
    expect(order(rates)).toEqual(["a", "b", "dear", "spot", "euros", "pounds"]);
  });

  it("of eight are joined where one does not hold the run, smaller ones are not", () => {
    const of = (gpus: number) => ({ ...book, rates: [rate("box", "h100-sxm-80", gpus, String(3 * gpus))] });
    const large = { model: "llama-3.1-70b", method: "full" } as const;
    const joined = answer(large, of(8)).cost?.offers.find(({ id }) => id.includes("box"));
    expect(joined?.gpus).toBeGreaterThan(8);
    expect(joined?.machines).toBe((joined?.gpus ?? 0) / 8);
    expect(answer(large, of(4)).cost?.offers ?? []).toEqual([]);
  });
});
