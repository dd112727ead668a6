import type { Message } from "../formats/example.ts";
import type { Counter } from "./counter.ts";

/** White space at the beginning of a text, and at its end: the bits of {@link Message.edged}. */
const [BEGIN, END] = [1, 2];

function edgesOf(text: string): number {
  return (/^\s/u.test(text) ? BEGIN : 0) | (/\s$/u.test(text) ? END : 0);
}

/** Tokens of a message's text within its wrapping: as they stand, unless white space at an edge changes them. */
export function wrappedText(
  counter: Counter,
  { lead, strip }: { readonly lead: string; readonly strip: boolean },
  message: Pick<Message, "text" | "edged">,
  content: number,
): number {
  const edged = (message.edged ?? edgesOf(message.text)) & (strip ? BEGIN | END : BEGIN);
  if (edged === 0) return content;
  const { text } = message;
  const [first, last] = counter.parts === true ? ends(text) : [text.length, text.length];
  const [head, tail] = [text.slice(0, first), text.slice(last)];
  let tokens = content;
  if ((edged & BEGIN) !== 0 || tail === "") {
    const begun = lead + (strip ? (tail === "" ? head.trim() : head.trimStart()) : head);
    tokens += counter.count(begun) - counter.count(lead) - counter.count(head);
  }
  const ended = strip ? tail.trimEnd() : tail;
  return ended === tail ? tokens : tokens + counter.count(ended) - counter.count(tail);
}

/** The first and the last space between two ASCII letters: only what stands outside of them is changed at the edges. */
function ends(text: string): readonly [first: number, last: number] {
  const { length } = text;
  let first = 1;
  while (first < length && !isBetween(text, first)) first += 1;
  if (first >= length) return [length, length];
  let last = length - 2;
  while (last > first && !isBetween(text, last)) last -= 1;
  return [first, last];
}

/** Whether a space between two ASCII letters stands there. */
function isBetween(text: string, at: number): boolean {
  return text.charCodeAt(at) === 32 && isLetter(text.charCodeAt(at - 1)) && isLetter(text.charCodeAt(at + 1));
}

function isLetter(code: number): boolean {
  return (code | 32) >= 97 && (code | 32) <= 122;
}
