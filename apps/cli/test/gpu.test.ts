import { describe, expect, it } from "vitest";
import { moneyText } from "@tunecast/estimator/text";
import { chatRows, runOver } from "./host.ts";

const run = ["gpu", "--model", "llama-3.1-8b", "--method", "qlora"];

describe("tunecast gpu", () => {
  it("says how a field without an option of its own is set", async () => {
    const { stderr, exitCode } = await runOver({}, "gpu", "--model", "deepseek-v3", "--pipeline-parallel", "16");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("It is a field: --set pipelineParallel=VALUE");
  });

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

  it("names hours and dollars of the same cards in its first sentence, and the cheapest where those are others", async () => {
    // At so few hours a card that two clouds rent is cheaper than the one that several do.
    const argv = [...run, "--examples", "3000", "--tokens-per-example", "300", "--epochs", "3", "--micro-batch", "2"];
    const more = ["--loss", "plain", "--max-tokens", "4096", "--as-of", "2026-11-24"];
    const { cost, gpu, gpus } = JSON.parse((await runOver({}, ...argv, ...more, "--format", "json")).stdout);
    const own = cost.offers.find((one: { gpu: string; gpus: number }) => one.gpu === gpu.id && one.gpus === gpus);
    const [first] = cost.offers;
    expect(first.gpu).not.toBe(gpu.id);
    const { stdout } = await runOver({}, ...argv, ...more);
    const sentence = (stdout.split("\n\n")[0] ?? "").replaceAll(/\s+/gu, " ");
    expect(sentence).toMatch(/^From \$/u);
    expect(sentence).toContain(`From ${moneyText(own.total)} on ${gpus} × ${gpu.name} at ${own.cloud}`);
    expect(sentence).toContain(
      `Cheapest of all: ${moneyText(first.total)} on 1 × ${first.gpu}, which few clouds rent, at ${first.cloud}`,
    );
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
    expect(stdout).toContain("Does not fit 1 × T4 16GB");
    expect(stdout).not.toMatch(/^h100-sxm-80 /mu);
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
    expect(stdout).toContain("Does not fit 1 × T4");
    expect(stdout).not.toMatch(/tokens a second|state the data/u);
  });

  it("gives short runs in minutes", async () => {
    const data = ["--examples", "1000", "--tokens-per-example", "500", "--gpu", "h100-sxm-80"];
    const { stdout } = await runOver({}, ...run, ...data);
    expect(stdout.replaceAll("\n", " ")).toMatch(/, \d+ minutes? \(\d+ to \d+ minutes\)\./u);
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
    [[...run, "--gpu", "abacus"], "All cards: tunecast gpu"],
    [["gpu", "--model", "abacus"], 'No model or offer is named "abacus". The path of a config.json'],
    [["gpu", "--model", "gpt-4o"], "only what its providers ask: tunecast estimate --model gpt-4o."],
    [[...run, "--measured", "tokens-per-second=100"], "--measured needs --gpu"],
    [[...run, "--owned", "gpu=abacus,price=300,kwh=0.2"], 'No card is named "abacus"'],
    [[...run, "--rank", "0"], "rank"],
    [[...run, "--examples", "10"], "need each other"],
    [[...run, "--owned", "gpu=t4-16"], "--owned needs price and kwh"],
    [[...run, "--owned", "colour=red"], '--owned has no "colour"'],
    [["gpu", "--model", "none.json"], "There is no file none.json"],
    [["gpu", "--model", "config.json"], "config.json"],
  ])("%j: exit code 2", async (argv, sentence) => {
    const result = await runOver({ "config.json": '{"hidden_size": "wide"}' }, ...argv);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
  });
});

describe("the verdict of tunecast gpu", () => {
  const large = ["gpu", "--model", "deepseek-v3", "--method", "qlora"];
  const data = ["--examples", "1000", "--tokens-per-example", "500"];

  it.each([
    ["with data", [...large, ...data], "fsdp"],
    ["without data", large, "fsdp"],
    ["on a card asked for", [...large, ...data, "--gpu", "h100-sxm-80"], "fsdp"],
    ["on one card", run, ""],
  ])("is one: headline, table and exit code agree, %s", async (_name, argv, sharding) => {
    const { stdout, exitCode } = await runOver({}, ...argv, "--all-cards");
    const [first = ""] = stdout.split("\n\n").map((text) => text.replaceAll("\n", " "));
    const gpus = / (\d+) × /u.exec(first)?.[1] ?? "";
    const isTight = first.includes("in 10 such runs fit");
    const verdict = first.startsWith("Does not fit") ? "does not fit" : isTight ? "tight" : "fits";
    expect(first).toContain(sharding === "" ? " 1 × " : `(${sharding})`);
    const { gpu, verdict: said, fits } = JSON.parse((await runOver({}, ...argv, "--format", "json")).stdout);
    expect(verdict).toBe(said === "no" ? "does not fit" : said);
    const row = new RegExp(`^${gpus === "1" ? "" : `${gpus} × `}${gpu.id} .* (fits|tight|does not fit)`, "mu");
    expect(row.exec(stdout)?.[1]).toBe(verdict);
    expect(fits.some((fit: { verdict: string }) => fit.verdict !== "no")).toBe(exitCode === 0);
    expect(exitCode).toBe(0);
  });

  it("says tight", async () => {
    const { stdout } = await runOver({}, "gpu", "--model", "llama-3.1-8b", "--method", "lora", "--gpu", "rtx-4090-24");
    expect(stdout).toMatch(/^May fit 1 × RTX 4090 24GB[^]*: about\s+\d\s+in\s+10\s+such\s+runs\s+fit/u);
  });

  it("calls a trained head a head", async () => {
    const { stdout } = await runOver({}, "gpu", "--model", "llama-3.2-1b", "--method", "head");
    expect(stdout).toMatch(/trained\s+head [\d.]+/u);
    expect(stdout).not.toContain("adapters");
  });

  it("writes out a range from less than a minute", async () => {
    const argv = ["gpu", "--model", "llama-3.2-1b", "--method", "lora", "--gpu", "h100", "--tokens-per-example", "200"];
    const lines = await Promise.all(
      [1000, 2000, 3000, 4000, 6000].map(async (examples) => {
        const { stdout } = await runOver({}, ...argv, "--examples", String(examples));
        return / at \S+, (.+?)\. llama/u.exec(stdout.replaceAll("\n", " "))?.[1] ?? "";
      }),
    );
    expect(lines.join("\n")).toMatch(/\(less than a minute to \d minutes?\)/u);
    for (const line of lines) expect(line).toMatch(/minutes?( \((\d+|less than a minute) to \d+ minutes?\))?$/u);
  });
});

describe("the memory that tunecast gpu prints", () => {
  it.each([
    ["llama-3.1-8b", "lora"],
    ["llama-3.1-70b", "full"],
  ])("adds up: %s, %s", async (model, method) => {
    const { stdout } = await runOver({}, "gpu", "--model", model, "--method", method);
    const text = stdout.replaceAll("\n", " ");
    const total = Number(/needs ([\d.]+)/.exec(text)?.[1]);
    const [memory = ""] = /Memory of each card, GiB: .*?\d\.\d\d[^.]*\.(?= )/u.exec(text) ?? [];
    const parts = [...memory.matchAll(/(less )?(\d+\.\d\d)/gu)].map(([, less, gib]) => Number(gib) * (less ? -1 : 1));
    expect(parts.length).toBeGreaterThan(3);
    expect(Math.abs(parts.reduce((sum, gib) => sum + gib, 0) - total)).toBeLessThan(0.1);
  });
});
