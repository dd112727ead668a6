import { rowsOfTable } from "../../src/formats/jsonTable.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convertBytes, convertTargets, knownProviders, profileBytes, shapes } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";

/** Field names and values that rows are made of, put together without sense. */
const name = fc.constantFrom(
  ..."messages role content tools function name arguments tool_calls weight input preferred_output non_preferred_output".split(
    " ",
  ),
  ..."prompt completion contents parts text system systemInstruction conversations from value chosen rejected label".split(
    " ",
  ),
  ..."image_url url type image video source s3Location uri schemaVersion instruction output history input_ids labels".split(
    " ",
  ),
  ..."functionCall functionResponse toolUse toolResult thought reasoningContent args response references kto_tag".split(
    " ",
  ),
  ..."__proto__ constructor instances history functions function_call parameters properties completions images".split(
    " ",
  ),
);
const word = fc.constantFrom(
  "user",
  "assistant",
  "system",
  "tool",
  "model",
  "human",
  "gpt",
  "constructor",
  "a",
  "",
  "<|im_end|>",
  "User:",
);
const { row } = fc.letrec<{ value: unknown; row: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    word,
    fc.constantFrom(null, 0, 1, 0.5, true, "{}"),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("row"),
  ),
  row: fc.dictionary(name, tie("value"), { maxKeys: 5 }),
}));

describe("rows without sense", () => {
  it("get a verdict from every provider, as rows of any shape, and are accounted for", async () => {
    const provider = fc.constantFrom(...knownProviders);
    const format = fc.constantFrom(undefined, ...shapes);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 5 }), provider, format, async (rows, by, as) => {
        const text = rows.map((one) => JSON.stringify(one)).join("\n");
        const report = await checkBytes(textChunks(text), { provider: by, format: as });
        expect(report).toMatchObject({ ok: true, value: { rows: rows.length } });
        // A row that gives no example is never passed over in silence.
        const short = report.ok && report.value.examples < rows.length;
        expect(short ? report.value.verdict : "error").toBe("error");
        const profile = await profileBytes(textChunks(text), { rules: [], format: as });
        expect(profile.ok && profile.value.examples + profile.value.badRows).toBe(rows.length);
      }),
      { numRuns: 400, seed: 4 },
    );
  });

  it("are written or listed as refused by every target", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), fc.constantFrom(...convertTargets), async (rows, to) => {
        const text = rows.map((one) => JSON.stringify(one)).join("\n");
        let written = "";
        const result = await convertBytes(textChunks(text), { to, write: (piece) => void (written += piece) });
        if (!result.ok) throw new Error(result.problem.kind);
        const refused = result.value.losses
          .filter(({ kind }) => kind === "refused")
          .reduce((sum, { count }) => sum + count, 0);
        // A row alone that lists the cells of columns is a table.
        const met = rows.length === 1 ? (rowsOfTable(rows[0])?.length ?? 1) : rows.length;
        expect(result.value.written + refused).toBe(met);
        for (const line of written.split("\n").filter((one) => one !== "")) {
          // Prompts without an answer are rows for reinforcement tuning.
          const prompts = to === "fireworks" && !line.includes('"role":"assistant"');
          const report = await checkBytes(textChunks(line), { provider: to, format: prompts ? "rft" : undefined });
          if (!report.ok) throw new Error(report.problem.kind);
          const errors = report.value.findings.filter((one) => one.severity === "error" && one.line !== null);
          expect(errors).toEqual([]);
        }
      }),
      { numRuns: 400, seed: 4 },
    );
  });
});
