import { describe, expect, it } from "vitest";
import { commandValues } from "../src/config/commandLine.ts";

describe("sums of a shell", () => {
  it.each([
    ["2 * 4", 8],
    ["64 / 3", 21],
    ["64 / 4 / 2", 8],
    ["10 - 2 * 3", 4],
    ["10 - 4 - 3", 3],
    ["10 - 4 + 3", 9],
    ["(1 + 2) * 4", 12],
    ["2 * (10 - (1 + 2))", 14],
    ["GPUS * 2", 16],
  ])("%s is %d", (sum, is) => {
    const { values } = commandValues(`GPUS=8\ntorchrun train.py --batch $((${sum}))`);
    expect(Number(values["batch"])).toBe(is);
  });
});
