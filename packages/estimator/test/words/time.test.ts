import { describe, expect, it } from "vitest";
import { spanText } from "../../src/text.ts";

describe("spanText", () => {
  it.each([
    ["1 day", "2 days", "1 to 2 days"],
    ["12 minutes", "26 minutes", "12 to 26 minutes"],
    ["18 months", "2.6 years", "18 months to 2.6 years"],
    ["less than a day", "3 days", "less than a day to 3 days"],
    ["3 weeks", "3 weeks", "3 weeks"],
  ])("from %s to %s", (from, to, span) => {
    expect(spanText(from, to)).toBe(span);
  });
});
