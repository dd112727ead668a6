import { describe, expect, it } from "vitest";
import { markdownTable, type Column } from "../../src/words/report/report.ts";
import { visibleText } from "../../src/words/visible.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "train once", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 2 },
  { title: "status", align: "left", rank: 1 },
];

describe("what a terminal would obey", () => {
  it.each([
    ["clears the screen", "\u001B[2Jevil", "\\u001b[2Jevil"],
    ["one byte for it", "a\u009B2J", "a\\u009b2J"],
    ["rings, and goes back", "a\u0007\b\r", "a\\u0007\\b\\r"],
    ["turns text around", "\u202Eexe.lnosj", "\\u202eexe.lnosj"],
    ["lines and every script stay", "één 日本 🙂\nניב", "één 日本 🙂\nניב"],
  ])("%s", (_what, text, seen) => {
    expect(visibleText(text)).toBe(seen);
    expect(markdownTable([{ title: "", align: "left", rank: 0 }], [[text]]).replaceAll("\n", "")).not.toMatch(
      /\p{Cc}/u,
    );
  });
});

describe("markdownTable", () => {
  it("marks the right-hand columns and escapes pipes", () => {
    expect(markdownTable(columns.slice(0, 2), [["a|b", "$1.00"]])).toBe(
      "| offer | train once |\n| --- | ---: |\n| a\\|b | $1.00 |\n",
    );
  });
});
