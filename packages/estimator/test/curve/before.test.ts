import { describe, expect, it } from "vitest";
import {
  beforePilots,
  gainsOf,
  gapAtSize,
  relativeGain,
  type BeforeQuestion,
  type OthersGain,
} from "../../src/curve/before/before.ts";
import { PUBLIC_CURVES, PUBLIC_SOURCES } from "../../src/curve/before/publicCurves.ts";
import { othersSentences } from "../../src/words/others.ts";
import { pilotsProblemSentence } from "../../src/words/pilots.ts";

const question: BeforeQuestion = { task: "classification", examples: 500, score: 0.62 };

function others(changed: Partial<BeforeQuestion> = {}): OthersGain {
  const answer = beforePilots({ ...question, ...changed });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}

describe("the public curves", () => {
  it("are sizes that rise and gaps of their metric, from sources that are named", () => {
    for (const [source, , metric, , name, points] of PUBLIC_CURVES) {
      expect(PUBLIC_SOURCES[source], name).toMatch(/^https:/);
      expect(points.length % 2, name).toBe(0);
      const sizes = points.filter((_, at) => at % 2 === 0);
      expect(sizes, name).toEqual([...new Set(sizes)].toSorted((a, b) => a - b));
      for (const gap of points.filter((_, at) => at % 2 === 1)) {
        expect(gap, name).toBeGreaterThanOrEqual(0);
        expect(gap, name).toBeLessThanOrEqual(metric === "share" ? 10_000 : Infinity);
      }
    }
  });
});

describe("beforePilots", () => {
  it("reads a curve straight between the logarithms of its sizes", () => {
    const points = [100, 5000, 400, 3000, 1600, 2000];
    expect(gapAtSize(points, 200)).toBeCloseTo(4000, 9);
    expect(relativeGain(points, 200)).toBeCloseTo(1000 / 5000, 12);
    expect(relativeGain(points, 800)).toBeCloseTo(500 / 5000, 12);
  });

  it("gives ordered quantiles of those that cover both sizes, and names them as others'", () => {
    const { of, from, to, gain, curves, sources } = others();
    expect([of, from, to]).toEqual(["others' runs", 500, 1000]);
    const { low80, low50, median, high50, high80 } = gain;
    expect([low80, low50, median, high50, high80]).toEqual(
      [low80, low50, median, high50, high80].toSorted((a, b) => a - b),
    );
    expect(sources.reduce((sum, one) => sum + one.curves, 0)).toBe(curves);
    expect(othersSentences(others())[0]).toMatch(/^Others' runs, not a forecast of yours/);
  });

  it("scales with what there is to gain", () => {
    expect(others({ score: 0.81 }).gain.median).toBeCloseTo(others({ score: 0.62 }).gain.median / 2, 12);
    expect(others({ task: "translation", examples: 4000, score: 3 }).unit).toBe("loss");
  });

  it("prefers models of the size where there are enough", () => {
    expect(others({ parameters: 300 }).sizeMatched).toBe(true);
    expect(others({ parameters: 500_000 }).sizeMatched).toBe(false);
  });

  it("covers curves of sources left out four times of five", () => {
    let [inside, all] = [0, 0];
    for (const n of [32, 128, 512, 2048])
      for (const [source, task, metric, , , points] of PUBLIC_CURVES) {
        const covers = (other: readonly number[]): boolean => n >= (other[0] ?? 0) && 2 * n <= (other.at(-2) ?? 0);
        const rest = PUBLIC_CURVES.filter(
          (other) => other[0] !== source && other[1] === task && other[2] === metric && covers(other[5]),
        );
        if (!covers(points) || rest.length < 6 || new Set(rest.map(([of]) => of)).size < 2) continue;
        const { low80, high80 } = gainsOf(rest, n);
        const gain = relativeGain(points, n);
        all += 1;
        inside += Number(low80 <= gain && gain <= high80);
      }
    expect(all).toBeGreaterThan(100);
    expect(inside / all).toBeGreaterThan(0.75);
    expect(inside / all).toBeLessThan(0.85);
  });

  it.each<[Partial<BeforeQuestion>, string, string]>([
    [{ score: 62 }, "bad_before", "share"],
    [{ metric: "perplexity" }, "bad_before", "metric"],
    [{ examples: 0 }, "bad_before", "at least 1"],
    [{ examples: 5_000_000 }, "too_few_curves", "two pilots"],
    [{ task: "summarization", metric: "rouge" }, "too_few_curves", "Only 0"],
  ])("%j is a problem", (changed, kind, words) => {
    const answer = beforePilots({ ...question, ...changed });
    expect(answer).toMatchObject({ ok: false, problem: { kind } });
    expect(answer.ok ? "" : pilotsProblemSentence(answer.problem)).toContain(words);
  });
});
