import { describe, expect, it } from "vitest";
import { beforePilots, doublingsOf, gainsOf, PUBLIC_CURVES } from "../../src/curve/before/before.ts";
import { pilotsOf } from "../../src/curve/results/pilotsOf.ts";
import { readResults } from "../../src/curve/results/read.ts";
import { scoreAnswers } from "../../src/curve/scores/score.ts";
import { value } from "./fitted.ts";

describe("scores of texts", () => {
  it("are no accuracy", () => {
    const texts = ["the cat sat", "a dog ran"].map((text, at) => ({ id: String(at), text }));
    expect(Object.keys(value(scoreAnswers(texts, texts)).itemScores)).toEqual(["exact-match", "rouge-l"]);
  });
});

describe("a mean over texts", () => {
  it("lies 1.96 of its standard errors from both ends", () => {
    const gold = Array.from({ length: 16 }, (_, at) => ({ id: String(at), text: `answer ${at} stands here` }));
    const said = gold.map((one, at) => (at < 8 ? one : { ...one, text: "nothing" }));
    // Eight of sixteen score 1: s² = 4/15, so the error of the mean is √(4/15/16).
    const reach = 1.96 * Math.sqrt(4 / 15 / 16);
    expect(value(scoreAnswers(said, gold)).metrics["rouge-l"]).toEqual({
      value: 0.5,
      se: expect.closeTo(reach / 1.96, 6) as number,
      low95: expect.closeTo(0.5 - reach, 6) as number,
      high95: expect.closeTo(0.5 + reach, 6) as number,
    });
  });
});

describe("results", () => {
  const run = (n: number, scores: readonly number[]): string =>
    JSON.stringify({ n, metric: "accuracy", items: scores.map((score, id) => ({ id, score })) });
  const read = (n: number, scores: readonly number[]) => value(readResults(run(n, scores), `n${n}.json`));

  it("of a single item hold that item", () => {
    const { items, errors } = value(pilotsOf([...read(100, [1]), ...read(200, [0])]));
    expect([items, errors]).toEqual([1, "items"]);
  });

  it("that state means and errors alone gain with the errors of both", () => {
    const stated = (n: number, mean: number, se: number) =>
      value(readResults(JSON.stringify({ n, metric: "accuracy", value: mean, se }), `n${n}-${mean}.json`));
    const runs = [...stated(100, 0.5, 0.03), ...stated(200, 0.6, 0.04), ...stated(200, 0.7, 0.04)];
    // The mean of two runs has half the error of each, by the squares.
    expect(value(pilotsOf(runs)).gains).toEqual([
      {
        from: 100,
        to: 200,
        gain: expect.closeTo(0.15, 6) as number,
        se: expect.closeTo(Math.sqrt(0.03 ** 2 + 0.02 ** 2 + 0.02 ** 2), 6) as number,
      },
    ]);
    const bare = value(readResults('{"n":400,"accuracy":0.8}', "n400.json"));
    expect(value(pilotsOf([...runs, ...bare])).gains.at(-1)?.se).toBeNull();
  });

  it("may be of all examples, and of no more", () => {
    const runs = [...read(100, [1, 0, 1]), ...read(200, [1, 1, 1])];
    expect(pilotsOf(runs, { examples: 200 }).ok).toBe(true);
    expect(pilotsOf(runs, { examples: 199 })).toEqual({
      ok: false,
      problem: { kind: "larger_than_file", n: 200, examples: 199 },
    });
  });

  it("three of their errors below guessing are refused, less is luck", () => {
    const scored = (right: number) =>
      read(
        100,
        Array.from({ length: 100 }, (_, at) => Number(at < right)),
      );
    // √(0.35 · 0.65/99) is 0.0479: three of them from 0.5 end at 0.356.
    expect(pilotsOf([...scored(35), ...read(200, Array(100).fill(1))], { chance: 0.5 })).toMatchObject({
      problem: { kind: "below_chance", n: 100, value: expect.closeTo(0.35, 10) as number, chance: 0.5 },
    });
    expect(pilotsOf([...scored(37), ...read(200, Array(100).fill(1))], { chance: 0.5 }).ok).toBe(true);
  });
});

describe("others' runs", () => {
  it("bring what a straight line between the logarithms of their sizes brings", () => {
    // From 100 to 400 the gap falls by 2000 and from 400 to 800 by 1000.
    const points = [100, 5000, 400, 3000, 800, 2000];
    expect(doublingsOf(points)).toEqual([0.2, 0.2, 0.2].map((one) => expect.closeTo(one, 10) as number));
    expect(doublingsOf(points, 2)).toEqual([0.4, 0.4].map((one) => expect.closeTo(one, 10) as number));
    // A hundredth of a doubling short is a doubling, a fiftieth is none.
    expect([doublingsOf([100, 50, 199, 40]).length, doublingsOf([100, 50, 196, 40]).length]).toEqual([1, 0]);
  });

  it("count every source alike, however many curves it has", () => {
    const curve = (source: number, fall: number) =>
      [source, "classification", "share", null, "", [100, 1000, 200, 1000 - fall]] as const;
    const many = [curve(0, 100), curve(0, 100), curve(0, 100), curve(1, 300)];
    // Two sources of one half each: the middles of their weights lie at a quarter and three quarters.
    expect(gainsOf(many).median).toBeCloseTo(0.2, 1);
    expect(gainsOf([curve(0, 100), curve(1, 300)])).toMatchObject({ median: expect.closeTo(0.2, 10), low50: 0.1 });
  });

  it("are asked of the metric, and gain no more than is left", () => {
    const asked = { task: "classification", examples: 500, score: 0.62 } as const;
    const gain = value(beforePilots(asked));
    expect([gain.from, gain.to, gain.unit]).toEqual([500, 1000, "points"]);
    expect(gain.curves).toBe(PUBLIC_CURVES.filter(([, , metric]) => metric === "share").length);
    expect(gain.sources.filter(({ address }) => !address.startsWith("http"))).toEqual([]);
    expect(gain.sources.reduce((sum, { curves }) => sum + curves, 0)).toBe(gain.curves);
    const half = value(beforePilots({ ...asked, score: 0.81 })).gain;
    expect(half.median).toBeCloseTo(gain.gain.median / 2, 6);
    const { needed } = value(beforePilots({ ...asked, gain: gain.gain.median }));
    // What half of them gain by twice the data takes half of them twice the data.
    expect(needed?.median).toBeCloseTo(1000, 3);
    expect([needed?.low80 ?? 0, needed?.high80 ?? 0].map((n) => n > 500)).toEqual([true, true]);
  });
});
