import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spoken } from "../src/words/notes.ts";
import { countedBy } from "../src/bill/counted.ts";
import { tokenRatio, mixedRatio, type Ratio, textMix } from "../src/bill/tokenRatios.ts";
import { amountText } from "../src/money.ts";
import { countsOf, profileOf } from "./profileOf.ts";

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
    // As many letters of each weigh 0.24 in English, 0.92, 0.95, 0.77 and 0.45.
    ["half the letters in Japanese", { latin: 50_000, kana: 34_000, han: 16_000 }, ["Japanese 79", "English 21"]],
    ["half the letters in Chinese", { latin: 50_000, han: 50_000 }, ["Chinese 80", "English 20"]],
    ["half the letters in Korean", { latin: 50_000, hangul: 50_000 }, ["Korean 76", "English 24"]],
    ["half the letters in Arabic", { latin: 50_000, arabic: 50_000 }, ["scripts not measured 65", "English 35"]],
    // Half the letters are of code, half of the others have marks: a quarter each, at 0.44, 0.24 and 0.32.
    [
      "code with comments in German",
      { latin: 98_500, marked: 1_500, code: 6_500 },
      ["code 61", "other Latin script 22", "English 17"],
    ],
    ["scripts that nobody measured", { arabic: 9_000, thai: 1_000 }, ["scripts not measured 100"]],
    ["marks of programs without a letter", { code: 9_000 }, []],
  ])("tells %s by tokens", (_what, scripts, mix) => {
    expect(shares(scripts)).toEqual(mix);
  });

  it("names a language of a single letter, and none without", () => {
    const named = (textMix({ latin: 100_000, greek: 1 }) ?? []).map(([kind]) => kind);
    expect(named).toEqual(["English", "Greek"]);
  });

  it("tells nothing from few letters, or from a profile without scripts", () => {
    expect(textMix({ latin: 1_999 })).toBeNull();
    expect(textMix(undefined)).toBeNull();
  });
});

/**
 * Tokens per token of o200k_base on one tutorial in translation (https://github.com/vim/vim runtime/tutor), in the
 * vocabularies cl100k_base, Llama 3, Qwen 2.5, Gemma 3, DeepSeek V3, Claude, Mistral v1, tekken (measured 2026-11-24), Qwen 3.5,
 * GLM 4.7, MiniMax M3 and Llama 4 (measured 2026-11-29).
 */
const languages: Readonly<Record<string, readonly number[]>> = {
  de: [1.125, 1.125, 1.124, 1.051, 1.104, 1.172, 1.321, 1.18, 1.042, 1.062, 1.072, 0.997],
  fr: [1.091, 1.09, 1.086, 1.042, 1.084, 1.133, 1.298, 1.171, 1.049, 1.062, 0.971, 0.995],
  es: [1.086, 1.085, 1.077, 1.032, 1.089, 1.158, 1.346, 1.21, 1.054, 1.052, 0.98, 0.998],
  it: [1.058, 1.055, 1.059, 1, 1.037, 1.131, 1.25, 1.15, 0.984, 1.021, 1.031, 0.957],
  pt: [1.093, 1.092, 1.089, 1.042, 1.09, 1.132, 1.352, 1.219, 1.047, 1.07, 0.992, 0.995],
  nl: [1.15, 1.149, 1.151, 1.074, 1.098, 1.228, 1.341, 1.243, 1.086, 1.106, 1.139, 1.03],
  pl: [1.113, 1.108, 1.067, 0.986, 1.029, 1.236, 1.292, 1.165, 0.984, 1.035, 1.095, 0.906],
  cs: [1.211, 0.973, 1.199, 1.01, 1.039, 1.271, 1.297, 1.156, 1.015, 1.071, 1.115, 0.953],
  tr: [1.19, 0.983, 1.069, 0.995, 1.244, 1.322, 1.569, 1.197, 1.027, 1.087, 1.205, 0.941],
  vi: [1.371, 0.976, 0.989, 0.995, 1.245, 1.82, 1.777, 1.17, 0.948, 1.01, 1.515, 0.943],
  ru: [1.408, 1.113, 1.154, 1.002, 1.09, 1.562, 1.473, 1.234, 1.005, 1, 1.147, 0.906],
  uk: [1.461, 0.988, 1.291, 0.987, 1.155, 1.501, 1.331, 1.188, 1.046, 1.024, 1.121, 0.924],
  el: [2.047, 1.018, 1.938, 1.042, 1.179, 2.393, 2.246, 1.169, 1.036, 1.074, 1.617, 0.981],
  ja: [1.292, 0.982, 0.988, 0.818, 0.958, 1.256, 1.433, 1.148, 0.847, 1.006, 0.763, 0.849],
  ko: [1.362, 1.018, 1.122, 0.975, 1.087, 1.452, 1.673, 1.114, 0.934, 1.244, 0.935, 0.915],
  zhCn: [1.239, 1.024, 0.964, 0.925, 0.869, 1.085, 1.369, 1.315, 0.915, 0.924, 0.852, 0.883],
  zhTw: [1.336, 0.989, 0.932, 0.851, 0.823, 1.156, 1.3, 1.245, 0.861, 0.999, 0.861, 0.846],
};
/** English passages, 5th percentile, mean and 95th, and the mean over code, in the same vocabularies. */
const english: readonly Ratio[] = [
  [0.978, 1.017, 1.11],
  [0.974, 0.999, 1.023],
  [0.984, 1.058, 1.199],
  [1.027, 1.155, 1.324],
  [1.003, 1.042, 1.104],
  [0.991, 1.101, 1.277],
  [1.115, 1.293, 1.503],
  [1.003, 1.095, 1.244],
  [1.018, 1.124, 1.308],
  [0.984, 1.013, 1.063],
  [0.971, 0.995, 1.021],
  [0.962, 0.99, 1.008],
];
const code = [0.994, 0.994, 1.006, 1.16, 1.049, 1.044, 1.251, 1.047, 1.088, 0.994, 1.013, 0.999];

