import { pictureMark, saidTexts } from "../../formats/example.ts";
import type { Example, Image, Message, Role, ToolCall } from "../../formats/example.ts";
import { declared, joined, objectOf, partsOf, plainTurns, turnsOf, unholdable } from "./turns.ts";
import type { PicturePart, Writer } from "./turns.ts";

const anyPicture: PicturePart = ({ url = "" }) => (url === "" ? null : { url });

function marked(texts: readonly string[], images: readonly Image[]): string {
  if (images.every(({ atMark }) => atMark === true)) return joined(texts);
  return partsOf(texts, images, String, () => pictureMark).join("");
}

const addresses = (images: readonly Image[]): object =>
  images.length > 0 ? { images: images.map(({ url }) => url) } : {};

function stopOf(example: Example, tools: boolean): string | null {
  const { answer, messages, rejected } = example;
  if (answer >= messages.length && rejected === null) return "missing_assistant";
  const isLong = rejected !== null && (rejected.length !== 1 || messages.length - answer !== 1);
  return unholdable(example, { picture: anyPicture, tools }) ?? (isLong ? "multi_turn_preference" : null);
}

const calledBy = ({ name, arguments: given }: ToolCall): object => ({ name, arguments: objectOf(given, "value") });

const textOf = (message: Message | undefined): string => (message === undefined ? "" : joined(saidTexts(message)));

/** LLaMA-Factory's ShareGPT rows, whatever a row holds, since a file has one shape: calls and their answers are turns among the others, of a pair both answers stand beside them, pictures in a column. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (read 2026-11-28) */
export const llamaFactory: Writer = (example, changed) => {
  const { layout, answer, messages, rejected, tools } = example;
  const stop = stopOf(example, rejected === null);
  if (stop !== null) return stop;
  if (layout === "text" && answer === 0) return { text: messages.map(textOf).join("") };
  const found = turnsOf(messages, changed);
  if (typeof found === "string") return found;
  const { system, turns } = found;
  if (turns.some(({ calls, texts }) => calls.length > 0 && texts.length > 0)) return "content_and_tool_calls";
  if (turns.some(({ role }, at) => (at % 2 === 1) !== (role === "assistant"))) return "role_order";
  const conversations = turns.map(({ role, texts, images, calls }) => {
    const called = calls.map(calledBy);
    if (role === "tool" && texts.length > 1) changed.add("turns_joined");
    if (called.length > 0)
      return { from: "function_call", value: JSON.stringify(called.length > 1 ? called : called[0]) };
    return { from: role === "user" ? "human" : role === "tool" ? "observation" : "gpt", value: marked(texts, images) };
  });
  const pair = rejected !== null && {
    chosen: conversations.pop(),
    rejected: { from: "gpt", value: textOf(rejected[0]) },
  };
  return {
    conversations,
    ...pair,
    ...(system.length > 0 && { system: joined(system) }),
    ...(tools !== null && { tools: JSON.stringify(tools.map(declared)) }),
    ...addresses(turns.flatMap(({ images }) => images)),
  };
};

const roles: Partial<Record<Role, string>> = { developer: "system", tool: "tool_response" };

/** ms-swift's rows: messages, each call one of its own, of a pair the worse answer beside them, pictures in a column. @source https://github.com/modelscope/ms-swift, docs/source_en/Customization/Custom-dataset.md (read 2026-11-26) and Instruction/Agent-support.md (3602360a, read 2026-12-07) */
export const msSwift: Writer = (example, changed) => {
  const stop = stopOf(example, example.rejected === null);
  if (stop !== null) return stop;
  const functions = example.tools?.map(declared) ?? [];
  if (functions.some(({ name }) => name === undefined)) return "tools";
  const tools = functions.map((one) => ({ type: "function", function: one }));
  const turns = plainTurns(example.messages, changed);
  const isStray = ({ role }: Message, at: number): boolean =>
    role === "tool" && !["assistant", "tool"].includes(turns[at - 1]?.role ?? "");
  // Most of its agent templates stop at an answer that no call precedes.
  if (turns.some(isStray)) return "tool_message_without_call";
  const messages = turns.flatMap((message) => {
    const { role, images, calls, trained } = message;
    const loss = role === "assistant" && !trained && { loss: false };
    const said = { role: roles[role] ?? role, content: marked(saidTexts(message), images ?? []), ...loss };
    const called = (calls ?? []).map((call) => JSON.stringify(calledBy(call)));
    const calling = called.map((content) => ({ role: "tool_call", content, ...loss }));
    return calling.length > 0 && said.content === "" ? calling : [said, ...calling];
  });
  return {
    messages,
    ...(tools.length > 0 && { tools: JSON.stringify(tools) }),
    ...(example.rejected !== null && { rejected_response: textOf(example.rejected[0]) }),
    ...addresses(turns.flatMap(({ images }) => images ?? [])),
  };
};
