import { describe, expect, it } from "vitest";
import { convertBytes, emptyProfile, mergeProfiles, profileBytes, type DatasetProfile } from "../../src/index.ts";
import { checkBytes, chunked, dataBytes, hasData, textChunks } from "../data.ts";

const good = {
  messages: [
    { role: "user", content: "a" },
    { role: "assistant", content: "b" },
  ],
};
const bad = { messages: [{ role: "narrator", content: "a" }] };
const printed = JSON.stringify([good, bad], null, 2);
const lined = `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n`;
const table = "prompt,completion\na,b\nc\n";

async function profiled(text: string): Promise<DatasetProfile> {
  const profile = await profileBytes(textChunks(text), { rules: [] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

describe("the place of a finding", () => {
  it.each([
    // container, text, its place
    ["a JSON array", printed, "Row 2: "],
    ["values over several lines", [good, bad].map((row) => JSON.stringify(row, null, 2)).join("\n"), "Row 2: "],
    ["JSON lines", lined, "Line 2: "],
    ["a table", table, "Line 3: "],
  ])("of %s is said as what it is, and is a number for machines", async (_what, text, place) => {
    const report = await checkBytes(textChunks(text), { provider: "trl" });
    if (!report.ok) throw new Error(report.problem.kind);
    const [finding] = report.value.findings.filter(({ severity, line }) => severity === "error" && line !== null);
    expect(finding?.sentence.startsWith(place)).toBe(true);
    expect(finding?.line).toBe(Number(/\d+/u.exec(place)?.[0]));
    const conversion = await convertBytes(textChunks(text), { to: "trl", write: () => undefined });
    expect(conversion.ok && conversion.value.places).toBe(place.startsWith("Row") ? "rows" : "lines");
    expect((await profiled(text)).places).toBe(place.startsWith("Row") ? "rows" : undefined);
  });

  it.skipIf(!hasData)("of Parquet is a row", async () => {
    const bytes = dataBytes("datasets/derived/messages_json_from_tinker.parquet");
    const profile = await profileBytes(chunked(bytes), { rules: [] });
    expect(profile).toMatchObject({ ok: true, value: { places: "rows" } });
  });

  it("of merged profiles is a row where it is one of all of them, in any order", async () => {
    const [rows, lines, none] = [await profiled(printed), await profiled(lined), emptyProfile];
    const places = (...all: DatasetProfile[]): unknown =>
      all.reduce((whole, one) => {
        const both = mergeProfiles(whole, one);
        if (!both.ok) throw new Error(both.problem.kind);
        return both.value;
      }).places;
    expect([places(rows, rows), places(none, rows), places(rows, none)]).toEqual(["rows", "rows", "rows"]);
    expect([places(rows, lines), places(lines, rows), places(lines, rows, rows), places(rows, rows, lines)]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});
