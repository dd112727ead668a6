import { contentOf, jsonText } from "./content.ts";
import { chatExample, fault, textMessage, type Message, type Reading, type RowFault } from "../../formats/example.ts";
import { roleOf } from "./roles.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";
import { CallIds, withAnswers } from "./toolParts.ts";
import { toolColumn, toolsOf } from "./besideTurns.ts";

/** One turn, and the answers of tools in it as messages of their own. */
function readTurn(turn: unknown, ids: CallIds): Message[] | RowFault {
  if (!isRow(turn)) return fault("bad_field_type", "contents");
  const roleName = turn["role"];
  if (roleName === undefined || roleName === null) return fault("missing_role", "role");
  const role = typeof roleName === "string" ? roleOf(roleName) : undefined;
  if (role === undefined) return fault("unknown_role", jsonText(roleName));
  if (!Array.isArray(turn["parts"])) return fault("bad_parts", "parts");
  const content = contentOf(turn["parts"]);
  if ("code" in content) return fault("bad_parts", content.detail);
  const { text, rest, thoughts, images } = content;
  const [calls, answers] = [ids.called(content.calls), ids.answered(content.answers)];
  const trained = role === "assistant";
  return withAnswers({ role, text, rest, thoughts, name: null, callId: null, calls, images, trained }, answers);
}

/** Gemini lists functions under `functionDeclarations`, with the types of their parameters in capitals. */
function declaredTools(row: Row): readonly unknown[] | null {
  return (
    toolsOf(row)?.flatMap((tool) => {
      const declared: unknown = isRow(tool) ? (tool["functionDeclarations"] ?? tool["function_declarations"]) : null;
      if (!Array.isArray(declared)) return [tool];
      return declared.map((one: unknown) => ({ type: "function", function: smallTypes(one) }));
    }) ?? null
  );
}

/** A schema whose types are written in small letters, as JSON schemas have them. */
function smallTypes(value: unknown, depth: number = 0): unknown {
  if (depth > 50) return value;
  if (Array.isArray(value)) return value.map((one) => smallTypes(one, depth + 1));
  if (!isRow(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, one]) => [
      field,
      field === "type" && typeof one === "string" ? one.toLowerCase() : smallTypes(one, depth + 1),
    ]),
  );
}

/** Vertex AI's Gemini shape: `{systemInstruction?, contents: [{role, parts}], tools?}`. */
export function readGemini(row: Row): Reading {
  const contents = row["contents"];
  if (contents === undefined || contents === null) return fault("missing_contents", "contents");
  if (!Array.isArray(contents)) return fault("bad_field_type", "contents");
  if (contents.length === 0) return fault("missing_contents", "contents");
  const messages: Message[] = [];
  const ids = new CallIds();
  const system = row["systemInstruction"] ?? row["system_instruction"];
  if (typeof system === "string" && system !== "") messages.push(textMessage("system", system));
  if (isRow(system)) {
    const turn = readTurn({ ...system, role: "system" }, ids);
    if ("code" in turn) return turn;
    messages.push(...turn);
  }
  for (const turn of contents) {
    const read = readTurn(turn, ids);
    if ("code" in read) return read;
    messages.push(...read);
  }
  return chatExample(messages, declaredTools(row));
}

/** Fields of a row of Vertex AI that become part of its example. */
export function geminiColumns(row: Row): readonly string[] {
  const system = filled(row, "systemInstruction") ? "systemInstruction" : "system_instruction";
  return ["contents", system, ...toolColumn(row)];
}
