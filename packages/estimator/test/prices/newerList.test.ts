import { describe, expect, it } from "vitest";
import type { CloudFile, GpuRate } from "../../src/index.ts";
import { machinesOn } from "../../src/prices.ts";

/** A machine of a list that was last seen on 1 February: $32 an hour for eight cards. */
const old: GpuRate = {
  id: "old-8x",
  gpu: "h100-sxm-80",
  gpus: 8,
  term: "on_demand",
  amount: "32",
  currency: "USD",
  from: "2026-01-01",
  fromKind: "copy",
  source: "https://example.com",
  seen: "2026-02-01",
  confidence: "primary",
};
/** The same card in the cloud's next list, $24 for eight. */
const renamed: GpuRate = { ...old, id: "new-8x", amount: "24", from: "2026-03-01", seen: "2026-03-05" };

function rented(day: string, ...rates: GpuRate[]): string[] {
  const cloud: CloudFile = {
    cloud: "acme",
    name: "Acme",
    page: "https://example.com",
    checked: "2026-01-01",
    billedPer: "second",
    rates,
  };
  return machinesOn([cloud], day).map(({ id }) => id);
}

describe("a machine that a cloud's newer list names otherwise", () => {
  it("is rented until the newer list is seen with another price of its card", () => {
    expect(rented("2026-02-28", old, renamed)).toEqual(["old-8x"]);
    expect(rented("2026-03-04", old, renamed)).toEqual(["old-8x", "new-8x"]);
    expect(rented("2026-03-05", old, renamed)).toEqual(["new-8x"]);
  });

  it.each<[what: string, old: Partial<GpuRate>, renamed: Partial<GpuRate>]>([
    ["that asks as much for each card", {}, { gpus: 4, amount: "16" }],
    ["that differs by rounding", {}, { amount: "32.3" }],
    ["that has another card", {}, { gpu: "h200" }],
    ["of another region", { region: "eu" }, { region: "us" }],
    ["in another currency", {}, { currency: "EUR" }],
    ["of spot prices", {}, { term: "spot" }],
    ["where the old one is of spot prices", { term: "spot" }, {}],
    ["whose price was there on the day the old one was last seen", {}, { from: "2026-02-01" }],
    ["where no copy of the old one bears a day", { seenKind: "read" }, {}],
    ["where a later copy has the old one again", { alsoSeen: ["2026-02-01"], seen: "2026-09-01" }, {}],
  ])("is still rented beside a list %s", (_, one, other) => {
    expect(rented("2026-03-10", { ...old, ...one }, { ...renamed, ...other })).toContain("old-8x");
  });

  it("is known by any card of the list: half as many of them, for less each", () => {
    expect(rented("2026-03-10", old, { ...renamed, gpus: 4, amount: "12" })).toEqual(["new-8x"]);
  });
});

describe("the age of a machine's price", () => {
  const ageOf = (day: string, ...rates: GpuRate[]) => {
    const cloud = { cloud: "acme", name: "Acme", page: "", checked: "2026-01-01", billedPer: "second", rates };
    return machinesOn([cloud], day)[0]?.age;
  };

  it("is counted in days from the last copy, and 0 where a later copy or price confirms it", () => {
    expect(ageOf("2026-02-01", old)).toBe(0);
    expect(ageOf("2026-02-11", old)).toBe(10);
    expect(ageOf("2026-02-11", { ...old, seen: "2026-02-12" })).toBe(0);
    expect(ageOf("2026-02-11", old, { ...old, amount: "30", from: "2026-02-12", seen: "2026-02-12" })).toBe(0);
    // The next price of another machine confirms nothing.
    expect(ageOf("2026-02-11", old, { ...old, gpus: 4, from: "2026-02-12", seen: "2026-02-12" })).toBe(10);
    expect(ageOf("2026-02-11", { ...old, fromKind: "read" })).toBeNull();
  });
});
