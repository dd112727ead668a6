import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const gold = Array.from({ length: 60 }, (_, item) => ({ id: item, label: item % 3 === 0 ? "refund" : "other" }));
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Predictions that are wrong on the first `wrong` items. */
function predicted(wrong: number): string {
  return lines(gold.map(({ id, label }) => ({ id, prediction: id < wrong ? "nothing" : label })));
}

describe("tunecast pilots score and read", () => {
  const files = { "gold.jsonl": lines(gold), "p.jsonl": predicted(12) };

  it("scores predictions with intervals", async () => {
    const { exitCode, stdout } = await runOver(
      files,
      "pilots",
      "score",
      "p.jsonl",
      "--gold",
      "gold.jsonl",
      "--format",
      "json",
    );
    const { metrics, classes, items } = JSON.parse(stdout);
    expect([exitCode, items]).toEqual([0, 60]);
    expect(metrics.accuracy).toMatchObject({ value: 0.8 });
    expect(classes.map(({ label }: { label: string }) => label)).toEqual(["other", "refund"]);
    const table = await runOver(files, "pilots", "score", "p.jsonl", "--gold", "gold.jsonl");
    expect(table.stdout).toMatch(/accuracy +0\.800 +0\.682 to 0\.882/);
  });

  it("goes from predictions over item scores to the curve", async () => {
    const scores: Record<string, string> = {};
    for (const [n, wrong] of [
      [200, 24],
      [400, 17],
      [800, 12],
    ] as const) {
      const argv = ["pilots", "score", "p", "--gold", "gold.jsonl", "--n", String(n), "--format", "items"];
      scores[`run${n}.csv`] = (await runOver({ ...files, p: predicted(wrong) }, ...argv)).stdout;
    }
    const paths = Object.keys(scores);
    const { exitCode, stdout } = await runOver(scores, "pilots", "read", ...paths);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("3 pilots by score on 60 test items");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("without the luck of the test set");
    expect(stdout).toContain("From 200 to 400 examples: +0.1167");
    expect(stdout).toContain("Doubling rule: 0.10");
    const csv = await runOver(scores, "pilots", "read", ...paths, "--format", "csv");
    expect((await runOver({ "c.csv": csv.stdout }, "curve", "c.csv", "--format", "json")).exitCode).toBe(0);
  });

  it.each(["loss", "error", "word_perplexity"])("takes results by %s for better the less they are", async (metric) => {
    const run = (n: number, value: number): string => JSON.stringify({ n, metric, value });
    const unit = metric === "error" ? 0.1 : 1;
    const results = { "a.json": run(250, 3.1 * unit), "b.json": run(500, 2.4 * unit), "c.json": run(1000, 2 * unit) };
    const { stdout } = await runOver(results, "pilots", "read", ...Object.keys(results));
    expect(stdout).toMatch(/Doubling to 2,000 examples will probably (?:be \S+ better|bring \S+ points)/u);
    expect(stdout).not.toContain("worse");
    const table = await runOver(results, "pilots", "read", ...Object.keys(results), "--format", "csv");
    const curve = await runOver({ "c.csv": table.stdout }, "curve", "c.csv");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(curve.stdout.split(".")[0]?.replaceAll(/\s+/gu, " "));
  });

  it("refuses a table of several models for one curve", async () => {
    const table = "n,value,parameters\n500,0.60,1000\n1000,0.66,4000\n";
    const one = await runOver({ "p.csv": table }, "curve", "p.csv");
    expect([one.exitCode, one.stderr]).toEqual([2, expect.stringContaining("parameters")]);
  });

  it("takes the size that stands before a path", async () => {
    const items = { "a.csv": "id,score\n1,0\n2,1\n", "b.csv": "id,score\n1,1\n2,1\n" };
    const { stdout } = await runOver(items, "pilots", "read", "100=a.csv", "200=b.csv", "--format", "csv");
    expect(
      stdout
        .split("\r\n")
        .slice(1, 3)
        .map((line) => line.split(",").slice(0, 2)),
    ).toEqual([
      ["100", "0.5"],
      ["200", "1"],
    ]);
  });

  it.each([
    [["250=a.csv", "500=a.csv"], "One result is given for 250 and 500 examples (250=a.csv, 500=a.csv)"],
    [["250=a.csv", "500=copy.csv"], "have the same score for every item"],
    [["250=a.json", "500=b.csv"], "trained on 100 examples, not on 250"],
    [["250=a.csv", "500=b.csv", "--chance", "0.95"], "scored 0.3333, clearly below guessing (0.95)"],
    [["250=a.csv", "500=percent.csv"], "fractions and percentages mixed?"],
    [["250=a.csv", "500=percent.csv", "--format", "csv"], "fractions and percentages mixed?"],
    [["250=a.csv", "500=b.csv", "--examples", "400"], "larger than the data, which have 400"],
    [["a.csv"], "write the size before it, as in 500=a.csv"],
  ])("pilots read %j: one sentence, exit code 2", async (argv, sentence) => {
    const scores = (right: number, worth = 1): string =>
      `id,score\n${Array.from({ length: 30 }, (_, item) => `${item},${item < right ? worth : 0}\n`).join("")}`;
    const results = {
      "a.csv": scores(10),
      "copy.csv": scores(10),
      "b.csv": scores(15),
      "percent.csv": scores(15, 100),
      "a.json": '{"n":100,"accuracy":0.5}',
    };
    const result = await runOver(results, "pilots", "read", ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr.replaceAll(/\s+/g, " ")).toContain(sentence);
  });

  it.each([
    [["score", "p.jsonl", "--gold", "none.jsonl"], "none.jsonl"],
    [["score", "p.jsonl", "--gold", "gold.jsonl", "--format", "items", "--metric", "bleu"], "bleu"],
    [["read", "p.jsonl"], "no results"],
    [["read", "gold.jsonl"], "no results"],
  ])("%j: one sentence, exit code 2", async (argv, sentence) => {
    const result = await runOver(files, "pilots", ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});
