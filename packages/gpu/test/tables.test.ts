import { describe, expect, it } from "vitest";
import { keyTable, type ConfigNote } from "../src/words/configReport.ts";
import { rentColumns, rentRows } from "../src/words/prices.ts";
import type { GpuOffer } from "../src/answer.ts";

describe("the table of a configuration's keys", () => {
  it("has the line of each key, and none for what is assumed", () => {
    const note = { key: "lr", value: "1e-4", file: "run.yaml", line: 7, meaning: "rate" } as const;
    const notes: ConfigNote[] = [
      { kind: "taken", ...note },
      { kind: "taken", ...note, line: undefined },
      { kind: "assumed", key: "", value: "", file: "", line: undefined, meaning: "rate" },
      { kind: "idle", ...note },
    ];
    expect(keyTable({ trainer: "trl", notes, steps: null }).rows.map(({ cells }) => cells)).toEqual([
      ["lr", "1e-4", "7", "rate"],
      ["lr", "1e-4", "", "rate"],
      ["", "", "", "rate"],
    ]);
  });
});

describe("the table of rented cards", () => {
  it("has a column for each way that cards are sold, by what the price was seen as", () => {
    const card = { id: "cloud/l4", cloud: "cloud", gpu: "l4-24", gpus: 1, machines: 1, region: null } as const;
    const run = { seen: "2026-11-01", sharding: "none", verdict: "fits", hours: 1, lines: [] } as const;
    const sold = (term: string, amount: string, age: number | null = 3): GpuOffer => {
      const total = { amount, currency: "USD" };
      return { ...card, ...run, term, age, total, range: { low: amount, high: amount } };
    };
    const offers = [sold("community", "3"), sold("spot", "2"), sold("on_demand", "1"), sold("spot", "4", null)];
    const [row, ...others] = rentRows(offers);
    expect(others).toEqual([]);
    const cellOf = (title: string) => row?.cells[rentColumns.findIndex((column) => column.title === title)];
    expect(["on demand", "spot", "one host", "undated"].map(cellOf)).toEqual(["$1.00", "$2.00", "$3.00", "$4.00"]);
  });
});
