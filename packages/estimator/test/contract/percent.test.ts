import { describe, expect, it } from "vitest";
import { readField } from "../../src/fields.ts";

describe("a share in percent", () => {
  it.each([
    ["share", "30%", 0.3],
    ["share", " 62.3 % ", 0.623],
    ["share", "0.3", 0.3],
    ["growth", "-7%", -0.07],
    ["shareFigure", "5%..20%", { low: "0.05", high: "0.2" }],
  ] as const)("is read as a %s: %s", (kind, text, value) => {
    expect(readField({ kind, path: "traffic.batchShare" }, text)).toEqual({ ok: true, value });
  });

  it.each([
    ["share", "130%"],
    ["share", "%"],
    ["share", "3%0"],
    ["count", "30%"],
    ["amount", "5%"],
  ] as const)("is refused as a %s: %s", (kind, text) => {
    expect(readField({ kind, path: "traffic.batchShare" }, text).ok).toBe(false);
  });
});
