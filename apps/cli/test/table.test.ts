import { visibleText, type Column } from "@tunecast/estimator/text";
import { describe, expect, it } from "vitest";
import { textTable, visibleLine, wrapped } from "../src/show/table.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "train once", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 2 },
  { title: "status", align: "left", rank: 1 },
];

describe("what a terminal would obey", () => {
  it.each(["\u001B[2Jevil", "a\u009B2J", "a\u0007\b\r", "\u202Eexe.lnosj", "één 日本 🙂\nניב"])(
    "is made visible in %j",
    (text) => {
      expect(wrapped(text, 100)).toBe(visibleText(text));
      expect(textTable([{ title: "", align: "left", rank: 0 }], [[text]]).rows).toEqual([visibleLine(text)]);
    },
  );
});

describe("textTable", () => {
  const rows = [
    ["openai/a:sft", "$0.90", "$0.90–$1.20", "open"],
    ["b", "$1,204.50", "$1,204.50", "open"],
  ];

  it("sets amounts right and text left", () => {
    expect(textTable(columns, rows)).toEqual({
      heading: "offer         train once        range  status",
      rows: ["openai/a:sft       $0.90  $0.90–$1.20  open", "b              $1,204.50    $1,204.50  open"],
      hidden: [],
    });
  });

  it.each([
    [45, []],
    [44, ["range"]],
    [32, ["range"]],
    [31, ["status", "range"]],
    [5, ["status", "range"]],
  ])("in %i characters leaves out %j", (width, hidden) => {
    expect(textTable(columns, rows, width).hidden).toEqual(hidden);
  });

  it("breaks a heading at its line ends", () => {
    const broken = [
      { title: "offer", align: "left", rank: 0 },
      { title: "train\nonce", align: "right", rank: 0 },
    ] as const;
    expect(textTable(broken, [["a:sft", "$1.00"]])).toEqual({
      heading: "       train\noffer   once",
      rows: ["a:sft  $1.00"],
      hidden: [],
    });
  });

  it("drops a column without an entry", () => {
    expect(textTable(columns, [["b", "$1.00", "", ""]])).toEqual({
      heading: "offer  train once",
      rows: ["b           $1.00"],
      hidden: [],
    });
  });
});

describe("wrapped", () => {
  it.each([
    ["one two three", 9, "", "one two\nthree"],
    ["one two three", 9, "  ", "  one two\n  three"],
    ["unbreakable", 4, "", "unbreakable"],
    ["", 4, "", ""],
  ])("breaks %j at %i", (text, width, indent, lines) => {
    expect(wrapped(text, width, indent)).toBe(lines);
  });
});
