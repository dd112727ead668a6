import { describe, expect, it } from "vitest";
import { listedBefore, listOf } from "../tools/moneyMutants.mjs";
import { mutated } from "../tools/mutants.mjs";

const source = "const a = [0, 1, 0];\nconst b = 0;\n";
const ofSource = (text: string) => mutated("a.ts", text, 1).mutants;

describe("the list of changes that no test notices", () => {
  it("gives back the changes that were written into it, those alike on one line too", () => {
    const all = ofSource(source);
    const zeros = all.filter(({ from }) => from === "0");
    expect(zeros.map(({ line, column }) => [line, column])).toEqual([
      [1, 12],
      [1, 18],
      [2, 11],
    ]);
    expect(listedBefore(all, listOf(zeros, "4 of 4 changes were tried."))).toEqual({ chosen: zeros, noticed: 1 });
    for (const one of all) expect(listedBefore(all, listOf([one], "")).chosen).toEqual([one]);
  });

  it("finds each once more where lines have moved, and none where it stands no more", () => {
    const listed = listOf(ofSource(source), "");
    const moved = ofSource(`const first = "";\n\n${source}`);
    expect(listedBefore(moved, listed).chosen).toEqual(moved);
    const shorter = ofSource("const a = [0, 1];\n");
    expect(listedBefore(shorter, listed).chosen).toEqual(shorter);
  });
});
