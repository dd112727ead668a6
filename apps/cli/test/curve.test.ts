import { curveReport, readPilots } from "@tunecast/estimator/curve";
import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { around, runOver } from "./host.ts";

const pilots = { "p.csv": "n,value\n250,0.61\n500,0.66\n1000,0.72\n2000,0.75\n" };
const mini = ["--model", "gpt-4.1-mini-2025-04-14"];

describe("tunecast curve", () => {
  it("gives the doubling rule and intervals beside it", async () => {
    const { exitCode, stdout } = await runOver(
      pilots,
      "curve",
      "p.csv",
      ...mini,
      "--at",
      "2000,4000",
      "--target",
      "0.85",
      "--format",
      "json",
    );
    const report = JSON.parse(stdout);
    // By hand: slope of the least-squares line over log2 n = (−1.5·0.61 − 0.5·0.66 + 0.5·0.72 + 1.5·0.75) / 5.
    expect(report.fit.rule.gainPerDoubling).toBeCloseTo(0.048, 12);
    expect(report.model).toBe("gpt-4.1-mini-2025-04-14");
    expect(report.predictions.map(({ n }: { n: number }) => n)).toEqual([2000, 4000]);
    expect(report.target.value).toBe(0.85);
    expect(exitCode).toBe(0);
  });

  it.each(["--lower", "--upper"])("takes %s none for no bound", async (flag) => {
    const { exitCode, stdout } = await runOver(pilots, "curve", "p.csv", flag, "none", "--format", "json");
    const runs = readPilots(pilots["p.csv"]);
    const report = curveReport(runs.ok ? runs.value : [], { metric: "accuracy", [flag.slice(2)]: null });
    expect(JSON.parse(stdout).fit).toEqual(JSON.parse(JSON.stringify(report.ok ? report.value.fit : report.problem)));
    expect(exitCode).toBe(0);
  });

  it("prices as many examples as it doubles to, where pilots repeat their rows", async () => {
    const repeated = { "p.csv": "n,accuracy,epochs\n250,0.70,3\n500,0.75,3\n1000,0.80,1\n" };
    const { stdout } = await runOver(repeated, "curve", "p.csv", "--label-cost", "0.4");
    // 500 rows passed three times are worth 1,437.7: 2,875 are doubled to, of which 1,000 are labelled.
    expect(stdout).toContain("Doubling to 2,875 examples");
    expect(stdout).toContain("$750.00");
  });

  it("prices the next doubling at an offer: 4,000 examples × 600 tokens × 3 epochs at $5 per million", async () => {
    const { stdout } = await runOver(pilots, "curve", "p.csv", ...mini, "--tokens-per-example", "600");
    expect(stdout).toContain("The next doubling costs $36.00, by the rule $7.50 a point.");
  });

  it("prices it at an offer that takes fewer than many examples, and refuses sizes that no bill is of", async () => {
    const nova = ["--offer", "aws-bedrock/nova-micro:sft", "--tokens-per-example", "600"];
    const { stdout } = await runOver(pilots, "curve", "p.csv", ...nova);
    expect(stdout).toContain("The next doubling costs $7.20");
    const huge = await runOver({ "p.csv": "n,value\n1e14,0.5\n1e15,0.6\n" }, "curve", "p.csv", ...nova);
    expect(huge).toMatchObject({ exitCode: 2, stdout: "" });
    expect(huge.stderr).toContain("Examples must be at most");
  });

  it("counts training once for the doubling and the best size, and labels of new rows alone", async () => {
    const costs = ["--tokens-per-example", "600", "--label-cost", "0.10", "--value-per-point", "500"];
    const { stdout } = await runOver(pilots, "curve", "p.csv", ...mini, ...costs, "--format", "json");
    const { cost, best } = JSON.parse(stdout).next;
    expect(cost).toBe("236");
    // Training is billed by whole examples, so a cent may be between them.
    expect(Number(best.spend)).toBeCloseTo((best.n - 2000) * 0.1 + best.n * 0.009, 1);
    const typed = await runOver(
      pilots,
      "curve",
      "p.csv",
      ...costs.slice(2),
      "--training-cost",
      "0.009",
      "--examples-owned",
      "3000",
    );
    expect(typed.stdout).toContain("The next doubling costs $136.00");
  });

  it("takes an alias of the pilots' model for the model, and says so by the same price", async () => {
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "600"];
    const { exitCode, stdout } = await runOver(pilots, "curve", "p.csv", "--model", "gpt-4.1-mini", ...offer);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("The next doubling costs $36.00");
  });

  it("shows the rule's gain beside forecasts at the bound", async () => {
    const { stdout } = await runOver({ "p.csv": "n,value\n100,0.9\n200,1\n400,1\n" }, "curve", "p.csv");
    expect(stdout).toMatch(/Doubling rule: 0\.050* better per doubling/);
  });

  it("says that a target is never reached, and warns of one in another unit", async () => {
    const falling = { "p.csv": "n,value\n100,0.8\n200,0.75\n400,0.7\n" };
    const never = await runOver(falling, "curve", "p.csv", "--target", ".999");
    expect(never.exitCode).toBe(0);
    expect(never.stdout.replaceAll(/\s+/g, " ")).toContain(
      "The target 0.999 is not in sight (nor with one chance in ten); by the rule it takes 7, below the pilots. The chance to reach it with 3,200 or fewer is 0 %.",
    );
    const percent = await runOver(pilots, "curve", "p.csv", "--target", "80");
    expect(percent.stdout.replaceAll(/\s+/g, " ")).toContain("The target 80 is outside 0 to 1");
    expect(percent.stdout).toContain("by the rule it is not in sight.");
  });

  it.each([
    [["--lower", "none", "--upper", "100", "--target", "101"], "The target 101 is above 100, where no value can be"],
    [["--metric", "loss", "--target", "-1"], "The target -1 is below 0, where no value can be"],
    [["--metric", "reward", "--upper", "60"], "The value 61.5 at n = 250 is above 60; check it, or name its bounds"],
  ])("names the one bound there is: %j", async (argv, said) => {
    const runs = { "p.csv": "n,value\n250,61.5\n500,66.2\n1000,69.4\n" };
    const { stdout, stderr } = await runOver(runs, "curve", "p.csv", ...argv);
    expect(`${stdout}${stderr}`.replaceAll(/\s+/gu, " ")).toContain(said);
  });

  it("says the same size in JSON and in words where the target is passed, and that the unit looks wrong", async () => {
    const shares = { "p.csv": "n,value\n250,70\n500,74\n1000,77\n2000,79\n" };
    const argv = ["curve", "p.csv", "--target", "0.85"];
    const { stdout } = await runOver(shares, ...argv);
    const words = stdout.replaceAll(/\s+/g, " ");
    expect(words).toContain(
      "The target 0.85 is reached with the smallest pilot already; by the rule it takes 1, below the pilots.",
    );
    expect(words).toContain("perhaps 85 was meant");
    const json = await runOver(shares, ...argv, "--format", "json");
    expect(JSON.parse(json.stdout).target).toMatchObject({ n: { median: 250 }, rule: 1 });
  });

  it("says which way was taken where the values fall and nobody said what they are", async () => {
    const losses = { "p.csv": "n,value\n250,2.1\n500,2\n1000,1.92\n2000,1.85\n" };
    const { stdout } = await runOver(losses, "curve", "p.csv");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("Nobody said which way is better, so higher values are taken");
    const stated = await runOver(losses, "curve", "p.csv", "--metric", "loss");
    expect(stated.stdout).not.toContain("Nobody said");
  });

  it("says before any pilot what others' runs gained, under that name", async () => {
    const argv = ["curve", "--before", "--task", "classification", "--examples", "500", "--score", "0.62"];
    const { exitCode, stdout } = await runOver({}, ...argv);
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /^Others' runs, not a forecast of yours: from 500 to 1,000 examples half of them gained/,
    );
    expect(JSON.parse((await runOver({}, ...argv, "--format", "json")).stdout).of).toBe("others' runs");
    const both = await runOver(pilots, ...argv, "p.csv");
    expect(both.stderr).toContain("--before where there are none yet, and not both");
    expect((await runOver({}, "curve", "--before", "--task", "classification")).stderr).toContain("--examples");
    const unnamed = ["curve", "--before", "--examples", "500", "--score", "0.62"];
    expect((await runOver({}, ...unnamed)).stderr).toContain("the metric is needed");
    const { stdout: byMetric } = await runOver({}, ...unnamed, "--metric", "accuracy");
    expect(byMetric.split("\n\n")[0]).toBe(stdout.split("\n\n")[0]);
  });

  it("says where pilots stand when they are typed", async () => {
    const { stderr } = await runOver({}, "curve", "250=0.62", "500=0.68");
    expect(stderr).toContain("Pilots stand in one table: a file, or - for standard input.");
    expect((await runOver({}, "pilots", "train.jsonl")).stderr).toContain(
      "tunecast pilots cut FILE, read, score or next.",
    );
  });

  it("takes no row that a comma outside quotes has cut", async () => {
    const { stderr, exitCode } = await runOver(
      { "p.csv": "n,accuracy\n1k,0.61\n2k,0.63\n4,000,0.7\n" },
      "curve",
      "p.csv",
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain("p.csv: Line 4: The row has 3 cells, the first row 2: put what holds a comma in quotes.");
  });

  it("draws the curve", async () => {
    const { stdout } = await runOver(pilots, "curve", "p.csv", "--plot");
    expect(stdout.match(/●/g)).toHaveLength(5);
    expect(stdout).toContain("└──");
  });

  it("draws it within the width of the terminal", async () => {
    const { stdout } = await run(["curve", "p.csv", "--plot", "--target", "0.8"], around(pilots, 50));
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(50);
  });

  it.each([
    [{ "p.csv": "n,value\n100,0.5\n" }, [], "needs 2 pilots or more"],
    [{ "p.csv": "n,value\n100,x\n200,0.5\n" }, [], "Line 2"],
    [{ "p.csv": "n,value\n0,0.4\n200,0.5\n" }, [], "Line 2"],
    [{ "p.csv": "" }, [], "p.csv"],
    [pilots, ["--at", "0"], "more than 0"],
    [pilots, ["--cost", "5", "--label-cost", "1"], "not both"],
    [pilots, [...mini, "--tokens-per-example", "600", "--training-cost", "1"], "either --training-cost"],
    [pilots, ["--direction", "sideways"], "higher, lower"],
    [pilots, ["--offer", "openai/gpt-4o-mini-2024-07-18:sft"], "--tokens-per-example"],
    [
      pilots,
      [...mini, "--offer", "openai/gpt-4o-mini-2024-07-18:sft", "--tokens-per-example", "600"],
      "their quality says nothing about openai/gpt-4o-mini-2024-07-18:sft",
    ],
  ])("case %#: one sentence, exit code 2", async (texts, more, sentence) => {
    const result = await runOver(texts, "curve", "p.csv", ...more);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});
