import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isOf, mutated, reasons } from "../tools/mutants.mjs";

describe("changes that tests are to notice", () => {
  it("are in force one at a time, and change nothing otherwise", () => {
    const { code, mutants } = mutated("a.ts", "export default (a: number) => (a < 2 ? a + 1 : 0);\n", 1);
    expect(mutants.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "a < 2 → its opposite",
      "a < 2 → <=",
      "2 → 3",
      "a + 1 → -",
      "1 → 2",
      "0 → 1",
    ]);
    const body = code(new Set(mutants.map(({ id }) => id))).replace("export default (a: number) =>", "return (a) =>");
    // eslint-disable-next-line typescript/no-implied-eval -- the code that was made is what is tested
    const made = new Function(body)() as (a: number) => number;
    const answers = [0, ...mutants.map(({ id }) => id)].map((force) => {
      Object.assign(globalThis, { isMutant: (id: number) => id === force });
      return [1, 2, 3].map(made);
    });
    expect(answers).toEqual([
      [2, 0, 0],
      [0, 3, 4],
      [2, 3, 0],
      [2, 3, 0],
      [0, 0, 0],
      [3, 0, 0],
      [2, 1, 1],
    ]);
  });

  it("that alter nothing are still there", () => {
    const all = ["../src/", "../../dataset/src/", "../../gpu/src/"].flatMap((folder) => {
      const source = new URL(folder, import.meta.url);
      return readdirSync(source, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) => mutated(file, readFileSync(new URL(file, source), "utf8"), 1).mutants);
    });
    for (const reason of reasons)
      expect(
        all.filter((mutant) => isOf(reason, mutant)),
        reason.line,
      ).not.toEqual([]);
  });
});
