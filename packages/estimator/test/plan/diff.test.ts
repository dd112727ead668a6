import { prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  answerDiff,
  estimate,
  type AnswerDiff,
  type ModelEntry,
  type OfferChange,
  type Question,
} from "../../src/index.ts";
import { bookOffers } from "../../src/prices.ts";
import { diffReport } from "../../src/report.ts";
import { book, model, rate } from "../book.ts";

const traffic = { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 100, months: 3 };
const asked = (more: Partial<Question> = {}): Question => ({
  asOf: "2026-02-01",
  prices: book([model()]),
  job: { examples: 1000, tokensPerExample: 100, epochs: 3 },
  traffic,
  ...more,
});

function between(before: Question, after: Question): AnswerDiff {
  const diff = answerDiff(estimate(before), estimate(after));
  if (!diff.ok) throw new Error(diff.problem.kind);
  return diff.value;
}

function totalOf({ changes }: AnswerDiff): Extract<OfferChange, { change: "total" }> {
  const [change] = changes;
  if (change?.change !== "total") throw new Error(JSON.stringify(change));
  return change;
}

describe("a change as it is shown", () => {
  it("is what its reasons add up to, whatever was asked", () => {
    const number = fc.integer({ min: 1, max: 50_000 });
    const question = (examples: number, epochs: number, requestsPerMonth: number): Question =>
      asked({ prices, job: { examples, tokensPerExample: 90, epochs }, traffic: { ...traffic, requestsPerMonth } });
    const part = fc.tuple(number, fc.integer({ min: 1, max: 5 }), number);
    const sums = { seen: 0 };
    fc.assert(
      fc.property(part, part, (one, other) => {
        const { blocks } = diffReport(between(question(...one), question(...other)));
        for (const block of blocks)
          for (const { cells } of block.kind === "table" ? block.rows : []) {
            const [, apart = "", reasons = ""] = / \(([+-]\$[\d,.]+)\): (.+)$/u.exec(cells[1] ?? "") ?? [];
            if (apart === "") continue;
            const money = (text: string): number => Number(text.replaceAll(/[$,+]/gu, ""));
            const parts = reasons.split("; ").map((reason) => money(/-?\$[\d,.]+$/u.exec(reason)?.[0] ?? ""));
            expect(parts.reduce((sum, each) => sum + each, 0)).toBeCloseTo(money(apart), 6);
            sums.seen += 1;
          }
      }),
      { numRuns: 40 },
    );
    expect(sums.seen).toBeGreaterThan(500);
  });
});

