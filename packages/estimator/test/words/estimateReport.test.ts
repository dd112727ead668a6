import { describe, expect, it } from "vitest";
import { estimate, explain, purchasePlan, type ModelEntry, type Question, type Refusal } from "../../src/index.ts";
import { billCurrency } from "../../src/answer.ts";
import {
  estimateReport,
  planReport,
  reportMarkdown,
  type EstimateShown,
  type Report,
  type Table,
} from "../../src/report.ts";
import type { Problem } from "../../src/problem.ts";
import { refusedNotes } from "../../src/words/report/data.ts";
import { asOf, job, traffic } from "../ask.ts";
import { book, model, rate } from "../book.ts";

const status = (kind: string) => ({
  kind,
  from: "2026-01-01",
  source: "https://example.com/status",
  seen: "2026-01-05",
  confidence: "primary" as const,
});

/** A model whose training costs so many dollars for the usual job. */
function priced(id: string, dollars: number, more: Partial<ModelEntry> = {}): ModelEntry {
  const rates = (model().rates ?? []).filter(({ kind }) => kind !== "training");
  return model({ id, rates: [rate("training", String(dollars / 0.3)), ...rates], ...more });
}

function shown(models: readonly ModelEntry[], more: Partial<Question> = {}, how: Partial<EstimateShown> = {}): Report {
  const question: Question = { asOf, prices: book(models), job, ...more };
  return estimateReport(estimate(question), { question, ...how });
}

function tableOf({ blocks }: Report, id: string): Table {
  const table = blocks.find((block) => block.kind === "table" && block.id === id);
  if (table?.kind !== "table") throw new Error(`No table ${id}.`);
  return table;
}

const five = [1, 2, 3, 40, 500].map((dollars, index) => priced(`alpha-${index + 1}b`, dollars));

