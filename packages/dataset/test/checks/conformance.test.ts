import { describe, expect, it } from "vitest";
import { type CheckReport } from "../../src/index.ts";
import { checkBytes, chunked, dataBytes, dataJson, hasData } from "../data.ts";

interface Case {
  readonly id: string;
  readonly file: string;
  readonly provider: string;
  readonly verdict: CheckReport["verdict"];
  readonly codes: readonly string[];
  readonly lines?: readonly number[];
  readonly model?: string;
}

const cases = hasData ? (dataJson("conformance/index.json") as { cases: Case[] }).cases : [];

async function checked({ file, provider, model }: Case): Promise<CheckReport> {
  const options = { provider, name: file, ...(model === undefined ? {} : { model }) };
  const report = await checkBytes(chunked(dataBytes(`conformance/${file}`)), options);
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

/** The findings that speak for the verdict: errors for an error, warnings too for a warning. */
function codesOf({ findings }: CheckReport): string[] {
  return findings.filter(({ severity }) => severity !== "advice").map(({ code }) => code);
}

/** Of prompts and completions for models that OpenAI no longer tunes. */
const gone = "openai-legacy-no-separator";

describe.skipIf(!hasData)("conformance set", () => {
  it("has all its cases", () => expect(cases.length).toBe(90));

  it.each(cases.filter(({ id }) => id !== gone))("$id: $provider says $verdict", async (one) => {
    const report = await checked(one);
    expect({ verdict: report.verdict, codes: codesOf(report) }).toEqual({
      verdict: one.verdict,
      codes: expect.arrayContaining([...one.codes]) as unknown,
    });
    const lines = report.findings.filter(({ code }) => one.codes.includes(code)).map(({ line }) => line);
    expect(lines).toEqual(expect.arrayContaining([...(one.lines ?? [])]));
  });
});
