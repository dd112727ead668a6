import { explain, type Problem, type Result } from "@tunecast/estimator";
import { pilotsProblemSentence } from "@tunecast/estimator/pilots";

const sentences: Readonly<Record<string, (problem: Problem) => string>> = {
  file_missing: ({ path }) => `There is no file ${text(path)}: check the path.`,
  file_directory: ({ path }) => `${text(path)} is a directory: name the data file in it.`,
  file_forbidden: ({ path }) => `${text(path)} may not be read: its permissions forbid it.`,
  file_unreadable: ({ path, reason }) => `${text(path)} could not be read (${text(reason)}).`,
  file_unwritable: ({ path, reason }) => `${text(path)} could not be written (${text(reason)}).`,
  no_model_config: ({ path }) =>
    `${named(path)} holds no config.json: give the folder of a model as the hub has it, or its name.`,
  file_empty: ({ path }) => `${named(path)} is empty: give a file with at least one row.`,
  file_too_long: ({ path, limit }) =>
    `${named(path)} is longer than ${text(limit)}: it is not the file that was meant.`,
  file_not_utf8: ({ path }) => `${named(path)} is not UTF-8 text: save it as UTF-8.`,
  file_not_json: ({ path, reason }) => `${named(path)} is not JSON: ${text(reason)}.`,
  file_key_twice: ({ path, key }) => `${named(path)} has "${text(key)}" twice in one object: keep one.`,
  file_counted: ({ path }) =>
    `${named(path)} is a profile: its rows are counted, and --shape and --columns say how to read rows. Profile the data file with them.`,
  file_printed_profile: ({ path }) =>
    `${named(path)} is the table that \`profile\` prints for people: give the profile itself, made with --format json.`,
  file_is_answer: ({ path }) =>
    `${named(path)} is an answer, not data: give it to diff or reconcile, or give the question file or the data that it was made from.`,
  file_not_profile: ({ path }) => `${named(path)} is not a profile: \`tunecast profile FILE > p.json\` writes one.`,
  file_is_profile: ({ path }) =>
    `${named(path)} is a profile, which holds counts and none of the rows: give the data file that it was made from.`,
  file_changed: ({ path }) => `${named(path)} changed while it was read: count it again.`,
  stdin_twice: () => 'Standard input ("-") can be read once only: name it once.',
  no_price_yet: ({ day, first, said = "" }) =>
    `No price is known for ${text(day)}: give --as-of ${text(first)} or a later day.${text(said)}`,
  stale_price: (problem) => explain(problem).replace("only.includeStale", "--set $&"),
  unknown_rules: ({ provider, known }) =>
    `No provider's rules are named "${text(provider)}": give one of ${[known].flat().join(", ")}.`,
  not_shardable: ({ path }) => `${named(path)} cannot be cut into parts: name a file.`,
  not_sampled: ({ path }) => `${named(path)} cannot be sampled, only plain JSON Lines can: count it without --sample.`,
  bad_setting: ({ path, setting, reason, line }) =>
    `${text(path)}${lineText(line)}${setting === undefined ? "" : `: ${text(setting)}`}: ${text(reason)}`,
  unknown_setting: ({ setting, known, line }) =>
    `tunecast.json${lineText(line)} has no setting "${text(setting)}"${nearTo(text(setting), Array.isArray(known) ? known : [])}`,
  agent_stdin: () => "Standard input carries this conversation: name a file.",
  agent_no_folder: ({ path }) =>
    `${named(path)} is not read: no folder is open to this server. The person opens one where the client starts it, as the argument after "mcp".`,
  agent_outside: ({ path }) => `${named(path)} is outside of the folders that are open to this server: it is not read.`,
};

/** The sentence of a problem: those of files are worded here, all others in the estimator. */
export function sentenceOf(problem: Problem): string {
  const own = Object.hasOwn(sentences, problem.kind) ? sentences[problem.kind] : undefined;
  return own?.(problem) ?? pilotsProblemSentence(problem) ?? explain(problem);
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
