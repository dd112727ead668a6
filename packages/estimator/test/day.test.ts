import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dayText, daysBetween, parseDay } from "../src/check/day.ts";

describe("parseDay", () => {
  it.each(["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "today", ""])(
    "refuses %s, which is not a day",
    (text) => {
      expect(parseDay(text)).toEqual({ ok: false, problem: { kind: "bad_day", day: text } });
    },
  );

  it.each([
    ["1970-01-01", 0],
    // 1900 had no leap day, 2000 had one.
    ["1900-03-01", -25_508],
    ["2000-02-29", 11_016],
    ["2024-02-29", 19_782],
    ["2026-11-24", 20_781],
  ])("counts %s as day %i", (text, number) => {
    expect(parseDay(text)).toEqual({ ok: true, value: number });
  });

  it("prints what it reads", () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (number) => {
        expect(parseDay(dayText(number))).toEqual({ ok: true, value: number });
      }),
    );
  });
});

describe("addDays and daysBetween", () => {
  it("are inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: -9000, max: 9000 }), (start, days) => {
        expect(daysBetween(dayText(start), addDays(dayText(start), days))).toBe(days);
      }),
    );
  });

  it("throw on text that is no day: that is a fault of the caller", () => {
    expect(() => addDays("soon", 1)).toThrow(TypeError);
  });
});
