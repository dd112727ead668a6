import { jsonValue } from "../../formats/jsonValue.ts";
import { filled, has, isRow, type Row } from "../../formats/row.ts";
import { callsOf } from "../reading/chat.ts";
import { jsonText } from "../reading/content.ts";
import type { Emit } from "./rules.ts";

type Dialect = "openai" | "mistral";

const functionName = /^[a-zA-Z0-9_-]{1,64}$/u;
const mistralId = /^[a-zA-Z0-9]{9}$/u;

function checkFunction({ name, arguments: given }: Row, emit: Emit): void {
  if (typeof name !== "string" || name === "") emit("error", "bad_tool_call", "no name");
  else if (!functionName.test(name)) emit("error", "bad_tool_call", `name ${name.slice(0, 40)}`);
  if (typeof given !== "string") emit("error", "bad_tool_call", "arguments are no text");
  else if (jsonValue(given) === undefined) emit("warning", "tool_arguments_not_json", given.slice(0, 40));
}

function checkCall(call: unknown, dialect: Dialect, isLast: boolean, emit: Emit): void {
  if (!isRow(call) || !isRow(call["function"])) return emit("error", "bad_tool_call", "no function");
  checkFunction(call["function"], emit);
  if (dialect === "mistral") {
    const { id } = call;
    if (has(call, "type") && call["type"] !== "function") emit("error", "bad_tool_call", "type is not function");
    if (typeof id !== "string" || (!mistralId.test(id) && !(isLast && id === "null")))
      emit("error", "bad_tool_call_id", jsonText(id ?? "none"));
    return;
  }
  if (typeof call["id"] !== "string" || call["id"] === "") emit("error", "bad_tool_call", "no id");
  if (call["type"] !== "function") emit("error", "bad_tool_call", "type is not function");
}

/** `a user message`, for a sentence. */
export function messageText({ role, from }: Row): string {
  const said = jsonText(role ?? from ?? "");
  return said === "" ? "a message without a role" : `a ${said} message`;
}

/** Tool calls of one message; only the last message's may lack an id at Mistral. */
export function checkCalls(message: Row, dialect: Dialect, isLast: boolean, emit: Emit): void {
  const { tool_calls: calls, function_call: single } = message;
  if (dialect === "openai" && isRow(single)) checkFunction(single, emit);
  else if (dialect === "openai" && single !== undefined && single !== null)
    emit("error", "bad_tool_call", "function_call is no object");
  if (calls === undefined || calls === null) return;
  if (!Array.isArray(calls)) return emit("error", "bad_tool_call", "tool_calls is no list");
  if (message["role"] !== "assistant") emit("error", "bad_tool_call", `in ${messageText(message)}`);
  if (dialect === "mistral" && calls.length > 0 && typeof message["content"] === "string" && message["content"] !== "")
    emit("error", "content_and_tool_calls");
  for (const call of calls) checkCall(call, dialect, isLast, emit);
}

/** Every answer of a tool belongs to a call before it; calls that the conversation passes over are worth a word. */
export function checkToolAnswer(messages: readonly Row[], dialect: Dialect, emit: Emit): void {
  let called = new Set<unknown>();
  let open = new Set<unknown>();
  let anyCall = false;
  for (const message of messages) {
    if (message["role"] === "tool") {
      const id = message["tool_call_id"];
      // OpenAI asks for an earlier call, not for one answer to each; Mistral counts as many answers as calls.
      const known = dialect === "mistral" ? open.has(id) : called.has(id);
      if (!known) emit("error", "tool_message_without_call", jsonText(id ?? "no id"));
      open.delete(id);
      continue;
    }
    if (message["role"] === "function" && !anyCall)
      emit("error", "tool_message_without_call", jsonText(message["name"] ?? ""));
    if (open.size > 0) emit("warning", "tool_call_unanswered");
    [open, called] = [new Set(), new Set()];
    if (isRow(message["function_call"])) anyCall = true;
    const calls = message["tool_calls"];
    if (!Array.isArray(calls)) continue;
    const ids = calls.map((call: unknown) => (isRow(call) ? call["id"] : null)).filter((id) => typeof id === "string");
    [open, called] = [new Set(ids), new Set(ids)];
    anyCall ||= calls.length > 0;
  }
}

const schemaTypes = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

function schemaFault(schema: unknown, depth: number): string | undefined {
  if (typeof schema === "boolean" || depth > 50) return undefined;
  if (!isRow(schema)) return "schema is no object";
  const { type, properties, required, items } = schema;
  const types: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  const unknown = types.find((one) => typeof one !== "string" || !schemaTypes.has(one));
  if (unknown !== undefined) return `type ${jsonText(unknown).slice(0, 40)}`;
  if (required !== undefined && (!Array.isArray(required) || required.some((name) => typeof name !== "string")))
    return "required is no list of names";
  if (has(schema, "enum") && !Array.isArray(schema["enum"])) return "enum is no list";
  if (properties !== undefined && !isRow(properties)) return "properties is no object";
  const inner = [...(items === undefined || Array.isArray(items) ? [] : [items]), ...Object.values(properties ?? {})];
  return inner.map((one) => schemaFault(one, depth + 1)).find((fault) => fault !== undefined);
}

function signatureFault({ name, description, parameters }: Row, dialect: Dialect): string | undefined {
  if (typeof name !== "string" || !functionName.test(name)) return `name ${jsonText(name).slice(0, 70)}`;
  if (description !== undefined && typeof description !== "string") return "description is no text";
  if (dialect === "mistral" && description === undefined) return "no description";
  if (dialect === "mistral" && parameters === undefined) return "no parameters";
  if (parameters === undefined) return undefined;
  return isRow(parameters) ? schemaFault(parameters, 0) : "parameters is no object";
}

function toolFault(tool: unknown, isBare: boolean, dialect: Dialect): string | undefined {
  const body: unknown = isRow(tool) && !isBare ? tool["function"] : tool;
  if (!isRow(tool) || !isRow(body)) return "no function";
  const isTyped = isBare || tool["type"] === "function" || (dialect === "mistral" && !has(tool, "type"));
  return isTyped ? signatureFault(body, dialect) : "type is not function";
}

export function checkTools(row: Row, messages: unknown, dialect: Dialect, emit: Emit): void {
  if (dialect === "mistral" && has(row, "tools") && has(row, "available_tools"))
    emit("error", "ambiguous_format", "tools and available_tools");
  const declared = new Set<unknown>();
  for (const field of dialect === "openai" ? ["tools", "functions"] : ["tools"]) {
    const isBare = field === "functions";
    const list: unknown = row[field] ?? (isBare ? undefined : row["available_tools"]);
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list)) emit("error", "bad_tool_definition", `${field} is no list`);
    if (!Array.isArray(list) && !isBare) return;
    for (const tool of Array.isArray(list) ? (list as unknown[]) : []) {
      const wrong = toolFault(tool, isBare, dialect);
      if (wrong !== undefined) emit("error", "bad_tool_definition", wrong);
      else declared.add(((isBare ? tool : (tool as Row)["function"]) as Row)["name"]);
    }
  }
  for (const message of Array.isArray(messages) ? messages.filter(isRow) : [])
    for (const { name } of callsOf(message))
      if (name !== "" && !declared.has(name)) emit("warning", "tool_not_declared", name);
  if (dialect === "openai" && filled(row, "functions")) emit("warning", "deprecated_functions");
  if (has(row, "parallel_tool_calls") && typeof row["parallel_tool_calls"] !== "boolean")
    emit("error", "bad_field_type", "parallel_tool_calls");
}
