/** `--as-of` is the field `asOf`, `--no-packing` is `noPacking`. */
export function fieldName(option: string): string {
  return option.replace(/^--/u, "").replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}

/** A sentence of the command as an agent reads it: fields where it names options, questions where it names commands. */
export function wordsOf(sentence: string, names: Readonly<Record<string, string>> = {}): string {
  const fieldOf = (option: string): string =>
    Object.entries(names).find(([, one]) => one === option)?.[0] ?? fieldName(option);
  return sentence
    .replaceAll(/^tunecast: /gmu, "")
    .replaceAll(/`?\btunecast ([a-z]+)(?: [^.`\n:;]*)?`?/gu, "ask about $1")
    .replaceAll(/--help(?: all)?\b/gu, "the fields of the question")
    .replaceAll(/--set ([\w.]+)(?:=\S+)?/gu, 'set ["$1=…"]')
    .replaceAll(/--[a-z]+(?:-[a-z]+)*/gu, (option) => fieldOf(option))
    .replaceAll(/(?:[;,] |\. )?[Ee]xit(?:s with| code)[^.;]*/gu, "")
    .replaceAll(/\boptions?\b/gu, (word) => word.replace("option", "field"));
}
