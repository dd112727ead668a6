/** A high surrogate without its low one, or a low one without its high one, as JSON escapes. */
const lone =
  /(?<!\\)(?:\\\\)*\\u[dD][89abAB][\da-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][\da-fA-F]{2})(?<!\\)(?:\\\\)*\\u[dD][c-fC-F]/u;
const nul = /(?<!\\)(?:\\\\)*\\u0000/u;

/** Characters that JSON can name and text should not hold: `lone_surrogate`, `nul_character`. */
export function rawFlaws(json: string): readonly string[] {
  // Nearly no line has an escape of this kind, and looking for one is quick.
  if (!json.includes("\\u")) return [];
  const flaws: string[] = [];
  if (lone.test(json)) flaws.push("lone_surrogate");
  if (nul.test(json)) flaws.push("nul_character");
  return flaws;
}
