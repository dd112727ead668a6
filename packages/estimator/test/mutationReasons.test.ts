import { describe, expect, it } from "vitest";
import { isOf, moneyMutants, reasons } from "../tools/moneyMutants.mjs";

const { all } = moneyMutants();

describe("why a change in the code of money may live", () => {
  it.each(reasons)("$file, $line: $change is a change that there is", (reason) => {
    expect(all.filter((mutant) => isOf(reason, mutant)).length).toBeGreaterThan(0);
  });
});
