import { describe, expect, it } from "vitest";
import { checkFor, countRules, profileBytes } from "../../src/index.ts";
import { lines } from "../checks/rows.ts";
import { textChunks } from "../data.ts";

const rule = "plain/o200k_base";
const span = (begin_offset: number, end_offset: number, train: boolean): object => ({
  begin_offset,
  end_offset,
  train,
});

/** Tokens of the only row of a file, those that are trained, and what is told of it. */
async function counted(beside: object): Promise<unknown[]> {
  const answer = { role: "assistant", content: "Not this one. The pump is worn." };
  const row = {
    messages: [
      { role: "user", content: "Which part?" },
      { ...answer, ...beside },
    ],
  };
  const rules = await countRules([rule]);
  if (!rules.ok) throw new Error(rules.problem.kind);
  const profile = await profileBytes(textChunks(lines([row])), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  const { counts, findings } = profile.value;
  const { tokens, trainable } = counts[rule] ?? { tokens: [], trainable: [] };
  return [tokens[0]?.[0], trainable[0]?.[0], findings.map(({ code }) => code)];
}

describe("an answer of which parts are masked (Axolotl's train_detail)", () => {
  it.each<[what: string, beside: object, trained: number, codes: readonly string[]]>([
    ["no part is named", {}, 9, []],
    ["one of two is trained", { train_detail: [span(0, 12, false), span(14, 30, true)] }, 5, ["trained_spans"]],
    ["what no part holds is masked", { train_detail: [span(14, 30, true)] }, 5, ["trained_spans"]],
    ["none is trained", { train_detail: [span(0, 30, false)] }, 0, ["trained_spans"]],
    ["the list is empty", { train_detail: [] }, 0, ["trained_spans"]],
    ["the list is empty and the turn is trained", { train_detail: [], training: true }, 9, []],
    ["the turn is masked anyway", { train_detail: [span(14, 30, true)], training: false }, 0, ["trained_spans"]],
    ["the column is null", { train_detail: null }, 9, []],
  ])("is trained where %s", async (_what, beside, trained, codes) => {
    expect(await counted(beside)).toEqual([12, trained, codes]);
  });
});

it("is said in words, where the row is checked by a trainer that reads no parts", async () => {
  const answer = { role: "assistant", content: "The pump.", train_detail: [span(0, 2, true)] };
  const report = await checkFor(
    "trl",
    textChunks(lines([{ messages: [{ role: "user", content: "Which?" }, answer] }])),
  );
  expect(report.ok && report.value.findings.map(({ code }) => code)).toContain("unexpected_column");
});
