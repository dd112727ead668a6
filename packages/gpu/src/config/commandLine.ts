/** Programs that start a training run. */
const starters =
  /\b(accelerate launch|torchrun|deepspeed|trl (sft|dpo|kto|orpo|grpo|rloo|reward)|llamafactory-cli train|python3? \S+\.py|tune run|axolotl train)\b/;

/** Whether a text is a command with options rather than a file of keys. */
export function looksLikeCommand(text: string): boolean {
  const plain = withoutComments(text);
  return starters.test(plain) && /(^|\s)--\w/.test(plain) && !/^\w[\w.]*:\s/m.test(plain);
}

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*#.*$/gm, "").replaceAll(/\\\r?\n/g, " ");
}

/** The options of a command by name, and the words before them. Names are written with underscores. */
export function commandValues(text: string): { command: string[]; values: Record<string, unknown> } {
  const line = withoutComments(text)
    .split("\n")
    .find((one) => starters.test(one));
  const words = shellWords(line ?? "");
  const command: string[] = [];
  const values: Record<string, unknown> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, name, own] = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) {
      command.push(word);
      continue;
    }
    const given = own === undefined ? valuesAfter(words, at) : [own];
    if (own === undefined) at += given.length;
    // A script after the options of its launcher is no value of the last of them.
    if (own === undefined && given.at(-1)?.endsWith(".py") === true) command.push(given.pop() ?? "");
    values[name.replaceAll("-", "_")] =
      given.length === 0 ? true : given.length === 1 ? valueOf(given[0] ?? "") : given;
  }
  return { command, values };
}

/** The words after an option, up to the next one. */
function valuesAfter(words: readonly string[], at: number): string[] {
  const rest = words.slice(at + 1);
  const next = rest.findIndex((word) => /^--?[A-Za-z]/.test(word));
  return next < 0 ? rest : rest.slice(0, next);
}

function shellWords(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|[^\s"']+/g)].map(
    ([whole, double, single]) => double?.replaceAll(/\\(.)/g, "$1") ?? single ?? whole,
  );
}

function valueOf(word: string): unknown {
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === "true";
  if (/^[{[]/.test(word))
    try {
      return JSON.parse(word) as unknown;
    } catch {
      return word;
    }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
}
