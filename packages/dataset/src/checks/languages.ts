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

/**
 * Words so common that a few of them tell a language of the Latin script. None has one letter, and none is a word of English
 * where it stands for another language, so that short texts are not taken for what they are not.
 */
const commonWords: readonly (readonly [name: string, words: ReadonlySet<string>])[] = [
  [
    "English",
    new Set(
      "the and of to is that with for you are this what how do can my your in it on be not have from as at or if".split(
        " ",
      ),
    ),
  ],
  [
    "German",
    new Set(
      "der das und ist nicht mit ein eine ich den wie auf sie von zu für wird sich auch bei wir sind einen".split(" "),
    ),
  ],
  [
    "French",
    new Set(
      "le les et des est une que pour dans vous pas du qui sur nous avec ce sont je il elle au où très".split(" "),
    ),
  ],
  [
    "Spanish",
    new Set("el los las una que para con por es del como qué más está su cómo son pero muy también cuál".split(" ")),
  ],
  [
    "Portuguese",
    new Set("os uma que para com por não da em é são você mais dos das ao está muito também como foi".split(" ")),
  ],
  [
    "Italian",
    new Set("il gli una che per con di della sono è come del nel alla questo più anche non perché dei".split(" ")),
  ],
  [
    "Dutch",
    new Set("de het een en van niet voor dat zijn aan wat ook maar bij deze naar je hoe kunt wordt heeft".split(" ")),
  ],
  [
    "Polish",
    new Set("nie na się jest że jak co czy przez dla był tym od aby są oraz może które tego także".split(" ")),
  ],
  [
    "Turkish",
    new Set("ve bir bu için ile ne da mi çok nasıl olarak daha gibi olan ben var değil mı nedir hangi".split(" ")),
  ],
  [
    "Vietnamese",
    new Set("và là của có không cho một các được trong những với này để khi người như đã thế nào".split(" ")),
  ],
  [
    "Indonesian",
    new Set(
      "yang dan di untuk dengan tidak ini itu dari adalah pada ke saya apa bagaimana akan bisa dalam juga oleh".split(
        " ",
      ),
    ),
  ],
  ["Swedish", new Set("och det att som en på är av för med den till inte har jag ett om vad kan hur".split(" "))],
];

/** A language is told by so many of its words, and by as many more than the next one has. */
const fewestHits = 2;

/** Characters looked at of each example. */
const looked = 400;
/** Examples looked at before only every 50th is: shares settle long before a large file ends. */
const first = 500;
const then = 50;
/** Languages of a smaller share are left out: single texts are easily taken for another language. */
const leastShare = 0.02;

function latinLanguage(text: string): string | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = commonWords
    .map(([name, common]) => [name, words.filter((word) => common.has(word)).length] as const)
    .sort(([, a], [, b]) => b - a);
  const [[name, most] = [null, 0], [, next] = [null, 0]] = hits;
  return most >= fewestHits && most > next ? name : null;
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
