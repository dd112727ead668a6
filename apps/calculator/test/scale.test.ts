import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signal } from "@preact/signals";
import { renderToString } from "preact-render-to-string";
import { defaults } from "../src/question/inputs.ts";
import { Marks, rulerScale } from "../src/view/decide/Ruler.tsx";
import {
  along,
  areaPath,
  doublingTicks,
  linearTicks,
  linePath,
  niceRange,
  place,
  type Scale,
  valueAt,
} from "../src/view/scale.ts";

const log2: Scale = { kind: "log2", from: 100, to: 1600, start: 0, end: 400 };
const linear: Scale = { kind: "linear", from: 0, to: 50, start: 300, end: 0 };

describe("scale", () => {
  it("puts doublings equal distances apart", () => {
    expect([100, 200, 400, 800, 1600].map((value) => place(log2, value))).toEqual([0, 100, 200, 300, 400]);
  });

  it("draws upward where start is below end", () => {
    expect([0, 25, 50].map((value) => place(linear, value))).toEqual([300, 150, 0]);
  });

  it("finds the value at a place", () => {
    fc.assert(
      fc.property(fc.double({ min: 100, max: 1600, noNaN: true }), fc.constantFrom(log2, linear), (value, scale) => {
        expect(valueAt(scale, place(scale, value)) / value).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("ticks", () => {
  it.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.55, 0.72, 4, [0.55, 0.6, 0.65, 0.7]],
    [-3, 3, 3, [-2, 0, 2]],
  ])("marks %d to %d about %d times", (from, to, count, ticks) => {
    expect(linearTicks(from, to, count)).toEqual(ticks);
  });

  it("keeps at most the wished number of doublings, the anchor among them when it is shown", () => {
    expect(doublingTicks(500, 8000, 1000, 8)).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(doublingTicks(500, 64_000, 1000, 4)).toEqual([1000, 4000, 16_000, 64_000]);
    expect(doublingTicks(1001, 1999, 1000, 4)).toEqual([]);
  });

  it("never marks outside the range and never more than a dozen for five", () => {
    const range = fc.tuple(
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.double({ min: 1.01, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(range, ([from, factor]) => {
        const to = from * factor;
        for (const ticks of [linearTicks(from, to, 5), doublingTicks(from, to, from, 5)]) {
          expect(ticks.length).toBeLessThanOrEqual(12);
          for (const tick of ticks) {
            expect(tick).toBeGreaterThanOrEqual(from * (1 - 1e-6));
            expect(tick).toBeLessThanOrEqual(to * (1 + 1e-6));
          }
        }
      }),
    );
  });

  it("widens a range to round marks, a single value too", () => {
    expect(niceRange(0, 14.88, 5)).toEqual([0, 15]);
    expect(niceRange(0.61, 0.72, 4)[0]).toBeCloseTo(0.6, 9);
    const [low, high] = niceRange(7, 7, 4);
    expect(low).toBeLessThanOrEqual(7);
    expect(high).toBeGreaterThan(7);
    expect(niceRange(0, 0, 4)).toEqual([0, 1]);
  });
});

describe("paths", () => {
  it("joins points by lines and closes an area along its lower side backwards", () => {
    expect(
      linePath([
        [0, 1],
        [2.04, 3],
      ]),
    ).toBe("M0 1L2 3");
    expect(
      areaPath([
        [0, 5, 1],
        [10, 6, 2],
      ]),
    ).toBe("M0 1L10 2L10 6L0 5Z");
    expect(areaPath([])).toBe("");
  });

  it("spreads values evenly on the scale", () => {
    expect(along({ kind: "log2", from: 1, to: 8 }, 4).map((value) => Math.round(value))).toEqual([1, 2, 4, 8]);
  });
});

describe("the scale of the verdict", () => {
  interface Standing {
    readonly saved?: number;
    readonly clippedAt?: string;
    readonly verdict?: string;
    readonly costsMore?: boolean;
    readonly stops?: string;
  }
  const scaleOf = (
    found: object,
    requests: number,
    { saved = 0, clippedAt, stops = clippedAt, verdict = "tune", costsMore = false }: Standing = {},
  ) =>
    rulerScale(
      {
        said: { verdict, saves: "1", pays: "1", costsMore, stops: verdict === "dont" ? (stops ?? "") : "" } as never,
        found: { ...found, tuned: { months: 3, against: { stops: stops ?? null } } } as never,
      },
      { inputs: signal({ ...defaults, requests, saved }), profile: null, today: "2027-01-01" },
    );

  it.each([
    [0, 0, 0],
    [0, 0, 1],
    [0, 1, 1],
    [3, null, 5_000_000],
    [0, 5_000_000, 0],
  ])("has a place for every value: saves from %s, pays from %s, %s requests now", (saves, pays, now) => {
    for (const input of ["requestsPerMonth", "promptTokens"]) {
      const scale = scaleOf({ input, saves, pays }, now, { saved: now });
      const places = [scale?.placeOf(scale.now), ...(scale?.zones ?? []).map(({ width }) => width)];
      expect(places.every((place) => Number.isFinite(place))).toBe(true);
      expect(places.length).toBeGreaterThan(1);
    }
  });

  it("moves by whole requests, and by tokens that a key changes", () => {
    const few = scaleOf({ input: "requestsPerMonth", saves: 9, pays: 100 }, 40);
    const moved = Array.from({ length: 1001 }, (_, at) => few?.valueAt(at / 10) ?? Number.NaN);
    expect(moved.filter((value) => !Number.isInteger(value) || value < 1)).toEqual([]);
    const prompt = scaleOf({ input: "promptTokens", saves: 2760, pays: null }, 3, { saved: 1860 });
    const next = prompt?.valueAt(prompt.placeOf(1900) + 0.1) ?? Number.NaN;
    expect(next).toBeGreaterThan(1900);
  });

  it.each<[Standing, number | null, readonly string[]]>([
    [{ verdict: "dont", clippedAt: "2027-01-14" }, 4_000_000, ["don’t", "tune"]],
    [{ verdict: "tune", clippedAt: "2027-01-14" }, 4_000_000, ["don’t", "tune"]],
    [{ verdict: "dont", clippedAt: "2027-01-14" }, null, ["don’t"]],
    [{ verdict: "dont" }, 4_000_000, ["don’t", "tune"]],
    [{ verdict: "dont", costsMore: true }, 4_000_000, ["don’t", "not yet", "tune"]],
    [{ verdict: "not_yet" }, 4_000_000, ["don’t", "not yet", "tune"]],
    [{ verdict: "dont", stops: "2028-01-01" }, 4_000_000, ["don’t", "not yet", "tune"]],
  ])("has a part for the verdict, and none that it cannot have: %j", (other, pays, names) => {
    const zones = scaleOf({ input: "requestsPerMonth", saves: 1000, pays }, 2000, other)?.zones ?? [];
    expect(zones.map(({ name }) => name)).toEqual(names);
    expect(zones.filter(({ on }) => on)).toHaveLength(1);
  });

  it("leaves the lower of two marks out on a phone where they would touch there", () => {
    const drawn = (pays: number): string =>
      renderToString(
        Marks({
          marks: [
            [50, "5,520"],
            [pays, "7,530"],
          ],
        }),
      );
    expect(drawn(66)).toMatch(/class="tight"[^>]*>5,520/u);
    expect(drawn(70)).not.toContain("tight");
  });
});
