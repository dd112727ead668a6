import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedBy } from "../src/bill/counted.ts";
import { textMix } from "../src/bill/textMix.ts";
import { tokenRatio } from "../src/bill/tokenRatios.ts";
import type { Histogram, Profile } from "../src/index.ts";
import { amountText } from "../src/money.ts";

const shares = (scripts: Record<string, number>) =>
  (textMix(scripts) ?? []).map(([kind, share]) => `${kind} ${Math.round(100 * share)}`);

describe("textMix", () => {
  it.each<[what: string, scripts: Record<string, number>, mix: string[]]>([
    ["English", { latin: 100_000, marked: 20, code: 100 }, ["English 98", "code 1", "other Latin script 1"]],
    ["code", { latin: 100_000, code: 14_000 }, ["code 100"]],
    ["Polish", { latin: 94_000, marked: 6_000 }, ["other Latin script 100"]],
    ["Japanese", { kana: 68_000, han: 32_000 }, ["Japanese 100"]],
    ["Chinese", { han: 50_000 }, ["Chinese 100"]],
    // 0.24 tokens a letter in English, 0.36 in Russian.
    ["half the letters in Russian", { latin: 50_000, cyrillic: 50_000 }, ["Cyrillic 60", "English 40"]],
    ["scripts that nobody measured", { arabic: 9_000, thai: 1_000 }, ["scripts not measured 100"]],
    ["marks of programs without a letter", { code: 9_000 }, []],
  ])("tells %s by tokens", (_what, scripts, mix) => {
    expect(shares(scripts)).toEqual(mix);
  });

  it("tells nothing from few letters, or from a profile without scripts", () => {
    expect(textMix({ latin: 1_999 })).toBeNull();
    expect(textMix(undefined)).toBeNull();
  });
});

describe("tokenRatio", () => {
  const greek = { greek: 100_000 };

  it.each([
    // vocabulary, scripts, typical: the English mean, the mean of a language, the weighted mean
    ["gemini", { latin: 100_000 }, 1.155],
    ["gemini", greek, 1.042],
    ["claude-3", greek, 2.393],
    ["claude-3", { latin: 50_000, cyrillic: 50_000 }, 0.4 * 1.101 + 0.6 * 1.5315],
  ])("weighs %s by what the data hold (%j): %d", (vocabulary, scripts, typical) => {
    const { ratio, measuredOn } = tokenRatio(vocabulary, scripts);
    expect(ratio[1]).toBeCloseTo(typical, 3);
    expect(measuredOn).toContain("these data");
  });

  it("gives the range of all measured families for a vocabulary that nobody published", () => {
    const { ratio } = tokenRatio("nova", greek);
    // Gemma 3 and Claude are the outermost in Greek.
    expect(ratio[0]).toBeCloseTo((1.042 * 1.027) / 1.155, 3);
    expect(ratio[2]).toBeCloseTo((2.393 * 1.277) / 1.101, 3);
  });

  it("keeps the common range where the mixture or the vocabulary's languages are not known", () => {
    const common = tokenRatio("gemini");
    expect(common).toEqual({
      ratio: [1.003, 1.155, 1.324],
      measuredOn: "as measured on English, code and 18 languages",
    });
    expect(tokenRatio("gemini", { latin: 100 })).toEqual(common);
    expect(tokenRatio("llama2", greek)).toEqual(tokenRatio("llama2"));
  });

  it("keeps low ≤ typical ≤ high, within what was measured, for any mixture", () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const names = ["latin", "marked", "cyrillic", "greek", "han", "kana", "hangul", "thai", "code"];
    const scripts = fc.record(Object.fromEntries(names.map((name) => [name, count])));
    fc.assert(
      fc.property(
        scripts,
        fc.constantFrom("gemini", "claude-3", "nova", "cl100k_base", "tekken"),
        (met, vocabulary) => {
          const [low, typical, high] = tokenRatio(vocabulary, met).ratio;
          expect(low).toBeLessThanOrEqual(typical);
          expect(typical).toBeLessThanOrEqual(high);
          expect(low).toBeGreaterThan(0.6);
          expect(high).toBeLessThan(3);
        },
      ),
    );
  });
});

describe("an estimate from a profile", () => {
  it("uses its scripts and says so", () => {
    const tokens: Histogram = [[1000, 10]];
    const counts = { exact: true, tokens, trainable: tokens, prompt: tokens, recounted: tokens };
    const profile: Profile = {
      schemaVersion: 1,
      format: "gemini-contents",
      bytes: 50_000,
      rows: 10,
      examples: 10,
      badRows: 0,
      messages: 20,
      modelTurns: 10,
      images: 0,
      scripts: { greek: 20_000 },
      counts: { "plain/o200k_base": counts },
      findings: [],
    };
    const counted = countedBy("estimate/gemini", { profile });
    expect(amountText(counted.pass("trainable", {}).typical)).toBe("10420");
    expect(counted.assumptions[0]?.sentence).toBe(
      "Tokens are estimated from o200k_base at 1.042 (0.927 to 1.194) per token, as measured on what these data hold " +
        "(Greek 100 % by tokens): this model's own vocabulary was not run over the data.",
    );
  });
});
