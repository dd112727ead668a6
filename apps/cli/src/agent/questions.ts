import table from "./questions.json" with { type: "json" };

/** A question that an agent may ask: a command, with the words of an agent for its fields. */
export interface AgentQuestion {
  /** The command, and options that make it this question. */
  readonly argv: readonly string[];
  readonly title: string;
  readonly about: string;
  /** Fields that it cannot do without, by name. */
  readonly required?: readonly string[];
  /** Fields that stand for other options, such as `file` for `--data`; those of the command's own paths keep their names. */
  readonly names?: Readonly<Record<string, string>>;
  /** The fields of the tool of this name; the rest are fields of `ask`. Absent where there is no such tool. */
  readonly fields?: readonly string[];
}

/** Every question, by its name. Those with `fields` are tools of their own. */
export const questions: Readonly<Record<string, AgentQuestion>> = table;

/** Options that lay out an answer or write in its place, that ask on a terminal, or whose effect is an exit code. */
export const notForAgents: ReadonlySet<string> = new Set(
  (
    "--help --format --lines --top --by --write --launch --checkpoints --plot --focus-version --all " +
    "--allocate --as-billed --all-cards --max --max-monthly --warn --follow --every --all-places --sort"
  ).split(" "),
);
