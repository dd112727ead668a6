import { explain, type Problem, type Result } from "@tunecast/estimator";
import { own, textOf } from "@tunecast/estimator/parts";
import { pilotsProblemSentence } from "@tunecast/estimator/pilots";
import texts from "./messages.json" with { type: "json" };

/** Sentences made of more than their facts. */
const sentences: Readonly<Record<string, (problem: Problem) => string>> = {
  no_price_yet: ({ day, first, said = "" }) =>
    `No price is known for ${text(day)}: give --as-of ${text(first)} or a later day.${text(said)}`,
  stale_price: (problem) => explain(problem).replace("only.includeStale", "--set $&"),
  unknown_rules: ({ provider, known }) =>
    `No provider's rules are named "${text(provider)}": give one of ${[known].flat().join(", ")}.`,
  bad_setting: ({ path, setting, reason, line }) =>
    `${text(path)}${lineText(line)}${setting === undefined ? "" : `: ${text(setting)}`}: ${text(reason)}`,
  unknown_setting: ({ setting, known, line }) =>
    `tunecast.json${lineText(line)} has no setting "${text(setting)}"${nearTo(text(setting), Array.isArray(known) ? known : [])}`,
};

/** The sentence of a problem: those of files are worded here, all others in the estimator. */
export function sentenceOf(problem: Problem): string {
  const { kind, path } = problem;
  const plain = own(texts, kind);
  if (plain !== undefined) return textOf(plain, { ...problem, path: named(path) });
  return own(sentences, kind)?.(problem) ?? pilotsProblemSentence(problem) ?? explain(problem);
}

/** Thrown where a question cannot be answered: `run` ends with its sentence on standard error, and exit code 2. */
export class Refusal extends Error {}

/** Ends the command with the sentence of a problem. @param about file or field that the sentence is about */
export function refuse(problem: Problem | string, about?: string): never {
  const sentence = typeof problem === "string" ? problem : sentenceOf(problem);
  // The sentences of files name the file themselves.
  const isNamed =
    about === undefined ||
    sentence.includes(about) ||
    (typeof problem !== "string" && problem.kind.startsWith("file_"));
  throw new Refusal(`${isNamed ? "" : `${named(about)}: `}${sentence}`);
}

/** The value of a result; the command ends where it is a problem. @param about file or field that was read */
export function taken<T>(result: Result<T>, about?: string): T {
  return result.ok ? result.value : refuse(result.problem, about);
}

function lineText(line: unknown): string {
  return line === undefined ? "" : `, line ${text(line)}`;
}

function named(path: unknown): string {
  return path === "-" ? "Standard input" : text(path);
}

function nearTo(path: string, known: readonly string[]): string {
  const [group = "", name = ""] = path.split(".");
  const near =
    known.find((one) => one.startsWith(`${group}.${name}`)) ?? known.find((one) => one.endsWith(`.${name || group}`));
  return near === undefined ? `: it takes ${known.join(", ")}.` : `; did you mean ${near}?`;
}

function text(fact: unknown): string {
  return typeof fact === "string" || typeof fact === "number" ? String(fact) : "";
}
