import { Command, type Argument, type Option } from "commander";
import { addAdvise } from "../commands/advise.ts";
import { addCheck } from "../commands/check.ts";
import { addCurve } from "../commands/curve.ts";
import { addEstimate } from "../commands/estimate.ts";
import { addGpu } from "../commands/gpu.ts";
import { addPlan } from "../commands/plan.ts";
import { addPrices } from "../commands/prices.ts";
import { FieldOption } from "../ask/fieldOption.ts";
import type { Host } from "../read/host.ts";

/** A field of a tool, in JSON Schema. */
interface Field {
  readonly type?: string | readonly string[];
  readonly description: string;
  readonly items?: { readonly type: string };
  readonly minimum?: number;
  readonly maximum?: number;
  /** A value that the command takes, or a list of them where its option may be repeated. */
  readonly anyOf?: readonly object[];
}

/** A command as an agent calls it. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: {
    readonly type: "object";
    readonly properties: Readonly<Record<string, Field>>;
    readonly required: readonly string[];
    readonly additionalProperties: false;
  };
}

/** Entries of a list in an answer, where nobody says how many. */
export const usualTop = 10;

/** Most entries of a list in an answer. */
export const mostTop = 50;

const commands = [addEstimate, addAdvise, addPlan, addGpu, addCheck, addPrices, addCurve];

/** Options of how the answer is shown, or of what is written in its place: an agent gets the answer as data. */
const shown = new Set(
  "--help --format --lines --show-refused --top --write --launch --plot --focus-version --all --allocate --as-billed".split(
    " ",
  ),
);

const top: Field = {
  type: "integer",
  minimum: 1,
  maximum: mostTop,
  description: `entries of each list in the answer (default: ${usualTop}); the rest is counted in leftOut`,
};

/** The tools: the schema of each is made of the options of its command, so there is no second list of them. */
export function tools(around: Host): readonly Tool[] {
  const program = new Command();
  for (const add of commands) add(program, around, () => {});
  return program.commands.map((command) => {
    const given = command.registeredArguments.map((argument) => [argument.name(), pathField(argument)] as const);
    const options = command
      .createHelp()
      .visibleOptions(command)
      .filter(({ long }) => !shown.has(long ?? ""));
    return {
      name: command.name(),
      description: command.description(),
      inputSchema: {
        type: "object",
        properties: Object.fromEntries([
          ...given,
          ...options.map((one) => [fieldName(one), optionField(one)]),
          ["top", top],
        ]),
        required: [
          ...command.registeredArguments.filter(({ required }) => required).map((argument) => argument.name()),
          ...options.filter(({ mandatory }) => mandatory).map(fieldName),
        ],
        additionalProperties: false,
      },
    };
  });
}

/** `--no-packing` is `noPacking`, `--as-of` is `asOf`. */
function fieldName({ long = "" }: Option): string {
  return long.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function pathField({ variadic, description }: Argument): Field {
  const text = description.replace(/; "-" is.*/s, "");
  return variadic
    ? { type: "array", items: { type: "string" }, description: text }
    : { type: "string", description: text };
}

function optionField(option: Option): Field {
  if (option.isBoolean() || option.negate) return { type: "boolean", description: option.description };
  if (option instanceof FieldOption && option.schema !== undefined)
    return { description: option.description, anyOf: [option.schema, { type: "string" }] };
  const placeholder = /<[^>]+>/.exec(option.flags)?.[0] ?? "";
  const description = `${placeholder} ${option.description}`;
  // A group's option, such as `--way`, may be repeated.
  return option instanceof FieldOption
    ? { description, anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }
    : { type: ["string", "number"], description };
}

/** The option that a field stands for: `asOf` is `--as-of`. */
export function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
