import { describe, expect, it } from "vitest";
import { seeded, shuffled } from "../../src/curve/scores/random.ts";
import {
  rougeL,
  scoreAnswers,
  shareOf,
  type Scores,
  readAnswers,
  type GivenAnswer,
} from "../../src/curve/scores/score.ts";
import { pilotsProblemSentence } from "../../src/words/curve.ts";

function answers(texts: readonly string[]): GivenAnswer[] {
  return texts.map((text, at) => ({ id: String(at + 1), text }));
}

function scored(said: readonly string[], gold: readonly string[]): Scores {
  const scores = scoreAnswers(answers(said), answers(gold));
  if (!scores.ok) throw new Error(scores.problem.kind);
  return scores.value;
}

describe("shareOf", () => {
  it.each([
    // Of R's prop.test(right, items, correct = FALSE).
    [8, 10, 0.4901625, 0.9433178],
    [0, 10, 0, 0.2775328],
    [10, 10, 0.7224672, 1],
  ])("%i of %i", (right, items, low, high) => {
    const { low95, high95, value } = shareOf(right, items);
    expect(value).toBe(right / items);
    expect(low95).toBeCloseTo(low, 4);
    expect(high95).toBeCloseTo(high, 4);
  });
});

describe("rougeL", () => {
  it.each([
    // F1 of rouge_score, RougeScorer(["rougeL"]).
    ["the cat was under the bed", "the cat was found under the bed", 0.9230769],
    ["The quick brown fox jumps over the lazy dog", "The quick brown dog jumps on the log.", 0.5882353],
    ["police killed the gunman", "the gunman police killed", 0.5],
    ["", "anything", 0],
    ["étude naïve", "Étude, naïve!", 1],
  ])("%s / %s", (predicted, gold, f1) => expect(rougeL(predicted, gold)).toBeCloseTo(f1, 6));
});

describe("seeded", () => {
  it("draws streams of neighbouring seeds that share nothing", () => {
    const draws = [1, 2, 3, 4].map((seed) => {
      const random = seeded(seed);
      return Array.from({ length: 200 }, random);
    });
    expect(new Set(draws.flat()).size).toBe(800);
  });

  it("shuffles alike for a seed, and keeps everything", () => {
    const list = Array.from({ length: 50 }, (_, i) => i);
    const order = shuffled(list, seeded(3));
    expect(order).toEqual(shuffled(list, seeded(3)));
    expect(order).not.toEqual(shuffled(list, seeded(4)));
    expect(order.toSorted((a, b) => a - b)).toEqual(list);
  });
});