describe("the report of an estimate", () => {
  it("shows what is left to pay beside the price of training, where credits are taken off", () => {
    const [offer] = estimate({ asOf, prices: book([priced("alpha-1b", 3)]), job }).offers;
    const credit = { provider: offer?.provider ?? "", amount: "1", currency: "USD", source: "contract" };
    const ownPrices = { credits: [credit] };
    const report = shown([priced("alpha-1b", 3)], { ownPrices });
    const { columns, rows } = tableOf(report, "offers");
    const cellOf = (title: string): string | undefined =>
      rows[0]?.cells[columns.findIndex((column) => column.title.replaceAll("\n", " ") === title)];
    expect(report.headline).toContain("From $2.00");
    expect([cellOf("train once"), cellOf("total")]).toEqual(["$3.00", "$2.00"]);
  });

  it("says in its first line that the cheapest cuts examples, and where all fit", () => {
    const limits = { contextTokens: 50, overContext: "cut" } as const;
    const report = shown([priced("cut-1b", 1, { limits }), priced("roomy-1b", 3)]);
    expect(report.headline).toMatch(
      /^From \S+ to train \(Cut 1B, Acme\)\. 1,000 examples are longer than 50 tokens: their end, the answer, is cut\. From \$3\.00 everything fits \(Roomy 1B, Acme\)\./u,
    );
    expect(shown([priced("cut-1b", 1, { limits })]).headline).toMatch(/ is cut\.$/u);
    expect(shown([priced("cut-1b", 9000, { limits }), priced("roomy-1b", 3)]).headline).not.toContain("longer");
  });

  it("says the cheapest and the span in its first line", () => {
    expect(shown(five).headline).toBe(
      "From $1.00 to train (Alpha 1B, Acme). Half of the 5 models that compare cost $3.00 or less; the dearest costs $500.00.",
    );
  });

  describe("of which training was priced lately and use long ago", () => {
    const ages = (training: string, use: string, storage = training): ModelEntry =>
      model({
        serving: [{ tag: "per_token" }, { tag: "storage" }],
        rates: [
          rate("training", "3", { seen: training }),
          rate("input", "0.3", { seen: use }),
          rate("output", "1.2", { seen: training }),
          rate("storage", "1", { seen: storage, per: "month" }),
        ],
      });
    const day = "2026-08-01";

    it.each([
      [ages("2026-07-01", "2026-01-02"), 211],
      [ages("2026-01-02", "2026-07-01"), 211],
      [ages("2026-07-01", "2026-07-02", "2026-01-02"), 31],
    ])("is as old as the oldest price of training and use: %#", (one, age) => {
      const answer = estimate({ asOf: day, prices: book([one]), job, traffic });
      expect(answer.offers.map(({ priceAge }) => priceAge)).toEqual([age]);
    });

    it("stands behind a dearer one whose use was priced lately, is marked, and its age is in the first line", () => {
      const dear = {
        ...priced("dear", 900),
        rates: (priced("dear", 900).rates ?? []).map((one) => ({ ...one, seen: day })),
      };
      const models = [{ ...ages("2026-07-01", "2026-01-02"), id: "old" }, dear];
      const question = { asOf: day, prices: book(models), job, traffic };
      expect(estimate(question).offers.map((offer) => offer.model)).toEqual(["dear", "old"]);
      const report = shown(models, { asOf: day, traffic });
      expect(report.headline).toMatch(/^From \$90\S+ to train and use for 3 months \(Dear, Acme\)\. /u);
      expect(report.headline).toMatch(/At a price last seen 211 days ago it is \$\S+ \(Old, Acme\)\./u);
      expect(tableOf(report, "models").rows.map(({ cells }) => cells[2])).toEqual(["Acme", "Acme ‡"]);
      const alone = shown(models.slice(0, 1), { asOf: day, traffic });
      expect(alone.headline).toMatch(/\(Old, Acme\)\. A price there was last seen 211 days ago\./u);
    });

    it("is left out once nobody saw a price of its use for a year", () => {
      const { refused } = estimate({
        asOf: "2027-01-10",
        prices: book([ages("2026-12-01", "2026-01-02")]),
        job,
        traffic,
      });
      expect(refused.map(({ reason }) => reason)).toMatchObject([{ kind: "stale_price", seen: "2026-01-02" }]);
    });
  });

  it("says once how offers with stale prices come back, in an estimate and in a plan", () => {
    const later = { asOf: "2028-01-01", prices: book(five) };
    const refused = (report: Report) =>
      report.blocks.flatMap((block) => (block.kind === "notes" && block.id === "refused" ? block.items : []));
    const stale = {
      text: expect.stringMatching(/^No price was seen in the year before .* on 2026-01-01\. \(acme\/alpha-1b:sft, /),
      options: ["--set only.includeStale=true"],
    };
    const report = shown(five, later);
    expect(report.headline).toMatch(/ None of 5 offers can be priced\.$/);
    expect(refused(report)).toEqual([{ text: "5 offers are left out:" }, stale]);
    const question: Question = { job, ...later };
    const asked = {
      question,
      answer: estimate(question),
      budget: { amount: "9", currency: "USD" },
      labels: { cost: "0", owned: 0 },
    };
    const plan = purchasePlan(asked);
    if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
    const budget = planReport(plan.value, asked);
    expect(budget.headline).toBe("None of 5 offers can be priced.");
    expect(refused(budget)).toEqual(refused(report));
  });

  it("says first what is wrong with the rows, and last which offers have ended", () => {
    const offer = (at: number, reason: Problem): Refusal => ({
      id: `acme/${at}:sft`,
      reason,
      sentence: explain(reason),
    });
    const rows = { kind: "unsupported_shape", format: "classification", method: "sft" };
    const ended = (count: number): Refusal[] =>
      Array.from({ length: count }, (_, at) => offer(at, { kind: "retired", from: `2026-01-${10 + at}` }));
    const notes = (refused: readonly Refusal[]): string[] => refusedNotes(refused, "why").map(({ text }) => text);
    expect(notes([...ended(17), offer(20, rows)])).toEqual([
      "18 offers are left out:",
      `${explain(rows)} (acme/20:sft)`,
      "No new jobs are taken, or the model is retired. (17 offers, named by estimate --show-refused)",
    ]);
    // Few of them are named with their days, and so are all where that is the only reason.
    expect(notes([...ended(2), offer(20, rows)])).toHaveLength(4);
    expect(notes(ended(17))).toHaveLength(18);
  });

  it("says over how many passes, a range as one", () => {
    const asked = (epochs: NonNullable<Question["job"]["epochs"]>) => shown(five, { job: { ...job, epochs } }).asked[0];
    expect(asked(3)).toMatch(/, 3 epochs\. /);
    expect(asked({ low: 1, typical: 2, high: 5 })).toMatch(/, 1 to 5 epochs \(billed: 2\)\. /);
    expect(asked("provider")).not.toContain("epoch");
  });

  it("names the one offer that has no price", () => {
    const prices = book([model({ rates: [], unknown: [{ kind: "training", where: "the price page" }] })]);
    const report = shown([], { prices });
    expect(report.headline).toBe("acme/small:sft cannot be priced.");
  });

  it("says in its first line what your credits pay, so that nothing looks free", () => {
    const ownPrices = { credits: [{ provider: "acme", amount: "20", currency: "USD", source: "contract" }] };
    expect(shown([priced("alpha-1b", 3)], { ownPrices }).headline).toBe(
      "From $0.00 to train (Alpha 1B, Acme), after $3.00 of your credits.",
    );
    expect(shown([priced("alpha-1b", 50)], { ownPrices }).headline).toBe(
      "From $30.00 to train (Alpha 1B, Acme), after $20.00 of your credits.",
    );
  });

  it("shows of each source the oldest day on which a price was seen there, and the least sure", () => {
    const [first, ...others] = priced("alpha-1b", 3).rates ?? [];
    const old = { seen: "2025-11-02", confidence: "secondary" } as const;
    const rates = [first, ...others.map((one) => (one.kind === "output" ? { ...one, ...old } : one))];
    const report = shown([priced("alpha-1b", 3, { rates: rates.flatMap((one) => one ?? []) })], { traffic });
    expect(report.sources).toEqual([{ address: "https://example.com/prices", ...old }]);
  });

  it("does not call what a provider gives to all your credits", () => {
    const billing = [
      { tag: "tokens_times_epochs" },
      { tag: "free_daily_tokens", tokens: 1_000_000, until: "2027-12-31" },
    ];
    const report = shown([priced("alpha-1b", 3, { offers: [{ method: "sft", billing }] })]);
    expect(report.headline).toBe("From $0.00 to train (Alpha 1B, Acme), after $3.00 of free tokens.");
    expect(JSON.stringify(report.blocks)).toContain("First 1,000,000 tokens of a day, free until 2027-12-31");
  });

  it("has a row for each model, the cheapest offer of each", () => {
    const variants = priced("beta-8b", 7, {
      offers: [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }], variants: ["a", "b"] }],
    });
    const named = priced("Beta 8b", 5, { name: "Beta 8B" });
    const { rows } = tableOf(shown([...five, variants, named]), "models");
    expect(rows.map(({ cells }) => [cells[0], cells[5]])).toEqual([
      ["Alpha 1B", "$1.00"],
      ["Alpha 2B", "$2.00"],
      ["Alpha 3B", "$3.00"],
      ["Beta 8B", "$5.00"],
      ["Alpha 4B", "$40.00"],
      ["Alpha 5B", "$500.00"],
    ]);
  });

  it("names no offer first that a new customer cannot buy, and says so where there is no other", () => {
    const closed = priced("gamma-1b", 0.1, { status: [status("closed_to_new_customers")] });
    const report = shown([...five, closed]);
    expect(report.headline).toContain("From $1.00 to train (Alpha 1B, Acme)");
    expect(tableOf(report, "models").rows.at(-1)).toMatchObject({ id: "acme/gamma-1b:sft", quiet: true });
    expect(shown([closed]).headline).toContain("acme/gamma-1b:sft: closed to new customers.");
  });

  it("ranks no total that leaves something out beside one that does not", () => {
    const noUse = priced("delta-1b", 0.01, { rates: [rate("training", "0.03")] });
    const report = shown([...five, noUse], { traffic });
    const { rows } = tableOf(report, "models");
    expect(rows.at(-1)).toMatchObject({ id: "acme/delta-1b:sft", quiet: true });
    expect(rows.at(-1)?.cells.join(" ")).toContain("≥");
    expect(report.headline).toContain("(Alpha 1B, Acme)");
    expect(report.headline).toContain("Half of the 5 models that compare");
  });

  it("compares no other currency, and takes no price tier for a model", () => {
    const yuan = priced("epsilon-1b", 0.2, { rates: [rate("training", "0.1", { currency: "CNY" })] });
    const tier = priced("up-to-10b", 0.5);
    const { rows } = tableOf(shown([...five, yuan, tier]), "models");
    expect(rows.map(({ id }) => id)).not.toContain("acme/up-to-10b:sft");
    expect(rows.at(-1)).toMatchObject({ id: "acme/epsilon-1b:sft", quiet: true });
  });

  it("names an offer within the budget, and how many models are", () => {
    const question: Question = { asOf, prices: book(five), job };
    const budget = { rows: [], budget: { amount: "2.5", currency: "USD" }, foreign: 0 };
    expect(shown(five, {}, { budget }).headline).toMatch(
      /^Within \$2\.50: 2 models\. From \$1\.00 to train \(Alpha 1B/,
    );
    expect(billCurrency(estimate(question))).toBe("USD");
  });

  it("shows every offer where that is asked for, and the bill of a single one", () => {
    expect(tableOf(shown(five, {}, { by: "offer" }), "offers").rows).toHaveLength(5);
    const bill = tableOf(shown(five.slice(0, 1)), "bill.acme/alpha-1b:sft");
    expect(bill.rows.at(-1)?.cells).toEqual(["Total", "", "", "$1.00"]);
  });

  it("explains in Markdown only the marks that it shows", () => {
    const tokens = priced("zeta-1b", 1, { rates: [rate("training", "3.3", { undated: true } as never)] });
    expect(reportMarkdown(shown([...five, tokens]))).not.toContain("stops answering");
  });
});

