import { parseDay } from "@tunecast/estimator/prices";
import type { SelfHostQuestion } from "@tunecast/gpu";
import { InvalidArgumentError, type Command, type Option } from "commander";

/** Reads a whole number of at least `least`; `8_000` is 8000. */
export function whole(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(
      `Give a whole number of at least ${least}${isWritten(text) ? " in plain digits, such as 8000" : ""}.`,
    );
  };
}

function isWritten(text: string): boolean {
  return /^\d[\d.,' ]*(?:e\d+|[kmbt])?$/iu.test(text) && !/^\d+(?:\.\d*[1-9]\d*)?$/u.test(text);
}

/** Reads a number above zero that may have a fraction. */
export function positive(text: string): number {
  const value = number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Give a number above 0.");
}

/** Reads a large count as people write it: 569e9, 15T, 1.5B, 300M. */
export function corpusTokens(text: string): number {
  const [, digits = "", unit = ""] = /^(\d[\d_]*(?:\.\d+)?(?:e\d+)?)([KMBT]?)$/i.exec(text) ?? [];
  const value = Number(digits.replaceAll("_", "")) * ({ K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[unit.toUpperCase()] ?? 1);
  if (digits !== "" && value >= 1 && value <= 1e15) return value;
  throw new InvalidArgumentError("Give a number of tokens, such as 569e9 or 15T.");
}

/** Reads any number; `.9` is 0.9, as in a table of pilots. */
export function number(text: string): number {
  const value = /^-?(?:\d[\d_]*(?:\.\d+)?|\.\d+)$/.test(text) ? Number(text.replaceAll("_", "")) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Give a number in plain digits, such as 0.82.");
}

/** Reads a share from 0 to 1. */
export function share(text: string): number {
  const value = number(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Give a share from 0 to 1.");
}

/** Reads a day that exists. */
export function day(text: string): string {
  if (parseDay(text).ok) return text;
  throw new InvalidArgumentError("Give a day that exists, as YYYY-MM-DD.");
}

/** Collects words: the option may be repeated, and one value may hold several words with commas between them. */
export function words(text: string, before: readonly string[] = []): readonly string[] {
  const more = text.split(",").map((word) => word.trim());
  if (more.includes("")) throw new InvalidArgumentError("Give one word or more, with commas between them.");
  return [...before, ...more];
}

/** Collects numbers above zero with commas between them. */
export function numbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, ...text.split(",").map((one) => positive(one.trim()))];
}

/** Collects `name=value` pairs with commas between them. */
export function pairs(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const found = text.split(",").map((pair): [string, string] => {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) return [name, value];
    throw new InvalidArgumentError("Give pairs such as prompt=question,completion=answer.");
  });
  return { ...before, ...Object.fromEntries(found) };
}

/** Reads one of a few words. */
export function oneOf<T extends string>(...known: readonly T[]): (text: string) => T {
  return (text) => {
    const word = known.find((one) => one === text);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`Give one of: ${known.join(", ")}.`);
  };
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

/** Reads a part of a file, `2/8`. */
export function shard(text: string): { index: number; of: number } {
  const [index = 0, of = 0] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError("Give the part and the number of parts, such as 2/8.");
}

/** Reads the size of a sample: `0.1%` of the bytes, or a number of rows. */
export function sampleSize(text: string): { readonly share: number } | { readonly rows: number } {
  const percent = /^(\d+(?:\.\d+)?|\.\d+)%$/.exec(text)?.[1];
  if (percent === undefined) return { rows: whole(1)(text) };
  if (Number(percent) > 0 && Number(percent) <= 100) return { share: Number(percent) / 100 };
  throw new InvalidArgumentError("Give a share such as 0.1%, or a number of rows.");
}

/** Adds options under a heading of their own. */
export function grouped(command: Command, heading: string, options: readonly Option[]): Command {
  for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

/** The fields that hold something. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** What an option's own reader makes of a text after what stood there before; it throws where it takes none. */
export function readBy({ parseArg }: Option, text: string, before?: unknown): unknown {
  return parseArg === undefined ? text : parseArg<unknown>(text, before);
}
