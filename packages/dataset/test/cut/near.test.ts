import { describe, expect, it } from "vitest";
import { nearFindings } from "../../src/index.ts";
import { assistant, lines, user } from "../checks/rows.ts";
import { textChunks } from "../data.ts";
import { seeded } from "../seeded.ts";

const random = seeded(5);
const words = Array.from({ length: 400 }, () => Math.floor(random() * 1e9).toString(36));
const sentence = (): string[] => Array.from({ length: 40 }, () => words[Math.floor(random() * words.length)] ?? "");
const row = (said: readonly string[] = []): object => ({ messages: [user(said.join(" ")), assistant("Yes.")] });

/** The line of each finding, and what is told of it: the place of the row that it is like. */
async function nearIn(rows: readonly object[], options: Parameters<typeof nearFindings>[1] = {}): Promise<unknown[]> {
  const near = await nearFindings(textChunks(lines(rows)), options);
  if (!near.ok) throw new Error(near.problem.kind);
  return near.value.map(({ line, code, sentence: said }) => [line, code, /(?:line|row) \d+/u.exec(said)?.[0]]);
}

describe("rows that nearly repeat another", () => {
  const distinct = Array.from({ length: 200 }, sentence);
  const changed = (said: readonly string[] = [], word = 0): string[] => said.with(word, "otherwise");

  it("are found with the row that they are like, and no others", async () => {
    const all = [...distinct, changed(distinct[3], 20), changed(distinct[77], 0), sentence()];
    expect(await nearIn(all.map(row))).toEqual([
      [201, "near_duplicate", "line 4"],
      [202, "near_duplicate", "line 78"],
    ]);
  });

  it("are told from those that repeat it word for word", async () => {
    expect(await nearIn([...distinct, distinct[0]].map(row))).toEqual([]);
  });

  it("are pairs whose both answers are nearly the same, and not those of another rejected one", async () => {
    const pair = (said: readonly string[] = [], rejected: readonly string[] = []) => ({
      prompt: said.join(" "),
      chosen: "Yes.",
      rejected: rejected.join(" "),
    });
    const pairs = distinct.slice(0, 100).map((said, at) => pair(said, distinct[100 + at]));
    const more = [pair(changed(distinct[3], 20), distinct[103]), pair(changed(distinct[5], 20), sentence())];
    expect(await nearIn([...pairs, ...more])).toEqual([[101, "near_duplicate", "line 4"]]);
  });

  it("are found in the validation file", async () => {
    const validation = textChunks(lines([sentence(), changed(distinct[9], 5)].map(row)));
    const near = await nearIn(distinct.map(row), { similar: 0.7, validation });
    expect(near).toEqual([[10, "validation_near_overlap", "line 2"]]);
  });

  it("are findings, counted by where the row stands that they are like", async () => {
    const validation = textChunks(lines([sentence(), changed(distinct[9], 5)].map(row)));
    const all = [...distinct, changed(distinct[3], 20), changed(distinct[77], 0)];
    const near = await nearFindings(textChunks(lines(all.map(row))), { validation });
    if (!near.ok) throw new Error(near.problem.kind);
    expect(
      near.value.map(({ severity, code, line, count, sentence: said }) => [severity, code, line, count, said]),
    ).toEqual([
      [
        "warning",
        "validation_near_overlap",
        10,
        1,
        "Line 10: the example is nearly one of the validation file (line 2).",
      ],
      ["advice", "near_duplicate", 201, 2, "Line 201: the example nearly repeats that of line 4."],
      ["advice", "near_duplicate", 202, 2, "Line 202: the example nearly repeats that of line 78."],
    ]);
  });
});