const latin = ["de", "fr", "es", "it", "pt", "nl", "pl", "cs", "tr", "vi"];
const kindsOfText: readonly (readonly [kind: string, measuredOn: readonly string[]])[] = [
  ["other Latin script", latin],
  ["Cyrillic", ["ru", "uk"]],
  ["Greek", ["el"]],
  ["Japanese", ["ja"]],
  ["Korean", ["ko"]],
  ["Chinese", ["zhCn", "zhTw"]],
  ["scripts not measured", Object.keys(languages).filter((name) => !latin.includes(name))],
];

describe("mixedRatio", () => {
  const means: readonly (readonly [kind: string, means: (vocabulary: number) => readonly number[]])[] = [
    ["code", (vocabulary) => [code[vocabulary] ?? 0]],
    ...kindsOfText.map(
      ([kind, names]) =>
        [kind, (vocabulary: number) => names.map((name) => languages[name]?.[vocabulary] ?? 0)] as const,
    ),
  ];
  const ratioOf = (of: readonly number[], [low, mean, high]: Ratio): Ratio => [
    (Math.min(...of) * low) / mean,
    of.reduce((sum, one) => sum + one, 0) / of.length,
    (Math.max(...of) * high) / mean,
  ];
  type Case = readonly [kind: string, ratio: (vocabulary: number) => Ratio];
  const prose = (vocabulary: number): Ratio => english[vocabulary] ?? [0, 0, 0];
  const cases: readonly Case[] = [
    ["English", prose],
    ...means.map(([kind, of]): Case => [kind, (vocabulary) => ratioOf(of(vocabulary), prose(vocabulary))]),
  ];

  it.each(cases)("holds what was measured of %s", (kind, ratio) => {
    const all = english.map((_, i) => ratio(i));
    const any = [
      Math.min(...all.map(([low]) => low)),
      all.reduce((sum, [, mean]) => sum + mean, 0) / all.length,
      Math.max(...all.map(([, , high]) => high)),
    ];
    for (const [vocabulary, expected] of [
      ["gemma3", ratio(3)],
      ["deepseek-v3", ratio(4)],
      ["claude-3", ratio(5)],
      ["qwen3.5", ratio(8)],
      ["glm", ratio(9)],
      ["minimax", ratio(10)],
      ["llama-4", ratio(11)],
      ["any", any],
    ] as const)
      expect(mixedRatio(vocabulary, [[kind, 1]])).toEqual(expected.map((part) => Math.round(1000 * part) / 1000));
  });
});

describe("tokenRatio", () => {
  const greek = { greek: 100_000 };

  it.each([
    // vocabulary, scripts, typical: the English mean, the mean of a language, the weighted mean
    ["gemini", { latin: 100_000 }, 1.155],
    ["gemini", greek, 1.042],
    ["claude-3", greek, 2.393],
    ["qwen3.6", greek, 1.036],
    ["deepseek-v4", greek, 1.179],
    ["claude-3", { latin: 50_000, cyrillic: 50_000 }, 0.4 * 1.101 + 0.6 * 1.5315],
  ])("weighs %s by what the data hold (%j): %d", (vocabulary, scripts, typical) => {
    const { ratio, mix } = tokenRatio(vocabulary, scripts);
    expect(ratio[1]).toBeCloseTo(typical, 3);
    expect(mix?.length).toBe(Object.keys(scripts).length);
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
      mix: null,
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
        fc.constantFrom("gemini", "claude-3", "nova", "tekken", "qwen3.6", "glm", "minimax", "llama-4", "deepseek-v4"),
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
    const profile = profileOf(
      { "plain/o200k_base": countsOf([[1000, 10]]) },
      { format: "gemini-contents", bytes: 50_000, scripts: { greek: 20_000 } },
    );
    const counted = countedBy("estimate/gemini", { profile });
    expect(amountText(counted.pass("trainable", {}).typical)).toBe("10420");
    expect(counted.assumptions.map((note) => spoken(note).sentence)[0]).toBe(
      "Tokens are estimated from o200k_base at 1.042 (0.927 to 1.194) per token, as measured on what these data hold " +
        "(Greek 100 % by tokens): this model's own vocabulary was not run over the data.",
    );
  });
});
