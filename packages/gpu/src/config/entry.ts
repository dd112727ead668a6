/** One key of a config with its value, and where it stands. */
export interface Entry {
  /** Dotted path: `model.lora_rank`. */
  readonly key: string;
  readonly value: unknown;
  readonly file: string;
  /** 1-based; undefined where the text has no lines of its own. */
  readonly line: number | undefined;
}

/** A file as it was named, and its text. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

/** A config that was parsed: its values, and where each key stands. */
export interface Parsed {
  readonly file: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly lineOf: (key: string) => number | undefined;
  /** The words of a command line before its options; none of a file. */
  readonly command: readonly string[];
  /** Comments at the head of a file, where some trainers say how it is started. */
  readonly head: string;
  /** Its comments, a line each. */
  readonly comments: readonly string[];
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
