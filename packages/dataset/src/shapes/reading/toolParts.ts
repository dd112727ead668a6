import { jsonValue } from "../../formats/jsonValue.ts";
import { callFrom, type ToolAnswer } from "./content.ts";
import { textMessage, type Message, type ToolCall } from "../../formats/example.ts";
import { isRow, type Row } from "../../formats/row.ts";

/** A turn whose parts hold answers of tools: these as messages of their own, then what else the turn says. */
export function withAnswers(turn: Message, answers: readonly ToolAnswer[] | null): Message[] {
  if (answers === null) return [turn];
  const { text, rest, images, calls } = turn;
  const says = text !== "" || rest !== null || images !== null || calls !== null;
  const told = answers.map((answer): Message => ({ ...textMessage("tool", answer.text), callId: answer.id }));
  return says ? [...told, turn] : told;
}

/** Names of ShareGPT's speakers whose text is a call, written as JSON. */
export function writesCalls(role: string): boolean {
  return role === "function_call" || role === "tool_call";
}

/** Calls written as JSON text, one or a list of them; null where the text is something else. */
export function writtenCalls(text: string): readonly ToolCall[] | null {
  const value = jsonValue(text);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const calls = list.map((one) => (isRow(one) && isRow(one["function"]) ? one["function"] : one));
  const whole = calls.length > 0 && calls.every((one): one is Row => isRow(one) && typeof one["name"] === "string");
  return whole ? calls.map(callFrom) : null;
}

/** Gives ids to calls and answers of a conversation that name the function alone, in the order of the calls. */
export class CallIds {
  #open: { readonly id: string; readonly name: string }[] = [];
  #count = 0;

  called(calls: readonly ToolCall[] | null): readonly ToolCall[] | null {
    return (
      calls?.map((call) => {
        const id = call.id ?? `call_${++this.#count}`;
        this.#open.push({ id, name: call.name });
        return { ...call, id };
      }) ?? null
    );
  }

  answered(answers: readonly ToolAnswer[] | null): readonly ToolAnswer[] | null {
    return answers?.map((answer) => ({ ...answer, id: this.#idOf(answer) })) ?? null;
  }

  #idOf({ id, name }: ToolAnswer): string {
    const at = this.#open.findIndex((call) => (id === null ? call.name === name : call.id === id));
    if (at >= 0) return (this.#open.splice(at, 1)[0] as { id: string }).id;
    // No call is its own: it must not be taken for the answer to another one.
    return id ?? `uncalled_${name ?? ""}`;
  }
}
