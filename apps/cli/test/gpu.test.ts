import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./surroundings.ts";

const run = ["gpu", "--model", "llama-3.1-8b", "--method", "qlora"];

describe("tunecast gpu", () => {
  it("gives memory, cards, hours and cost as JSON", async () => {
    const { exitCode, stdout } = await runOver(
      {},
      ...run,
      "--examples",
      "8000",
      "--tokens-per-example",
      "620",
      "--epochs",
      "3",
      "--format",
      "json",
    );
    const answer = JSON.parse(stdout);
    expect(answer.memory.totalGiB).toBeGreaterThan(answer.memory.low);
    expect(answer.hours.low).toBeLessThan(answer.hours.high);
    expect(answer.cost.cheapest.total.currency).toBe("USD");
    expect(answer.fits.length).toBeGreaterThan(20);
    expect(exitCode).toBe(0);
  });

  it("takes the lengths of a data file", async () => {
    const { stdout } = await runOver({ "a.jsonl": chatRows(50) }, ...run, "--data", "a.jsonl", "--format", "json");
    expect(JSON.parse(stdout).hours.typical).toBeGreaterThan(0);
  });

  it("exits with 1 where the card asked about is too small", async () => {
    const { exitCode, stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-70b",
      "--method",
      "full",
      "--gpu",
      "t4-16",
    );
    expect(stdout).toMatch(/t4-16\s+15 GiB\s+[\d.]+ GiB\s+does not fit/);
    expect(exitCode).toBe(1);
  });

  it.each([
    // cards of one's own, and what is said of them
    ["gpu=t4-16,price=300,kwh=0.2", "The run does not fit your own cards."],
    ["gpu=h100-sxm-80,gpus=8,price=30000,kwh=0.2", "On your 8 × h100-sxm-80: $"],
  ])("says of --owned %s what it comes to", async (owned, sentence) => {
    const data = ["--examples", "1000", "--tokens-per-example", "600"];
    const { stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-8b",
      "--method",
      "lora",
      ...data,
      "--owned",
      owned,
    );
    expect(stdout).toContain(sentence);
  });

  it("gives no speed and asks for no data where the run does not fit", async () => {
    const data = ["--examples", "1000", "--tokens-per-example", "500"];
    const { stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-70b",
      "--method",
      "full",
      "--gpu",
      "t4-16",
      ...data,
    );
    expect(stdout).toContain("It does not fit 1 × T4");
    expect(stdout).not.toMatch(/tokens a second|Give --data/u);
  });

  it("gives short runs in minutes", async () => {
    const data = ["--examples", "1000", "--tokens-per-example", "500", "--gpu", "h100-sxm-80"];
    const { stdout } = await runOver({}, ...run, ...data);
    expect(stdout).toMatch(/^\d+ minutes? for one run \(\d+ to \d+ minutes\)$/mu);
    expect(stdout).toMatch(/ \d+ min +\$/u);
    expect(stdout).not.toMatch(/ 0\.0\d /u);
  });

  it("prices one's own cards and applies a measurement", async () => {
    const own = [
      "--gpu",
      "rtx-4090-24",
      "--owned",
      "gpu=rtx-4090-24,price=2000,kwh=0.3",
      "--measured",
      "tokens-per-second=3000",
    ];
    const { stdout } = await runOver(
      {},
      ...run,
      ...own,
      "--examples",
      "1000",
      "--tokens-per-example",
      "600",
      "--format",
      "json",
    );
    const answer = JSON.parse(stdout);
    expect(answer.cost.owned.gpu).toBe("rtx-4090-24");
    expect(answer.throughput.tokensPerSecondPerGpu).toBeCloseTo(3000, 6);
    expect(answer.calibration.speed).toBeGreaterThan(0);
  });

  it.each([
    [["gpu"], "--model"],
    [["gpu", "--model", "llama-9"], "llama-9"],
    [[...run, "--gpu", "abacus"], "Known are h100-sxm-80,"],
    [["gpu", "--model", "abacus"], "Known are "],
    [[...run, "--measured", "tokens-per-second=100"], "--measured needs --gpu"],
    [[...run, "--owned", "gpu=abacus,price=300,kwh=0.2"], 'No card is named "abacus"'],
    [[...run, "--rank", "0"], "rank"],
    [[...run, "--examples", "10"], "need each other"],
    [[...run, "--owned", "gpu=t4-16"], "--owned needs gpu, price and kwh"],
    [[...run, "--owned", "colour=red"], '--owned has no "colour"'],
    [["gpu", "--model", "none.json"], "There is no file none.json"],
    [["gpu", "--model", "config.json"], "config.json"],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver({ "config.json": '{"hidden_size": "wide"}' }, ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});

describe("tunecast estimate --self-host", () => {
  it("puts runs on rented cards among the services, sorted", async () => {
    const typed = [
      "estimate",
      "--examples",
      "8000",
      "--tokens-per-example",
      "620",
      "--provider",
      "together",
      "--format",
      "json",
    ];
    const { stdout } = await runOver({}, ...typed, "--self-host", "llama-3.1-8b:qlora");
    const offers = JSON.parse(stdout).offers as { id: string; total: { amount: string } }[];
    expect(offers.some(({ id }) => id.startsWith("self-hosted/llama-3.1-8b:qlora@"))).toBe(true);
    const totals = offers.map(({ total }) => Number(total.amount));
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
  });
});
