import type { CheckReport, Finding } from "@tunecast/dataset";
import { bookOffers, fileRulesOf, type FileRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { checkWhole } from "../src/tokens/worker/counting.ts";
import { type CheckedFile, FileVerdicts } from "../src/tokens/fileVerdicts.ts";
import { findingGroups } from "../src/tokens/findingGroups.ts";

const report: CheckReport = {
  provider: "openai",
  format: "openai-chat",
  verdict: "valid",
  rows: 10,
  examples: 10,
  places: "lines",
  findings: [],
  cut: null,
};
/** The rules of the first offer under checks of an id. */
function rulesOf(check: string): FileRules {
  const all = bookOffers(prices).flatMap((offer) => fileRulesOf(offer) ?? []);
  return all.find((rules) => rules.check === check) as FileRules;
}
const what = (file: Blob = new Blob([]), validation: Blob | null = null): CheckedFile => ({
  file,
  name: "rows.jsonl",
  validation,
  columns: undefined,
});
const asked = [{ id: "openai/a", rules: rulesOf("openai") }];

describe("the verdicts of all offers", () => {
  it("are those of the last file, and are asked anew beside a validation file", async () => {
    const tellers: ((at: number, report: CheckReport | null) => void)[] = [];
    const ends: (() => void)[] = [];
    const seen: (Blob | null)[][] = [];
    const found = new FileVerdicts(({ file, validation }, { onReport }) => {
      seen.push([file, validation]);
      tellers.push(onReport);
      return new Promise((resolve) => ends.push(resolve));
    });
    const [one, two, scored] = [new Blob(["1"]), new Blob(["2"]), new Blob(["3"])];
    const first = found.ask(what(one), asked);
    const second = found.ask(what(two), asked);
    tellers[0]?.(0, { ...report, verdict: "error" });
    ends[0]?.();
    await first;
    expect(found.reports.value.size).toBe(0);
    expect(found.isRunning.value).toBe(true);
    tellers[1]?.(0, report);
    ends[1]?.();
    await second;
    expect(found.reports.value.get("openai/a")).toMatchObject({ verdict: "valid" });
    expect(found.isRunning.value).toBe(false);
    const third = found.ask(what(two, scored), asked);
    expect(found.reports.value.size).toBe(0);
    ends[2]?.();
    await third;
    expect(seen).toEqual([
      [one, null],
      [two, null],
      [two, scored],
    ]);
    found.clear();
    expect(found.isRunning.value).toBe(false);
  });

  it("stay unknown where the check breaks off", async () => {
    const found = new FileVerdicts(() => Promise.reject(new Error("gone")));
    await found.ask(what(), asked);
    expect([found.reports.value.size, found.isRunning.value]).toEqual([0, false]);
  });

  it("come from the rows, and a file of counts has none", async () => {
    const read = await checkWhole(what(new Blob(['{"messages":[]}\n'])), rulesOf("openai"));
    expect(read).toMatchObject({ ok: true, value: { verdict: "error", rows: 1 } });
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
      const said = await checkWhole(what(rows(0, 12), validation), rulesOf("openai"));
      if (!said.ok || said.value === null) throw new Error("There is no report.");
      return said.value.findings.filter(({ code }) => code === "validation_overlap");
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
      return checkWhole(what(file), rules as FileRules);
    };
    expect(await verdict("azure/gpt-4.1-nano:sft@global")).toMatchObject({ value: { cut: { limit: 32_768 } } });
    expect(await verdict("azure/gpt-4.1-mini:sft@global")).toMatchObject({ value: { cut: null } });
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
