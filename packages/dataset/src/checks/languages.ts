import type { Message } from "../formats/example.ts";

/** Scripts that one language alone writes: a few letters tell it. Others are told by the library. */
const scripts: readonly (readonly [code: string, pattern: RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["ko", /\p{Script=Hangul}/u],
  ["zh", /\p{Script=Han}/u],
  ["el", /\p{Script=Greek}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["th", /\p{Script=Thai}/u],
];

/** Languages of one script whose texts the library tells by little: a few in a hundred are taken for another of them. */
const kin: readonly (readonly string[])[] = [
  ["ru", "uk", "be", "bg", "sr"],
  ["hi", "mr"],
  ["ar", "fa", "ur", "ku"],
];

const areKin = (one: string, other: string): boolean =>
  one !== other && kin.some((group) => group.includes(one) && group.includes(other));

const looked = 400;
/** Texts that are kept to be told; they stay spread evenly over the file. */
const most = 256;
/** A language is named from so many of the texts on, and from such a share. */
const fewest = 2;
const leastShare = 0.05;
/** The least number of texts beside those of a kin language, as a share of theirs. */
const besideKin = 0.2;
/** A text that is nearly as likely to be in the commonest language of the file is in that one, unless they are kin. */
const nearly = 0.9;

function byScript(text: string): string | null {
  const letters = text.match(/\p{L}/gu) ?? [];
  for (const [code, pattern] of scripts) {
    const share = letters.filter((letter) => pattern.test(letter)).length / Math.max(letters.length, 1);
    // Japanese is mostly Han; a fifth of kana tells it from Chinese.
    if (share > (code === "ja" ? 0.15 : 0.4)) return code;
  }
  return null;
}

/** Code, addresses and numbers tell nothing of a language. */
const mute = /```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\S+|\S*[\d_{}=<>\\/@]\S*/gu;
/** So many letters are needed, where the script does not tell. */
const fewestLetters = 12;

/** Languages of a text that are weighed at most. */
const mostTold = 12;

/** How likely a text is in each language that it may be in: codes of ISO 639, the likeliest first; empty where too little of it is language. */
type Told = readonly (readonly [code: string, score: number])[];

/** What was told last: one file is checked by the rules of many providers. */
const remembered: Map<string, Told> = new Map();
const mostRemembered = 1024;

async function tell(text: string): Promise<Told> {
  const before = remembered.get(text);
  if (before !== undefined) return before;
  if (remembered.size >= mostRemembered) remembered.clear();
  const told = await toldAnew(text);
  remembered.set(text, told);
  return told;
}

async function toldAnew(text: string): Promise<Told> {
  const known = byScript(text);
  if (known !== null) return [[known, 1]];
  // Letters with their marks apart are letters that the library does not know.
  const spoken = text.replace(mute, " ").normalize("NFC");
  if ((spoken.match(/\p{L}/gu) ?? []).length < fewestLetters) return [];
  // Not loaded unless it is installed: without it, languages of one script stay untold.
  const library = await import("eld/extrasmall").catch(() => null);
  if (library === null) return [];
  const told = library.eld.detect(spoken);
  const scores = told.isReliable() ? Object.entries(told.getScores()) : [];
  return scores.sort(([, a], [, b]) => b - a).slice(0, mostTold);
}

/**
 * The language of a text as a two-letter code of ISO 639, one of sixty (`ms` is Malay or Indonesian); null where too little
 * of it is language. What tells scripts of several languages apart is loaded on the first use: 230 kB, packed with Brotli.
 */
export async function languageOf(text: string): Promise<string | null> {
  return (await tell(text))[0]?.[0] ?? null;
}

function counted(all: readonly Told[], main: string | null): Map<string, number> {
  const counts = new Map<string, number>();
  for (const told of all) {
    const [code, best] = told[0] ?? [null, 0];
    if (code === null) continue;
    const asMain = told.find(([other]) => other === main)?.[1] ?? 0;
    const name = main !== null && !areKin(code, main) && asMain >= nearly * best ? main : code;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function nameOf(code: string): string {
  return code === "ms" ? "Malay or Indonesian" : (new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code);
}

/** Languages of the examples, by how many of a sample of them. */
export class Languages {
  #texts: string[] = [];
  #seen = 0;
  #step = 1;

  add(messages: readonly Pick<Message, "role" | "text">[]): void {
    this.#seen += 1;
    if ((this.#seen - 1) % this.#step !== 0) return;
    const text = messages.map((message) => (message.role === "system" ? "" : message.text.slice(0, looked))).join(" ");
    this.#texts.push(text.slice(0, looked));
    if (this.#texts.length < most) return;
    this.#texts = this.#texts.filter((_, i) => i % 2 === 0);
    this.#step *= 2;
  }

  /** Languages with their shares, the commonest first; null where there is only one. */
  async words(): Promise<string | null> {
    if (this.#texts.length < 2 * fewest) return null;
    const told: Told[] = [];
    for (const text of this.#texts) told.push(await tell(text));
    const [[main] = [null]] = [...counted(told, null)].sort(([, n], [, m]) => m - n);
    const counts = counted(told, main);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const shown = [...counts].filter(
      ([code, count]) => count >= Math.max(fewest, leastShare * all, besideKin * mostOfKin(code, counts)),
    );
    if (shown.length < 2) return null;
    const sorted = shown.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return sorted.map(([code, count]) => `${nameOf(code)} ${Math.round((100 * count) / all)} %`).join(", ");
  }
}

function mostOfKin(code: string, counts: ReadonlyMap<string, number>): number {
  return Math.max(0, ...[...counts].map(([other, count]) => (areKin(code, other) ? count : 0)));
}
