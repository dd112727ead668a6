import { clouds } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import type { CloudFile, GpuRate } from "../src/index.ts";
import { machinesOn } from "../src/prices.ts";

const machine = (more: Partial<GpuRate>): GpuRate => ({
  id: "8x",
  gpu: "h100-sxm-80",
  gpus: 8,
  term: "on_demand",
  amount: "32",
  currency: "USD",
  from: "2026-01-01",
  fromKind: "copy",
  source: "https://example.com",
  seen: "2026-01-01",
  confidence: "primary",
  ...more,
});

const cloud = (...rates: GpuRate[]): CloudFile => ({
  cloud: "acme",
  name: "Acme",
  page: "https://example.com",
  checked: "2026-01-01",
  billedPer: "second",
  rates,
});

describe("machinesOn", () => {
  it("takes the newest price in force, one per machine, region and term", () => {
    const list = [
      cloud(machine({}), machine({ amount: "40", from: "2026-03-01" }), machine({ term: "spot", amount: "9" })),
    ];
    const on = (day: string) => machinesOn(list, day).map(({ term, amount }) => `${term} ${amount}`);
    expect(on("2025-12-31")).toEqual([]);
    expect(on("2026-02-28")).toEqual(["on_demand 32", "spot 9"]);
    expect(on("2026-03-01")).toEqual(["on_demand 40", "spot 9"]);
    // Of two prices of one day the later entry holds.
    const twice = [cloud(machine({}), machine({ amount: "31" }))];
    expect(machinesOn(twice, "2026-02-01").map(({ amount }) => amount)).toEqual(["31"]);
  });

  it("bills by the step that the cloud names, and by whole hours where a newer book has a word of its own", () => {
    const step = (billedPer: string) =>
      machinesOn([{ ...cloud(machine({})), billedPer }], "2026-02-01").map((one) => one.billedPer);
    expect(step("second")).toEqual(["second"]);
    expect(step("fortnight")).toEqual(["hour"]);
  });

  it("never shows a price of the real book before its day", () => {
    for (const day of ["2025-06-01", "2026-08-01", "2026-11-24"])
      for (const { id, from } of machinesOn(clouds, day)) expect(from <= day, `${id} ${from}`).toBe(true);
  });
});
