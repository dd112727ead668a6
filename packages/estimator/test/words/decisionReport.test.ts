import { describe, expect, it } from "vitest";
import { adviceFor, decide, estimate, explain, type DecisionQuestion, type Need } from "../../src/index.ts";
import { comparisonOf, decisionReport, reportMarkdown, type Report } from "../../src/report.ts";
import { book, model, rate } from "../book.ts";
import { fewShot, question, used } from "../plan/decided.ts";

function reportOf(more: Partial<DecisionQuestion> = {}, needs: readonly Need[] = ["style"]): Report {
  const asked: DecisionQuestion = { question, ways: [fewShot, { kind: "prompt" }], ...more };
  const decision = decide(asked);
  if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
  return decisionReport(decision.value, {
    asked,
    steps: adviceFor({ needs, requestsPerMonth: 10_000, examples: 1000, ...asked.question.job }),
  });
}

const closing = {
  kind: "closed_to_new_customers",
  from: "2026-01-01",
  unless: "tuned_before",
  source: "https://example.com/closing",
  seen: "2026-01-05",
  confidence: "primary",
} as const;

describe("the report of a decision", () => {
  it("says the verdict first, and whose model it is", () => {
    const { headline } = reportOf();
    expect(headline).toMatch(/^Tune: it saves \$2\.40 a month and pays back in 12 days\./);
    expect(headline).toContain("With Small on Acme, if it answers as well as today's prompt with examples.");
    expect(headline).toContain("The plain prompt is cheaper still");
  });

  it.each([
    [
      "a cache",
      { prices: book([model({ rates: [...model().rates!, rate("base_cached_input", "0.015")] })]) },
      "cache, it never pays back",
    ],
    [
      "who may still buy",
      { prices: book([model({ status: [closing] })]) },
      "Only earlier customers may still train it",
    ],
  ])("composes its headline from %s", (_, more, said) => {
    expect(reportOf({ question: { ...question, ...more } }).headline).toContain(said);
  });

  it.each([
    { kind: "month_unknown", offer: "acme/small:sft" },
    { kind: "data_may_not_leave" },
    { kind: "unknown_model", field: "ways.0.model", model: "acme/smal", known: ["acme/small"] },
    { kind: "currency_without_rate", currency: "CNY" },
    { kind: "no_rate_yet", model: "acme/small", day: "2026-01-01", from: "2026-02-01" },
  ])("says of a way that is left out what every other place says of that reason: %j", (reason) => {
    const asked: DecisionQuestion = { question, ways: [fewShot, { kind: "prompt" }] };
    const decision = decide(asked);
    if (!decision.ok) throw new Error(JSON.stringify(decision.problem));
    const { value } = decision;
    const report = decisionReport({ ...value, refused: [{ id: "chain", reason }] }, { asked, steps: [] });
    expect(reportMarkdown(report)).toContain(explain(reason));
  });

  it("puts more examples before tuning where there are few, as the order of the ways does", () => {
    const few = { ...question, job: { ...question.job, examples: 20 } };
    const said =
      /^Collect examples first\. Fewer than 50 seldom show what tuning can do\. Tuning saves \$2\.40 a month and pays back/u;
    const { headline } = reportOf({ question: few });
    expect(headline).toMatch(said);
    expect(reportOf({ question: { ...few, job: { ...few.job, examples: 50 } } }).headline).toMatch(/^Tune: it saves/u);
    expect(reportMarkdown(reportOf({ question: few }))).toContain("Not yet: fine-tuning (fewer than 50 examples");
    // A tuned model that was scored has shown what its examples can do.
    const measured = (score: number) => ({ score, metric: "accuracy", known: "measured" }) as const;
    const quality = { few_shot: measured(0.7), "acme/small:sft": measured(0.9) };
    expect(reportOf({ question: few, quality }).headline).toMatch(/^Tune: it saves/u);
    // What does not pay is not recommended with more examples either.
    const dear = { ...few, traffic: { ...few.traffic!, requestsPerMonth: 1 } };
    expect(reportOf({ question: dear }).headline).toMatch(/^Don't tune/u);
  });

  const rag = { kind: "rag", extraInputTokens: 2000 } as const;
  it.each([
    [rag, /^Keep retrieval\. The task needs facts, and tuning teaches style, not facts\. Tuning saves \$/],
    [fewShot, /^Try retrieval first\. The task needs facts, and tuning teaches style, not facts\. Tuning saves \$/],
  ])("puts retrieval before tuning where the task needs facts (%#)", (way, said) => {
    const ways = [way, { kind: "prompt" as const }];
    expect(reportOf({ ways }, ["facts"]).headline).toMatch(said);
    expect(reportOf({ ways }, ["facts", "style"]).headline).toMatch(said);
    expect(reportOf({ ways }, ["style"]).headline).toMatch(/^Tune: it saves/);
    // Where the tuned model was measured to answer better, nothing speaks against it.
    const measured = (score: number) => ({ score, metric: "accuracy", known: "measured" }) as const;
    const quality = { [way.kind]: measured(0.7), "acme/small:sft": measured(0.9) };
    expect(reportOf({ ways, quality }, ["facts"]).headline).toMatch(/^Tune: it saves/);
    // What does not pay is not recommended either way.
    const dear = { ...question, traffic: { ...question.traffic!, requestsPerMonth: 1 } };
    expect(reportOf({ ways, question: dear }, ["facts"]).headline).toMatch(/^Don't tune/);
  });

  it("takes labels, evaluation and quality into the headline's figures", () => {
    const quality = {
      few_shot: { score: 0.7, metric: "accuracy", known: "measured" },
      "acme/small:sft": { score: 0.9, metric: "accuracy", known: "measured" },
    } as const;
    const project = { labelCost: "0.01", evaluation: { items: 100, costPerItem: "0.02" } };
    const { headline, figures } = reportOf({ quality, project });
    // 0.9 + 10 for labels + 4 for 2 × 100 scores
    expect(figures.find(({ id }) => id === "start")?.value).toBe("$14.90");
    expect(headline).toContain("pays back in 6.2 months");
    expect(headline).toContain("which answers better than");
  });

  it("says that credits are taken off, and how much", () => {
    const ownPrices = { credits: [{ provider: "acme", amount: "5", currency: "USD", source: "contract" }] };
    const text = JSON.stringify(reportOf({ question: { ...question, ownPrices } }).blocks);
    expect(text).toContain("Your credits are taken off");
    expect(text).toContain("$5.00");
  });

  it("says what to find out first only where that can turn the verdict", () => {
    const notes = (report: Report) => JSON.stringify(report.blocks);
    const wide = { project: { labelCost: { low: "0.001", typical: "0.02", high: "0.05" } } };
    expect(notes(reportOf(wide))).toContain("Find out first: the price of a label. The cheaper way changes at $0.028.");
    const narrow = { project: { labelCost: { low: "0.001", typical: "0.002", high: "0.003" } } };
    expect(notes(reportOf(narrow))).not.toContain("Find out first");
  });

  it("names what it leaves out with the options that state it", () => {
    const rest = reportOf().blocks.flatMap((block) => (block.kind === "notes" ? block.items : []));
    const left = rest.find(({ text }) => text.startsWith("Not included"));
    expect(left?.text).toBe("Not included: labels, evaluation, more tuning rounds, monitoring.");
    expect(left?.options).toContain("--label-cost");
  });

  it("gives every price its page, and a range where something is not certain", () => {
    const report = reportOf(used({ requestsPerMonth: { low: 5000, typical: 10_000, high: 30_000 } }));
    expect(report.sources).toEqual([
      { address: "https://example.com/prices", seen: "2026-01-01", confidence: "primary" },
    ]);
    expect(report.figures.find(({ id }) => id === "tuned")?.range).toMatch(/^\$[\d.]+–\$[\d.]+$/);
  });
});

describe("the ways side by side", () => {
  it("differ by what a reader subtracts, to the cent", () => {
    const cents = (text: string): number => Math.round(Number(text.replaceAll(/[^\d.]/gu, "")) * 100);
    const requests = Array.from({ length: 200 }, (_, at) => 50_000 + 1237 * at);
    const apart = requests.flatMap((requestsPerMonth) => {
      const own = { ...question, traffic: { ...question.traffic!, requestsPerMonth } };
      const asked: DecisionQuestion = { question: own, ways: [fewShot, { kind: "prompt" }], today: "few_shot" };
      return estimate(own).offers.map(({ id }) => {
        const decided = decide({ ...asked, offers: [id] });
        const comparison = decided.ok ? comparisonOf(decided.value, asked) : null;
        const [today, tuned] = comparison?.rows.map(({ total }) => cents(total)) ?? [];
        const [, shown = ""] = comparison?.rows.map(({ against }) => against) ?? [];
        expect(comparison?.title).toContain(shown.split(" ")[0]);
        return Math.abs((today ?? Number.NaN) - (tuned ?? Number.NaN)) - cents(shown);
      });
    });
    expect(apart).toHaveLength(requests.length);
    expect(apart.filter((one) => one !== 0)).toEqual([]);
  });
});

describe("a report as Markdown", () => {
  it("holds every text of the report", () => {
    const report = reportOf();
    const text = reportMarkdown(report);
    const cells = report.blocks.flatMap((block) =>
      block.kind === "table" ? block.rows.flatMap((row) => row.cells) : [],
    );
    expect(cells.length).toBeGreaterThan(10);
    for (const cell of cells) expect(text).toContain(cell);
    expect(text).toContain("1. plain prompt");
    expect(text).toContain("<https://example.com/prices>");
  });

  it("lets no text of others become markup", () => {
    const report = { ...reportOf(), headline: "a <b> | [x](y) *z*\nnext" };
    expect(reportMarkdown(report).split("\n")[0]).toBe("**a \\<b\\> \\| \\[x\\](y) \\*z\\* next**");
  });
});
