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

  it("takes what single hosts ask on a market for a price of the community, on demand alone", () => {
    const terms = (more: Partial<CloudFile>, ...rates: GpuRate[]) =>
      machinesOn([{ ...cloud(...rates), ...more }], "2026-02-01").map(({ term }) => term);
    const rates = [machine({}), machine({ term: "spot" }), machine({ term: "reserved" })];
    expect(terms({ market: true }, ...rates)).toEqual(["community", "spot", "reserved"]);
    expect(terms({ market: false }, ...rates)).toEqual(["on_demand", "spot", "reserved"]);
    expect(terms({}, ...rates, machine({ term: "community" }))).toEqual(["on_demand", "spot", "reserved", "community"]);
    expect(terms({}, machine({ term: "by_the_moon" }))).toEqual([]);
  });

  it("forgets a price that nobody has seen for a year, but not one that was seen again later", () => {
    const once = [cloud(machine({ seen: "2026-01-01" }))];
    expect(machinesOn(once, "2027-01-01")).toHaveLength(1);
    expect(machinesOn(once, "2027-01-02")).toEqual([]);
    const again = [cloud(machine({ seen: "2028-06-01", alsoSeen: ["2026-01-01"] }))];
    expect(machinesOn(again, "2027-12-01").map(({ seen }) => seen)).toEqual(["2026-01-01"]);
    // The price of before does not come back where its successor is forgotten.
    const changed = [cloud(machine({}), machine({ amount: "40", from: "2026-03-01", seen: "2026-03-01" }))];
    expect(machinesOn(changed, "2027-06-01")).toEqual([]);
  });

  it("has no age where a later copy or a later price shows that it was in force, and days where none does", () => {
    const ages = (...rates: GpuRate[]) => machinesOn([cloud(...rates)], "2026-01-31").map(({ age }) => age);
    expect(ages(machine({}))).toEqual([30]);
    expect(ages(machine({ seen: "2026-01-31" }))).toEqual([0]);
    expect(ages(machine({ seen: "2026-02-01" }))).toEqual([0]);
    expect(ages(machine({}), machine({ from: "2026-02-01", amount: "40" }))).toEqual([0]);
    // A price of the day itself is the one in force.
    expect(ages(machine({}), machine({ from: "2026-01-31", seen: "2026-01-31", amount: "40" }))).toEqual([0]);
    expect(ages(machine({}), machine({ from: "2026-02-01", id: "4x", gpus: 4 }))).toEqual([30]);
  });

  it("says by which copy of that day or before", () => {
    const seen = machine({ alsoSeen: ["2026-01-01", "2026-02-01"], seen: "2026-09-01" });
    const on = (day: string) => machinesOn([cloud(seen)], day).map((one) => one.seen);
    expect(["2026-01-15", "2026-08-31", "2026-09-01"].map(on)).toEqual([
      ["2026-01-01"],
      ["2026-02-01"],
      ["2026-09-01"],
    ]);
  });

  it.each([
    // What each cloud asked on that day, by its own page or a table read from it.
    ["2022-09-01", "lambda", "1x A100 PCIe 40GB", "on_demand", "1.1"],
    ["2023-11-01", "lambda", "1x H100 PCIe", "on_demand", "1.99"],
    ["2023-11-01", "azure", "Standard_NC24ads_A100_v4", "spot", "1.159199"],
    ["2023-11-01", "gcp", "a2-highgpu-1g", "spot", "1.469355"],
    ["2024-06-01", "gcp", "a3-highgpu-8g", "on_demand", "88.4899999026"],
    ["2024-06-01", "replicate", "A100 80GB", "on_demand", "5.04"],
    ["2025-06-01", "gcp", "a3-highgpu-8g", "spot", "20.3893350137"],
    ["2025-06-01", "aws", "p5.48xlarge", "on_demand", "98.32"],
  ])("on %s rents at %s %s %s for %s", (day, of, id, term, amount) => {
    const found = machinesOn(clouds, day).filter((one) => one.cloud === of && one.id === id && one.term === term);
    expect(found.map((one) => one.amount)).toContain(amount);
  });

  it("rents no card before its maker sold it", () => {
    const on = (day: string) => new Set(machinesOn(clouds, day).map(({ gpu }) => gpu.split("-")[0]));
    expect([...on("2022-12-31")].filter((gpu) => ["l4", "h100", "h200", "b200", "mi300x"].includes(gpu ?? ""))).toEqual(
      [],
    );
    expect([...on("2023-12-31")].filter((gpu) => ["h200", "b200", "b300", "gb200"].includes(gpu ?? ""))).toEqual([]);
    expect([...on("2024-12-31")].filter((gpu) => ["b200", "b300", "gb200"].includes(gpu ?? ""))).toEqual([]);
  });

  it("never shows a price of the real book before its day", () => {
    for (const day of ["2025-06-01", "2026-08-01", "2026-11-24"])
      for (const { id, from } of machinesOn(clouds, day)) expect(from <= day, `${id} ${from}`).toBe(true);
  });
});
