import { shellCommands } from "./shellText.ts";

/** Programs that start a training run. */
const starters =
  /\b(accelerate launch|torchrun|deepspeed|trl (sft|dpo|kto|orpo|grpo|rloo|reward)|llamafactory-cli train|python3? \S+\.py|python3? -m \S+|(swift|megatron) (sft|pt|rlhf)|openrlhf\.cli\.\w+|tune run|axolotl train|automodel)\b/;

/** Whether a text is a command with options rather than a file of keys. */
export function looksLikeCommand(text: string): boolean {
  if (/^\w[\w.]*:\s/m.test(text)) return false;
  return commandOf(text) !== undefined;
}

/** The last line that starts a run and gives it options: what comes before prepares it. */
function commandOf(text: string): string | undefined {
  return shellCommands(text).findLast((line) => starters.test(line) && /\s(--?[A-Za-z]|[\w.+]+=)/.test(line));
}

/**
 * The options of a command by name, and the words before them. Names are written with underscores; `a.b=c` sets `a.b`, as
 * Hydra has it.
 */
export function commandValues(text: string): { command: string[]; values: Record<string, unknown> } {
  const words = shellWords(commandOf(text) ?? "");
  const command: string[] = [];
  const values: Record<string, unknown> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, key, set] = override.exec(word) ?? [];
    const [, name, own] = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (key !== undefined) values[key] = valueOf(set ?? "");
    else if (name === undefined) command.push(word);
    else if (name === "m" || name === "module") command.push(words[++at] ?? "");
    else {
      const given = own === undefined ? valuesAfter(words, at) : [own];
      if (own === undefined) at += given.length;
      // A script after the options of its launcher is no value of the last of them.
      if (own === undefined && given.at(-1)?.endsWith(".py") === true) command.push(given.pop() ?? "");
      values[name.replaceAll("-", "_")] =
        given.length === 0 ? true : given.length === 1 ? valueOf(given[0] ?? "") : given;
    }
  }
  return { command, values };
}

/** A key set as Hydra sets it. Names in capitals are the environment's. */
const override = /^\+{0,2}([a-z][\w.]*)=([\s\S]*)$/;

/** The words after an option, up to the next one. */
function valuesAfter(words: readonly string[], at: number): string[] {
  const rest = words.slice(at + 1);
  const next = rest.findIndex((word) => /^--?[A-Za-z]|^[$&|;>]/.test(word) || override.test(word));
  const own = next < 0 ? rest : rest.slice(0, next);
  // `$NODES` is a value, `$@` and `$TRAINING_ARGS` behind one are not known.
  return own.length === 0 && /^\$\{?\w+\}?$/.test(rest[0] ?? "") ? rest.slice(0, 1) : own;
}

function shellWords(line: string): string[] {
  return (line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replaceAll(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_whole, double?: string, single?: string) => double?.replaceAll(/\\(.)/g, "$1") ?? single ?? "",
    ),
  );
}

function valueOf(word: string): unknown {
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === "true";
  if (word === "null" || word === "None") return null;
  if (/^[{[]/.test(word))
    try {
      return JSON.parse(word) as unknown;
    } catch {
      return word;
    }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
}
