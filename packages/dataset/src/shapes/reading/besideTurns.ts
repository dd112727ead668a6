import { jsonValue } from "../../formats/jsonValue.ts";
import { contentOf, type Content } from "./content.ts";
import { textMessage, type Message } from "../../formats/example.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";

const systemColumns: readonly string[] = ["system", "system_prompt"];

/** The system text beside the turns, and its column: a text, Anthropic's and Bedrock's list of texts, or one part alone. */
function systemIn(row: Row): { readonly column: string; readonly content: Content } | null {
  for (const column of systemColumns) {
    if (!filled(row, column)) continue;
    const content = contentOf(row[column]);
    if (!("code" in content) && (content.text !== "" || content.rest !== null)) return { column, content };
  }
  return null;
}

/** The system text beside the turns, as a message. */
export function systemOf(row: Row): Message[] {
  const found = systemIn(row);
  return found === null ? [] : [{ ...textMessage("system", found.content.text), rest: found.content.rest }];
}

/** The column that the system text is read from: two of them are not both read. */
export function systemColumn(row: Row): readonly string[] {
  const found = systemIn(row);
  return found === null ? [] : [found.column];
}

/** The field that may hold the tools of a row. */
export function toolField(row: Row): string {
  return ["tools", "available_tools", "functions", "toolConfig"].find((field) => filled(row, field)) ?? "tools";
}

/** Tools of a row: a list, or one alone, or either as JSON text; the deprecated `functions` are tools too. */
export function toolsOf(row: Row): readonly unknown[] | null {
  const value = row[toolField(row)];
  const given =
    typeof value === "string"
      ? jsonValue(value)
      : isRow(value) && Array.isArray(value["tools"])
        ? value["tools"].map(fromConverse)
        : value;
  const list: unknown = isRow(given) && definesTool(given) ? [given] : given;
  return Array.isArray(list) && list.length > 0 ? list : null;
}

function fromConverse(tool: unknown): unknown {
  const spec: unknown = isRow(tool) ? tool["toolSpec"] : null;
  if (!isRow(spec)) return tool;
  const { inputSchema, ...named } = spec;
  return { type: "function", function: { ...named, parameters: isRow(inputSchema) ? inputSchema["json"] : undefined } };
}

/** One definition: OpenAI's, a function alone, or Gemini's list of declarations. */
function definesTool(value: Row): boolean {
  return (
    typeof value["name"] === "string" ||
    isRow(value["function"]) ||
    Array.isArray(value["functionDeclarations"] ?? value["function_declarations"])
  );
}

/** The field that the tools of a row are read from: none where it holds something else. */
export function toolColumn(row: Row): readonly string[] {
  return toolsOf(row) === null ? [] : [toolField(row)];
}
