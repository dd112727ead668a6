import { own } from "../check/keys.ts";
import type { Problem } from "../problem.ts";

/** One sentence for every member of a union that is told apart by the field `F`: a new member does not compile without. */
export type Words<U, F extends keyof U> = {
  readonly [K in U[F] & string]: (facts: Extract<U, Readonly<Record<F, K>>>) => string;
};

/** The sentence of one member. */
export function worded<U, F extends keyof U>(words: Words<U, F>, by: F, facts: U): string {
  return (words[facts[by] as U[F] & string] as (facts: U) => string)(facts);
}

/** Control characters but the line end, and the marks that turn the direction of text around. */
const unseen = /[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

/** Text for a terminal: control characters, which could hide what stands there, are written as JSON writes them. */
export function visibleText(text: string): string {
  return text.replaceAll(unseen, (character) =>
    character === "\n"
      ? character
      : (shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}

/** Longest fact of a sentence that is taken whole: a name that somebody pasted is cut. */
const longest = 300;

/** A sentence made of facts that can be printed on one line, whatever somebody typed. */
export function printable<T>(say: (facts: T) => string, facts: T): string {
  const sentence = say(facts);
  if (sentence.length < 2000 && sentence.search(unseen) < 0) return sentence;
  const plain = (_: string, value: unknown): unknown =>
    typeof value === "string" ? visibleText(value.slice(0, longest)).replaceAll(/\s*\n\s*/gu, " ") : value;
  return say(JSON.parse(JSON.stringify(facts, plain)) as T);
}

/** A text with its facts in place of `{name}`. */
export function textOf(text: string, facts: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}

/** The sentence that a group of kinds has for a problem; undefined where its kind is of another group. */
export function said(words: object, problem: Problem): string | undefined {
  const say = own(words as Readonly<Record<string, (facts: Problem) => string>>, problem.kind);
  return say === undefined ? undefined : printable(say, problem);
}

const shortEscapes: Readonly<Record<string, string>> = { "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f" };
