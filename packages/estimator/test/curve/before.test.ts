import { describe, expect, it } from "vitest";
import {
  beforePilots,
  doublingsOf,
  gainsOf,
  PUBLIC_CURVES,
  PUBLIC_SOURCES,
  taskKinds,
  type BeforeQuestion,
  type OthersGain,
  type PublicCurve,
} from "../../src/curve/before/before.ts";
import { othersSentences } from "../../src/words/curve.ts";
import { pilotsProblemSentence } from "../../src/words/curve.ts";

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
      const [sizes, gaps] = [0, 1].map((part) => points.filter((_, at) => at % 2 === part));
      expect(gaps, name).toHaveLength(sizes?.length ?? 0);
      expect(sizes, name).toEqual([...new Set(sizes)].toSorted((a, b) => a - b));
      const most = metric === "share" ? 10_000 : Infinity;
      expect(
        gaps?.filter((gap) => !(gap >= 0 && gap <= most)),
        name,
      ).toEqual([]);
    }
  });
});

describe("beforePilots", () => {
  it("reads a curve straight between the logarithms of its sizes", () => {
    const points = [100, 5000, 400, 3000, 1600, 2000];
    expect(doublingsOf(points)).toEqual([0.2, 0.2, 0.1, 0.1].map((gain) => expect.closeTo(gain, 12) as number));
    // A hundredth short of a doubling is the rounding of a size; beyond the last size nothing is read.
    expect(doublingsOf([100, 5000, 199, 4000])).toEqual([0.2]);
    expect(doublingsOf([100, 5000, 190, 4000])).toEqual([]);
    expect(doublingsOf(points, 2)).toEqual([0.4, 0.3, 0.2].map((gain) => expect.closeTo(gain, 12) as number));
  });

  it("reads quantiles straight between the middles of the weights, each source as much as any other", () => {
    const curve = (source: number, percent: number): PublicCurve => {
      return [source, "classification", "share", null, "a", [100, 5000, 200, 5000 - 50 * percent]];
    };
    const ten = Array.from({ length: 10 }, (_, at) => curve(0, 10 * at + 5));
    const near = (shares: readonly number[]) => shares.map((share) => expect.closeTo(share, 9) as number);
    const read = ({ low80, low50, median, high50, high80 }: ReturnType<typeof gainsOf>) => {
      return [low80, low50, median, high50, high80];
    };
    expect(read(gainsOf(ten))).toEqual(near([0.1, 0.25, 0.5, 0.75, 0.9]));
    // One curve of a source weighs as much as three of another: their middles are at 1/4, and at 7/12, 3/4 and 11/12.
    const two = [curve(0, 10), curve(1, 20), curve(1, 40), curve(1, 80)];
    expect(read(gainsOf(two))).toEqual(near([0.1, 0.1, 0.175, 0.4, 0.76]));
    expect(read(gainsOf(two, 1, 0))).toEqual(near([0.1, 0.15, 0.3, 0.6, 0.8]));
  });

  it("gives ordered quantiles of those that cover both sizes, and names them as others'", () => {
    const { of, from, to, gain, curves, sources } = others();
    expect([of, from, to]).toEqual(["others' runs", 500, 1000]);
    const { low80, low50, median, high50, high80 } = gain;
    expect([low80, low50, median, high50, high80]).toEqual(
      [low80, low50, median, high50, high80].toSorted((a, b) => a - b),
    );
    expect(others().examplesOf).toHaveLength(5);
    expect(sources.reduce((sum, one) => sum + one.curves, 0)).toBe(curves);
    expect(othersSentences(others())[0]).toMatch(/^Others' runs, not a forecast of yours/);
  });

  it("scales with what there is to gain", () => {
    expect(others({ score: 0.81 }).gain.median).toBeCloseTo(others({ score: 0.62 }).gain.median / 2, 10);
    expect(others({ task: "translation", metric: "loss", examples: 4000, score: 3 }).unit).toBe("loss");
  });

  it("scores better on sources left out than one interval of all doublings, for first and for later ones", () => {
    const sources = [...new Set(PUBLIC_CURVES.map(([source]) => source))];
    const without = sources.map((source) => {
      const rest = PUBLIC_CURVES.filter((other) => other[0] !== source && other[2] === "share");
      return [gainsOf(rest), gainsOf(rest, 1, 0.5)] as const;
    });
    for (const isFirst of [true, false]) {
      const sums = { said: 0, pooled: 0, inside: 0, all: 0 };
      for (const [source, , metric, , , points] of PUBLIC_CURVES) {
        const [said, pooled] = without[sources.indexOf(source)] ?? [];
        if (metric === "loss" || said === undefined || pooled === undefined) continue;
        for (const gain of doublingsOf(points).slice(...(isFirst ? [0, 1] : [1]))) {
          const scored = ({ low80, high80 }: typeof said): number =>
            ((points[1] ?? 0) / 100) * (high80 - low80 + 10 * Math.max(0, low80 - gain, gain - high80));
          sums.all += 1;
          sums.inside += Number(said.low80 <= gain && gain <= said.high80);
          sums.said += scored(said);
          sums.pooled += scored(pooled);
        }
      }
      expect(sums.all).toBeGreaterThan(200);
      expect(sums.said).toBeLessThan(sums.pooled);
      expect(sums.inside / sums.all).toBeGreaterThan(0.7);
    }
  });

  it("answers for every kind, size and metric that public curves have", () => {
    for (const task of taskKinds)
      for (const examples of [1, 300, 5_000_000])
        for (const [metric, score] of [
          ["accuracy", 0.4],
          ["rouge", 0.2],
          ["loss", 2],
        ] as const) {
          const { gain, ofKind, curves } = others({ task, examples, metric, score });
          expect(gain.low80).toBeLessThan(gain.median);
          expect(gain.median).toBeLessThan(gain.high80);
          expect(ofKind).toBeLessThanOrEqual(curves);
        }
  });

  it("says how many examples a gain took, the inverse of what doublings gained", () => {
    const { gain } = others();
    const needed = (points: number): NonNullable<OthersGain["needed"]> => {
      const answer = others({ gain: points }).needed;
      if (answer === null) throw new Error("A gain was asked for.");
      return answer;
    };
    expect(others().needed).toBeNull();
    expect(needed(gain.median).median).toBeCloseTo(1000, 6);
    expect(needed(gain.high80).low80).toBeCloseTo(1000, 6);
    const { median, low80, high80 } = needed(5);
    expect(low80).toBeLessThan(median);
    expect(median).toBeLessThan(high80);
    expect(needed(8).median).toBeGreaterThan(median);
    expect(needed(0.5).median).toBeLessThan(median);
    // Up to 64 times the examples at hand: what took more counts as never reached.
    expect(needed(18).median / 500).toBeCloseTo(53, 0);
    expect(needed(19).median).toBe(Infinity);
    expect(others({ gain: 37.9 }).needed?.median).toBe(Infinity);
    expect(othersSentences(others({ gain: 5 }))[1]).toMatch(/^5 points took half of them [\d,]+ examples or fewer/);
    // As it was typed: a share taken for points shows.
    expect(othersSentences(others({ gain: 0.02 }))[1]).toMatch(/^0\.02 points took half of them/);
    const far = othersSentences(others({ gain: 37.9 }))[1];
    expect(far).toMatch(
      /^37\.9 points took more than half of them more than 64 times as many examples(; one in ten took [\d,]+ or fewer)?\.$/,
    );
  });

  it.each<[Partial<BeforeQuestion>, string, string]>([
    [{ score: 62 }, "bad_before", "share"],
    [{ score: 1 }, "bad_before", "share"],
    [{ score: -0.1 }, "bad_before", "share"],
    [{ metric: "loss", score: 0 }, "bad_before", "a loss above 0"],
    [{ gain: 38 }, "bad_before", "below the 38 that are left"],
    [{ gain: 0 }, "bad_before", "above 0"],
    [{ examples: 0.5 }, "bad_before", "at least 1"],
    [{ task: "poetry" as never }, "bad_before", "one of classification"],
    [{ metric: "perplexity" }, "bad_before", "metric"],
    // 0.3 of ROUGE was taken for a loss of 0.3.
    [{ task: "summarization", score: 0.3 }, "bad_before", "Before any pilot the metric is needed: one of accuracy"],
    [{ examples: 0 }, "bad_before", "at least 1"],
    [{ gain: 60 }, "bad_before", "below the 38 that are left"],
    [{ gain: 0 }, "bad_before", "above 0"],
  ])("%j is a problem", (changed, kind, words) => {
    const answer = beforePilots({ ...question, ...changed });
    expect(answer).toMatchObject({ ok: false, problem: { kind } });
    expect(answer.ok ? "" : pilotsProblemSentence(answer.problem)).toContain(words);
  });

  it("needs no kind of task where the metric is known", () => {
    const answer = beforePilots({ examples: 500, score: 0.62, metric: "bleu" });
    if (!answer.ok) throw new Error(answer.problem.kind);
    expect(answer.value).toEqual({ ...others({ metric: "bleu" }), ofKind: null });
    expect(othersSentences(answer.value)[1]).toMatch(/^217 public curves of 23 sources: kinds and sizes gain so much/);
    const unnamed = beforePilots({ examples: 500, score: 0.62 });
    expect(unnamed).toMatchObject({ ok: false, problem: { kind: "bad_before", field: "metric", got: "undefined" } });
  });

  it("refuses what is no question", () => {
    expect(beforePilots("classification" as never)).toMatchObject({ ok: false, problem: { kind: "wrong_kind" } });
  });
});

describe("what is said of others' runs", () => {
  it("counts the curves of each kind of task, which are all that there are of a metric", () => {
    for (const metric of ["accuracy", "loss"] as const) {
      const kinds = taskKinds.map((task) => others({ task, metric, score: 0.5 }));
      const own = PUBLIC_CURVES.filter(([, , of]) => (of === "loss") === (metric === "loss"));
      expect(kinds.map(({ ofKind }) => ofKind)).toEqual(
        taskKinds.map((task) => own.filter(([, kind]) => kind === task).length),
      );
      expect(kinds[0]?.curves).toBe(own.length);
      expect(kinds[0]?.examplesOf).toEqual(
        own.flatMap(([, , , , name], at) => (at % Math.ceil(own.length / 5) === 0 ? [name] : [])),
      );
    }
  });

  it("says how many examples a gain took: the median gain one doubling, by half of them", () => {
    const { gain } = others({ score: 0.5 });
    expect(others({ score: 0.5, gain: gain.median }).needed?.median).toBeCloseTo(1000, 0);
    expect(others({ score: 0.5, gain: gain.high80 }).needed?.low80).toBeCloseTo(1000, 0);
    expect(others({ score: 0.5 }).needed).toBeNull();
    expect(others({ score: 0.5, gain: gain.median / 2 }).needed?.median).toBeCloseTo(500 * Math.SQRT2, 0);
  });
});
