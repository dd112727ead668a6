import { fitCurve } from "@tunecast/estimator/curve";
import { targetSentence } from "@tunecast/estimator/report";
import { describe, expect, it } from "vitest";
import { defaults } from "../src/question/inputs.ts";
import { qualityOf } from "../src/state/runs/quality.ts";
import { fileProblemText } from "../src/tokens/problemText.ts";
import { withDays } from "../src/view/text.ts";

describe("a target", () => {
  const fit = fitCurve([
    { n: 250, value: 61.5 },
    { n: 500, value: 66.2 },
    { n: 1000, value: 69.4 },
  ]);
  const sentence = (target: number): string => {
    if (!fit.ok) throw new Error("The runs cannot be fitted.");
    return targetSentence(fit.value.examplesFor(target), [250, 1000]);
  };

  it("outside the scale of the score is called that, and given no chance", () => {
    const pilots = [250, 500, 1000].map((n, at) => ({ n, value: 61 + 4 * at, se: null }));
    const quality = qualityOf({ inputs: { ...defaults, pilots, target: 200 }, question: null, offer: null });
    expect(quality?.ok === true && quality.value.notes.join(" ")).toMatch(/200 is outside 0 to 100/u);
  });

  it("within it takes so many examples", () => {
    expect(sentence(75)).toMatch(
      /^The target 75 takes [\d,]+ examples \(80 %: .+ The chance to reach it with 8,000 or fewer is \d+ %\.$/u,
    );
  });
});

describe("a day in a sentence", () => {
  it("is written out, and stays in the name of a model", () => {
    expect(withDays("Sold since 2026-07-02, until 2027-01-14.")).toBe("Sold since 2 Jul 2026, until 14 Jan 2027.");
    const names = "The price book has no offer azure/gpt-4.1-nano-2025-04-14:sft; GPT-4.1 nano (2025-04-14) is shown.";
    expect(withDays(names)).toBe(names);
  });
});

describe("a problem of a file", () => {
  it.each([
    {
      kind: "vocabulary_not_loaded",
      vocabulary: "deepseek-v3",
      message: "Failed to fetch dynamically imported module: http://127.0.0.1/assets/deepseek-x.js",
    },
    { kind: "counting_failed", reason: "error loading dynamically imported module: http://127.0.0.1/counter.js" },
    { kind: "counting_failed", reason: "Importing a module script failed." },
  ])("that comes from the missing network says what to do: $kind", (problem) => {
    expect(fileProblemText(problem)).toMatch(/Count once with a network; from then on it works without\./u);
    expect(fileProblemText(problem)).not.toMatch(/module|http/u);
  });

  it("of another kind keeps its own words", () => {
    expect(fileProblemText({ kind: "cancelled" })).toBe("Counting was cancelled.");
    expect(fileProblemText({ kind: "counting_failed", reason: "out of memory" })).toContain("out of memory");
  });
});
