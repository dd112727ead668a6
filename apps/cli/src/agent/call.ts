import { visibleText } from "@tunecast/estimator/text";
import type { Report } from "@tunecast/estimator/report";
import { fail, ok } from "@tunecast/estimator/problem";
import type { Result } from "@tunecast/estimator";
import { given } from "../ask/options.ts";
import type { Host } from "../read/host.ts";
import { run } from "../run.ts";
import { entriesOf, linesOf, paged, type AgentAnswer } from "./answer.ts";
import { questions, type AgentQuestion } from "./questions.ts";
import { fieldsOf, type FieldOf } from "./schema.ts";
import { wordsOf } from "./words.ts";

/** Runs the command of a question. A refusal is a sentence, the problem's. */
export async function call(
  name: string,
  stated: Readonly<Record<string, unknown>>,
  around: Host,
): Promise<Result<AgentAnswer>> {
  const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
  if (question === undefined)
    return wrong(`There is no question ${name}: ask one of ${Object.keys(questions).join(", ")}.`);
  const { from = 0, ...fields } = stated;
  if (typeof from !== "number" || !Number.isInteger(from) || from < 0)
    return wrong("The field from must be a whole number: the entry that the page begins with.");
  const argv = argvOf(name, question, await fieldsOf(question, around), fields);
  if (!argv.ok) return argv;
  const reports: Report[] = [];
  let written = "";
  const { exitCode, stdout, stderr } = await run(argv.value, {
    ...around,
    write: async (text) => void (written += text),
    screen: { columns: undefined, colour: false, report: (report) => void reports.push(report) },
  });
  const inWords = (text: string): string => visibleText(wordsOf(text, question.names)).trim();
  const notices = inWords(stderr);
  if (exitCode === 2) return wrong(notices);
  const [report] = reports;
  const said = notices === "" ? [] : ([["notes", notices]] as const);
  const entries = report === undefined ? linesOf(written + stdout) : [...said, ...entriesOf(report)];
  const worded = entries.map(([list, value]) => [list, deepWords(value, inWords)] as (typeof entries)[number]);
  if (report === undefined) return ok(paged({ answer: notices }, worded, from));
  const { headline, asked, figures } = report;
  const head = { answer: inWords([headline, ...asked].join(" ")) };
  const shown = figures.map(({ label, value, range, note }) => ({ label, value, ...given({ range, note }) }));
  return ok(paged(from === 0 && shown.length > 0 ? { ...head, figures: shown } : head, worded, from));
}

/** The fields of a question as rows, for an agent that has not asked it before. */
export async function describe(name: string, from: number, around: Host): Promise<Result<AgentAnswer>> {
  const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
  if (question === undefined) return call(name, {}, around);
  const listed = Object.entries(await fieldsOf(question, around));
  // What it cannot do without stands on the first page.
  const fields = listed.toSorted(([, one], [, other]) => Number(other.required) - Number(one.required));
  const needed = fields.filter(([, { required }]) => required).map(([field]) => field);
  const rows = fields.map(([field, { type, items, enum: words, description }]) => {
    const takes = words?.join(" | ") ?? (items === undefined ? [type].flat().join(" or ") : "list of texts");
    return ["rows", { field, takes: takes.replace("string", "text"), about: description }] as const;
  });
  const needs = needed.length === 0 ? "" : ` It needs ${needed.join(", ")}.`;
  return ok(
    paged({ answer: `${name}: ${question.about.replace(/\.$/u, "")}.${needs} Ask it with fields: {…}.` }, rows, from),
  );
}

/** Words of a row or a note. */
function deepWords(value: object | string, inWords: (text: string) => string): object | string {
  if (typeof value === "string") return inWords(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, typeof one === "string" ? inWords(one) : one]),
  );
}

/** The line of the command. A value is joined to its option and paths stand last, so that none is read as an option. */
function argvOf(
  name: string,
  { argv }: AgentQuestion,
  known: Readonly<Record<string, FieldOf>>,
  fields: Readonly<Record<string, unknown>>,
): Result<readonly string[]> {
  const options: string[] = [];
  const paths: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    const of = Object.hasOwn(known, field) ? known[field] : undefined;
    if (of === undefined) return wrong(`${name} has no field ${field}${meant(field, Object.keys(known))}.`);
    const isFlag = of.type === "boolean";
    const isText = of.type === "string" && Array.isArray(value);
    // Several names of one text, as its option takes them.
    const values: readonly unknown[] = isText ? [value.map(String).join(",")] : Array.isArray(value) ? value : [value];
    if (Array.isArray(value) && of.items === undefined && !isText) return wrong(`${field} must be ${takes(of)}.`);
    for (const one of values) {
      const text = isFlag ? undefined : asText(one);
      if (isFlag ? typeof one !== "boolean" : text === undefined) return wrong(`${field} must be ${takes(of)}.`);
      if (of.option === undefined) paths.push(text ?? "");
      else if (isFlag) options.push(...(one === true ? [of.option] : []));
      else options.push(`${of.option}=${text}`);
    }
  }
  const missing = Object.entries(known).filter(([field, { required }]) => required && fields[field] === undefined);
  if (missing.length > 0) return wrong(`${name} needs ${missing.map(([field]) => field).join(" and ")}.`);
  return ok([...argv, ...options, "--", ...paths]);
}

function takes({ type, items }: FieldOf): string {
  if (items !== undefined) return "a list of texts";
  return type === "boolean" ? "true or false" : [type].flat().includes("string") ? "a text" : "a number";
}

/** A value of a field as its option is typed; a range is `low..likeliest..high`. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null || !("low" in value) || !("high" in value)) return undefined;
  return [value.low, ...("typical" in value ? [value.typical] : []), value.high].map(String).join("..");
}

/** The field that may be meant: written as the option is, or one of several where the question takes a list. */
function meant(field: string, known: readonly string[]): string {
  const bare = field.replaceAll(/[-_]/gu, "").toLowerCase();
  const near = known.find((one) => [bare, `${bare}s`, bare.replace(/s$/u, "")].includes(one.toLowerCase()));
  return near === undefined ? `; it takes ${known.join(", ")}` : `; did you mean ${near}?`;
}

function wrong(sentence: string): Result<never> {
  return fail({ kind: "wrong_field", sentence });
}
