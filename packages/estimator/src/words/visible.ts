/** Control characters but the line end, and the marks that turn the direction of text around. */
const unseen = /[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

/**
 * Text for a terminal, with the control characters that a data file, a file name or a price book may hold written as
 * JSON writes them: printed as they are, they would clear the screen or hide what stands there.
 */
export function visibleText(text: string): string {
  return text.replaceAll(unseen, (character) =>
    character === "\n" ? character : (shortEscapes[character] ?? `\\u${hex(character)}`),
  );
}

/** Longest sentence that is taken as it is, and longest fact in one that is not: a name that somebody pasted is cut. */
const [longSentence, longFact] = [2000, 300];

/** A sentence made of facts that can be printed on one line, whatever somebody typed. */
export function printable<T extends object>(say: (facts: T) => string, facts: T): string {
  const sentence = say(facts);
  if (sentence.length <= longSentence && sentence.search(unseen) < 0)
    return sentence;
  return say(plain(facts) as T);
}

function plain(value: unknown): unknown {
  if (typeof value === "string") {
    const line = visibleText(value.length > longFact ? `${value.slice(0, longFact)}…` : value);
    return line.replaceAll(/\s*\n\s*/gu, " ");
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}

const shortEscapes: Readonly<Record<string, string>> = { "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f" };

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
}
