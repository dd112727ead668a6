import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { curveReport, type ReportOptions } from "../../src/curve/report.ts";
import { dollarsPerPoint } from "../../src/curve/worth/costs.ts";
import { moneyText } from "../../src/words/amount.ts";
import { curveSentence } from "../../src/words/curve.ts";
import { forecastReport } from "../../src/words/report/curve.ts";

interface Case extends Pick<ReportOptions, "metric" | "cost" | "valuePerPoint" | "testSize"> {
  /** Scores of pilots of 250, 500, 1,000 … examples. */
  readonly values: readonly number[];
  readonly says: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("curveSentences.json", import.meta.url), "utf8"),
) as readonly Case[];

function sentence({ values, ...options }: Omit<Case, "says">): string {
  const report = curveReport(
    values.map((value, i) => ({ n: 250 * 2 ** i, value })),
    options,
  );
  if (!report.ok) throw new Error(report.problem.kind);
  return curveSentence(report.value, options.cost ?? null);
}

describe("the sentence that decides", () => {
  it("has fifty cases", () => {
    expect(cases.length).toBeGreaterThanOrEqual(50);
  });

  it.each(cases.map((one) => [JSON.stringify({ ...one, says: undefined }), one] as const))("of %s", (_, one) => {
    expect(sentence(one)).toBe(one.says);
  });

  it("names the size at which its gain holds, where pilots of other epochs were converted", () => {
    const pilots = [
      { n: 250, value: 0.61, se: 0.02, epochs: 3 },
      { n: 500, value: 0.66, se: 0.02, epochs: 3 },
      { n: 1000, value: 0.7, se: 0.02, epochs: 1 },
    ];
    const report = curveReport(pilots);
    if (!report.ok) throw new Error(report.problem.kind);
    const [, twice, , farthest] = report.value.predictions;
    // 500 examples seen three times are worth 1,438 seen once.
    expect(curveSentence(report.value)).toContain("Doubling to 2,875 examples");
    expect(twice?.n).toBeCloseTo(2875, 0);
    expect(farthest?.flag).toBeNull();
    const priced = curveReport(pilots, { labelCost: "0.4", valuePerPoint: "0.001" });
    if (!priced.ok) throw new Error(priced.problem.kind);
    // Rows are whole: the largest pilot is worth 1,437.74.
    expect(JSON.stringify(forecastReport(priced.value, null, "USD"))).toContain(
      "Best size: 1,438 examples for $0.00; by the rule 1,438 for $0.00.",
    );
  });

  it("has its range from the least gain to the most, also where less is better", () => {
    const report = curveReport(
      [0.39, 0.34, 0.3].map((value, i) => ({ n: 250 * 2 ** i, value })),
      { metric: "error" },
    );
    if (!report.ok) throw new Error(report.problem.kind);
    const text = JSON.stringify(forecastReport(report.value, null, "USD"));
    expect(text).toContain("0.006 better to 0.057 better");
  });

  it("says where the search for the best size ends, by the curve and by the rule", () => {
    const bestOf = (valuePerPoint: string): string => {
      const pilots = [0.7, 0.75, 0.8].map((value, i) => ({ n: 250 * 2 ** i, value }));
      const report = curveReport(pilots, { labelCost: "0.001", valuePerPoint });
      if (!report.ok) throw new Error(report.problem.kind);
      return JSON.stringify(forecastReport(report.value, null, "USD"));
    };
    // 5 points a doubling at $500 are worth 500 × 5 / (ln 2 × 0.001), 3.6 million examples: beyond 1,024 × 1,000.
    expect(bestOf("500")).toContain(
      "8,000 examples for $7.00 (the search ends at 8 times the pilots); by the rule 1,024,000 for $1,023.00 (the search ends at 1,024 times the pilots).",
    );
    // At $1 they are worth 7,213 examples.
    expect(bestOf("1")).toMatch(/by the rule 7,21\d for \$6\.21\."/);
  });

  it.each([0.8, 0.95, 0.99, 1.01, 1.05, 1.2])(
    "says what the figures below it say, at %s of the price of a point",
    (share) => {
      const pilots = [0.71, 0.745, 0.775, 0.8].map((value, i) => ({ n: 125 * 2 ** i, value, se: 0.01 }));
      const asked = (valuePerPoint: string) => {
        const report = curveReport(pilots, { cost: "400", valuePerPoint });
        if (!report.ok) throw new Error(report.problem.kind);
        return report.value;
      };
      const each = Number(asked("100").next?.dollarsPerPoint);
      const report = asked((each * share).toFixed(6));
      expect(Number(report.next?.worth) > 400).toBe(share > 1);
      expect(curveSentence(report, "400")).toContain(share > 1 ? ": worth it at" : ": not worth it at");
    },
  );

  it.each(
    cases
      .filter(({ values, says }) => values.length > 2 && !/every larger set/iu.test(says))
      .map((one) => [one.says, one] as const),
  )("names the price at which the verdict turns: %s", (_, { values, metric }) => {
    const pilots = values.map((value, i) => ({ n: 250 * 2 ** i, value }));
    const asked = { cost: "400", ...(metric !== undefined && { metric }) };
    const reports = [curveReport(pilots, asked), curveReport(pilots, { ...asked, valuePerPoint: "100" })];
    const [bare, valued] = reports.map((report) => (report.ok ? report.value : undefined));
    if (bare === undefined || valued === undefined) throw new Error("These pilots have a curve.");
    expect(bare.fit.meanGain).toBe(valued.next?.gain);
    const each = dollarsPerPoint("400", valued.next?.gain ?? 0);
    expect(Number(each) / Number(valued.next?.dollarsPerPoint)).toBeCloseTo(1, 6);
    const price = moneyText({ amount: each ?? "", currency: "USD" });
    expect(curveSentence(bare, "400")).toContain(price);
  });

  it("names worsening data whatever a doubling would cost, and never promises a gain there", () => {
    for (const one of cases.filter(({ says }) => /every larger set was worse/iu.test(says)))
      expect(sentence({ ...one, cost: "100" })).not.toMatch(/better|worth it/);
  });
});
