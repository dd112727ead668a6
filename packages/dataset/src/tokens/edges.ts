import type { Message } from "../formats/example.ts";
import type { Counter } from "./counter.ts";

const edge = /^\s|\s$/u;

/** Tokens of a message's text within its wrapping: as they stand, unless white space at an edge changes them. */
export function wrappedText(
  counter: Counter,
  { lead, strip }: { readonly lead: string; readonly strip: boolean },
  message: Pick<Message, "text" | "edged">,
  content: number,
): number {
  if (!(message.edged ?? edge.test(message.text))) return content;
  const { text } = message;
  const [first, last] = counter.parts === true ? ends(text) : [text.length, text.length];
  const [head, tail] = [text.slice(0, first), text.slice(last)];
  const begun = lead + (strip ? (tail === "" ? head.trim() : head.trimStart()) : head);
  const change = counter.count(begun) - counter.count(lead) - counter.count(head);
  const ended = strip ? tail.trimEnd() : tail;
  return content + change + (ended === tail ? 0 : counter.count(ended) - counter.count(tail));
}

/** The first and the last space between two ASCII letters: only what stands outside of them is changed at the edges. */
function ends(text: string): readonly [first: number, last: number] {
  const first = text.search(inner) + 1;
  if (first === 0) return [text.length, text.length];
  let last = text.length - 2;
  while (last > first && !inner.test(text.slice(last - 1, last + 2))) last -= 1;
  return [first, last];
}

const inner = /[a-z] [a-z]/iu;
