import words from "./words.json" with { type: "json" };

/**
 * What a finding says and what to do about it, by its code; where a code stands for several cases, the others have words of
 * their own (`turn_skipped`, `cut_by_trainer`). `{}` stands for the detail that was met.
 */
const wordings: Readonly<Record<string, readonly string[]>> = words;

/** Sentence and remedy of a finding's code; the sentence begins in lower case, after the place. */
export function findingWords(code: string, detail: string = ""): { readonly sentence: string; readonly fix: string } {
  const [sentence = code.replaceAll("_", " "), fix = ""] = wordings[code] ?? [];
  const filled = detail === "" ? sentence.replace(/ \([^()]*\{\}\)/u, "") : sentence.replace("{}", () => detail);
  return { sentence: filled.replace("{}", "several"), fix };
}