describe("scoreAnswers", () => {
  const gold = ["a", "a", "a", "a", "b", "b", "b", "c", "c", "c"];
  const said = ["a", "a", "a", "b", "b", "b", "a", "c", "c", "x"];

  it("gives accuracy and F1 of labels by hand", () => {
    const { metrics, classes, labels } = scored(said, gold);
    expect(labels).toBe(true);
    expect(metrics["accuracy"]?.value).toBeCloseTo(0.7, 6);
    // F1: a 2·3/(4+4), b 2·2/(3+3), c 2·2/(2+3).
    expect(metrics["f1-macro"]?.value).toBeCloseTo((0.75 + 2 / 3 + 0.8) / 3, 6);
    expect(classes.map(({ label, items }) => [label, items])).toEqual([
      ["a", 4],
      ["b", 3],
      ["c", 3],
    ]);
    expect(classes[0]?.f1?.value).toBeCloseTo(0.75, 6);
    // 3 right of 4 predicted and 4 meant; 4·t·w·(t + w)/(2t + w)⁴ with t = 3, w = 2.
    expect(classes[0]?.precision?.value).toBeCloseTo(3 / 4, 6);
    expect(classes[0]?.recall.se).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 4), 6);
    expect(classes[0]?.f1.se).toBeCloseTo(Math.sqrt((4 * 3 * 2 * 5) / 8 ** 4), 6);
  });

  it("has no precision for a label never predicted, and counts it in the mean", () => {
    const { classes, metrics } = scored(["a", "a", "a", "a", "a", "a"], ["a", "a", "a", "b", "b", "b"]);
    expect(classes[1]).toMatchObject({ label: "b", precision: null, recall: { value: 0 }, f1: { value: 0 } });
    expect(metrics["f1-macro"]?.value).toBeCloseTo(1 / 3, 6);
  });

  it("gives F1 an error that drawing the items again confirms", () => {
    const table = [
      [30, 8, 2],
      [6, 40, 4],
      [1, 9, 20],
    ];
    const items = table.flatMap((row, i) => row.flatMap((count, j) => Array.from({ length: count }, () => [i, j])));
    const macro = (drawn: readonly (readonly number[])[]): { value: number; se: number } =>
      scored(
        drawn.map(([, said]) => `class ${said}`),
        drawn.map(([right]) => `class ${right}`),
      ).metrics["f1-macro"] ?? { value: NaN, se: NaN };
    const random = seeded(7);
    const again = Array.from({ length: 600 }, () =>
      macro(items.map(() => items[Math.floor(random() * items.length)] ?? [])),
    ).map(({ value }) => value);
    const mean = again.reduce((sum, value) => sum + value / again.length, 0);
    const sd = Math.sqrt(again.reduce((sum, value) => sum + (value - mean) ** 2 / again.length, 0));
    expect(macro(items).se / sd).toBeGreaterThan(0.92);
    expect(macro(items).se / sd).toBeLessThan(1.08);
  });

  it("takes answers that are no labels for texts", () => {
    const texts = ["Paris is the capital of France.", "Water boils at 100 degrees.", "The sun is a star."];
    const { labels, metrics } = scored(["paris is the capital of france.", "Water boils", "A star"], texts);
    expect(labels).toBe(false);
    expect(Object.keys(metrics)).toEqual(["exact-match", "rouge-l"]);
    expect(metrics["exact-match"]?.value).toBeCloseTo(1 / 3, 6);
  });

  it("takes answers of more than 60 letters for no labels, however few kinds there are", () => {
    const of = (letters: number): string[] => ["yes", "x".repeat(letters)].flatMap((kind) => [kind, kind, kind]);
    expect([60, 61].map((letters) => scored(of(letters), of(letters)).labels)).toEqual([true, false]);
    const fourKinds = ["a", "b", "c", "d"].flatMap((kind) => [kind, kind, kind]);
    expect([scored(fourKinds, fourKinds).labels, scored(fourKinds.slice(1), fourKinds.slice(1)).labels]).toEqual([
      true,
      false,
    ]);
    expect(scored(Array(6).fill("a"), Array(6).fill("a")).labels).toBe(false);
  });

  it("is the same in any order of named items", () => {
    const named = (texts: readonly string[]): GivenAnswer[] => texts.map((text, at) => ({ id: `q${at}`, text }));
    const turned = scoreAnswers(named(said).toReversed(), named(gold));
    const straight = scoreAnswers(named(said), named(gold));
    expect(turned).toEqual(straight);
  });

  it("names what is missing and what is unknown", () => {
    const missing = scoreAnswers(answers(["a"]), answers(["a", "b"]));
    expect(missing).toMatchObject({ ok: false, problem: { kind: "answers_missing", missing: 1, item: "2" } });
    const unknown = scoreAnswers(answers(["a", "b"]), answers(["a"]));
    expect(unknown).toMatchObject({ ok: false, problem: { kind: "answers_unknown", item: "2" } });
    for (const one of [missing, unknown]) expect(one.ok ? "" : pilotsProblemSentence(one.problem)).toContain("item");
  });
});

describe("readAnswers", () => {
  const batch =
    '{"custom_id":"7","response":{"status_code":200,"body":{"choices":[{"message":{"role":"assistant","content":"yes"}}]}}}';
  it.each([
    [
      "plain lines",
      "yes\nno\n",
      [
        ["1", "yes"],
        ["2", "no"],
      ],
    ],
    [
      "JSON lines",
      '{"id":"a","prediction":"yes"}\n{"id":"b","prediction":1}\n',
      [
        ["a", "yes"],
        ["b", "1"],
      ],
    ],
    [
      "a table",
      'id,prediction\n1,"yes, it is"\n2,no\n',
      [
        ["1", "yes, it is"],
        ["2", "no"],
      ],
    ],
    ["chat rows", '{"messages":[{"role":"user","content":"?"},{"role":"assistant","content":"yes"}]}', [["1", "yes"]]],
    [
      "an answer beside its chat",
      '{"messages":[{"role":"assistant","content":"gold"}],"output":"said"}',
      [["1", "said"]],
    ],
    ["a chat beside its text", '{"messages":[{"role":"assistant","content":"yes"}],"text":"? yes"}', [["1", "yes"]]],
    [
      "an answer beside a chat without one",
      '{"messages":[{"role":"user","content":"?"}],"text":"yes"}',
      [["1", "yes"]],
    ],
    ["a byte order mark", '\uFEFF{"id":"a","prediction":"yes"}', [["a", "yes"]]],
    ["the first of several answers", '{"id":"a","prediction":["yes","no"]}', [["a", "yes"]]],
    ["a batch result", batch, [["7", "yes"]]],
  ])("reads %s", (_, text, expected) => {
    const read = readAnswers(text, "predictions", "p");
    expect(read.ok && read.value.map(({ id, text: said }) => [id, said])).toEqual(expected);
  });

  it.each([
    ["", "no_answers"],
    ['{"id":1,"wrong":"x"}', "no_answer_column"],
    ["id,prediction\n1,yes, as agreed", "long_row"],
    ['{"messages":[{"role":"user","content":"?"}]}', "no_answer_column"],
    // A file that was cut short.
    ['{"id":1,"prediction":"x"}\n{"id":2,"predic', "no_answer_column"],
    ['{"id":1,"prediction":"x"}\n{"id":1,"prediction":"y"}', "item_twice"],
  ])("refuses %j", (text, kind) => {
    expect(readAnswers(text, "predictions", "p")).toMatchObject({ ok: false, problem: { kind } });
  });
});
