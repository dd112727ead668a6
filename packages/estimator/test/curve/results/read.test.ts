import { curveProblemSentence } from "../../../src/curve/notes.ts";
import { describe, expect, it } from "vitest";
import { pilotsProblemSentence } from "../../../src/words/curve.ts";
import { kindOf, read, run } from "./reading.ts";

describe("the size of a run", () => {
  it.each([
    ["n250/result.json", 250],
    ["out/N_250.json", 250],
    ["n-250.json", 250],
    ["pilot-n=2000-seed1.json", 2000],
    ["n10k/result.json", 10_000],
    ["n1.5K.json", 1500],
    ["n=1,000.json", 1000],
    ["n250.2.json", 250],
    // The last of several, and the one before the path above all.
    ["n250/n500.json", 500],
    ["250=n500.json", 250],
    ["10k=a.json", 10_000],
    ["2.5k=a.json", 2500],
    ["1,000=a.json", 1000],
  ])("is read from %s: %d", (file, n) => expect(run({ accuracy: 0.5 }, file)?.n).toBe(n));

  it.each(["result.json", "train250.json", "qwen-n7b/result.json", "10b=result.json"])("is not read from %s", (file) =>
    expect(read({ accuracy: 0.5 }, file)).toEqual({ kind: "no_run_size", file }),
  );

  it.each([
    [{ n: 250, accuracy: 0.5 }, 250],
    [{ n: "1,000", accuracy: 0.5 }, 1000],
    [{ examples: 800, accuracy: 0.5 }, 800],
    [{ n: 300, examples: 800, accuracy: 0.5 }, 300],
    ["n,id,score\n1k,a,1\n1k,b,0", 1000],
  ])("is the one that a result states, %j: %d", (given, n) => expect(run(given, "n9.json")?.n).toBe(n));

  it("is that of the path where a table leaves it empty", () => {
    expect(read("n,id,score\n,a,1\n,b,0")).toEqual([[250, "score", 0.5, 2]]);
    expect(kindOf("n,id,score\n,a,1\n,b,0", "scores.csv")).toBe("no_run_size");
  });

  it("is named with what a result states where the two disagree", () => {
    const runs = [300, 400, 300].map((n) => ({ n, accuracy: 0.5 }));
    expect(read(runs, "250=all.json")).toEqual({
      kind: "size_disagrees",
      file: "250=all.json",
      named: 250,
      stated: ["300", "400"],
    });
    expect(read({ n: 250, accuracy: 0.5 }, "250=a.json")).toEqual([[250, "accuracy", 0.5, 0]]);
    expect(read({ n: 300, accuracy: 0.5 }, "n250.json")).toEqual([[300, "accuracy", 0.5, 0]]);
  });
});

describe("a table of item scores", () => {
  it.each([
    ["id,score\na,1\nb,0\nc,1\nd,1", 0.75],
    ["id,score\na,True\nb,False\nc,TRUE\nd,yes", 0.75],
    ["id;score\na;0,5\nb;1", 0.75],
    ["id;score\na;-0,5\nb;1", 0.25],
    ["id\tscore\na\t0.5\nb\t1", 0.75],
    // What has no score was not scored.
    ["id,score\na,1\nb,", 1],
  ])("%j has the mean %d", (table, mean) => expect(run(table)?.value).toBe(mean));

  it("is refused where a comma outside quotes would cut it", () => {
    const problem = { kind: "long_row", file: "n250.csv", line: 3, got: 3, expected: 2 };
    expect(read("id,score\na,1\nb,0,5", "n250.csv")).toEqual(problem);
    expect(curveProblemSentence(problem)).toBe(
      "n250.csv: Line 3: The row has 3 cells, the first row 2: put what holds a comma in quotes.",
    );
  });

  it.each(["N/A", "85%", "0x1", "good", "1,5,0"])("is refused for the score %s, and says of which item", (score) => {
    const problem = { kind: "bad_score", file: "n250.csv", item: "b" };
    expect(read(`id,score\na,1\nb,"${score}"`, "n250.csv")).toEqual(problem);
    expect(pilotsProblemSentence(problem)).toBe(
      "n250.csv: the item b has no score that is a number; run it again if it ran into an error.",
    );
  });

  it.each([
    ["id,score\nx,1\ny,0", ["x", "y"]],
    ["item,score\nx,1\ny,0", ["x", "y"]],
    ["item_id,score\nx,1\ny,0", ["x", "y"]],
    ["item_id,item,id,score\n1,2,3,1\n4,5,6,0", ["3", "6"]],
    ["item_id,item,score\n1,2,1\n4,5,0", ["2", "5"]],
    ["score\n1\n0", ["1", "2"]],
  ])("%j names its items %j", (table, ids) => expect(run(table)?.items.map(({ id }) => id)).toEqual(ids));

  it("keeps models, tasks and metrics apart", () => {
    const table = (column: string): string => `id,${column},score\na,x,1\nb,x,0\na,y,1\nb,y,1`;
    expect(read(table("model"))).toEqual({ kind: "several_models", file: "n250.json", known: ["x", "y"] });
    for (const column of ["task", "test"]) {
      expect(read(table(column))).toEqual({ kind: "several_tests", file: "n250.json", known: ["x", "y"] });
      expect(read(table(column), "n250.csv", { test: "y" })).toEqual([[250, "score", 1, 2]]);
    }
    expect(read(table("metric"))).toEqual({ kind: "several_metrics", file: "n250.json", known: ["x", "y"] });
    expect(read(table("metric"), "n250.csv", { metric: "x" })).toEqual([[250, "x", 0.5, 2]]);
  });

  it("holds as many runs as sizes", () => {
    expect(read("n,id,score\n100,a,1\n100,b,0\n200,a,1\n200,b,1")).toEqual([
      [100, "score", 0.5, 2],
      [200, "score", 1, 2],
    ]);
  });
});

