import { describe, expect, it } from "vitest";
import { checkFor, knownProviders } from "../../src/index.ts";
import { dataBytes, hasData, textChunks } from "../data.ts";
import { call, checked, geminis, legacy, rfts, mistrals, coheres, tool } from "./codes.ts";
import { lines, times, user, assistant, converse, chats, bare, novas, pairs, type Rows } from "./rows.ts";

/** Tools, their calls and answers, and thoughts. */
const calls = times(12, (i) => ({
  messages: [
    user(`Question ${i}`),
    call("c1"),
    { role: "tool", tool_call_id: "c1", content: "42" },
    { ...assistant(`Answer ${i}`), reasoning_content: "Hm." },
  ],
  tools: [tool()],
}));

/** Prompts for reinforcement as Bedrock's guide writes them. */
const asked = times(100, (i) => ({
  messages: [{ role: "system", content: "You are a maths tutor." }, user(`Solve ${i}x = 1`)],
  reference_answer: { solution: `1/${i}`, steps: ["divide"] },
}));

describe("rows that are right", () => {
  it.each<[string, Rows]>([
    ["openai", chats],
    ["openai", pairs],
    ["openai", legacy],
    ["openai", rfts],
    ["azure-openai", chats],
    ["azure", pairs],
    ["together", chats],
    ["together", pairs],
    ["together", calls],
    ["fireworks", chats],
    ["bedrock-nova", novas],
    // https://docs.aws.amazon.com/bedrock/latest/userguide/rft-prepare-data.html (read 2026-12-01)
    ["bedrock-nova", asked],
    ["bedrock-claude", bare],
    ["bedrock-llama", novas],
    ["bedrock-titan", legacy],
    ["vertex-gemini", geminis],
    ["mistral", mistrals],
    // https://github.com/mistralai/mistral-finetune/blob/main/finetune/data/tokenize.py reads this column (read 2026-12-01).
    ["mistral", mistrals.map((row) => Object.assign({ system_prompt: "Be brief." }, row))],
    ["cohere", coheres],
    ["nebius", chats],
    ["trl", chats],
    ["llama-factory", chats],
    ["generic", legacy],
  ])("are valid at %s", async (provider, rows) => {
    const report = await checked(rows, { provider });
    expect(report.findings.filter(({ severity }) => severity !== "advice")).toEqual([]);
    expect(report).toMatchObject({ verdict: "valid", rows: rows.length, examples: rows.length });
  });
});

describe("a file that is wrong", () => {
  it.each<[code: string, verdict: string, provider: string, file: string, name?: string]>([
    ["blank_line", "warning", "together", `${lines(chats)}\n\n`],
    // So do the validators that parse each line as it comes, of Mistral and of Bedrock.
    ["blank_line", "error", "mistral", `${lines(mistrals)}\n\n`],
    ["blank_line", "error", "bedrock-nova", `${lines(novas)}\n\n`],
    ["blank_line", "error", "bedrock-claude", `${lines(bare)}\n\n`],
    ["blank_line", "error", "bedrock-llama", `${lines(novas)}\n\n`],
    ["blank_line", "error", "bedrock-distillation", `${lines(novas)}\n\n`],
    ["blank_line", "warning", "azure", `${lines(chats)}\n\n${lines(chats.slice(0, 0))}`],
    ["bom", "error", "together", `\uFEFF${lines(chats)}`],
    // Their published validators parse each line with `json.loads`, which refuses the mark.
    ["bom", "error", "mistral", `\uFEFF${lines(chats)}`],
    ["bom", "error", "bedrock-nova", `\uFEFF${lines(novas)}`],
    ["carriage_returns", "warning", "csv", "prompt,completion\ra,b\r"],
    [
      "cut_cell",
      "warning",
      "csv",
      JSON.stringify({ rows: [{ row_idx: 0, row: { text: "a" }, truncated_cells: ["text"] }] }),
    ],
    ["delimiter_guess", "warning", "csv", "prompt;completion\na;b\n"],
    ["duplicate_example", "warning", "mistral", lines([...mistrals, mistrals[0]])],
    ["empty_file", "error", "openai", ""],
    ["few_examples", "warning", "vertex-gemini", lines(geminis.slice(0, 15))],
    ["missing_system", "warning", "azure", lines(bare)],
    ["no_trainable_tokens", "warning", "trl", lines(times(3, () => ({ input_ids: [1, 2], labels: [-100, -100] })))],
    ["not_jsonl", "error", "openai", JSON.stringify(chats)],
    ["ragged_row", "error", "csv", "prompt,completion\na,b,c\n"],
    ["ragged_row", "warning", "csv", "prompt,completion,context\na,b\n"],
    ["missing_field", "error", "csv", "prompt,completion\na\n"],
    [
      "too_few_examples",
      "error",
      "bedrock-distillation",
      lines(
        times(99, (i) => ({
          schemaVersion: "bedrock-conversation-2024",
          messages: [converse("user", { text: `${i}` })],
        })),
      ),
    ],
    [
      "too_many_examples",
      "error",
      "bedrock-claude",
      lines(times(10_001, (i) => ({ messages: [user(`${i}`), assistant("b")] }))),
    ],
    ["wrong_extension", "error", "together", lines(chats), "data.txt"],
  ])("%s is a matter of %s at %s", async (code, verdict, provider, file, name) => {
    const report = await checked(file, { provider, name });
    expect(report.findings.filter(({ severity }) => severity === verdict).map((finding) => finding.code)).toContain(
      code,
    );
    expect(report.verdict).toBe(verdict);
  });

  it("names examples that are in the validation file too", async () => {
    const validation = textChunks(lines(chats.slice(3, 5)));
    const report = await checked(chats, { provider: "openai", validation });
    expect(report.findings.filter(({ code }) => code === "validation_overlap").map(({ line }) => line)).toEqual([4, 5]);
  });

  it("lists at most a hundred places of a kind and says how many there are", async () => {
    const report = await checked(
      times(250, () => ({ messages: [] })),
      { provider: "openai" },
    );
    const places = report.findings.filter(({ code }) => code === "missing_messages");
    expect(places.length).toBe(100);
    expect(places.at(-1)).toMatchObject({ line: 100, count: 250 });
    expect(places.at(-1)?.sentence).toContain("250 such flaws in all");
  });

  it.each(["nonsense", "openai"])("refuses %s as text with the names that work as text", async (provider) => {
    const report = await checkFor(provider, textChunks(""));
    expect(report).toMatchObject({ ok: false, problem: { kind: "unknown_provider", provider } });
    const known = report.ok ? [] : (report.problem["known"] as readonly string[]);
    for (const name of knownProviders)
      expect((await checkFor(name, textChunks(""))).ok, name).toBe(known.includes(name));
    expect(known).toContain("trl");
  });
});

describe.skipIf(!hasData)("the list of codes", () => {
  it("is spoken in full: every code has its own sentence", async () => {
    const { findingWords } = await import("../../src/index.ts");
    const codes = new TextDecoder().decode(dataBytes("conformance/codes.txt")).trim().split("\n");
    expect(codes.length).toBeGreaterThan(60);
    // Of models that are no longer tuned, and of checks that said little.
    const gone =
      /^(?:common_prefix|completion_no_leading_space|constant_grader_field|identical_prompts|inconsistent_grader_fields|mostly_upper_case|no_common_suffix|no_completion_suffix)$/u;
    for (const code of codes.filter((one) => !gone.test(one))) {
      const { sentence, fix } = findingWords(code);
      expect(fix, code).not.toBe("");
      expect(sentence, code).not.toContain("{}");
    }
  });
});