describe("the report of a plan", () => {
  const planOf = (more: object = {}, models: readonly ModelEntry[] = five): Report => {
    const question: Question = {
      asOf,
      prices: book(models),
      job: { examples: 1000, tokensPerExample: 100, epochs: 3 },
    };
    const answer = estimate(question);
    const asked = {
      answer,
      question,
      budget: { amount: "101", currency: "USD" },
      labels: { cost: "0.10", owned: 1000 },
      ...more,
    };
    const plan = purchasePlan(asked);
    if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
    return planReport(plan.value, asked);
  };

  it("says what the budget pays for, where, and for how much", () => {
    // 0.001 n + 0.10 (n − 1,000) within 101: 1,990 examples.
    expect(planOf().headline).toBe(
      "$101.00 pays for 1,990 examples, 990 of them new, with Alpha 1B at Acme ($100.99).",
    );
    expect(tableOf(planOf(), "rows").rows).toHaveLength(5);
  });

  it("says that the offer cuts the examples", () => {
    const cut = priced("cut-1b", 1, { limits: { contextTokens: 50, overContext: "cut" } });
    expect(planOf({}, [cut]).headline).toMatch(
      /Cut 1B at Acme \(\S+\)\. 1,000 examples are longer than 50 tokens: their end, the answer, is cut\.$/u,
    );
    const [row] = tableOf(planOf({}, [cut]), "rows").rows;
    expect(row?.cells.find((cell) => cell.startsWith("! $"))).toBeDefined();
  });

  it("marks old prices, and says in its first line that the one it names is", () => {
    const seen = (day: string): ModelEntry => priced("alpha-1b", 3, { rates: [rate("training", "10", { seen: day })] });
    const cellsOf = (day: string): string => tableOf(planOf({}, [seen(day)]), "rows").rows[0]?.cells.join("|") ?? "";
    expect(cellsOf("2026-01-20")).toContain("|Acme|");
    expect(cellsOf("2025-10-01")).toContain("|Acme ‡|");
    expect(planOf({}, [seen("2025-10-01")]).headline).not.toContain("last seen");
    expect(planOf({}, [seen("2025-07-01")]).headline).toMatch(/A price there was last seen \d+ days ago\./u);
  });

  it("names models, and price tiers by size only where nothing else is sold", () => {
    const tier = model({ id: "up-to-10b", rates: [rate("training", "1")] });
    const of = (models: readonly ModelEntry[]): string[] =>
      tableOf(planOf({}, models), "rows").rows.map(({ id }) => id);
    expect(of([...five, tier])).toHaveLength(5);
    expect(of([...five, tier]).join()).not.toContain("up-to");
    expect(of([tier])).toEqual(["acme/up-to-10b:sft"]);
  });

  it("says that the plain rule goes on where its search ends, and no more than that where it does not", () => {
    const pilots = [250, 500, 1000].map((n, index) => ({ n, value: 0.6 + 0.05 * index, se: 0.005 }));
    const ruleOf = (valuePerPoint: string): string =>
      JSON.stringify(planOf({ pilots, curve: { model: "alpha-1b" }, valuePerPoint }).blocks);
    expect(ruleOf("100000")).toContain(
      "The plain doubling rule says at least 1,024,000, where the search ends; it ignores that gains shrink.",
    );
    // 5 points a doubling at $70; 0.10 + 0.001 an example: 70 × 5 / (ln 2 × 0.101) = 4,999.
    expect(ruleOf("70")).toMatch(/The plain doubling rule says (?:4,99\d|5,00\d); it ignores/);
  });

  it("says where to stop before what the budget would pay for", () => {
    const pilots = [250, 500, 1000].map((n, index) => ({ n, value: 0.6 + 0.05 * index, se: 0.005 }));
    const report = planOf({ pilots, curve: { model: "alpha-1b" }, valuePerPoint: "30", target: 0.75 });
    expect(report.headline).toMatch(
      /^(?:Stop at about|Examples still pay at) [\d,]+ examples.* \$101\.00 would pay for 1,990 examples/,
    );
    expect(tableOf(report, "steps").rows.map(({ cells }) => cells[0])).toEqual([
      "next doubling",
      "whole budget",
      "your target 0.75",
    ]);
  });
});
