import type { Message } from "../formats/example.ts";

/** Scripts that tell a language or a small family of them. */
const scripts: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["Japanese", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["Korean", /\p{Script=Hangul}/u],
  ["Chinese", /\p{Script=Han}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Arabic script", /\p{Script=Arabic}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Devanagari script", /\p{Script=Devanagari}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Cyrillic script", /\p{Script=Cyrillic}/u],
];

/** Words so common that a few of them tell a language of the Latin script. */
const commonWords: readonly (readonly [name: string, words: ReadonlySet<string>])[] = [
  ["English", new Set("the and of to is that with for you are this what".split(" "))],
  ["German", new Set("der die das und ist nicht mit ein eine ich den wie auf".split(" "))],
  ["French", new Set("le la les et des est une que pour dans vous pas du".split(" "))],
  ["Spanish", new Set("el los las y una que para con por es del como en".split(" "))],
  ["Portuguese", new Set("o os as e uma que para com por não do da em".split(" "))],
  ["Italian", new Set("il gli e una che per con non di della sono è come".split(" "))],
  ["Dutch", new Set("de het een en van is niet met voor dat op zijn".split(" "))],
  ["Polish", new Set("i w nie na się z jest do że jak to".split(" "))],
  ["Turkish", new Set("ve bir bu için ile ne da de mi çok".split(" "))],
  ["Vietnamese", new Set("và là của có không cho một các được trong".split(" "))],
];

/** Characters looked at of each example. */
const looked = 400;
/** Examples looked at before only every 50th is: shares settle long before a large file ends. */
const first = 500;
const then = 50;
/** Languages of a smaller share are left out: single texts are easily taken for another language. */
const leastShare = 0.02;

function latinLanguage(text: string): string | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: string | null = null;
  let most = 1;
  for (const [name, common] of commonWords) {
    const hits = words.filter((word) => common.has(word)).length;
    if (hits > most) [best, most] = [name, hits];
  }
  return best;
}

/** The language of a text by its script or its commonest words; null where neither tells. */
export function languageOf(text: string): string | null {
  const letters = text.match(/\p{L}/gu) ?? [];
  for (const [name, pattern] of scripts) {
    const share = letters.filter((letter) => pattern.test(letter)).length / Math.max(letters.length, 1);
    // Japanese is mostly Han; a fifth of kana tells it from Chinese.
    if (share > (name === "Japanese" ? 0.15 : 0.4)) return name;
  }
  return latinLanguage(text);
}

/** Languages of the examples, by how many of them. */
export class Languages {
  readonly #counts: Map<string, number> = new Map();
  #examples = 0;
  #seen = 0;

  add(messages: readonly Message[]): void {
    this.#seen += 1;
    if (this.#seen > first && this.#seen % then !== 0) return;
    const text = messages.map((message) => (message.role === "system" ? "" : message.text.slice(0, looked))).join(" ");
    const language = languageOf(text.slice(0, looked));
    if (language === null) return;
    this.#examples += 1;
    this.#counts.set(language, (this.#counts.get(language) ?? 0) + 1);
  }

  /** Languages with their shares, the commonest first; null where there is only one. */
  words(): string | null {
    const shown = [...this.#counts].filter(([, count]) => count >= leastShare * this.#examples);
    if (shown.length < 2) return null;
    const sorted = shown.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return sorted.map(([name, count]) => `${name} ${Math.round((100 * count) / this.#examples)} %`).join(", ");
  }
}
