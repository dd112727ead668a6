import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "../../src/money.ts";
import { focusRows, focusVersions, hasFocusRows } from "../../src/rows.ts";
import { dayText } from "../../src/check/day.ts";
import { allocation, ask, costs, traffic } from "./focused.ts";
import { overlaps, rowsOf, wrongAmong, wrongIn } from "./focusSpecification.ts";

describe("FOCUS rows of the whole book", () => {
  const day = fc.integer({ min: 20_000, max: 21_500 }).map(dayText);
  const months = fc.constantFrom(0, 1, 3, 12, 1.5);
  const requests = fc.constantFrom(0, 7, 5000);

  it.each(focusVersions)(
    "hold to the specification, version %s, and their estimated costs add up to the total of each offer exactly",
    (version) => {
      fc.assert(
        fc.property(
          day,
          months,
          requests,
          fc.boolean(),
          fc.boolean(),
          (asOf, long, requestsPerMonth, asBilled, halves) => {
            const answer = ask({
              asOf,
              ...(long > 0 && { traffic: { ...traffic, requestsPerMonth, months: long, batchShare: 0.3 } }),
              ...(asBilled && {
                ownPrices: { credits: [{ provider: "openai", amount: "1", currency: "USD", source: "g" }] },
              }),
            });
            const shares = halves ? { allocate: allocation("team=50,ops=30,lab=20") } : {};
            const rows = rowsOf(focusRows(answer, { version, asBilled, all: true, ...shares }));
            expect(rows.flatMap((row) => wrongIn(row, version))).toEqual([]);
            expect(wrongAmong(rows)).toEqual([]);
            for (const { id, total } of answer.offers) {
              const own = rows.filter((row) => row["x_OfferId"] === id);
              // A bill in a provider's credits is in no national currency.
              const amount = total.currency === "credits" ? "0" : decimal(total.amount).toFixed();
              expect(costs(own, "x_EstimatedCost").toFixed(), id).toBe(amount);
              expect(costs(own, "BilledCost").toFixed(), id).toBe(asBilled ? amount : "0");
            }
            // The days of one line of one party follow on one another: nothing is charged twice.
            expect(overlaps(rows)).toEqual([]);
          },
        ),
        { numRuns: 6 },
      );
    },
  );

  it("are those of the first offer alone, unless all are asked for: one is bought", () => {
    const answer = ask({});
    const ids = (all: boolean) => new Set(rowsOf(focusRows(answer, { all })).map((row) => row["x_OfferId"]));
    expect(ids(false)).toEqual(new Set([answer.offers[0]?.id]));
    expect(ids(true)).toEqual(new Set(answer.offers.filter(hasFocusRows).map(({ id }) => id)));
    expect(ids(true).size).toBeGreaterThan(200);
  });
});
