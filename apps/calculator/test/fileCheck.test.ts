import type { CheckReport, Finding } from "@tunecast/dataset";
import { knownProviders } from "@tunecast/dataset";
import { fileRules, ok, type Result } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { checkWhole } from "../src/tokens/checking.ts";
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
const what = (provider: string): Checked => ({ file: new Blob([]), name: "rows.jsonl", provider, model: "" });

describe("the rules for an offer's data", () => {
  it.each([
    ["openai", "gpt-4o-mini-2024-07-18", "openai"],
    ["azure", "gpt-4.1-mini", "azure-openai"],
    ["google-vertex", "gemini-2.5-flash", "vertex-gemini"],
    ["google-vertex", "llama-3.2-1b-instruct", null],
    ["aws-bedrock", "nova-micro", "bedrock-nova"],
    ["aws-bedrock", "claude-3-haiku", "bedrock-claude"],
    ["aws-bedrock", "llama-3.1-8b-instruct", "bedrock-llama"],
    ["aws-bedrock", "titan-text-lite", "bedrock-titan"],
    ["aws-bedrock", "titan-image-generator", null],
    ["aws-bedrock", "cohere-command", null],
    ["prime-intellect", "qwen3.5-4b", null],
  ])("of %s for %s are %s", (provider, model, rules) => {
    expect(fileRules({ provider, model })).toBe(rules);
  });

  it("are all known to the checks, and met in the price book", () => {
    const met = prices.providers.flatMap(({ provider, models }) =>
      models.map(({ id }) => fileRules({ provider, model: id })),
    );
    const named = [...new Set(met.filter((rules) => rules !== null))];
    expect(named.length).toBeGreaterThan(8);
    for (const rules of named) expect(knownProviders).toContain(rules);
  });
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

describe("the findings shown", () => {
  const places = (code: string, count: number): readonly Finding[] =>
    Array.from({ length: count }, (_, at) => ({ severity: "error", code, line: at + 1, count, sentence: "", fix: "" }));

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
