import type { Figure } from "@tunecast/estimator";
import { likelyText } from "@tunecast/estimator/fields";
import type { SelfHostQuestion } from "@tunecast/gpu";
import { InvalidArgumentError, Option, type Command } from "commander";

export { given } from "@tunecast/estimator/parts";

/** Collects words: the option may be repeated, and one value may hold several words with commas between them. */
export function words(text: string, before: readonly string[] = []): readonly string[] {
  const more = text.split(",").map((word) => word.trim());
  if (more.includes("")) throw new InvalidArgumentError("Give one word or more, with commas between them.");
  return [...before, ...more];
}

/** Collects `name=value` pairs with commas between them. */
export function pairs(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const found = text.split(",").map((pair): [string, string] => {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) return [name, value];
    throw new InvalidArgumentError("Give pairs such as prompt=question,completion=answer.");
  });
  const all = [...Object.entries(before), ...found];
  const again = all.find(([name], at) => all.findIndex(([other]) => other === name) < at)?.[0];
  if (again !== undefined) throw new InvalidArgumentError(`${again} is named twice: name it once.`);
  return Object.fromEntries(all);
}

export function oneOf<T extends string>(...known: readonly T[]): (text: string) => T {
  return (text) => {
    const word = known.find((one) => one === text);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`Give one of: ${known.join(", ")}.`);
  };
}

/** `--format`: one of these, the first by default. */
export function formatOption(names: readonly string[] = ["table", "json"], help?: string): Option {
  const said = help ?? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  return new Option("--format <name>", said).argParser(oneOf(...names)).default(names[0]);
}

/** An open model to train on rented GPUs beside the services. */
export interface SelfHosted {
  readonly model: string;
  readonly method: NonNullable<SelfHostQuestion["method"]>;
}

/** Reads `llama-3.1-8b:qlora`; LoRA where no method is named. */
export function selfHosted(text: string): SelfHosted {
  const [model = "", method = "lora"] = text.split(":");
  return { model, method: oneOf<SelfHosted["method"]>("full", "lora", "qlora", "head")(method) };
}

/** A model to be made from scratch: a preset, or an open model's shape, and the tokens that it reads. */
export interface Scratch {
  readonly model: string;
  readonly tokens: number | undefined;
}

/** Reads a part of a file, `2/8`. */
export function shard(text: string): { index: number; of: number } {
  const [index = 0, of = 0] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError("Give the part and the number of parts, such as 2/8.");
}

export function grouped(command: Command, heading: string, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

/** What is said of a range whose answer is at its likeliest; nothing of a single value. */
export function rangeSaid(what: string, stated: Figure | undefined): readonly string[] {
  if (typeof stated !== "object") return [];
  return [`${what} ${stated.low} to ${stated.high}: the answer is at ${likelyText(stated)}.`];
}

/** What an option's own reader makes of a text after what stood there before; it throws where it takes none. */
export function readBy({ parseArg }: Option, text: string, before?: unknown): unknown {
  return parseArg === undefined ? text : parseArg<unknown>(text, before);
}

/** Says of each option that is given two values which one counts: the other is ignored. */
export function sayRepeats(command: Command, say: (sentence: string) => void): void {
  for (const option of command.options.filter(({ required }) => required)) {
    let first: string | undefined;
    command.on(`option:${option.name()}`, (text: string) => {
      const value: unknown = command.getOptionValue(option.attributeName());
      // A list holds more than its last words.
      const isLast = JSON.stringify(value) === JSON.stringify(readBy(option, text));
      if (first !== undefined && first !== text && isLast)
        say(`${option.long} is given twice: ${text} counts, not ${first}.`);
      first = text;
    });
  }
}
