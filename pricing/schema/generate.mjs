// @ts-check
import { toJsonSchema } from "@valibot/to-json-schema";

/**
 * JSON Schema of a kind of price file, as text, from the code's own schema. Checks that JSON Schema cannot say (a day
 * that exists, no two rates from one day) are left to the tests.
 *
 * @param {string} title
 * @param {import("valibot").GenericSchema<any, any>} schema
 * @param {Record<string, import("valibot").GenericSchema<any, any>>} [definitions] parts that stand once and are referred to
 */
export function jsonSchemaText(title, schema, definitions = {}) {
  const json = toJsonSchema(schema, { errorMode: "ignore", definitions });
  return `${JSON.stringify({ title, ...json }, null, 2)}\n`;
}
