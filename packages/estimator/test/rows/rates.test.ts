import { describe, expect, it } from "vitest";
import type { CloudFile } from "../../src/prices/cloudFile.ts";
import type { ProviderFile } from "../../src/prices/priceFile.ts";
import type { Rate } from "../../src/prices/rateEntry.ts";
import { bookNotices, proofOf } from "../../src/rows/bookNotices.ts";
import { rateRows, sortRates, type PriceFiles } from "../../src/rows/rates.ts";

const source = "https://example.org/prices";
const rate = (amount: string, from: string, more: Partial<Rate> = {}): Rate => ({
  kind: "training",
  amount,
  currency: "USD",
  per: "1M tokens",
  from,
  fromKind: "stated",
  source,
  seen: from,
  confidence: "primary",
  ...more,
});

const provider: ProviderFile = {
  provider: "acme",
  name: "Acme",
  page: source,
  checked: "2026-11-01",
  status: [{ kind: "no_new_jobs", from: "2027-01-07", source, seen: "2026-11-01", confidence: "primary" }],
  rates: [rate("1", "2026-11-01", { kind: "storage", per: "month" })],
  tiers: [{ id: "small", label: "up to 16B", over: "0", upTo: "16", rates: [rate("0.5", "2026-11-01")] }],
  models: [
    {
      id: "tiny",
      counting: "openai/o200k_base",
      rates: [
        rate("10", "2025-01-01"),
        rate("9", "2026-11-01", { service: "batch", variant: "regional" }),
        rate("8", "2026-12-01"),
      ],
      unknown: [{ kind: "hosting", where: source }],
    },
  ],
};

const cloud: CloudFile = {
  cloud: "nimbus",
  name: "Nimbus",
  page: source,
  checked: "2026-01-01",
  billedPer: "hour",
  rates: [
    {
      id: "n8",
      gpu: "h100-sxm-80",
      gpus: 8,
      region: "north",
      term: "spot",
      amount: "98.32",
      currency: "USD",
      from: "2026-11-01",
      fromKind: "copy",
      source,
      seen: "2026-11-01",
      confidence: "primary",
    },
  ],
};

const book: PriceFiles = { providers: [provider], clouds: [cloud] };

describe("rateRows", () => {
  const rows = rateRows(book, "2026-11-24");

  it("gives one row per dated rate: of the provider, its tiers, its models and the machines", () => {
    expect(
      rows.map(({ provider: from, model, variant, kind, amount, status }) => [
        from,
        model,
        variant,
        kind,
        amount,
        status,
      ]),
    ).toEqual([
      ["acme", null, null, "storage", "1", null],
      ["acme", "small", null, "training", "0.5", null],
      ["acme", "tiny", null, "training", "10", "listed"],
      ["acme", "tiny", "regional batch", "training", "9", "listed"],
      ["acme", "tiny", null, "training", "8", "listed"],
      ["nimbus", "n8", "spot north", "gpu", "98.32", null],
    ]);
  });

  it("gives the status of the day", () => {
    expect(rateRows(book, "2027-01-07")[2]?.status).toBe("no_new_jobs");
  });

  it.each([
    ["2024-06-01", "2024-03-09", 84],
    ["2026-11-24", "2025-12-11", 348],
    ["2024-01-01", "2024-03-09", 0],
  ])("says on %s that a price was last seen on %s, %i days before", (day, seen, age) => {
    const rates = [rate("8", "2023-11-06", { seen: "2025-12-11", alsoSeen: ["2024-03-09"] })];
    const all: PriceFiles = { ...book, providers: [{ ...provider, rates, tiers: [], models: [] }] };
    expect(rateRows(all, day)[0]).toMatchObject({ seen, age });
  });

  it.each([
    ["amount", ["0.5", "1", "8", "9", "10", "98.32"]],
    ["from", ["10", "1", "0.5", "9", "98.32", "8"]],
    ["status", ["10", "9", "8", "1", "0.5", "98.32"]],
  ] as const)("are sorted by %s, nulls last", (field, amounts) => {
    expect(sortRates(rows, field).map(({ amount }) => amount)).toEqual(amounts);
  });
});

describe("bookNotices", () => {
  const kinds = (day: string, days: number): string[] =>
    bookNotices(book, day, days).map(({ kind, model }) => `${kind} ${model ?? "-"}`);

  it.each([
    [
      "2026-11-24",
      30,
      ["not_seen -", "no_evidence -", "rate_changes tiny", "price_unknown tiny", "not_checked -", "no_evidence -"],
    ],
    [
      "2026-11-24",
      90,
      [
        "not_seen -",
        "no_evidence -",
        "status_changes -",
        "rate_changes tiny",
        "price_unknown tiny",
        "not_checked -",
        "no_evidence -",
      ],
    ],
    [
      "2027-06-01",
      90,
      [
        "not_checked -",
        "not_seen -",
        "no_evidence -",
        "price_unknown tiny",
        "not_checked -",
        "not_seen -",
        "no_evidence -",
      ],
    ],
  ])("on %s within %i days", (day, days, expected) => {
    expect(kinds(day, days)).toEqual(expected);
  });

  it("does not call a rate old that a newer one has replaced", () => {
    const [notice] = bookNotices(book, "2026-12-02", 60).filter(({ kind }) => kind === "not_seen");
    expect(notice).toBeUndefined();
  });
});

describe("proofOf", () => {
  it("counts the old rates of every model, as many as the notices do", () => {
    const models = ["small", "large", "huge"].map((id) => ({
      id,
      counting: "openai/o200k_base",
      rates: [rate("1", "2026-01-01")],
    }));
    const book: PriceFiles = { providers: [{ ...provider, rates: [], tiers: [], models }], clouds: [] };
    const seen = bookNotices(book, "2026-11-20", 90).find(({ kind }) => kind === "not_seen");
    expect(seen?.detail).toBe("3 of 3 rates in force not seen for 90 days");
    expect(proofOf(book, "2026-11-20", 90).stale).toBe(3);
  });

  it("calls stale what is in force alone: no price that another replaced, no machine that is forgotten", () => {
    const [machine] = cloud.rates;
    const clouds = [
      { ...cloud, rates: machine === undefined ? [] : [machine, { ...machine, amount: "90", from: "2026-12-01" }] },
    ];
    const stale = (day: string) => proofOf({ providers: [], clouds }, day, 10).stale;
    expect(["2026-11-05", "2026-11-20", "2026-12-20", "2027-12-20"].map(stale)).toEqual([0, 1, 1, 0]);
  });
});
