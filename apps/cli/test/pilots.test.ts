import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const question = ["pilots", "--examples", "8000"];

describe("tunecast pilots", () => {
  it("proposes a quarter, a half and all", async () => {
    const { exitCode, stdout } = await runOver({}, ...question, "--format", "json");
    expect(JSON.parse(stdout).design).toEqual([{ n: 2000 }, { n: 4000 }, { n: 8000 }]);
    expect(exitCode).toBe(0);
  });

  it("prices the largest run at the offer: 8,000 examples × 600 tokens × 3 epochs at $5 per million", async () => {
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "600"];
    const { stdout } = await runOver({}, ...question, ...offer, "--format", "json");
    expect(JSON.parse(stdout).design.at(-1)).toEqual({ n: 8000, cost: "72" });
    expect((await runOver({}, ...question, ...offer)).stdout).toContain("$72.00");
  });

  it("takes an alias of the model for the model of the offer", async () => {
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "600"];
    const { exitCode, stdout } = await runOver({}, ...question, "--model", "openai/gpt-4.1-mini", ...offer);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("$");
  });

  it("says when the test set cannot show the gain", async () => {
    const { stdout } = await runOver({}, ...question, "--gain", "0.02", "--test-size", "200");
    expect(stdout).toContain("200 test items show a gain of");
  });

  it("gives no price of what nobody stated: labels and training are named, and prices are at least", async () => {
    const table = { "p.csv": "n,value\n500,0.60\n1000,0.66\n" };
    const argv = ["pilots", "next", "p.csv", "--examples", "4000", "--value-per-point", "200"];
    const bare = await runOver(table, ...argv);
    expect(bare.stdout.replaceAll("\n", " ")).toContain(
      "Every price is at least what is shown, since nobody stated what these cost: labels (--label-cost), training (--training-cost, or --offer with --tokens-per-example).",
    );
    expect(bare.stdout).toMatch(/^ +4,000 +not stated +to run/mu);
    expect(JSON.parse((await runOver(table, ...argv, "--format", "json")).stdout).notCounted).toEqual([
      "labels",
      "training",
    ]);
    const stated = await runOver(table, ...argv, "--label-cost", "0.3", "--training-cost", "0.01");
    expect(stated.stdout).not.toMatch(/not stated|nobody/u);
  });

  it("speaks for labels below a price, where nobody stated theirs, and for at most what it brings where training has none", async () => {
    const said = async (...stated: readonly string[]): Promise<string> => {
      const argv = ["pilots", "next", "p.csv", "--examples", "1000", "--value-per-point", "300", ...stated];
      const { stdout } = await runOver({ "p.csv": "n,value\n250,0.62\n500,0.68\n1000,0.725\n" }, ...argv);
      return stdout.replaceAll("\n", " ").split("  ")[0] ?? "";
    };
    expect(await said()).toMatch(
      /label up to 8,000 examples if 7,000 labels and the training cost less than \$[\d,.]+\.$/u,
    );
    expect(await said("--training-cost", "0.01")).toMatch(/ if 7,000 labels cost less than \$[\d,.]+\.$/u);
    expect(await said("--label-cost", "0.01")).toMatch(/, which brings at most \$[\d,.]+ more than it takes\.$/u);
    const all = await said("--label-cost", "0.01", "--training-cost", "0.01");
    expect(all).toMatch(/, which brings \$[\d,.]+ more than it takes\.$/u);
  });

  it("names the pilot that is left of a quarter, a half and all, and stops where it costs too much", async () => {
    const table = { "p.csv": "n,value\n500,0.60\n1000,0.66\n" };
    const argv = ["pilots", "next", "p.csv", "--examples", "2000", "--label-cost", "0.5", "--value-per-point"];
    const more = await runOver(table, ...argv, "300", "--training-cost", "0.02");
    expect(more.stdout).toMatch(/^Run the pilot of 2,000 examples next, for \$40\.00: a quarter, a half and all/);
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "600"];
    const stop = await runOver(table, ...argv, "0.1", ...offer);
    expect(stop.stdout).toContain("Stop: the next pilot costs more");
    const both = await runOver(table, ...argv, "1", ...offer, "--training-cost", "1");
    expect(both).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it.each([
    [["pilots"], "--examples"],
    [[...question, "--test-size", "500"], "--gain"],
    [[...question, "--gain", "2"], "Gain must be at most 1, not 2."],
    [[...question, "--offer", "openai/gpt-9:sft", "--tokens-per-example", "5"], "gpt-9"],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver({}, ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });

  it("states the price of a run in the currency of your own prices", async () => {
    // 1,000 examples x 500 tokens x 3 epochs at $5 a million are $7.50.
    const offer = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft", "--tokens-per-example", "500", "--epochs", "3"];
    const asked = ["pilots", "--examples", "4000", ...offer, "--own-prices", "EUR=0.92"];
    expect((await runOver({}, ...asked)).stdout).toMatch(/1,000 +€6\.90\n/u);
    const { design, currency } = JSON.parse((await runOver({}, ...asked, "--format", "json")).stdout);
    expect([design[0], currency]).toEqual([{ n: 1000, cost: "6.9" }, "EUR"]);
  });
});
