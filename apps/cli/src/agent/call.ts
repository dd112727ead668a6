import { fail, ok } from "@tunecast/estimator/problem";
import type { Result } from "@tunecast/estimator";
import { run } from "../run.ts";
import type { Host } from "../read/host.ts";
import { bounded } from "./bounded.ts";
import { mostTop, optionOf, usualTop, type Tool } from "./tools.ts";

/** What a tool answers: texts, and whether they say why there is no answer. */
export interface Reply {
  readonly content: { readonly type: "text"; readonly text: string }[];
  readonly isError: boolean;
}

/** Runs the command of a tool; a refusal is the sentence that the command prints. */
export async function call(tool: Tool, given: Readonly<Record<string, unknown>>, around: Host): Promise<Reply> {
  const { top = usualTop, ...fields } = given;
  if (typeof top !== "number" || !Number.isInteger(top) || top < 1 || top > mostTop)
    return said(`The field top must be a whole number from 1 to ${mostTop}.`);
  const argv = argvOf(tool, fields);
  if (!argv.ok) return said(String(argv.problem["sentence"]));
  let written = "";
  const { stdout, stderr } = await run(argv.value, {
    ...around,
    write: async (text) => void (written += text),
    screen: { columns: undefined, colour: false },
  });
  const notices = stderr.replaceAll(/^tunecast: /gm, "").trim();
  const answer = written + stdout;
  if (answer === "") return said(notices);
  const texts = [bounded(JSON.parse(answer), top), ...(notices === "" ? [] : [notices])];
  return { content: texts.map((text) => ({ type: "text", text })), isError: false };
}

/** The arguments of the command. A value is joined to its option and paths stand last, so that none is read as an option. */
function argvOf({ name, inputSchema }: Tool, fields: Readonly<Record<string, unknown>>): Result<readonly string[]> {
  const options: string[] = [];
  const paths: string[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (!Object.hasOwn(inputSchema.properties, field))
      return wrong(`The tool ${name} has no field ${field}${meant(field, Object.keys(inputSchema.properties))}.`);
    const { type, anyOf } = inputSchema.properties[field] ?? {};
    const isPath = type === "array" || type === "string";
    const values: readonly unknown[] = (type === "array" || takesList(anyOf)) && Array.isArray(value) ? value : [value];
    for (const one of values) {
      const text = anyOf === undefined ? undefined : asText(one);
      if (text !== undefined) options.push(`${optionOf(field)}=${text}`);
      if (text !== undefined) continue;
      if (one === "-") return wrong("Standard input carries this conversation: name a file.");
      if (
        typeof one !== (type === "boolean" ? "boolean" : "string") &&
        !(Array.isArray(type) && typeof one === "number")
      )
        return wrong(
          `The field ${field} must be ${anyOf !== undefined || Array.isArray(type) ? "a text or a number" : typeWords(type)}.`,
        );
      if (isPath) paths.push(String(one));
      else if (one === true) options.push(optionOf(field));
      else if (one !== false) options.push(`${optionOf(field)}=${String(one)}`);
    }
  }
  return ok([name, ...options, "--format=json", "--", ...paths]);
}

/** Whether a list is among the values that a field takes. */
function takesList(anyOf: readonly object[] = []): boolean {
  return anyOf.some((one: { readonly type?: unknown; readonly anyOf?: readonly object[] }) =>
    one.type === "array" ? true : takesList(one.anyOf),
  );
}

/** A value of a field as its option is typed; a range is `low..likeliest..high`. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null || !("low" in value) || !("high" in value)) return undefined;
  return [value.low, ...("typical" in value ? [value.typical] : []), value.high].map(String).join("..");
}

/** The field that may be meant: written as the option is, or one of several where the tool takes a list. */
function meant(field: string, known: readonly string[]): string {
  const bare = field.replaceAll(/[-_]/gu, "").toLowerCase();
  const near = known.find((one) => [bare, `${bare}s`].includes(one.toLowerCase()));
  return near === undefined ? "" : `; did you mean ${near}`;
}

function typeWords(type: unknown): string {
  return type === "boolean" ? "true or false" : type === "array" ? "a list of texts" : "a text";
}

function wrong(sentence: string): Result<never> {
  return fail({ kind: "wrong_field", sentence });
}

function said(sentence: string): Reply {
  return { content: [{ type: "text", text: sentence }], isError: true };
}
