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
  /** Of a script that chooses: as it is where it chooses otherwise. */
  readonly otherwise?: readonly Readonly<Record<string, unknown>>[];
  readonly lineOf: (key: string) => number | undefined;
  readonly command: readonly string[];
  /** Comments at the head of a file, where some trainers say how it is started. */
  readonly head: string;
  readonly comments: readonly string[];
}
