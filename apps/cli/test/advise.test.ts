import { describe, expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const job = ["--examples", "8000", "--tokens-per-example", "620"];
const use = ["--requests", "240000", "--input-tokens", "400", "--output-tokens", "120", "--months", "6"];
const mini = ["--offer", "openai/gpt-4.1-mini-2025-04-14:sft"];
const advise = (...more: string[]) => runOver({}, "advise", ...job, ...use, ...more);

describe("tunecast advise", () => {
  it("says first when tuning has paid for itself, and that a cache would end the case", async () => {
    const { stdout, exitCode } = await advise(...mini, "--way", "few_shot=1860");
    const [first = ""] = stdout.split("\n\n");
    expect(first.replaceAll("\n", " ")).toMatch(/^Tune: it saves \$94\.08 a month and pays back in 3 weeks\./);
    expect(first.replaceAll("\n", " ")).toContain("cache, it never pays back");
    expect(stdout).toContain("if it answers as well");
    expect(exitCode).toBe(0);
  });

  it.each([
    ["Collect examples first.", "Not yet: fine-tuning", []],
    ["Tune: it saves", "5  fine-tuning", ["--quality", "aws-bedrock/nova-2-lite:sft=0.9:accuracy"]],
  ])("says %s and %s of twenty examples, by whether the tuned model was scored", async (head, order, scored) => {
    const few = ["--examples", "20", "--tokens-per-example", "620", "--offer", "aws-bedrock/nova-2-lite:sft"];
    const today = ["--way", "few_shot=1860", "--quality", "few_shot=0.7:accuracy"];
    const { stdout } = await runOver({}, "advise", ...few, ...use, ...today, ...scored);
    expect(stdout).toContain(head);
    expect(stdout).toContain(order);
  });

  it("names what a question file states and nothing follows from", async () => {
    const traffic = { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120 };
    const question = { job: { examples: 8000, tokensPerExample: 620 }, traffic, project: { examplesOwned: 5000 } };
    const { stderr } = await runOver({ "q.json": JSON.stringify(question) }, "advise", "q.json");
    expect(stderr).toContain("--examples-owned: no figure here changes with it.");
    const priced = { ...question, project: { examplesOwned: 5000, labelCost: "0.40" } };
    expect((await runOver({ "q.json": JSON.stringify(priced) }, "advise", "q.json")).stderr).toBe("");
  });

  it("names the traffic from which it pays by one number", async () => {
    const few = ["--examples", "500", "--tokens-per-example", "620", "--input-tokens", "900", "--output-tokens", "120"];
    const offer = ["--offer", "aws-bedrock/nova-2-lite:sft", "--way", "few_shot=2000"];
    const { stdout } = await runOver({}, "advise", ...few, "--requests", "100..5000..1e6", ...offer);
    const [, pays] = /pays from ([\d,]+) requests/u.exec(stdout) ?? [];
    const [, changes] = /the requests a month\. The cheaper way changes at ([\d,]+)\./u.exec(stdout) ?? [];
    expect(pays).toBeDefined();
    expect(changes).toBe(pays);
  });

  it("says that no offer passes the filters, not that none has a price", async () => {
    const { stderr, exitCode } = await advise("--provider", "openai", "--model", "nova-micro");
    expect(stderr.replaceAll("\n", " ")).toMatch(
      /No offer of the price book passes all filters at once \(.*nova-micro/,
    );
    expect(exitCode).toBe(2);
  });

  it("puts the ways side by side, the cheapest first, each with its model", async () => {
    const { stdout } = await advise(
      ...mini,
      "--way",
      "few_shot=1860",
      "--way",
      "larger_model=anthropic/claude-haiku-4-5",
      "--format",
      "json",
    );
    const { ways, today, advice } = JSON.parse(stdout);
    expect(today).toBe("few_shot");
    expect(ways.map(({ id }: { id: string }) => id)).toEqual([
      "prompt",
      "anthropic/claude-haiku-4-5",
      "few_shot",
      "openai/gpt-4.1-mini-2025-04-14:sft",
    ]);
    // It answers for 51 days: fewer months compare with no full ones, and stand last.
    expect(ways[3]).toMatchObject({ clippedAt: "2027-01-14", months: 1.6767 });
    expect(ways.map(({ quality }: { quality: unknown }) => quality)).toEqual([null, null, null, null]);
    expect(advice[0]).toMatchObject({ approach: "prompt", stand: "first" });
  });

  it("holds labels against the saving: one-off costs of people are part of the pay-back", async () => {
    const months = async (...more: string[]): Promise<number> => {
      const { stdout } = await advise(...mini, "--way", "few_shot=1860", "--format", "json", ...more);
      const tuned = JSON.parse(stdout).ways.find(({ kind }: { kind: string }) => kind === "tuned");
      return tuned.against.months;
    };
    // 74.40 / 94.08 a month; with 8,000 labels at 0.40: 3,274.40 / 94.08
    expect(await months()).toBeCloseTo(0.79, 2);
    const { stdout } = await advise(...mini, "--way", "few_shot=1860", "--label-cost", "0.40");
    expect(stdout.replaceAll("\n", " ")).toContain(
      "Don't tune: it saves $94.08 a month, but stops answering on 14 Jan 2027, before it has paid back.",
    );
  });

  it("names what to find out first", async () => {
    const { stdout } = await advise(
      ...mini,
      "--way",
      "few_shot=1860",
      "--label-cost",
      "0.10..2.00",
      "--requests",
      "200k..240k..260k",
    );
    // No price of a label between these makes the run pay before its model stops answering.
    expect(stdout).not.toContain("Find out first");
    const nova = ["--offer", "aws-bedrock/nova-2-lite:sft", "--way", "few_shot=1860", "--label-cost", "0.01..0.60"];
    expect((await advise(...nova)).stdout.replaceAll("\n", " ")).toMatch(
      /Find out first: the price of a label\. The cheaper way changes at \$0\.\d+\./,
    );
  });

  it("draws prompt and answer lengths together, echoes the seed, and names what decides", async () => {
    const ranges = [
      "--input-tokens",
      "100..400..2000",
      "--output-tokens",
      "110..120..130",
      "--requests",
      "239k..240k..241k",
    ];
    const of = async (...more: string[]) =>
      JSON.parse((await advise(...mini, "--way", "few_shot=1860", ...ranges, ...more, "--format", "json")).stdout);
    const one = await of("--set", "seed=7");
    expect(one.seed).toBe(7);
    expect(one.influences[0].input).toBe("traffic.inputTokens");
    expect(await of("--set", "seed=7")).toEqual(one);
    const few = one.ways.find(({ id }: { id: string }) => id === "few_shot");
    expect(Number(few.monthly.low)).toBeLessThan(Number(few.monthly.amount));
    expect(Number(few.monthly.high)).toBeGreaterThan(Number(few.monthly.amount));
  });

  it("names the pair that vectors lack", async () => {
    const way = ["--way", "rag=900,per-million=0.02,document-tokens=5M"];
    const { exitCode, stderr } = await advise(...way);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--way needs query-tokens.")]);
  });

  it("prices retrieval with its vectors and its store, and a model of the field", async () => {
    const rag = ["--way", "rag=900,monthly=70,per-million=0.02,document-tokens=5M,query-tokens=40"];
    const { stdout } = await advise(...mini, ...rag, "--way", "domain_model=cohere/command-a", "--format", "json");
    const { ways, refused } = JSON.parse(stdout);
    const own = ways.find(({ id }: { id: string }) => id === "rag");
    // 5M tokens at $0.02 a million, once; the store every month.
    expect(own.once.amount).toBe("0.1");
    const kinds = own.lines.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["indexing", "embedding", "store", "extra_prompt"]));
    const named = [...ways, ...refused].map(({ id }: { id: string }) => id);
    expect(named).toContain("domain_model");
    const lone = await advise(...mini, "--way", "rag=900,per-milion=0.02");
    expect(lone.stderr).toContain('--way has no "per-milion"');
  });

  it("compares measured qualities, and says when the tuned model answers worse", async () => {
    const scores = [
      "--quality",
      "few_shot=0.74..0.78:accuracy",
      "--quality",
      "openai/gpt-4.1-mini-2025-04-14:sft=0.60..0.64:accuracy",
    ];
    const { stdout } = await advise(...mini, "--way", "few_shot=1860", ...scores);
    expect(stdout.replaceAll("\n", " ")).toContain("which answers worse than today's prompt with examples");
  });

  it("puts retrieval first where facts are missing, and tuning after it for style", async () => {
    const order = async (needs: string): Promise<string> => {
      const { stdout } = await advise(...mini, "--needs", needs, "--format", "json");
      const steps = JSON.parse(stdout).advice as { approach: string; stand: string }[];
      return steps
        .filter(({ stand }) => stand !== "not")
        .map(({ approach }) => approach)
        .join(" ");
    };
    expect(await order("facts")).toBe("prompt rag domain_model few_shot chain larger_model tuning");
    expect(await order("style")).toBe("prompt few_shot chain larger_model tuning");
    expect(await order("vocabulary,tools")).toBe("prompt few_shot chain larger_model tuning domain_model scratch");
  });

  it.each([
    [["--label-cost", "0.5..0.1"], "label"],
    [["--way", "larger_model=anthropic/claude-haku-4-5", "--today", "rag"], "claude-haku-4-5"],
    [["--teacher", "model=openai/gpt-5"], "--teacher needs input and output"],
    [["--quality", "few_shot=good"], "few_shot=0.68..0.74:accuracy"],
    [["--needs", "luck"], "facts, style, tools, vocabulary, latency"],
    [["--offer", "openai/gpt-9:sft"], "gpt-9"],
  ])("%j: a sentence that names it, and exit code 2", async (more, named) => {
    const { stderr, exitCode } = await advise("--way", "few_shot=1860", ...more);
    expect(stderr).toContain(named);
    expect(exitCode).toBe(2);
  });

  it("puts your own cards and a model from scratch beside the services", async () => {
    const { stdout } = await advise(
      ...mini,
      "--way",
      "few_shot=1860",
      "--self-host",
      "llama-3.1-8b:qlora",
      "--scratch",
      "BloombergGPT",
      "--format",
      "json",
    );
    const ways: { kind: string; once: { amount: string }; monthly: { amount: string } }[] = JSON.parse(stdout).ways;
    const of = (wanted: string) => ways.find(({ kind }) => kind === wanted);
    expect(Number(of("own_gpus")?.once.amount)).toBeLessThan(100);
    expect(Number(of("own_gpus")?.monthly.amount)).toBeGreaterThan(0);
    expect(Number(of("scratch")?.once.amount)).toBeGreaterThan(300_000);
    expect(Number(of("scratch")?.once.amount)).toBeLessThan(6_000_000);
  });

  it("keeps data at home where they may not leave", async () => {
    const { stdout, exitCode } = await advise("--data-stays", "--self-host", "llama-3.1-8b:qlora");
    expect(stdout).toMatch(/^Only your own cards \(Llama 3\.1 8B on \S+\): \$[\d.]+ once and \$/u);
    expect(stdout).not.toMatch(/bedrock|openai\//u);
    expect(exitCode).toBe(0);
    const none = await advise("--data-stays");
    expect(none.stderr).toContain("name a model to train there (--self-host)");
    const open = await advise("--scratch", "llama-3.1-8b");
    expect(open.stderr).toContain("llama-3.1-8b:15T, or name one of bloomberggpt");
    const stated = await advise("--scratch", "llama-3.1-8b:15T");
    expect(stated.stdout).toMatch(/training from scratch +\$\d,\d{3},\d{3}/u);
    expect([none.exitCode, open.exitCode, stated.exitCode]).toEqual([2, 2, 0]);
  });

  it("prices the methods in the field's own words, and says what each needs", async () => {
    const { stdout } = await runOver({}, "advise", ...job, "--methods", "--domain-tokens", "300M", "--format", "json");
    const methods: { method: string; training: { amount: string } | null; offer: string | null }[] = JSON.parse(stdout);
    const amount = (wanted: string): number =>
      Number(methods.find(({ method }) => method === wanted)?.training?.amount ?? Number.NaN);
    expect(methods.map(({ method }) => method)).toEqual([
      "transfer",
      "adapters",
      "task_specific",
      "multi_task",
      "sequential",
      "domain_model",
      "scratch",
    ]);
    // More of the model learns: it takes more.
    expect(amount("transfer")).toBeLessThan(amount("task_specific"));
    expect(amount("adapters")).toBeLessThan(amount("task_specific"));
    expect(amount("task_specific")).toBeLessThan(amount("domain_model"));
    expect(amount("domain_model")).toBeLessThan(amount("scratch"));
    const table = await runOver({}, "advise", ...job, "--methods");
    expect(table.stdout).toMatch(/^The training that costs least is transfer learning: \$/u);
    expect(table.stdout).toContain(
      "task-specific (full): every weight learns the task; needs more data and time than a head",
    );
    // Under "cheapest at" stands a place, or what has to be said before there is one.
    expect(table.stdout).toMatch(/^multi-task +needs two data files or more$/mu);
    expect(table.stdout).toMatch(/^sequential fine-tuning +needs --stage$/mu);
    expect(table.stdout).toMatch(/^domain model +needs --domain-tokens$/mu);
  });

  it("holds the model that is named for cards against the services, in every method that it can be trained by", async () => {
    const placesOf = async (...argv: string[]) => {
      const stages = ["--stage", "examples=1000,tokens-per-example=300"];
      const { stdout } = await runOver({}, "advise", ...job, ...stages, "--methods", ...argv, "--format", "json");
      const found: { method: string; offer: string | null }[] = JSON.parse(stdout);
      return Object.fromEntries(found.map(({ method, offer }) => [method, offer?.replace(/@.*/u, "")]));
    };
    const small = await placesOf("--self-host", "qwen3-0.6b:full");
    expect(small).toMatchObject({
      transfer: "self-hosted/qwen3-0.6b:head",
      adapters: expect.stringMatching(/^self-hosted\/qwen3-0\.6b:q?lora$/u),
      task_specific: "self-hosted/qwen3-0.6b:full",
      sequential: "self-hosted/qwen3-0.6b:full",
    });
    expect(await placesOf("--self-host", "qwen3-0.6b:lora")).toMatchObject({
      ...small,
      sequential: "self-hosted/qwen3-0.6b:lora",
    });
    // A service stays where it is cheaper, and where nobody asked for cards.
    expect((await placesOf("--self-host", "qwen2.5-72b"))["adapters"]).not.toMatch(/^self-hosted/u);
    expect((await placesOf())["adapters"]).not.toMatch(/^self-hosted/u);
  });

  it("says that the provider named with a model does not tune it", async () => {
    const said = "Nebius Token Factory is not among those who tune nebius/gpt-4.1-mini here";
    const model = ["--model", "nebius/gpt-4.1-mini"];
    expect((await advise(...model)).stderr).toContain(said);
    expect((await runOver({}, "advise", ...job, ...model, "--methods")).stderr).toContain(said);
    expect((await advise("--model", "openai/gpt-4.1-mini")).stderr).not.toContain("is not among");
  });

  it("prices several files as one run, and stages one after another", async () => {
    const texts = { "a.jsonl": chatRows(40), "b.jsonl": chatRows(30) };
    const of = async (...argv: string[]) => {
      const { stdout } = await runOver(texts, "advise", ...argv, "--methods", "--format", "json");
      const found: { method: string; training: unknown }[] = JSON.parse(stdout);
      return found.filter(({ training }) => training !== null).map(({ method }) => method);
    };
    expect(await of("a.jsonl", "b.jsonl")).toContain("multi_task");
    expect(await of("a.jsonl", "--stage", "data=b.jsonl")).toContain("sequential");
    expect(await of("a.jsonl")).not.toContain("multi_task");
  });

  it("needs traffic", async () => {
    const { stderr, exitCode } = await runOver({}, "advise", ...job);
    expect(stderr).toContain("--requests");
    expect(exitCode).toBe(2);
  });
});
