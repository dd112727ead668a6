import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const files = { "p.csv": "n,value,se\n500,0.655,0.011\n1000,0.701,0.011\n2000,0.735,0.01\n", "d.jsonl": chatRows(50) };
const job = ["--examples", "2000", "--tokens-per-example", "620"];
const mini = ["--model", "gpt-4.1-mini-2025-04-14"];
const plan = (...more: string[]) => runOver(files, "plan", ...more);
const oneLine = (text: string): string => text.replaceAll("\n", " ");

describe("tunecast plan", () => {
  it("takes a rate of exchange where own prices are, and plans in that currency", async () => {
    const typed = ["--examples", "4000", "--tokens-per-example", "620", "--label-cost", "0.40", "--budget", "1000"];
    const euros = await runOver({}, "plan", ...typed, "--own-prices", "EUR=0.92");
    expect(euros.stdout).toMatch(/^€1,000\.00 pays for [\d,]+ examples/u);
    const file = JSON.stringify({
      exchange: [{ from: "USD", to: "EUR", rate: "0.92", date: "2026-11-24", source: "typed" }],
    });
    const same = await runOver({ "own.json": file }, "plan", ...typed, "--own-prices", "own.json");
    expect(euros.stdout).toBe(same.stdout);
    expect((await runOver({}, "plan", ...typed, "--own-prices", "eur=0.92")).stdout).toBe(euros.stdout);
    for (const bad of ["EUR=0", "EUR=-1", "EUR=abc", "EUR=0,92", "EUR=0.92,GBP=0.79"]) {
      const { stderr, exitCode } = await runOver({}, "plan", ...typed, "--own-prices", bad);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${bad}: In your own prices, exchange.0.rate`)]);
    }
  });

  it("takes a label that costs nothing as stated", async () => {
    const typed = ["--examples", "4000", "--tokens-per-example", "620", "--label-cost", "0"];
    const { stdout, stderr } = await plan(...typed, "--budget", "20");
    expect(stdout).toContain("New examples are taken to be labelled at no cost (--label-cost).");
    expect(`${stdout}${stderr}`).not.toMatch(/Not included|left out/u);
    const use = ["--requests", "100k", "--input-tokens", "400", "--output-tokens", "100", "--way", "few_shot=1860"];
    const left = /Not included: ([^.]*)\./u.exec((await runOver({}, "advise", ...typed, ...use)).stdout)?.[1];
    expect(left).toContain("evaluation");
    expect(left).not.toContain("labels");
  });

  it("says that labels without a price are left out, where any would be needed", async () => {
    const typed = ["--examples", "4000", "--tokens-per-example", "620", "--budget", "1000"];
    const left = "New examples are taken to be labelled at no cost (--label-cost).";
    expect((await plan(...typed)).stdout).toContain(left);
    expect((await plan(...typed, "--label-cost", "0.40")).stdout).not.toContain(left);
    expect((await plan("d.jsonl", "--budget", "0.001", ...mini)).stdout).not.toContain(left);
  });

  it("says of one row, too, that new customers cannot buy it", async () => {
    const { stdout } = await plan(...job, ...mini, "--budget", "1000", "--label-cost", "0.40");
    expect(stdout).toContain("Rows that are open to earlier customers alone stand last.");
  });

  it("says that the provider named with a model does not tune it", async () => {
    const { stderr } = await plan(...job, "--model", "nebius/gpt-4.1-mini", "--budget", "1000");
    expect(stderr).toContain("Nebius Token Factory is not among those who tune nebius/gpt-4.1-mini here");
  });

  it("says first how many examples the money buys, and that without pilots it knows costs only", async () => {
    const { stdout, exitCode } = await plan(
      ...job,
      ...mini,
      "--budget",
      "1000",
      "--examples-owned",
      "2000",
      "--label-cost",
      "0.40",
    );
    // Training: 620 × 3 epochs at $5 a million. (1000 + 0.4 × 2000) / (0.4 + 0.0093) = 4,397.7
    expect(oneLine(stdout)).toContain(
      "$1,000.00 pays for 4,397 examples, 2,397 of them new, with GPT-4.1 mini at OpenAI",
    );
    expect(stdout).toContain("which pilot runs show what more data buys");
    expect(exitCode).toBe(0);
  });

  it("says of the offers that it names who may still buy there, where not everybody may", async () => {
    const closed = await plan(...job, ...mini, "--budget", "1000", "--as-of", "2026-11-24");
    expect(oneLine(closed.stdout)).toContain(
      "openai/gpt-4.1-mini-2025-04-14:sft: earlier customers only, until 2027-01-",
    );
    const open = await plan(...job, "--model", "nova-micro", "--budget", "1000", "--as-of", "2026-11-24");
    expect(open.stdout).not.toContain("customers");
  });

  it("takes the rows of a file as owned", async () => {
    const { stdout } = await plan("d.jsonl", "--budget", "10", "--label-cost", "0.5", "--format", "json");
    const [row] = JSON.parse(stdout).rows;
    expect(row.bought).toBe(row.examples - 50);
  });

  it("takes the examples of the largest pilot as owned, in every figure of the answer", async () => {
    const piloted = [...job, ...mini, "--budget", "1000", "--label-cost", "0.40", "--pilots", "p.csv"];
    const { stdout, stderr } = await plan(...piloted, "--value-per-point", "900", "--format", "json");
    const { rows, next } = JSON.parse(stdout);
    expect(rows[0].bought).toBe(rows[0].examples - 2000);
    expect(next.examples).toBe(4000);
    // 2,000 labels, and 620 tokens × 3 epochs of 4,000 examples at $5 a million.
    expect(Number(next.cost)).toBeCloseTo(800 + 37.2, 6);
    expect(stderr).toContain("the 2,000 of your largest pilot are labelled, unless --examples-owned says otherwise");
    const other = JSON.parse((await plan(...piloted, "--examples-owned", "0", "--format", "json")).stdout);
    expect(other.rows[0].bought).toBe(other.rows[0].examples);
    expect(Number(other.next.cost)).toBeCloseTo(1600 + 37.2, 6);
  });

  it("says with pilots what to expect and where to stop", async () => {
    const { stdout } = await plan(
      ...job,
      ...mini,
      "--budget",
      "1000",
      "--examples-owned",
      "2000",
      "--label-cost",
      "0.40",
      "--pilots",
      "p.csv",
      "--value-per-point",
      "900",
      "--target",
      "0.8",
    );
    expect(oneLine(stdout)).toMatch(/Stop at about [\d,]+ examples: after that/);
    expect(oneLine(stdout)).toMatch(/your target 0\.8 +[\d,]+ +80 %: /);
    expect(stdout).toMatch(/0\.7\d+ \(0\.7\d* to 0\.\d+\)/);
  });

  it.each([
    ["accuracy", "n,value\n250,73.1\n500,76.4\n1000,78.7\n2000,80.4\n"],
    ["loss", "n,value\n250,2.39\n500,2.23\n1000,2.09\n2000,1.955\n"],
  ])("says of the next doubling what the curve says: %s", async (metric, pilots) => {
    const priced = ["--metric", metric, "--model", "nova-micro", "--tokens-per-example", "620", "--label-cost", "0.40"];
    const curve = await runOver({ "p.csv": pilots }, "curve", "p.csv", ...priced);
    const bought = ["--examples", "2000", "--examples-owned", "2000", "--budget", "2000", "--pilots", "p.csv"];
    const planned = await runOver({ "p.csv": pilots }, "plan", ...priced, ...bought);
    const figures = /(?:bring|be) (\S+) .*?\(8 in 10: ([^)]+)\).* It costs (\S+), (\S+) (a point|a whole unit)/u;
    const said = figures.exec(oneLine(curve.stdout)) ?? [];
    for (const figure of said.slice(1)) expect(planned.stdout).toContain(figure);
    expect(said).toHaveLength(6);
  });

  it("says of a target what the curve says", async () => {
    const pilots = { "p.csv": "n,value,se\n125,0.71,0.02\n250,0.745,0.02\n500,0.775,0.02\n1000,0.80,0.02\n" };
    const { stdout } = await runOver(pilots, "curve", "p.csv", "--target", "0.85");
    const [, median = "", low = ""] =
      /The target 0\.85 takes ([\d,]+) examples \(80 %: ([\d,]+) or more/u.exec(oneLine(stdout)) ?? [];
    const asked = [...job, ...mini, "--budget", "900", "--pilots", "p.csv", "--target", "0.85"];
    const planned = await runOver(pilots, "plan", ...asked);
    expect(planned.stdout).toMatch(new RegExp(`your target 0\\.85 +${median} +80 %: ${low} to never`, "u"));
    expect(Number(median.replace(",", ""))).toBeGreaterThan(Number(low.replace(",", "")));
  });

  it("buys no more of examples that made every larger set worse", async () => {
    const worse = { "p.csv": "n,accuracy\n250,0.70\n500,0.68\n1000,0.66\n" };
    const bought = ["--examples-owned", "2000", "--budget", "2000", "--label-cost", "0.40", "--pilots", "p.csv"];
    const asked = [...job, ...bought, "--model", "nova-micro", "--value-per-point", "700"];
    const { stdout } = await runOver(worse, "plan", ...asked);
    expect(oneLine(stdout)).toMatch(/^Every larger set was worse: more of these examples will not help/u);
    expect(stdout).not.toMatch(/Stop at|doubling rule|on average/u);
  });

  it("says that no offer passes the filters, not that the money buys nothing", async () => {
    const { exitCode, stdout } = await plan(...job, "--provider", "openai", "--model", "nova-micro", "--budget", "100");
    expect(oneLine(stdout)).toMatch(/^No offer of the price book passes all filters at once \(.*openai.*nova-micro/u);
    expect(stdout).not.toContain("buys no training run");
    expect(exitCode).toBe(1);
  });

  it("exits with 1 where the money buys nothing", async () => {
    const { exitCode, stdout } = await plan(...job, ...mini, "--budget", "0.001");
    expect(stdout).toContain("buys no training run");
    expect(exitCode).toBe(1);
  });

  it.each([
    [["--budget", "10", "--pilots", "p.csv"], "--model"],
    [["--budget", "10", "--value-per-point", "5"], "--pilots"],
    [[], "--budget"],
    [["--budget", "ten"], 'a plain non-negative decimal as text, such as "0.48"'],
  ])("%j: a sentence that names it, and exit code 2", async (more, named) => {
    const { stderr, exitCode } = await plan(...job, ...more);
    expect(stderr).toContain(named);
    expect(exitCode).toBe(2);
  });
});

it.each([
  [["estimate", "--growth", "5%"], "a field: --set traffic.growthPerMonth=VALUE, and an option of tunecast advise."],
  [["plan", "--budget", "5", "--leaving", "openai"], "an option of tunecast advise."],
])("says of %j whose option that is", async (typed, said) => {
  const { stderr, exitCode } = await runOver({}, ...typed);
  expect(stderr).toContain(`tunecast: It is ${said}\n`);
  expect(exitCode).toBe(2);
});

it.each([
  ["--budget", "00"],
  ["--label-cost", "0.20..00.60"],
  ["--value-per-point", "01"],
])("refuses %s %s, what a shell leaves of an amount with a sign", async (option, value) => {
  const { stderr, exitCode } = await plan(...job, "--budget", "50", option, value);
  expect(stderr).toContain("begins with a zero before other digits: write 200, without the sign.");
  expect(exitCode).toBe(2);
});

it("says how a field is stated that has an option elsewhere", async () => {
  const { stderr } = await plan(...job, "--budget", "5", "--requests", "100");
  expect(stderr).toContain("It is a field: --set traffic.requestsPerMonth=VALUE");
});

it.each([
  ["openai", "openai"],
  ["Together AI", "together"],
])("says that %j is a provider, and the option that names it", async (model, provider) => {
  const job = ["--examples", "100", "--tokens-per-example", "100"];
  const { stderr, exitCode } = await runOver({}, "estimate", ...job, "--model", model);
  expect(stderr).toContain(`"${model}" is a provider: --provider ${provider} (only.providers) keeps its offers.`);
  expect(exitCode).toBe(2);
  expect((await runOver({}, "estimate", ...job, "--provider", provider)).exitCode).toBe(0);
});
