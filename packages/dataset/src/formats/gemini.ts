import { contentOf, jsonText } from "./content.ts";
import { chatExample, fault, type Message, type Reading, type RowFault } from "./example.ts";
import { roleOf } from "./roles.ts";
import { isRow, type Row } from "./row.ts";
import { toolsOf } from "./chat.ts";

function readTurn(turn: unknown, fallback: string | null): Message | RowFault {
  if (!isRow(turn)) return fault("bad_field_type", "contents");
  const roleName = turn["role"] ?? fallback;
  if (roleName === undefined || roleName === null) return fault("missing_role", "role");
  const role = typeof roleName === "string" ? roleOf(roleName) : undefined;
  if (role === undefined) return fault("unknown_role", jsonText(roleName));
  if (!Array.isArray(turn["parts"])) return fault("bad_parts", "parts");
  const content = contentOf(turn["parts"]);
  if ("code" in content) return fault("bad_parts", content.detail);
  const { text, rest, images, calls } = content;
  return { role, text, rest, name: null, callId: null, calls, images, trained: role === "assistant" };
}

/** Vertex AI's Gemini shape: `{systemInstruction?, contents: [{role, parts}], tools?}`. */
export function readGemini(row: Row): Reading {
  const contents = row["contents"];
  if (contents === undefined || contents === null) return fault("missing_contents", "contents");
  if (!Array.isArray(contents)) return fault("bad_field_type", "contents");
  if (contents.length === 0) return fault("missing_contents", "contents");
  const messages: Message[] = [];
  const system = row["systemInstruction"] ?? row["system_instruction"];
  if (isRow(system)) {
    const message = readTurn({ ...system, role: "system" }, "system");
    if ("code" in message) return message;
    messages.push(message);
  }
  for (const turn of contents) {
    const message = readTurn(turn, null);
    if ("code" in message) return message;
    messages.push(message);
  }
  return chatExample(messages, toolsOf(row));
}
