import type { Parsed } from "../entry.ts";
import type { SomeSettings } from "../settings.ts";
import type { Table } from "../table.ts";

/** A trainer whose configs are read, and written where it can be. */
export interface Trainer {
  readonly id: string;
  readonly name: string;
  /** Framework profile of the estimator. */
  readonly framework: string;
  /** How it spreads a run over cards where no key says it. */
  readonly spreads: "ddp" | "fsdp";
  /** Whether a config is one of its own; the first trainer that says so is taken. */
  readonly is: (config: Parsed) => boolean;
  readonly table: Table;
  /** What the trainer does where a config says nothing. */
  readonly defaults: SomeSettings;
  /** What is in no key of its own: said by a command's words or a comment. */
  readonly beside?: (config: Parsed) => SomeSettings;
  /** Keys that a config needs and no setting gives, with what is to be filled in; written first. */
  readonly needs?: Readonly<Record<string, unknown>>;
}
