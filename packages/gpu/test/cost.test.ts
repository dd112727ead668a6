import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "../../estimator/src/money.ts";
import { jobLines, linesTotal, lineRate, type JobHours } from "../src/offer/cost.ts";
import { rate } from "./book.ts";

const six = lineRate(rate("six", "h100-sxm-80", 1, "6.00"));
const job = (hours: Partial<JobHours>): JobHours => ({
  training: 0,
  setUp: 0,
  failed: 0,
  tuning: 0,
  interrupted: 0,
  ...hours,
});
const cost = (lines: ReturnType<typeof jobLines>): string => linesTotal(lines, "USD").amount;
/** A quantity has 12 digits after the point: a third of an hour is none that a decimal holds. */
const tiny = 1e-10;

describe("a machine that is billed by the minute", () => {
  it.each([
    [1, 0.1],
    [2, 0.2],
    [3, 0.3],
    [6, 0.6],
    [10, 1],
    [61, 6.1],
  ])("costs %i minutes where the job takes as many, without a line for rounding", (minutes, due) => {
    const lines = jobLines(job({ training: minutes / 60 }), 1, six, "minute");
    expect(lines.map(({ kind }) => kind)).toEqual(["training"]);
    expect(Math.abs(Number(cost(lines)) - due)).toBeLessThan(tiny);
  });

  it.each([
    [0.5, 0.1],
    [1.01, 0.2],
    [59.2, 6],
  ])("costs the whole minutes that %f minutes begin", (minutes, due) => {
    const lines = jobLines(job({ training: minutes / 60 }), 1, six, "minute");
    expect(lines.map(({ kind }) => kind)).toEqual(["training", "rounding"]);
    expect(Math.abs(Number(cost(lines)) - due)).toBeLessThan(tiny);
  });

  it("counts the minutes of the whole job, not of its parts", () => {
    const thirds = job({ training: 1 / 180, setUp: 1 / 180, failed: 1 / 180 });
    expect(Math.abs(Number(cost(jobLines(thirds, 1, six, "minute"))) - 0.1)).toBeLessThan(tiny);
    expect(Math.abs(Number(cost(jobLines(thirds, 3, six, "minute"))) - 0.3)).toBeLessThan(tiny);
  });
});

describe("any job", () => {
  const part = fc.double({ min: 0, max: 500, noNaN: true });
  const parts = fc.record({ training: part, setUp: part, failed: part, tuning: part, interrupted: part });
  const dollars = fc.integer({ min: 1, max: 9999 }).map((cents) => (cents / 100).toFixed(2));

  it.each([
    ["minute", 60],
    ["hour", 1],
  ] as const)(
    "pays for the %ss that it begins, each line its quantity × rate to the last digit",
    (billedPer, perHour) => {
      fc.assert(
        fc.property(parts, fc.integer({ min: 1, max: 64 }), dollars, (hours, machines, amount) => {
          const lines = jobLines(hours, machines, { ...six, amount }, billedPer);
          const wall = Object.values(hours).reduce((sum, some) => sum + some, 0);
          const begun = wall === 0 ? 0 : Math.max(1, Math.ceil(wall * perHour - 1e-6));
          const due = (begun / perHour) * machines * Number(amount);
          expect(Number(cost(lines))).toBeCloseTo(due, 5);
          for (const line of lines) {
            expect(decimal(line.quantity).greaterThan(0)).toBe(true);
            expect(decimal(line.quantity).times(amount).equals(line.amount)).toBe(true);
          }
        }),
      );
    },
  );
});
