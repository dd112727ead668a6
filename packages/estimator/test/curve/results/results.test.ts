import { describe, expect, it } from "vitest";
import { pilotsOf, type PilotLimits, type ReadPilots } from "../../../src/curve/results/pilotsOf.ts";
import { readResults, type ReadOptions, type RunResult } from "../../../src/curve/results/read.ts";
import { pilotsProblemSentence } from "../../../src/words/curve.ts";
import { inspect, lmEvalResults, marks, plainJson, promptfoo, withItems } from "./recorded.ts";

const sizes = [
  [250, 120],
  [500, 132],
  [1000, 150],
] as const;

function read(text: string, file: string): RunResult[] {
  const runs = readResults(text, file);
  if (!runs.ok) throw new Error(JSON.stringify(runs.problem));
  return runs.value;
}

function pilots(runs: readonly RunResult[], limits: PilotLimits = {}): ReadPilots {
  const found = pilotsOf(runs, limits);
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

describe("results of evaluation tools", () => {
  it.each(Object.entries(withItems))("reads %s, items and all", (_, record) => {
    const runs = sizes.flatMap(([n, right]) => read(record(marks(200, right), "tuned-7b"), `out/n${n}/result.json`));
    expect(runs.map(({ n, value, items }) => [n, value, items.length])).toEqual(
      sizes.map(([n, right]) => [n, expect.closeTo(right / 200, 6), 200]),
    );
    const { errors, gains, pilots: found } = pilots(runs);
    expect(errors).toBe("paired");
    // The right items of a smaller run are right in the larger: only what changed is noise, far less than √(p(1 − p)/m).
    for (const { se } of found) expect(se).toBeLessThan(0.6 * Math.sqrt((0.6 * 0.4) / 200));
    expect(gains[0]).toMatchObject({ from: 250, to: 500, gain: expect.closeTo(12 / 200, 6) as number });
    // Paired by hand: 12 of 200 items rose by 1, so s² = 12/200 · (1 − 12/200) · 200/199.
    expect(gains[0]?.se).toBeCloseTo(Math.sqrt((0.06 * 0.94 * 200) / 199 / 200), 6);
  });

  it("takes the means and errors that lm-evaluation-harness states where the items are elsewhere", () => {
    const runs = sizes.flatMap(([n, right]) => read(lmEvalResults(marks(200, right), "base-7b"), `${n}=results.json`));
    const { errors, pilots: found, metric } = pilots(runs);
    expect([errors, metric]).toEqual(["stated", "acc"]);
    expect(found[0]).toEqual({ n: 250, value: 0.6, se: expect.closeTo(Math.sqrt(0.24 / 199), 6) as number });
  });

  it.each([
    ["none", "em"],
    ["strict", "em,strict"],
  ])("names a metric of lm-evaluation-harness by its filter, %s: %s", (filter, metric) => {
    const lines = [1, 0].map((em, id) => JSON.stringify({ doc_id: id, filter, metrics: ["em"], em }));
    expect(read(lines.join("\n"), "n250.jsonl")).toMatchObject([{ n: 250, metric, value: 0.5, se: 0.5 }]);
  });

  it("takes the model of lm-evaluation-harness by its arguments, else by its name", () => {
    const modelOf = (config: object, model_name?: string) =>
      read(JSON.stringify({ results: { t: { "acc,none": 0.5 } }, versions: {}, config, model_name }), "n250.json")[0]
        ?.model;
    expect(modelOf({ model_args: "pretrained=a" }, "b")).toBe("pretrained=a");
    expect(modelOf({}, "b")).toBe("b");
    expect(modelOf({})).toBeNull();
  });

  it("knows an item of promptfoo by its place among the tests, else by its variables", () => {
    const itemsOf = (more: (item: number) => object) => {
      const results = [0, 1].map((item) => ({ success: true, score: 1, provider: "m", ...more(item) }));
      return read(JSON.stringify({ results: { results } }), "n250.json")[0]?.items.map(({ id }) => id);
    };
    expect(itemsOf((item) => ({ testIdx: item + 5, vars: { q: "same" } }))).toEqual(["5", "6"]);
    expect(itemsOf((item) => ({ vars: { q: item } }))).toEqual(['{"q":0}', '{"q":1}']);
  });

  it("counts what passed as 1 and what failed as 0", () => {
    const items = [true, true, false, true].map((score, id) => ({ id, score }));
    expect(read(JSON.stringify({ n: 250, items }), "r.json")).toMatchObject([{ value: 0.75, se: 0.25 }]);
  });

  it("keeps runs of one size apart and pairs them", () => {
    const runs = [
      ...read(plainJson(marks(100, 50), "m"), "r1/n250.json"),
      ...read(plainJson(marks(100, 54), "m"), "r2/n250.json"),
      ...read(plainJson(marks(100, 60), "m"), "r1/n500.json"),
    ];
    expect(pilots(runs).pilots.map(({ n }) => n)).toEqual([250, 250, 500]);
  });

  it("takes equal scores of several sizes where they may be: few items, all alike, or means alone", () => {
    const two = (text: string): string[] =>
      pilots([...read(text, "n250.json"), ...read(text, "n500.json")]).pilots.map(({ n }) => String(n));
    for (const text of [plainJson(marks(8, 4), "m"), plainJson(marks(20, 0), "m"), '{"accuracy":0.5}'])
      expect(two(text), text).toEqual(["250", "500"]);
    const runs = '[{"n":250,"accuracy":0.5},{"n":500,"accuracy":0.5}]';
    expect(pilots(read(runs, "all.json")).pilots.map(({ n }) => n)).toEqual([250, 500]);
    const repeats = '[{"n":250,"accuracy":0.5},{"n":250,"accuracy":0.52}]';
    expect(pilots(read(repeats, "all.json")).pilots.map(({ value }) => value)).toEqual([0.5, 0.52]);
  });

  it("takes items for shared only where every run scored them", () => {
    const run = (n: number, ids: readonly number[]): RunResult[] =>
      read(
        JSON.stringify({ n, metric: "accuracy", items: ids.map((id) => ({ id, score: (id * 7) % 3 === 0 ? 1 : 0 })) }),
        "r.json",
      );
    const ids = Array.from({ length: 30 }, (_, id) => id);
    // Ten items of 30 are in all three, though each is in two: too few to be one test set.
    const three = [...run(100, ids), ...run(200, ids.slice(0, 20)), ...run(400, ids.slice(10))];
    expect(pilotsOf(three)).toMatchObject({ ok: false, problem: { kind: "several_test_sets" } });
    expect(pilots([...run(100, ids), ...run(200, ids.slice(0, 20))])).toMatchObject({ errors: "items", items: 30 });
  });

  it("refuses runs of several metrics", () => {
    const runs = [...read('{"n":100,"accuracy":0.5}', "a.json"), ...read('{"n":200,"f1":0.5}', "b.json")];
    expect(pilotsOf(runs)).toMatchObject({
      ok: false,
      problem: { kind: "several_metrics", known: ["accuracy", "f1"] },
    });
  });

  it("count several scores of one item as their mean", () => {
    const items = [
      { id: "a", score: 1 },
      { id: "a", score: 0 },
      { id: "b", score: 1 },
    ];
    const [run] = read(JSON.stringify({ n: 100, metric: "accuracy", items }), "a.json");
    expect(run?.items).toEqual([
      { id: "a", score: 0.5 },
      { id: "b", score: 1 },
    ]);
    expect(run?.value).toBe(0.75);
  });

  it("are read of the test and the metric that are asked for", () => {
    const text = '{"results":{"a":{"acc,none":0.5,"f1,none":0.4},"b":{"acc,none":0.6}},"versions":{}}';
    const asked = (options: ReadOptions): unknown => {
      const runs = readResults(text, "n250.json", options);
      return runs.ok ? runs.value.map(({ test, metric, value }) => [test, metric, value]) : runs.problem;
    };
    expect(asked({ test: "a" })).toEqual([["a", "acc", 0.5]]);
    expect(asked({ test: "b" })).toEqual([["b", "acc", 0.6]]);
    expect(asked({ test: "a", metric: "f1" })).toEqual([["a", "f1", 0.4]]);
    expect(asked({ test: "b", metric: "f1" })).toMatchObject({ kind: "unknown_metric", known: ["acc"] });
    expect(asked({ test: "c" })).toMatchObject({ kind: "several_tests", known: ["a", "b"] });
    expect(asked({})).toMatchObject({ kind: "several_tests", known: ["a", "b"] });
  });

  it.each<[string, () => unknown, string]>([
    ["without its size", () => readResults(plainJson(marks(20, 9), "m"), "result.json"), "no_run_size"],
    ["that is none", () => readResults("hello", "n250.txt"), "no_results"],
    [
      "of another metric",
      () => readResults(inspect(marks(9, 3), "m"), "n250.json", { metric: "bleu" }),
      "unknown_metric",
    ],
    [
      "of several tasks",
      () => readResults('{"results":{"a":{"acc,none":0.5},"b":{"acc,none":0.6}},"versions":{}}', "n250.json"),
      "several_tests",
    ],
    [
      "of several models",
      () => {
        const both = [promptfoo(marks(20, 9), "a"), promptfoo(marks(20, 9), "b")].map(
          (text) => JSON.parse(text).results.results,
        );
        return readResults(JSON.stringify({ results: { results: both.flat() } }), "n250.json");
      },
      "several_models",
    ],
    [
      "that is named twice",
      () =>
        pilotsOf([
          ...read(plainJson(marks(20, 9), "m"), "a/n250.json"),
          ...read(plainJson(marks(20, 9), "m"), "b/n250.json"),
        ]),
      "two_results",
    ],
    [
      "whose file is named for two sizes",
      () => pilotsOf([...read('{"accuracy":0.5}', "250=a.json"), ...read('{"accuracy":0.5}', "500=./a.json")]),
      "one_result_two_sizes",
    ],
    [
      "that is a copy of another size's",
      () =>
        pilotsOf([
          ...read(plainJson(marks(20, 9), "m"), "n250/r.json"),
          ...read(plainJson(marks(20, 9), "m"), "n500/r.json"),
        ]),
      "one_result_two_sizes",
    ],
    [
      "that states another size than stands before its path",
      () => readResults('{"n":250,"accuracy":0.5}', "500=a.json"),
      "size_disagrees",
    ],
    [
      "on other items",
      () => {
        const other = JSON.stringify({
          metric: "accuracy",
          items: marks(20, 8).map((score, item) => ({ id: `x${item}`, score })),
        });
        return pilotsOf([...read(plainJson(marks(20, 9), "m"), "n250.json"), ...read(other, "n500.json")]);
      },
      "several_test_sets",
    ],
    [
      "larger than the data",
      () => pilotsOf(read(plainJson(marks(20, 9), "m"), "n250.json"), { examples: 200 }),
      "larger_than_file",
    ],
    [
      "below guessing",
      () => pilotsOf(read(plainJson(marks(200, 20), "m"), "n250.json"), { chance: 0.5 }),
      "below_chance",
    ],
  ])("a result %s is a problem that says what to change", (_, ask, kind) => {
    const answer = ask() as { ok: boolean; problem: { kind: string } };
    expect(answer).toMatchObject({ ok: false, problem: { kind } });
    expect(pilotsProblemSentence(answer.problem)).toMatch(/[.:]/);
  });
});