describe("answerDiff", () => {
  it("finds nothing between an answer and itself", () => {
    expect(between(asked(), asked())).toMatchObject({ changes: [], unchanged: 1, input: [] });
  });

  it("takes a difference apart into the price and the quantity, line by line", () => {
    const dearer = model({ rates: [...(model().rates ?? []), rate("training", "5", { from: "2026-01-15" })] });
    const change = totalOf(
      between(asked(), asked({ prices: book([dearer]), job: { examples: 2000, tokensPerExample: 100, epochs: 3 } })),
    );
    // 300,000 tokens × (5 − 3) at the old quantity, then 300,000 more at 5.
    expect(change.because).toEqual([
      {
        kind: "price",
        line: "Training, 3 epochs",
        amount: "0.6",
        rate: { before: "3", after: "5", per: "1M tokens", from: "2026-01-15" },
      },
      { kind: "quantity", line: "Training, 3 epochs", amount: "1.5" },
    ]);
    expect(change.difference).toBe("2.1");
  });

  it("takes two minima for one line, whatever digits they have", () => {
    const offers = [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }, { tag: "minimum" }] }];
    const at = (least: string) =>
      asked({
        prices: book([model({ offers, rates: [rate("training", "3"), rate("minimum", least, { per: "job" })] })]),
      });
    const because = [{ kind: "price", line: "Up to the minimum of 13.5 USD per job", amount: "-4.5" }];
    expect(totalOf(between(at("18"), at("13.5"))).because).toMatchObject(because);
  });

  it("says a difference as the two totals are shown", () => {
    const at = (training: string): Question =>
      asked({ prices: book([model({ rates: [rate("training", training)] })]), traffic: undefined });
    // 1.04502 and 2.0349, which are 0.98988 apart.
    const diff = between(at("3.4834"), at("6.783"));
    const [row] = diffReport(diff).blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));
    expect(row?.cells[1]).toContain("$1.05 → $2.03 (+$0.98): ");
  });

  it("calls a price that fell to nothing a price", () => {
    const free = model({ rates: [...(model().rates ?? []), rate("training", "0", { from: "2026-01-15" })] });
    const because = [
      { kind: "price", amount: "-0.9", rate: { before: "3", after: "0", per: "1M tokens", from: "2026-01-15" } },
    ];
    expect(totalOf(between(asked(), asked({ prices: book([free]) })))).toMatchObject({ because });
  });

  it("names a field that was one number and is a range now", () => {
    const ranged = asked({ job: { examples: 1000, tokensPerExample: 100, epochs: { low: 2, typical: 3, high: 4 } } });
    expect(between(asked(), ranged).input).toEqual([
      { path: "job.epochs", before: 3, after: { low: 2, typical: 3, high: 4 } },
    ]);
  });

  it("names a line as it is now", () => {
    const change = totalOf(between(asked(), asked({ job: { examples: 1000, tokensPerExample: 100, epochs: 5 } })));
    expect(change.because).toEqual([{ kind: "quantity", line: "Training, 5 epochs", amount: "0.6" }]);
  });

  it("has causes that add up to each difference, whatever changed", () => {
    const amount = fc.constantFrom("0.1", "0.48", "3", "6.25", "25");
    const state = fc.record({
      training: amount,
      input: amount,
      output: amount,
      examples: fc.integer({ min: 1, max: 9999 }),
      requests: fc.integer({ min: 0, max: 99_999 }),
      minimum: fc.boolean(),
    });
    const questionOf = ({
      training,
      input,
      output,
      examples,
      requests,
      minimum,
    }: typeof state extends fc.Arbitrary<infer T> ? T : never): Question => {
      const rates = [rate("training", training), rate("input", input), rate("output", output)];
      const billing = [{ tag: "tokens_times_epochs" }, ...(minimum ? [{ tag: "minimum" }] : [])];
      const own = model({
        offers: [{ method: "sft", billing }],
        rates: minimum ? [...rates, rate("minimum", "4", { per: "job" })] : rates,
      });
      return asked({
        prices: book([own]),
        job: { examples, tokensPerExample: 333.3, epochs: 2 },
        traffic: { ...traffic, requestsPerMonth: requests },
      });
    };
    fc.assert(
      fc.property(state, state, (a, b) => {
        const { changes } = between(questionOf(a), questionOf(b));
        for (const change of changes) {
          if (change.change !== "total") continue;
          const sum = change.because.reduce((all, { amount: part }) => all + Number(part), 0);
          expect(sum).toBeCloseTo(Number(change.difference), 8);
        }
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("finds the price of several stages, whose lines stand for one thing", () => {
    const [epochs, examples, tokensPerExample] = [1, 1000, 100];
    const job = {
      examples,
      tokensPerExample,
      epochs,
      stages: [1, 2].map(() => ({ examples, tokensPerExample, epochs })),
    };
    const dearer = model({ rates: [rate("training", "5"), ...(model().rates ?? []).slice(1)] });
    const { because } = totalOf(between(asked({ job }), asked({ job, prices: book([dearer]) })));
    // 0.1 million tokens a stage; the second and the third are one cause.
    expect(because).toMatchObject([
      { kind: "price", amount: "0.2" },
      { kind: "price", amount: "0.4", rate: { before: "3", after: "5" } },
    ]);
    const fewer = asked({ job: { ...job, stages: job.stages.slice(1) } });
    expect(
      totalOf(between(asked({ job: { ...job, stages: [...job.stages, ...job.stages] } }), fewer)).because,
    ).toMatchObject([{ kind: "quantity", amount: "-0.9" }]);
  });

  it("puts the largest difference first, and counts what is the same", () => {
    const at = (...prices: readonly string[]): Question =>
      asked({
        prices: book(
          prices.map((price, i) =>
            model({ id: `m${i}`, rates: [rate("training", price), ...(model().rates ?? []).slice(1)] }),
          ),
        ),
      });
    const { changes, unchanged } = between(at("3", "3", "3", "3"), at("3", "4", "9", "4"));
    expect(changes.map(({ id }) => id)).toEqual(["acme/m2:sft", "acme/m1:sft", "acme/m3:sft"]);
    expect(unchanged).toBe(1);
  });

  it("names the fields of the question that differ", () => {
    const { input } = between(asked(), asked({ asOf: "2026-02-02", traffic: { ...traffic, months: 4 } }));
    expect(input).toEqual([
      { path: "asOf", before: "2026-02-01", after: "2026-02-02" },
      { path: "traffic.months", before: 3, after: 4 },
    ]);
  });

  it("says which offers came and went, and why one is refused", () => {
    const closing = model({
      id: "closing",
      status: [
        {
          kind: "no_new_jobs",
          from: "2026-02-02",
          source: "https://example.com",
          seen: "2026-01-01",
          confidence: "primary",
        },
      ],
    });
    const before = asked({ prices: book([closing, model({ id: "gone" })]) });
    const { changes } = between(before, asked({ asOf: "2026-02-02", prices: book([closing, model({ id: "new" })]) }));
    expect(changes).toMatchObject([
      { id: "acme/closing:sft", change: "refused", reason: { kind: "closed_to_new_jobs" } },
      { id: "acme/gone:sft", change: "gone", before: "2.07" },
      { id: "acme/new:sft", change: "offered", was: null },
    ]);
  });

  it("says from which day on an offer closes, where that was announced or has moved", () => {
    const closingFrom = (from: string, kind = "no_new_jobs") =>
      model({ status: [{ kind, from, source: "https://example.com", seen: "2026-01-01", confidence: "primary" }] });
    const statuses = (before: ModelEntry, after: ModelEntry) =>
      between(asked({ prices: book([before]) }), asked({ prices: book([after]) })).changes;
    const [id, change] = ["acme/small:sft", "status"];
    expect(statuses(model(), closingFrom("2026-06-01"))).toEqual([
      { id, change, before: "listed", after: "listed until 2026-06-01" },
    ]);
    expect(statuses(closingFrom("2026-06-01"), closingFrom("2026-09-01"))).toEqual([
      { id, change, before: "listed until 2026-06-01", after: "listed until 2026-09-01" },
    ]);
    expect(statuses(closingFrom("2026-01-15", "preview"), model())).toEqual([
      { id, change, before: "preview", after: "listed" },
    ]);
    expect(statuses(closingFrom("2026-06-01"), closingFrom("2026-06-01"))).toEqual([]);
  });

  it("explains each retirement between 2026-10-22 and 2026-11-24 in the price book: its kind and its day", () => {
    const job = { examples: 8000, tokensPerExample: 620, epochs: 3 };
    const [from, to] = ["2026-10-22", "2026-11-24"];
    const only = { includeStale: true };
    const { changes } = between({ asOf: from, prices, job, only }, { asOf: to, prices, job, only });
    const refused = new Map(changes.flatMap((one) => (one.change === "refused" ? [[one.id, one]] : [])));
    // What the statuses of the book say began between the two days, by what it is.
    const reasons: Readonly<Record<string, string>> = { inference_off: "retired", no_new_jobs: "closed_to_new_jobs" };
    const ended = bookOffers(prices).flatMap(({ id, model, provider, method }) => {
      const entries = [...(model.status ?? []), ...(provider.status ?? [])];
      const before = entries.some(({ kind, from: day }) => kind in reasons && day <= from);
      const entry = entries.find(({ kind, from: day }) => kind in reasons && day > from && day <= to);
      return entry === undefined || before || !method.startsWith("sft") ? [] : [{ id, ...entry }];
    });
    const sold = new Set(changes.map(({ id }) => id));
    const explained = ended.filter(({ id }) => sold.has(id));
    expect(explained.length).toBeGreaterThanOrEqual(4);
    for (const { id, kind, from: day } of explained)
      expect(refused.get(id), id).toMatchObject({
        reason: { kind: reasons[kind], from: day },
        sentence: expect.stringContaining(day),
      });
    // And nothing else is called refused but what its provider's list of those days lacks, or what was closed before
    // and has stopped answering since.
    const others = [...refused].filter(([id]) => !explained.some((one) => one.id === id));
    for (const [id, { reason }] of others) {
      expect(["not_offered", "retired"], id).toContain(reason.kind);
      const since = String(reason["since"] ?? reason["from"]);
      expect(since > from && since <= to, id).toBe(true);
    }
    expect(explained.map(({ id, kind }) => `${id} ${kind}`)).toContain("openai/gpt-3.5-turbo-1106:sft no_new_jobs");
  });

  it.each([0, 2, "1", undefined])("an answer in the form of version %j is none that is compared", (schemaVersion) => {
    const [before, after] = [estimate(asked()), { ...estimate(asked()), schemaVersion }];
    expect(answerDiff(before, before)).toMatchObject({ ok: true });
    expect(answerDiff(before, after as never)).toMatchObject({ ok: false, problem: { which: "after" } });
  });

  it.each([[{}], [null], ["text"], [{ offers: [] }]])("%j is no answer", (other) => {
    expect(answerDiff(estimate(asked()), other as never)).toEqual({
      ok: false,
      problem: { kind: "not_an_answer", which: "after" },
    });
  });
});
