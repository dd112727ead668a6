import { InvalidArgumentError, type Command } from "commander";
import { readBy } from "./options.ts";
import { needs } from "@tunecast/estimator/lists";

/** What decides which way comes first, in the order in which a person can answer. */
export const adviseQuestions: readonly Asked[] = [
  { option: "examples", ask: "How many training examples would there be?", needed: true },
  { option: "tokensPerExample", ask: "How many tokens has one, about (a page of text has 700)?", needed: true },
  { option: "requests", ask: "How many requests a month will be answered?", needed: true },
  { option: "inputTokens", ask: "How many tokens does one request read?", needed: true },
  { option: "outputTokens", ask: "How many tokens does one answer have?", needed: true },
  { option: "way", prefix: "few_shot=", ask: "Tokens of examples in the prompt, if not tuned (Enter: none)?" },
  { option: "way", prefix: "rag=", ask: "Tokens of looked-up passages in a request (Enter: none)?" },
  { option: "labelCost", ask: "Cost of one more labelled example, 0.40 or 0.20..0.60 (Enter: nothing)?" },
  {
    option: "examplesOwned",
    ask: "How many examples are labelled already (Enter: none)?",
    idle: ({ labelCost }) => labelCost === undefined,
  },
  { option: "needs", ask: `Does it need ${needs.join(", ")} (Enter: none of them)?` },
  { option: "residency", ask: "Where must it be trained, such as EU or US (Enter: anywhere)?" },
  { option: "dataStays", ask: "May the data not leave your own machines: yes or no (Enter: no)?" },
  {
    option: "selfHost",
    ask: "Open model to tune on your own cards, llama-3.1-8b:qlora (Enter: none)?",
    idle: ({ dataStays }) => dataStays !== true,
  },
  { option: "months", ask: "Over how many months (Enter: 1)?" },
];

/** Puts a question to the person at the terminal; undefined once no more can be answered. */
export type Ask = (question: string) => Promise<string | undefined>;

/** A question in the words of a person, and the option that its answer is for. */
export interface Asked {
  /** Name of the option as it is read, such as `labelCost`. */
  readonly option: string;
  readonly ask: string;
  /** What stands before the answer in the option's value: `few_shot=`. */
  readonly prefix?: string;
  /** Whether an answer is needed: an empty one is asked again. */
  readonly needed?: boolean;
  /** Where what is known already makes the question idle. */
  readonly idle?: (known: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * Asks for what was not given, one question after the other, and sets the options as if they had been typed.
 * The option's own reader takes the answer: what it says against one is shown, and the question asked again.
 * @returns the arguments that the answers stand for; those so far where the input ended
 */
export async function fillByAsking(command: Command, table: readonly Asked[], ask: Ask): Promise<readonly string[]> {
  const said: string[] = [];
  const isGiven = ({ option }: Asked): boolean =>
    !["default", undefined].includes(command.getOptionValueSource(option));
  for (const one of table.filter((asked) => !isGiven(asked))) {
    if (one.idle?.(command.opts()) === true) continue;
    const answered = await answerTo(command, one, ask);
    if (answered === undefined) return said;
    said.push(...answered);
  }
  return said;
}

/** The arguments of one answer, none where it was left empty; undefined where the input ended. */
async function answerTo(
  command: Command,
  { option: name, ask: question, prefix = "", needed = false }: Asked,
  ask: Ask,
): Promise<readonly string[] | undefined> {
  const option = command.options.find((one) => one.attributeName() === name);
  if (option === undefined) throw new Error(`no option ${name}`);
  const flag = option.long ?? name;
  for (let again = ""; ;) {
    const text = (await ask(`${again}${question} `))?.trim();
    if (text === undefined) return undefined;
    if (text === "" && !needed) return [];
    if (option.isBoolean()) {
      if (/^(?:y|yes)$/iu.test(text)) command.setOptionValueWithSource(name, true, "cli");
      if (/^(?:y|yes|n|no)$/iu.test(text)) return command.opts()[name] === true ? [flag] : [];
      again = "Answer yes or no.\n";
      continue;
    }
    try {
      const before: unknown = prefix === "" ? undefined : command.getOptionValue(name);
      command.setOptionValueWithSource(name, readBy(option, `${prefix}${text}`, before), "cli");
      return [flag, `${prefix}${text}`];
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      again = `${error.message}\n`;
    }
  }
}

export function asTyped(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:=,+-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(" ");
}
