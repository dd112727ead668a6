import { describe, expect, it } from "vitest";
import { kindOf, read, run } from "./reading.ts";

describe("a log of inspect-ai", () => {
  const log = (samples: unknown, scores?: unknown, of: object = { task: "t", model: "m" }) => ({
    eval: of,
    samples,
    results: { scores },
  });
  const marked = (...marks: unknown[]) => marks.map((value, at) => ({ id: at + 1, scores: { match: { value } } }));

  it.each([
    [["C", "P", "I", "N"], 0.375],
    [["yes", "no", "True", "false"], 0.5],
    [[true, false], 0.5],
    [["1", "0.5"], 0.75],
    [[0.25, 1], 0.625],
  ])("gives the marks %j the mean %d", (marks, mean) => expect(run(log(marked(...marks)))?.value).toBe(mean));

  it("is known by its task or its model", () => {
    expect(run(log(marked("C", "I"), [], { task: "t" }))).toMatchObject({ model: null, test: "t", metric: "match" });
    expect(run(log(marked("C", "I"), [], { model: "m" }))).toMatchObject({ model: "m", test: null, metric: "match" });
    expect(kindOf(log(marked("C", "I"), [], {}))).toBe("no_results");
  });

  it("states its means where it holds no samples, or marks of its own", () => {
    const stated = [{ name: "grade", metrics: { accuracy: { value: 0.5 }, stderr: { value: 0.1 } } }];
    for (const samples of [undefined, [], marked("C", "A+"), marked({ a: 1 })])
      expect(run(log(samples, stated))).toMatchObject({ metric: "grade", value: 0.5, se: 0.1, items: [] });
    const both = [{ id: 1, scores: { match: { value: "C" }, grade: { value: "A+" } } }];
    expect(run(log(both, stated))).toMatchObject({ metric: "grade", value: 0.5 });
    expect(run(log(marked("C", "I", "C", "C"), stated))).toMatchObject({ metric: "match", value: 0.75 });
    expect(read(log(marked("C", "A+")))).toEqual({ kind: "bad_score", file: "n250.json", item: "2" });
  });

  it("gives its accuracy, else its mean, and an error where it states one", () => {
    const stated = (metrics: object, name?: string) => log(undefined, [{ name, metrics }]);
    expect(run(stated({ mean: { value: 0.4 }, accuracy: { value: 0.5 } }, "s"))).toMatchObject({
      value: 0.5,
      se: null,
    });
    expect(run(stated({ mean: { value: 0.4 } }, "s"))).toMatchObject({ metric: "s", value: 0.4 });
    expect(run(stated({ mean: { value: 0.4 } }))).toMatchObject({ metric: "score", value: 0.4 });
    expect(kindOf(stated({ f1: { value: 0.4 } }))).toBe("no_results");
  });
});

describe("the files of other tools", () => {
  it("are promptfoo's by what passed, one column of its table at a time", () => {
    const results = (...more: object[]) => ({
      results: { results: more.map((one) => ({ success: true, score: 1, provider: "m", ...one })) },
    });
    expect(run(results({ testIdx: 0, promptIdx: 0 }, { testIdx: 1, promptIdx: 0, score: 0 }))).toMatchObject({
      model: "m",
      value: 0.5,
    });
    expect(read(results({ testIdx: 0, promptIdx: 0 }, { testIdx: 0, promptIdx: 1 }))).toEqual({
      kind: "several_models",
      file: "n250.json",
      known: ["m", "m (column 2)"],
    });
    expect(run(results({ testIdx: 0, provider: { id: "p" } }))?.model).toBe("p");
    expect(run({ results: [{ success: false, score: 0.25, testIdx: 0 }] })).toMatchObject({ model: null, value: 0.25 });
    expect(run(results({ score: 0.25 }), "n250.json", { metric: "success" })?.value).toBe(1);
    expect(kindOf({ results: { results: [{ score: 1, testIdx: 0, provider: "m" }] } })).toBe("no_results");
  });

  /** @source https://github.com/promptfoo/promptfoo/blob/main/src/types/index.ts (`ResultFailureReason`; read 2026-11-30) */
  it("are none where promptfoo's provider failed, which is no wrong answer", () => {
    const results = (failureReason: number) => ({
      results: { results: [0, failureReason].map((reason, i) => ({ ...failed, testIdx: i, failureReason: reason })) },
    });
    const failed = { success: false, score: 0, provider: "m" };
    expect(run(results(1))?.value).toBe(0);
    expect(read(results(2))).toEqual({ kind: "bad_score", file: "n250.json", item: "1" });
    expect(read(results(2), "n250.json", { metric: "success" })).toMatchObject({ kind: "bad_score" });
  });

  /** @source https://github.com/EleutherAI/lm-evaluation-harness/blob/v0.3.0/README.md (read 2026-11-30) */
  it("are lm-evaluation-harness's of before version 0.4, whose metrics name no filter", () => {
    const old = {
      results: { lambada: { ppl: 3.99, ppl_stderr: 0.08, acc: 0.68, acc_stderr: 0.006, words: 12 } },
      versions: { lambada: 0 },
      config: { model: "hf-causal", model_args: "pretrained=a", limit: null },
    };
    expect(run(old)).toMatchObject({ metric: "acc", value: 0.68, se: 0.006, model: "pretrained=a", test: "lambada" });
    expect(read(old, "n250.json", { metric: "words" })).toMatchObject({
      kind: "unknown_metric",
      known: ["ppl", "acc"],
    });
  });

  it("are OpenAI's by its output items, which their data name", () => {
    const item = (more: object) => ({
      object: "eval.run.output_item",
      id: "outputitem_1",
      results: [{ name: "match", score: 1 }],
      sample: { model: "ft" },
      ...more,
    });
    const idsOf = (...items: object[]) => run({ data: items })?.items.map(({ id }) => id);
    expect(idsOf(item({ datasource_item_id: 7 }))).toEqual(["7"]);
    expect(idsOf(item({}))).toEqual(["outputitem_1"]);
    expect(idsOf(item({ datasource_item_id: 0 }), item({ object: "eval.run", id: "x" }))).toEqual(["0"]);
    expect(run([item({})])).toMatchObject({ model: "ft", metric: "match", value: 1 });
  });

  it("are samples of lm-evaluation-harness where they name a document and its metrics or answers", () => {
    const lines = (more: object): string =>
      [1, 0].map((acc, doc_id) => JSON.stringify({ doc_id, acc, exact_match: 1, ...more })).join("\n");
    expect(read(lines({ metrics: ["exact_match"] }))).toEqual([[250, "exact_match", 1, 2]]);
    expect(read(lines({ filtered_resps: [] }))).toEqual([[250, "acc", 0.5, 2]]);
    expect(kindOf(lines({}))).toBe("no_results");
    expect(kindOf(lines({ metrics: ["acc"], doc_id: undefined }))).toBe("no_results");
  });
});
