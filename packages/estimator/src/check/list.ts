import { unknownWord, wrongKind, type Check } from "./fields.ts";

/** A closed vocabulary: each word with what it means. Type, check, options of a command and their help derive from it. */
export type WordList<W extends string = string> = Readonly<Record<W, string>>;

export type Word<L extends WordList> = keyof L & string;

/** The words of a list, in its order. */
export function wordsOf<L extends WordList>(list: L): readonly Word<L>[] {
  return Object.keys(list);
}

/** One word of a list; what is near is proposed. */
export function oneWord(list: WordList): Check {
  const known = wordsOf(list);
  return (value, path) => {
    if (typeof value !== "string") return wrongKind(path, `one of ${known.join(", ")}`, value);
    return known.includes(value) ? null : unknownWord("wrong_kind", path, value, known);
  };
}
