import { estimate, answerText } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { around, chatRows, runOver } from "./host.ts";

const typed = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--epochs", "3"];
const openai = ["--provider", "openai"];

describe("tunecast estimate from typed numbers", () => {
  it.each([
    // day, model, training, per 1M tokens as the price book has it
    ["2026-11-24", "gpt-4o-mini-2024-07-18", "0.9"],
    ["2025-06-01", "gpt-3.5-turbo-0125", "2.4"],
  ])("on %s: %s costs $%s", async (day, model, amount) => {
    const { exitCode, stdout } = await runOver(
      {},
      ...typed,
      ...openai,
      "--as-of",
      day,
      "--model",
      model,
      "--method",
      "sft",
      "--format",
      "json",
    );
    expect(JSON.parse(stdout).offers.map((offer: { total: unknown }) => offer.total)).toEqual([
      { amount, currency: "USD" },
    ]);
    expect(exitCode).toBe(0);
  });

  it("prints the bytes of the library", async () => {
    const traffic = ["--requests", "240000", "--input-tokens", "900", "--output-tokens", "120", "--months", "3"];
    const { stdout } = await runOver({}, ...typed, ...traffic, "--format", "json");
    const answer = estimate({
      asOf: "2026-11-24",
      prices,
      job: { examples: 1000, tokensPerExample: 100, epochs: 3 },
      traffic: { requestsPerMonth: 240000, inputTokens: 900, outputTokens: 120, months: 3 },
    });
    expect(stdout).toBe(answerText(answer));
  });

  it("says why nobody takes the job, and exits with 1", async () => {
    const { exitCode, stdout } = await runOver({}, ...typed, ...openai, "--as-of", "2027-01-07");
    expect(stdout).toMatch(/\d+ offers are left out/u);
    expect(stdout).not.toMatch(/^offer /m);
    expect(exitCode).toBe(1);
  });

  it.each(["table", "markdown", "json"])("says once that all prices are old (%s)", async (format) => {
    const late = ["--as-of", "2027-05-01", "--format", format];
    const { stdout, stderr } = await runOver({}, ...typed, ...late);
    const said = /Old prices: the newest here was last seen/g;
    const shown = format === "json" ? "" : stdout.replaceAll("\n", " ");
    expect(`${shown}${stderr}`.match(said)).toHaveLength(1);
  });

  it.each([
    [["--rollouts", "tokens=500,per-prompt=8"], ""],
    [["--requests", "1000", "--input-tokens", "9", "--output-tokens", "9", "--set", "hoursPerMonth=730"], ""],
    [["--set", "job.steps=500"], "--set job.steps"],
    [["--set", "hoursPerMonth=700"], "--set hoursPerMonth"],
  ])(
    "says which typed fields change nothing, and none of those that are typed as they are taken anyway: %j",
    async (more, idle) => {
      const { stderr } = await runOver({}, ...typed, ...more);
      const said = /tunecast: (.*): no bill of a service here changes with it\./u.exec(stderr)?.[1] ?? "";
      expect(said).toBe(idle);
    },
  );

  it.each([
    ["estimate", /Add --set only\.includeStale=true\./],
    ["plan", /Add --set only\.includeStale=true\./],
    ["advise", /unless you ask for stale prices \(--set only\.includeStale=true\)\.$/],
  ])("says what to type for stale prices (%s)", async (command, said) => {
    const traffic = ["--requests", "240000", "--input-tokens", "900", "--output-tokens", "120"];
    const more = command === "plan" ? ["--budget", "100"] : traffic;
    const late = ["--as-of", "2028-01-01"];
    const { stdout, stderr } = await runOver({}, command, ...typed.slice(1), ...more, ...late);
    expect((command === "advise" ? stderr : stdout).replaceAll(/\s+/g, " ").trim()).toMatch(said);
  });

  it("shows the bill of a single offer, its lines adding up to the total as shown", async () => {
    const { stdout } = await runOver({}, ...typed, ...openai, "--model", "gpt-4o-mini-2024-07-18", "--method", "sft");
    expect(stdout).toMatch(/Training, 3 epochs\s+300,000 tokens\s+× \$3\.00 per 1M tokens\s+\$0\.90/);
    expect(stdout).toMatch(/Total\s+\$0\.90/);
  });

  it.each([
    ["200", 0, "Within $200.00"],
    ["0.01", 1, "Over $0.01"],
  ])("with a budget of %s exits with %i", async (budget, code, verdict) => {
    const { exitCode, stdout } = await runOver({}, ...typed, "--provider", "together", "--budget", budget);
    expect(exitCode).toBe(code);
    expect(stdout).toContain(verdict);
  });

  it.each([
    ["gpt-4.1-nano", 1, "closed"],
    ["azure/gpt-4.1-nano:sft@global", 0, "within"],
  ])("judges an offer for earlier customers only by who asks, as --max does (%s)", async (model, code, verdict) => {
    const asked = [...typed, "--as-of", "2026-12-03", "--model", model];
    const { stdout, exitCode } = await runOver({}, ...asked, "--budget", "100", "--format", "json");
    const { budget } = JSON.parse(stdout);
    expect(budget.verdict).toBe(verdict);
    expect(budget.sentence).toMatch(/^Within \$100\.00: 1 model, for earlier customers only/);
    expect(budget.sentence.includes("name the offer by its id")).toBe(code === 1);
    expect(exitCode).toBe(code);
    expect((await runOver({}, ...asked, "--max", "100")).exitCode).toBe(code);
  });

  it("says what a budget buys and the verdict in JSON too, after the answer as it is without one", async () => {
    const asked = [...typed, "--provider", "together", "--format", "json"];
    const plain = await runOver({}, ...asked);
    const { stdout, exitCode } = await runOver({}, ...asked, "--budget", "0.01");
    const { budget, ...answer } = JSON.parse(stdout);
    expect(`${JSON.stringify(answer, null, 2)}\n`).toBe(plain.stdout);
    expect(exitCode).toBe(1);
    expect(budget).toMatchObject({ amount: "0.01", currency: "USD", verdict: "over" });
    expect(budget.sentence).toContain("Over $0.01");
    const rich = JSON.parse((await runOver({}, ...asked, "--budget", "200")).stdout);
    expect(rich.budget.verdict).toBe("within");
    expect(rich.budget.offers.map(({ id }: { id: string }) => id).sort()).toEqual(
      rich.offers.map(({ id }: { id: string }) => id).sort(),
    );
    expect(rich.budget.offers[0].examples).toBeGreaterThan(0);
  });

  it("is not within a budget where only totals that leave something out are", async () => {
    const job = ["--examples", "100", "--tokens-per-example", "100", "--provider", "nebius", "--budget", "10"];
    const use = ["--requests", "1000000", "--input-tokens", "3000", "--output-tokens", "1200", "--months", "12"];
    expect((await runOver({}, "estimate", ...job)).exitCode).toBe(0);
    const { exitCode, stdout } = await runOver({}, "estimate", ...job, ...use);
    expect(stdout).toContain("Not known to be within $10.00");
    expect(exitCode).toBe(1);
  });

  it("is not known to be within a budget where the model stops answering before the months are over, in JSON too", async () => {
    const use = ["--requests", "1000", "--input-tokens", "900", "--output-tokens", "120", "--months", "24"];
    const asked = [
      ...typed,
      "--model",
      "openai/gpt-4.1-mini-2025-04-14",
      ...use,
      "--budget",
      "1000",
      "--as-of",
      "2026-11-24",
    ];
    const said = "Not known to be within $1,000.00: every total of no more leaves something out, or ends before";
    const table = await runOver({}, ...asked);
    expect([table.exitCode, table.stdout.replaceAll(/\s+/gu, " ")]).toEqual([1, expect.stringContaining(said)]);
    const { exitCode, stdout } = await runOver({}, ...asked, "--format", "json");
    const { budget } = JSON.parse(stdout);
    expect([exitCode, budget.verdict, budget.sentence]).toEqual([1, "open", expect.stringContaining(said)]);
  });

  it("holds prices by size against a budget where nothing else was asked for", async () => {
    const { exitCode, stdout } = await runOver({}, ...typed, "--provider", "ori", "--budget", "1000");
    expect(stdout).toMatch(/^Within \$1,000\.00: \d+ models?\. From /u);
    expect(exitCode).toBe(0);
  });

  it("buys with a budget what the bill says, below a minimum nothing", async () => {
    const job = ["--examples", "8000", "--tokens-per-example", "620", "--model", "together/gpt-oss-120b:sft-lora"];
    const { stdout } = await runOver({}, "estimate", ...job, "--budget", "3");
    expect(stdout).toMatch(/gpt-oss-120b:sft-lora .* no +0 /m);
  });

  it("says which filters let nothing pass", async () => {
    const { exitCode, stderr } = await runOver({}, ...typed, "--set", "only.status=preview", "--residency", "SG,CN");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      "tunecast: No offer of the price book passes all filters at once (residency: SG, CN; status: preview).\n",
    );
  });

  it("says where a model is in the book that the provider asked about does not have", async () => {
    const { exitCode, stderr } = await runOver({}, ...typed, "--provider", "openai", "--model", "nova-micro");
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      "tunecast: No offer of the price book passes all filters at once (providers: openai; models: nova-micro). nova-micro: in the book at aws-bedrock, aws-sagemaker.\n",
    );
  });

  it("gives no price of nothing: what is not billed has no arithmetic", async () => {
    const { stdout } = await runOver({}, ...typed, "--method", "import", "--show-refused");
    expect(stdout).toContain("it does not train.");
    expect(stdout).not.toContain("$0.00");
  });

  it("shows the epochs and says that totals do not compare where each provider's own are billed", async () => {
    const asked = ["estimate", "--examples", "1000", "--tokens-per-example", "100", "--as-of", "2026-11-24"];
    const own = await runOver({}, ...asked, "--epochs", "provider");
    expect((await runOver({}, ...asked, "--epochs", "provider", "--by", "offer")).stdout).toMatch(
      /^offer +epochs +once/m,
    );
    expect(own.stderr).toContain("own epochs are billed: offers with fewer cost less and train less");
    const same = await runOver({}, ...asked);
    expect(same.stdout).not.toContain("epochs  ");
    expect(same.stderr).not.toContain("epochs are billed");
  });

  it("names the columns that 80 characters have no room for, and says first who may still buy", async () => {
    const use = ["--requests", "1000", "--input-tokens", "900", "--output-tokens", "100"];
    const { stdout } = await run([...typed, ...openai, ...use], around({}, 80));
    expect(stdout.replaceAll("\n", " ")).toMatch(/^From [^:]* \S+: earlier customers only, until 2027-01-\d\d\./);
    expect(stdout).toMatch(/Not shown: .*range/);
  });

  it("buys no more epochs than the provider takes", async () => {
    const { stdout } = await runOver({}, ...typed, ...openai, "--budget", "200");
    // $200 would pay for 666 epochs of a job that costs $0.30 an epoch.
    expect(stdout).toMatch(/gpt-4o-mini-2024-07-18:sft .* 50 max$/m);
    expect(stdout).toContain("max: the budget would pay for more");
  });

  it.each([
    ["csv", /^id,provider,model,/],
    ["markdown", /^\*\*From \$0\.90 to train /],
    ["focus", /^BilledCost,BillingAccountId,/],
  ])("writes %s", async (format, begins) => {
    const { stdout } = await runOver({}, ...typed, ...openai, "--format", format);
    expect(stdout).toMatch(begins);
  });
});

