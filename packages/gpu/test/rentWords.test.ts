import { describe, expect, it } from "vitest";
import type { GpuOffer } from "../src/answer.ts";
import { briefly, marketText, rentRows, runText, seenText } from "../src/words/prices.ts";
import { columnsOf } from "@tunecast/estimator/report";
import { gpuReport, type GpuShown } from "../src/words/report.ts";
import { answer } from "./asked.ts";

const whole = answer({ gpu: "h100-sxm-80", failedShare: 0 });
const [first] = whole.cost?.offers ?? [];
function offer(more: Partial<GpuOffer>): GpuOffer {
  if (first === undefined) throw new Error("no offer");
  return { ...first, ...more };
}
/** A report of other offers. */
function said(offers: readonly GpuOffer[], shown: GpuShown = {}): string {
  const cost = whole.cost && { ...whole.cost, offers, market: null };
  return JSON.stringify(gpuReport({ ...whole, cost }, shown).blocks);
}

describe("hours in words", () => {
  it.each([
    [0.001, "< 1 min"],
    [0.0083, "< 1 min"],
    [0.0084, "1 min"],
    [0.5, "30 min"],
    [0.999, "60 min"],
    [1, "1 h"],
    [1.26, "1.3 h"],
    [1234, "1,234 h"],
  ])("%d are %s", (hours, text) => {
    expect(briefly(hours)).toBe(text);
  });

  it("are one where both ends are alike, and whole words", () => {
    const of = (low: number, typical: number, high: number): string => runText({ low, typical, high });
    expect(of(0.5, 1, 2)).toBe("1 hour (30 minutes to 2 hours)");
    expect(of(1.96, 2, 2.04)).toBe("2 hours");
    expect(of(0.001, 0.0167, 0.04)).toBe("1 minute (less than a minute to 2 minutes)");
  });
});

describe("the machines that rent a card", () => {
  it("are a row for each cloud and number of cards: on demand, spot, single hosts and undated prices apart", () => {
    const of = (more: Partial<GpuOffer>): GpuOffer => offer({ cloud: "a", age: 3, hours: 2, ...more });
    const total = (amount: string) => ({ total: { amount, currency: "USD" } });
    const rows = rentRows([
      of({ id: "dear", ...total("9") }),
      of({ id: "spot", term: "spot", ...total("1") }),
      of({ id: "cheap", ...total("8") }),
      of({ id: "eight", gpus: 8, age: 90, ...total("7") }),
      of({ id: "host", term: "community", cloud: "b", age: 91, ...total("6") }),
      of({ id: "old", cloud: "c", age: null, ...total("5") }),
    ]);
    const range = expect.any(String) as string;
    expect(rows.map(({ cells }) => cells)).toEqual([
      ["a", "dear", "1 × h100-sxm-80", "2 h", "$9.00", range, "3 d", "$1.00", "", ""],
      ["a", "eight", "8 × h100-sxm-80", "2 h", "$7.00", range, "90 d", "", "", ""],
      ["b", "host", "1 × h100-sxm-80", "2 h", "", range, "91 d ‡", "", "$6.00", ""],
      ["c", "old", "1 × h100-sxm-80", "2 h", "", range, "", "", "", "$5.00"],
    ]);
    expect(rows.map(({ id }) => id)).toEqual([
      "a|h100-sxm-80|1",
      "a|h100-sxm-80|8",
      "b|h100-sxm-80|1",
      "c|h100-sxm-80|1",
    ]);
  });

  it("say how their price was seen, unless it is fresh and on demand", () => {
    const seen = (more: Partial<GpuOffer>): string => seenText(offer({ seen: "2026-03-06", age: 60, ...more }));
    expect(seen({})).toBe("");
    expect(seen({ age: 61 })).toBe(" (seen 2026-03-06, 61 days ago)");
    expect(seen({ age: null })).toBe(" (from a copy without a date)");
    expect(seen({ term: "single_host", age: 2 })).toBe(" (single host, seen 2026-03-06, 2 days ago)");
  });

  it("are a dozen, unless all are asked for; the title says how many there are", () => {
    const many = (count: number): string =>
      said(Array.from({ length: count }, (_, at) => offer({ cloud: `cloud${at}` })));
    expect(many(12)).not.toContain("--all-cards");
    expect(many(13)).toContain("All 13 offers and every card: --all-cards.");
    expect(many(13)).toContain('"cloud11"');
    expect(many(13)).not.toContain('"cloud12"');
    const all = said(
      Array.from({ length: 13 }, (_, at) => offer({ cloud: `cloud${at}` })),
      {
        allCards: true,
      },
    );
    expect(all).toContain('"cloud12"');
    expect(all).not.toContain("--all-cards.");
  });

  it("have columns that are aligned and ranked as they are written", () => {
    expect(columnsOf("cloud|run > 1|seen >|what 2|")).toEqual([
      { title: "cloud", align: "left", rank: 0 },
      { title: "run", align: "right", rank: 1 },
      { title: "seen", align: "right", rank: 0 },
      { title: "what", align: "left", rank: 2 },
      { title: "", align: "left", rank: 0 },
    ]);
  });

  it("make a market where there are enough of them", () => {
    const market = {
      gpu: "h100-sxm-80",
      clouds: 1200,
      low: "2.504",
      median: "3",
      high: "10.006",
      currency: "USD",
    } as const;
    expect(marketText({ ...whole, cost: whole.cost && { ...whole.cost, market } })).toEqual([
      "Market of H100 SXM 80GB on demand: $2.50 to $10.01 a card and hour (10th to 90th percentile), median $3.00, of 1,200 clouds seen within 60 days.",
    ]);
    expect(marketText({ ...whole, cost: null })).toEqual([]);
  });
});
