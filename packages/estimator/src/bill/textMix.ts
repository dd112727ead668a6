import type { TextMix } from "./languageRatios.ts";

/**
 * Tokens of o200k_base per letter: the first article of the Universal Declaration of Human Rights in 21 languages
 * (https://www.ohchr.org/en/human-rights/universal-declaration/translations), code of this repository and of Python's
 * library. Counted 2026-11-25 with `@tunecast/dataset`; they weigh the kinds of text against one another, no more.
 */
const tokensPerLetter: Readonly<Record<string, number>> = {
  English: 0.24,
  code: 0.44,
  "other Latin script": 0.32,
  Cyrillic: 0.36,
  Greek: 0.43,
  Japanese: 0.92,
  Chinese: 0.95,
  Korean: 0.77,
  "scripts not measured": 0.45,
};

/** Letters with marks among the letters of Latin languages other than English (2 % in German, 3 in French, 6 in Polish). */
const markedShare = 0.03;
/** Marks of programs per letter of code (0.10 in Python, 0.17 in TypeScript). */
const codeMarksPerLetter = 0.13;
/** Fewer letters than these say nothing of a file: a letter looked at stands for at least sixteen. */
const fewestLetters = 2000;

/** Kinds of text in a profile's characters, the largest share of tokens first; null where there are too few to tell. */
export function textMix(scripts: Readonly<Record<string, number>> | undefined): TextMix | null {
  if (scripts === undefined) return null;
  const letters = lettersByKind(scripts);
  if (letters.reduce((sum, [, count]) => sum + count, 0) < fewestLetters) return null;
  const tokens = letters.map(([kind, count]) => [kind, count * (tokensPerLetter[kind] ?? 0)] as const);
  const all = tokens.reduce((sum, [, count]) => sum + count, 0);
  const shares = tokens.filter(([, count]) => count > 0).map(([kind, count]) => [kind, count / all] as const);
  return shares.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function lettersByKind(scripts: Readonly<Record<string, number>>): (readonly [kind: string, letters: number])[] {
  const of = (script: string): number => scripts[script] ?? 0;
  const latin = of("latin") + of("marked");
  const programs = latin === 0 ? 0 : Math.min(1, of("code") / latin / codeMarksPerLetter);
  const foreign = latin === 0 ? 0 : Math.min(1, of("marked") / latin / markedShare);
  // Japanese is written in both; a third of its letters are Chinese.
  const kanji = Math.min(of("han"), of("kana") / 2);
  const unmeasured = ["arabic", "hebrew", "devanagari", "thai", "other"];
  return [
    ["English", latin * (1 - programs) * (1 - foreign)],
    ["code", latin * programs],
    ["other Latin script", latin * (1 - programs) * foreign],
    ["Cyrillic", of("cyrillic")],
    ["Greek", of("greek")],
    ["Japanese", of("kana") + kanji],
    ["Chinese", of("han") - kanji],
    ["Korean", of("hangul")],
    ["scripts not measured", unmeasured.reduce((sum, script) => sum + of(script), 0)],
  ];
}
