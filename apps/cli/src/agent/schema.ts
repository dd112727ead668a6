import { Command, type Argument, type Option } from "commander";
import { FieldOption } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { notForAgents, type AgentQuestion } from "./questions.ts";
import { fieldName, wordsOf } from "./answer.ts";

export interface Field {
  readonly type: string | readonly string[];
  readonly description: string;
  readonly items?: { readonly type: string };
  readonly enum?: readonly string[];
}

/** A field and what it becomes on the line of the command. */
export interface FieldOf extends Field {
  /** The option; absent for paths. */
  readonly option?: string;
  readonly required: boolean;
}

/** The fields of a question, by name: made of the arguments and options of its command, so there is no second list of them. */
export async function fieldsOf(
  { argv, names = {}, required = [] }: Pick<AgentQuestion, "argv" | "names" | "required">,
  loaded: (name?: string) => Promise<readonly AddCommand[]>,
): Promise<Readonly<Record<string, FieldOf>>> {
  const [name, ...fixed] = argv;
  const program = new Command();
  for (const add of await loaded(name)) add(program);
  const command = program.commands[0] ?? program;
  const renamed = new Map(Object.entries(names).map(([field, option]) => [option, field]));
  const nameOf = ({ long }: Option): string => renamed.get(long ?? "") ?? fieldName(long ?? "");
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long = "" }) => !notForAgents.has(long) && !fixed.includes(long));
  return Object.fromEntries([
    ...command.registeredArguments.map((argument) => [
      argument.name(),
      { ...pathField(argument), required: argument.required || required.includes(argument.name()) },
    ]),
    ...options.map((option) => [
      nameOf(option),
      {
        ...optionField(option),
        option: option.long ?? "",
        required: option.mandatory || required.includes(nameOf(option)),
      },
    ]),
  ]);
}

function pathField({ variadic, description }: Argument): Field {
  const text = description.replace(/; "-" is.*/s, "");
  const path = "path of a file below an open folder";
  return variadic
    ? { type: "array", items: { type: "string" }, description: `${text} (paths)` }
    : { type: "string", description: text.includes("columns") ? `${path}: ${text}` : `${text} (path)` };
}

function optionField(option: Option): Field {
  const description = wordsOf(option.description).replace(/: 8000, 8k$/u, "");
  if (option.isBoolean() || option.negate) return { type: "boolean", description };
  if (!(option instanceof FieldOption)) {
    const placeholder = /[<[]([^>\]]+)[>\]]/u.exec(option.flags)?.[1] ?? "";
    if (placeholder === "file") return { type: "string", description: `path: ${description}` };
    return { type: placeholder === "n" ? "number" : "string", description };
  }
  // A group's option, such as `--way`, may be repeated.
  return { ...(option.schema === undefined ? repeated : simple(option.schema)), description };
}

const repeated = { type: "array", items: { type: "string" } } as const;

/** The plain form of a value: a number, or a text such as `low..high` where a range is taken too; a list of texts. */
function simple(schema: {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly object[];
  readonly enum?: readonly string[];
}): Pick<Field, "type" | "items" | "enum"> {
  const { type, anyOf = [], enum: words } = schema;
  if (words !== undefined) return { type: "string", enum: words };
  const list = anyOf.find((one) => "items" in one);
  if (list !== undefined) return repeated;
  if (anyOf.length > 0) return { type: [...new Set([simple(anyOf[0] ?? {}).type, "string"].flat())] };
  return { type: Array.isArray(type) ? type.filter((one) => one !== "null") : (type ?? "string") };
}
