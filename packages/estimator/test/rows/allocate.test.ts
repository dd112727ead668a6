import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, sum } from "../../src/money.ts";
import { focusRows, hasFocusRows, readAllocation } from "../../src/rows.ts";
import { allocation, ask, costs, traffic } from "./focused.ts";
import { rowsOf } from "./focusSpecification.ts";

describe("a shared bill", () => {
  const shares = fc.uniqueArray(fc.integer({ min: 1, max: 98 }), { minLength: 1, maxLength: 4 });

  it("gives each party its share, and all rows the total exactly", () => {
    const answer = ask({ traffic });
    const billed = answer.offers.filter(hasFocusRows);
    fc.assert(
      fc.property(fc.constantFrom(...billed), shares, (offer, cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), 100];
        const parts = edges.slice(1).map((edge, i) => `p${i}=${edge - (edges[i] ?? 0)}`);
        const rows = rowsOf(focusRows({ ...answer, offers: [offer] }, { allocate: allocation(parts.join(",")) }));
        const totals = parts.map((_, i) =>
          costs(
            rows.filter((row) => row["x_AllocatedTo"] === `p${i}`),
            "x_EstimatedCost",
          ),
        );
        const total = decimal(offer.total.amount);
        expect(sum(totals).toFixed()).toBe(total.toFixed());
        totals.forEach((amount, i) => {
          const exact = total.times(parts[i]?.split("=")[1] ?? "0").dividedBy(100);
          expect(amount.minus(exact).abs().toNumber()).toBeLessThanOrEqual(1e-6);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("knows thirds, and refuses what does not add up", () => {
    expect(allocation("a=1/3, b=1/3, c=1/3")).toEqual([
      { to: "a", parts: "1", of: "3" },
      { to: "b", parts: "1", of: "3" },
      { to: "c", parts: "1", of: "3" },
    ]);
    for (const wrong of ["a=50,b=40", "a=50,a=50", "a=0,b=100", "a", "a=-1,b=101", "", "a=1/0,b=1", "a=100,b=1/3"])
      expect(readAllocation(wrong)).toMatchObject({
        ok: false,
        problem: { kind: "bad_allocation", field: "allocate" },
      });
  });
});
