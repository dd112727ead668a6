import { describe, expect, it } from "vitest";
import { csvText } from "../../src/rows/csv.ts";

describe("csvText", () => {
  it.each([
    [["a", "b"], "a,b\r\n"],
    [['say "no"', "x,y"], '"say ""no""","x,y"\r\n'],
    [["two\nlines", ""], '"two\nlines",\r\n'],
    [["=1+1", "@x", "-2.5", "-a"], "'=1+1,'@x,-2.5,'-a\r\n"],
  ])("writes %j as %j", (row, text) => {
    expect(csvText(row, [])).toBe(text);
  });
});
