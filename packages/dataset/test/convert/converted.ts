import { convertBytes, type Conversion } from "../../src/index.ts";
import { textChunks } from "../data.ts";

/** What became of a text, and what was written. */
export async function converted(
  text: string,
  to: string,
  columns?: Readonly<Record<string, string>>,
): Promise<Conversion & { text: string }> {
  let out = "";
  const result = await convertBytes(textChunks(text), { to, columns, write: (piece) => void (out += piece) });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return { ...result.value, text: out };
}

/** What is lost of one row: `refused role_order`, `changed id`. */
export async function lost(row: object, to: string): Promise<string[]> {
  const { losses } = await converted(JSON.stringify(row), to);
  return losses.map(({ kind, what }) => `${kind} ${what}`);
}

/** The one row that is written. */
export async function written(row: object, to: string): Promise<unknown> {
  const { text } = await converted(JSON.stringify(row), to);
  return JSON.parse(text) as unknown;
}

export const user = { role: "user", content: "a" };
export const assistant = { role: "assistant", content: "b" };
const calls = [{ id: "c1", type: "function", function: { name: "f", arguments: "{}" } }];
export const withTools = {
  messages: [
    user,
    { role: "assistant", tool_calls: calls },
    { role: "tool", content: "x", tool_call_id: "c1" },
    assistant,
  ],
  tools: [{ type: "function", function: { name: "f" } }],
};

export const plain = { messages: [user, assistant] };
export const asked = { role: "user", parts: [{ text: "a" }] };
export const answered = { role: "model", parts: [{ text: "b" }] };