describe("tunecast estimate on a day when training was sold by the hour alone", () => {
  it("says which offers ask for hours, not that no price is known", async () => {
    const asked = ["estimate", "--examples", "1000", "--tokens-per-example", "500"];
    const { stdout } = await runOver({}, ...asked, "--provider", "azure", "--as-of", "2024-05-15");
    expect(stdout).toContain("azure/gpt-35-turbo:sft@regional-hourly-4k");
  });
});

describe("tunecast estimate with something wrong", () => {
  it.each([
    [["--examples", "0"], "'--examples <n>' argument '0'"],
    [["--examples", "-5"], "'--examples <n>' argument '-5'"],
    [["--examples", "10.5"], "'--examples <n>' argument '10.5'"],
    [["--examples", "1e3x"], "'--examples <n>' argument '1e3x'"],
    [["--epochs", "0"], "'--epochs <n>' argument '0'"],
    [["--epochs", "1.5"], "'--epochs <n>' argument '1.5'"],
    [["--as-of", "2026-02-30"], "a day that exists"],
    [["--as-of", "24.11.2026"], "a day that exists"],
    [["--as-of", "1999-01-01"], "No price is known for 1999-01-01"],
    [["--model", "gpt-9"], 'No model or offer is named "gpt-9"'],
    [["--provider", "acme"], 'No provider is named "acme"'],
    [["--set", "only.status=opne"], 'No status is named "opne"; did you mean open?'],
    [["--residency", "XX"], 'No provider is known to keep data in "XX"; known are CN, EU'],
    [["--format", "xml"], "'--format <name>' argument 'xml'"],
    [["--requests", "10"], "--requests needs --input-tokens and --output-tokens"],
    [["--months", "3"], "--months needs --requests, --input-tokens and --output-tokens too"],
    [["--batch-share", "0.5", "--months", "3"], "--batch-share, --months need --requests"],
    [["--set", "job.maxSequenceTokens=4096"], "needs job.packing=false"],
    [["--set", "job.steps=8,00"], "Steps must be a whole number of at least 1"],
    [["--set", "job.stepz=1e6"], 'There is no field "job.stepz"'],
    [["--set", "job.steps=0"], "Steps must be at least 1, not 0."],
    [["--alternative", "magic=500"], "few_shot, prompt, rag"],
    [["--nonsense"], "unknown option '--nonsense'"],
    [["--own-prices", "none.json"], "There is no file none.json"],
    [["--own-prices", "broken.json"], "broken.json is not JSON"],
    [["--own-prices", "negative.json"], "rates.0.amount"],
    [["--own-prices", "typo.json"], "typo.json: In your own prices, discounts.0.provider: expected one of openai"],
    [["rows.jsonl"], "Give either data files or --examples"],
  ])("%j: one sentence, exit code 2, nothing on stdout", async (more, sentence) => {
    const texts = {
      "broken.json": "{",
      "negative.json":
        '{"rates":[{"provider":"openai","kind":"training","amount":"-1","currency":"USD","per":"1M tokens","source":"contract"}]}',
      "typo.json": '{"discounts":[{"provider":"opnai","percent":"1","source":"contract"}]}',
      "rows.jsonl": chatRows(10),
    };
    const result = await runOver(texts, ...typed, ...more);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toContain(sentence);
    expect(result.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    ["--tokens", "--tokens-per-example or --input-tokens or --cached-input-tokens or --output-tokens"],
    ["--output", "--output-tokens"],
    ["--price", "--own-prices"],
    ["--requests-per-month", "--requests"],
    ["--examples-count", "--examples"],
  ])("%s: the options that are meant", async (option, meant) => {
    const { stderr, exitCode } = await runOver({}, ...typed, option, "5");
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`tunecast: unknown option '${option}'\ntunecast: Did you mean ${meant}?\n`);
  });

  it.each([
    [[], 2, "Usage: tunecast"],
    [["estimate"], 2, "Give a data file, or --examples and --tokens-per-example."],
    [["estimat"], 2, "Did you mean estimate?"],
  ])("%j exits with %i", async (argv, code, sentence) => {
    const result = await runOver({}, ...argv);
    expect(result.exitCode).toBe(code);
    expect(result.stderr).toContain(sentence);
  });

  it.each([[["--help"]], [["--version"]], [["estimate", "--help"]]])("%j exits with 0", async (argv) => {
    const { exitCode, stdout } = await runOver({}, ...argv);
    expect(exitCode).toBe(0);
    expect(stdout).not.toBe("");
  });
});