describe("plain JSON", () => {
  it.each<[object, string, number]>([
    [{ value: 0.5 }, "score", 0.5],
    [{ score: 0.5 }, "score", 0.5],
    [{ metric: "bleu", value: 0.5 }, "bleu", 0.5],
    [{ metric: "bleu", score: 0.5, accuracy: 0.7 }, "bleu", 0.5],
    [{ metric: "f1", accuracy: 0.5, f1: 0.6 }, "f1", 0.6],
    // A metric that is not there is not given another's figure.
    [{ metric: "f1", accuracy: 0.5 }, "accuracy", 0.5],
    [{ eval_loss: 1.5, epoch: 3, eval_runtime: 12 }, "eval_loss", 1.5],
    [{ f1: 0.6, accuracy: 0.5 }, "accuracy", 0.5],
    [{ accuracy: null, f1: 0.3 }, "f1", 0.3],
  ])("%j states %s: %d", (given, metric, value) => {
    expect(read(given)).toEqual([[250, metric, value, 0]]);
  });

  it("gives every metric that it names to who asks for it", () => {
    const results = { eval_accuracy: 0.8, eval_loss: 1.5, epoch: 3 };
    expect(read(results)).toEqual({
      kind: "several_metrics",
      file: "n250.json",
      known: ["eval_accuracy", "eval_loss"],
    });
    expect(read(results, "n250.json", { metric: "eval_loss" })).toEqual([[250, "eval_loss", 1.5, 0]]);
    expect(read({ accuracy: 0.5, f1: 0.6 }, "n250.json", { metric: "f1" })).toEqual([[250, "f1", 0.6, 0]]);
  });

  it("takes a standard error where one metric can have it", () => {
    expect(run({ accuracy: 0.5, se: 0.02 })?.se).toBe(0.02);
    expect(run({ accuracy: 0.5, stderr: 0.03 })?.se).toBe(0.03);
    expect(run({ accuracy: 0.5, f1: 0.6, se: 0.02 })?.se).toBeNull();
    expect(run({ accuracy: 0.5 })?.se).toBeNull();
  });

  it("names the model and the task, by either word", () => {
    expect(run({ accuracy: 0.5, model: "m", task: "t" })).toMatchObject({ model: "m", test: "t" });
    expect(run({ accuracy: 0.5, test: "u", task: "t" })).toMatchObject({ model: null, test: "u" });
  });

  it("does not take the lines of a training log for runs", () => {
    const log = [0.5, 0.6].map((accuracy, at) => JSON.stringify({ step: 10 * at, accuracy }));
    expect(kindOf(log.join("\n"))).toBe("no_results");
    expect(read([100, 200].map((n) => ({ n, accuracy: 0.5 })))).toEqual([
      [100, "accuracy", 0.5, 0],
      [200, "accuracy", 0.5, 0],
    ]);
  });

  it("reads items rather than a mean, under the metric that is stated", () => {
    const items = [
      { id: 7, score: "1" },
      { score: 0 },
      { id: "c", score: null },
      { id: "d", score: true },
      { id: "e", score: 1 },
    ];
    expect(read({ f1: 0.1, items })).toEqual([[250, "f1", 0.75, 4]]);
    expect(read({ value: 0.1, items })).toEqual([[250, "score", 0.75, 4]]);
    expect(read({ metric: "bleu", f1: 0.1, items })).toEqual([[250, "bleu", 0.75, 4]]);
    expect(run({ items })?.items.map(({ id }) => id)).toEqual(["7", "2", "d", "e"]);
    expect(read({ items: [{ id: "a", score: "good" }] })).toEqual({ kind: "bad_score", file: "n250.json", item: "a" });
    expect(kindOf({ items: [] })).toBe("no_results");
  });

  it("may begin with a byte order mark, and hold more than runs", () => {
    expect(read(`\uFEFF${JSON.stringify({ accuracy: 0.5 })}`)).toEqual([[250, "accuracy", 0.5, 0]]);
    expect(read([1, null, "x", { n: 100, accuracy: 0.5 }])).toEqual([[100, "accuracy", 0.5, 0]]);
  });

  it("is of one model for each size", () => {
    const of = (n: number, model: string) => ({ n, model, accuracy: 0.5 });
    expect(read([of(100, "a"), of(200, "b")])).toHaveLength(2);
    expect(read([of(100, "a"), of(100, "a")])).toHaveLength(2);
    expect(kindOf([of(100, "a"), of(100, "b")])).toBe("several_models");
  });
});
