import { isRow, type Row } from "../formats/row.ts";
import { jsonText } from "../shapes/reading/content.ts";

const deepest = 64;

function enumText(values: unknown): string | null {
  if (!Array.isArray(values) || values.length === 0) return null;
  return values.map((value) => (typeof value === "string" ? `"${value}"` : jsonText(value))).join(" | ");
}

function typeText(schema: unknown, indent: number, depth: number): string {
  if (!isRow(schema) || depth > deepest) return "any";
  const oneOf: unknown = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(oneOf)) return oneOf.map((one) => typeText(one, indent, depth + 1)).join(" | ");
  const type = schema["type"];
  if (Array.isArray(type)) {
    // Each type once: a list that repeats one would double the text at every level.
    const types = new Set(type.filter((one: unknown) => typeof one === "string"));
    return [...types].map((one) => typeText({ ...schema, type: one }, indent, depth + 1)).join(" | ");
  }
  if (type === "boolean" || type === "null") return type;
  if (type === "array") return isRow(schema["items"]) ? `${typeText(schema["items"], indent, depth + 1)}[]` : "any[]";
  if (type === "object") return `{\n${propertiesText(schema, indent + 2, depth + 1)}\n}`;
  const plain = type === "integer" ? "number" : type;
  return enumText(schema["enum"]) ?? (plain === "string" || plain === "number" ? plain : "any");
}

function propertiesText(schema: Row, indent: number, depth: number): string {
  const properties = isRow(schema["properties"]) ? schema["properties"] : {};
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const lines: string[] = [];
  for (const [name, property] of Object.entries(properties)) {
    // Descriptions of nested properties do not reach the model.
    if (indent < 2 && isRow(property) && typeof property["description"] === "string" && property["description"] !== "")
      lines.push(`// ${property["description"]}`);
    lines.push(`${name}${required.includes(name) ? "" : "?"}: ${typeText(property, indent, depth)},`);
  }
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}

/** Tools as the text that OpenAI shows the model: a TypeScript namespace of function types. @source https://github.com/hmarr/openai-chat-tokens (recorded API counts, read 2026-11-24) */
export function toolsText(tools: readonly unknown[]): string {
  const lines = ["namespace functions {", ""];
  for (const tool of tools.filter(isRow)) {
    const { name, description, parameters } = isRow(tool["function"]) ? tool["function"] : tool;
    if (typeof description === "string" && description !== "") lines.push(`// ${description}`);
    const properties = isRow(parameters) && isRow(parameters["properties"]) ? parameters["properties"] : {};
    if (Object.keys(properties).length === 0) lines.push(`type ${jsonText(name ?? "")} = () => any;`, "");
    else lines.push(`type ${jsonText(name ?? "")} = (_: {`, propertiesText(parameters as Row, 0, 0), "}) => any;", "");
  }
  lines.push("} // namespace functions");
  return lines.join("\n");
}
