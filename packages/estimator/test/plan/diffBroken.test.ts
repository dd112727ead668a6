import { prices } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/answer.ts";
import { answerDiff, estimate, type Answer } from "../../src/index.ts";

const only = { models: ["openai/gpt-4.1-mini-2025-04-14:sft"] };
const answer = estimate({ asOf: "2026-11-24", prices, job: { examples: 100, tokensPerExample: 50 }, only });
const job = { object: "fine_tuning.job", model: "gpt-4.1-mini-2025-04-14", status: "succeeded", trained_tokens: 15000 };

/** The stored answer with one value of its first offer changed, as a file may be that somebody touched. */
function touched(path: readonly string[], value: unknown): Answer {
  const copy = JSON.parse(JSON.stringify(answer)) as Answer;
  const last = path.at(-1) ?? "";
  const place = path.slice(0, -1).reduce<any>((part, name) => part[name], copy.offers[0]);
  place[last] = value;
  return copy;
}

describe("an answer out of a file that somebody touched", () => {
  it.each([
    [["total", "amount"], "x"],
    [["total", "amount"], 5],
    [["lines", "0", "amount"], null],
    [["lines", "0", "quantity"], ""],
    [["lines", "0", "rate"], {}],
    [["lines"], {}],
    [["range", "low"], "NaN"],
    [["status"], undefined],
    [["id"], 7],
  ])("is none where %j is %j, and nothing is thrown", (path, value) => {
    const broken = touched(path, value);
    for (const result of [answerDiff(broken, answer), answerDiff(answer, broken), reconcile(broken, job)])
      expect(result).toMatchObject({ ok: false, problem: { kind: "not_an_answer" } });
  });

  it("is one as it was stored", () => {
    expect(answerDiff(JSON.parse(JSON.stringify(answer)) as Answer, answer)).toMatchObject({ ok: true });
    expect(reconcile(JSON.parse(JSON.stringify(answer)) as Answer, job)).toMatchObject({ ok: true });
  });
});
