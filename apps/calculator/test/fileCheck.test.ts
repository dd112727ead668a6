import type { CheckReport, Finding } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { bookOffers, fileRulesOf, type FileRules } from "@tunecast/estimator/prices";
import { ok } from "@tunecast/estimator/problem";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { checkWhole } from "../src/tokens/worker/checking.ts";
import { type Checked, FileCheck } from "../src/tokens/fileCheck.ts";
import { findingGroups } from "../src/tokens/findingGroups.ts";

const report: CheckReport = {
  provider: "openai",
  format: "openai-chat",
  verdict: "valid",
  rows: 10,
  examples: 10,
  findings: [],
  cut: null,
};
/** The rules of the first offer under checks of an id. */
function rulesOf(check: string): FileRules {
  const all = bookOffers(prices).flatMap((offer) => fileRulesOf(offer) ?? []);
  return all.find((rules) => rules.check === check) as FileRules;
}
const what = (check: string): Checked => ({
  file: new Blob([]),
  name: "rows.jsonl",
  validation: null,
  rules: rulesOf(check),
  columns: undefined,
});

describe("a check", () => {
  it("gives way to a later one, whose verdict stays", async () => {
    const ended: ((result: Result<CheckReport>) => void)[] = [];
    const signals: AbortSignal[] = [];
    const check = new FileCheck((_, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => ended.push(resolve));
    });
    const first = check.run(what("openai"));
    const second = check.run(what("together"));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    ended[1]?.(ok({ ...report, provider: "together" }));
    await second;
    ended[0]?.(ok(report));
    await first;
    expect(check.state.value).toMatchObject({ kind: "checked", report: { provider: "together" } });
  });

  it("is cancelled for good, and its file put away", async () => {
    let end: (result: Result<CheckReport>) => void = () => undefined;
    const check = new FileCheck((_, { onProgress }) => {
      onProgress({ bytes: 5, rows: 1 });
      return new Promise((resolve) => (end = resolve));
    });
    const run = check.run(what("openai"));
    expect(check.state.value).toEqual({ kind: "checking", progress: { bytes: 5, rows: 1 } });
    check.cancel();
    end(ok(report));
    await run;
    expect(check.state.value).toEqual({ kind: "cancelled" });
    check.clear();
    expect(check.state.value).toEqual({ kind: "none" });
  });

  it("that breaks off says why", async () => {
    const check = new FileCheck(() => Promise.reject(new Error("gone")));
    await check.run(what("openai"));
    expect(check.state.value).toEqual({ kind: "failed", problem: { kind: "counting_failed", reason: "gone" } });
  });

  it("reads the rows, and knows a profile from data", async () => {
    const file = new Blob(['{"messages":[]}\n']);
    const read = await checkWhole({ kind: "check", ...what("openai"), file }, () => undefined);
    expect(read).toMatchObject({ kind: "checked", report: { verdict: "error", rows: 1 } });
  });
});

describe("the verdict on the chosen offer", () => {
  it("names the examples that are in the validation file too", async () => {
    const row = (at: number): string =>
      `${JSON.stringify({
        messages: [
          { role: "user", content: `Question ${at}` },
          { role: "assistant", content: `Answer ${at}` },
        ],
      })}\n`;
    const rows = (from: number, count: number): Blob =>
      new Blob(Array.from({ length: count }, (_, at) => row(from + at)));
    const overlaps = async (validation: Blob | null): Promise<readonly Finding[]> => {
      const asked = { ...what("openai"), file: rows(0, 12), validation };
      const said = await checkWhole({ kind: "check", ...asked }, () => undefined);
      if (said.kind !== "checked" || said.report === null) throw new Error("There is no report.");
      return said.report.findings.filter(({ code }) => code === "validation_overlap");
    };
    expect(await overlaps(null)).toEqual([]);
    expect(await overlaps(rows(12, 4))).toEqual([]);
    expect(await overlaps(rows(11, 4))).toMatchObject([{ severity: "warning", line: 12, count: 1 }]);
  });

  it("knows the offer's own limit, as its bill does", async () => {
    const row = (text: string): string =>
      `${JSON.stringify({
        messages: [
          { role: "user", content: text },
          { role: "assistant", content: "b" },
        ],
      })}\n`;
    const file = new Blob([row("a").repeat(12), row(`a${" a".repeat(40_000)}`)]);
    const verdict = async (id: string): Promise<unknown> => {
      const listed = bookOffers(prices).find((offer) => offer.id === id);
      const rules = listed === undefined ? null : fileRulesOf(listed);
      const asked = { file, name: "rows.jsonl", validation: null, rules: rules as FileRules, columns: undefined };
      return checkWhole({ kind: "check", ...asked }, () => undefined);
    };
    expect(await verdict("azure/gpt-4.1-nano:sft@global")).toMatchObject({ report: { cut: { limit: 32_768 } } });
    expect(await verdict("azure/gpt-4.1-mini:sft@global")).toMatchObject({ report: { cut: null } });
  });
});

describe("the findings shown", () => {
  const places = (code: string, count: number): readonly Finding[] =>
    Array.from({ length: count }, (_, at) => ({
      severity: "error",
      code,
      line: at + 1,
      count,
      sentence: "",
      fix: "",
      source: null,
    }));

  it("are one entry a kind, the further lines named and counted", () => {
    const groups = findingGroups([...places("a", 50), ...places("b", 1), ...places("c", 3)]);
    expect(groups.map(({ first, lines, more }) => [first.code, first.line, lines, more])).toEqual([
      ["a", 1, [2, 3, 4, 5], 45],
      ["b", 1, [], 0],
      ["c", 1, [2, 3], 0],
    ]);
  });

  it("count places that the report does not list, and tell apart how grave they are", () => {
    const [listed] = places("a", 1);
    if (listed === undefined) throw new Error("There is no finding.");
    const many = findingGroups([{ ...listed, count: 900 }]);
    expect(many).toMatchObject([{ lines: [], more: 899 }]);
    expect(findingGroups([listed, { ...listed, severity: "warning" }])).toHaveLength(2);
    expect(findingGroups([{ ...listed, line: null }])).toMatchObject([{ lines: [], more: 0 }]);
  });
});
