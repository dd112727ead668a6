import { textMessage, type Example, type Message, type Role } from "../formats/example.ts";

const speakers: Readonly<Record<string, Role>> = {
  Human: "user",
  User: "user",
  Assistant: "assistant",
  AI: "assistant",
  System: "system",
};

const turn = /(?:^|\n\n)(?<speaker>Human|User|Assistant|AI|System):/gu;

function turnsOf(text: string): Message[] | null {
  const marks = [...text.matchAll(turn)];
  const [first] = marks;
  if (first === undefined || text.slice(0, first.index).trim() !== "") return null;
  const turns = marks.map((mark, i) => {
    const said = text.slice(mark.index + mark[0].length, marks[i + 1]?.index ?? text.length);
    return textMessage(speakers[mark.groups?.["speaker"] ?? ""] ?? "user", said.trim());
  });
  return turns.some(({ role }) => role === "user") && turns.some(({ role }) => role === "assistant") ? turns : null;
}

const isPlain = ({ rest, calls, images, thoughts }: Message): boolean =>
  rest === null && calls === null && images === null && thoughts === null;

/** An example whose texts are a transcript (`\n\nHuman: … \n\nAssistant: …`) as the turns that it stands for; null for any other, and for one whose turns do not follow one another. */
export function transcriptTurns(example: Example): Example | null {
  const { messages, rejected, answer, ids } = example;
  const [asked] = messages;
  const isOne = asked !== undefined && messages.length <= 2 && (rejected?.length ?? 1) === 1;
  if (!isOne || ids !== null || ![...messages, ...(rejected ?? [])].every(isPlain)) return null;
  const prompt = answer === 0 ? "" : asked.text;
  const sides = [messages.slice(answer), rejected ?? []].map((side) => side.map(({ text }) => text).join(""));
  const whole = sides.map((side) => turnsOf(prompt + side));
  const [chosen, other] = whole;
  if (chosen === undefined || chosen === null || (rejected !== null && (other === undefined || other === null)))
    return null;
  const head = answer === 0 ? chosen.length - 1 : (turnsOf(prompt)?.length ?? 0) - 1;
  if (head < 1 || chosen[head]?.role !== "assistant") return null;
  return {
    ...example,
    layout: "chat",
    messages: chosen,
    answer: head,
    rejected: rejected === null ? null : (other?.slice(head) ?? null),
  };
}
