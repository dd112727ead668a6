// @ts-check
import { mulberry32 } from "./texts.mjs";

/** Languages whose words the platform itself knows: names of languages, regions, currencies, days and months in them. */
export const languages = /** @type {const} */ ([
  "en",
  "de",
  "fr",
  "es",
  "it",
  "pt",
  "nl",
  "pl",
  "cs",
  "ru",
  "uk",
  "ky",
  "kk",
  "el",
  "tr",
  "vi",
  "ja",
  "ko",
  "zh",
  "zh-TW",
  "ar",
  "fa",
  "ur",
  "he",
  "hi",
  "bn",
  "ta",
  "th",
  "ka",
  "am",
]);

/** @param {string} language @param {"language" | "region" | "currency" | "script"} type @param {readonly string[]} codes */
function names(language, type, codes) {
  const display = new Intl.DisplayNames([language], { type, fallback: "none" });
  return codes.flatMap((code) => display.of(code) ?? []);
}

const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const pairs = letters.flatMap((first) => letters.map((second) => first + second));

/** Words of a language, the longer ones of its names in one piece. @param {string} language */
function wordsOf(language) {
  const spoken = pairs.map((pair) => pair.toLowerCase());
  const known = [
    ...names(language, "language", spoken),
    ...names(language, "region", pairs),
    ...names(language, "currency", Intl.supportedValuesOf("currency")),
    ...names(language, "script", [
      "Arab",
      "Cyrl",
      "Deva",
      "Grek",
      "Hang",
      "Hans",
      "Hebr",
      "Jpan",
      "Kore",
      "Latn",
      "Thai",
    ]),
  ];
  const day = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });
  const days = Array.from({ length: 400 }, (_, i) => day.format(i * 86_400_000 * 1.013));
  const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const units = /** @type {const} */ (["second", "minute", "hour", "day", "week", "month", "quarter", "year"]);
  const times = units.flatMap((unit) => [-12, -1, 0, 1, 5].map((n) => ago.format(n, unit)));
  return [...new Set([...known, ...days, ...times])];
}

/**
 * An endless source of texts in a language: its names and dates, whole, cut and run together as words of other forms
 * are, with its marks between them. What they say does not matter: pieces that no list of words holds do.
 *
 * @param {string} language @param {number} seed @returns {Generator<string, never>}
 */
export function* textsIn(language, seed) {
  const random = mulberry32(seed);
  /** @param {number} limit */
  const below = (limit) => Math.floor(random() * limit);
  const words = wordsOf(language);
  const word = () => words[below(words.length)] ?? "";
  const part = () => {
    const characters = Array.from(word());
    const from = below(characters.length);
    return characters.slice(from, from + 1 + below(6)).join("");
  };
  const makers = [word, word, part, () => part() + part(), () => word() + part(), () => part() + part() + part()];
  const marks = [" ", " ", " ", ", ", ". ", "", "、", "。", "،", "\n", "-", " (", ") "];
  for (;;) {
    let text = "";
    for (let left = 1 + below(8); left > 0; left -= 1) {
      text += (makers[below(makers.length)] ?? word)() + marks[below(marks.length)];
    }
    yield text;
  }
}
