export interface Entry {
  /** Dotted path: `model.lora_rank`. */
  readonly key: string;
  readonly value: unknown;
  readonly file: string;
  /** 1-based; undefined where the text has no lines of its own. */
  readonly line: number | undefined;
}

export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

export interface Parsed {
  readonly file: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Of a script: the commands that may train in each way that it can go, and options that the shell cut off its own. */
  readonly ways?: readonly (readonly Command[])[];
  readonly cut?: Readonly<Record<string, unknown>>;
  readonly lineOf: (key: string) => number | undefined;
  readonly command: readonly string[];
  /** Comments at the head of a file, where some trainers say how it is started. */
  readonly head: string;
  readonly comments: readonly string[];
}

/** The words of a command, and its options with underscores. */
export type Command = Pick<Parsed, "command" | "values" | "cut">;
