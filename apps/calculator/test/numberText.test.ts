import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesText, numberText, readNumber, twoReadings } from "../src/question/numberText.ts";

describe("readNumber", () => {
  it.each([
    ["8000", 8000],
    ["8,000", 8000],
    ["8 000", 8000],
    ["8_000", 8000],
    ["1’200’000", 1_200_000],
    ["8k", 8000],
    ["1.1k", 1100],
    ["1.2M", 1_200_000],
    ["2b", 2_000_000_000],
    ["0,5", 0.5],
    ["1,234,567.5", 1_234_567.5],
    ["1.234.567", 1_234_567],
    ["1.500,25", 1500.25],
    ["1.234.567,8", 1_234_567.8],
    ["1.23.456", Number.NaN],
    ["-3", -3],
    ["", null],
    ["  ", null],
    ["abc", Number.NaN],
    ["1.2.3", Number.NaN],
    ["1,2,3", Number.NaN],
    ["12e3", 12_000],
    [".5", 0.5],
    [",5", 0.5],
    ["5.", 5],
    ["1,5k", 1500],
    ["1234,567", 1234.567],
    ["8,000k", 8_000_000],
    ["2t", 2e12],
    ["12e", Number.NaN],
    ["9".repeat(400), Number.NaN],
    ["-", Number.NaN],
    [".", Number.NaN],
  ])("reads %j as %s", (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  it("reads every count that the fields show", () => {
    fc.assert(
      fc.property(fc.nat(), (count) => {
        expect(readNumber(numberText(count))).toBe(count);
      }),
    );
  });
});

describe("twoReadings", () => {
  it.each([
    ["8.000", true, "This can be 8 or 8,000. Type one of the two."],
    ["12.345", true, "This can be 12.345 or 12,345. Type one of the two."],
    ["1.240", false, "This can be 1.24 or 1,240. Type one of the two."],
    ["431.375", false, null],
    ["0.500", false, null],
    ["8,000", true, null],
    ["8000", true, null],
    ["1.5", true, null],
    ["1.5k", true, null],
    ["8.0000", true, null],
  ])("says of %j, a count: %s, %s", (text, isCount, sentence) => {
    expect(twoReadings(text, isCount)).toBe(sentence);
  });
});

describe("bytesText", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1500, "1.5 kB"],
    [104_857_600, "105 MB"],
  ])("shows %d as %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
