/** Who speaks, in one vocabulary for all formats. */
export type Role = "system" | "developer" | "user" | "assistant" | "tool" | "function";

export interface Image {
  /** `low`, `high`, `auto` or whatever the row says; `auto` when it says nothing. */
  readonly detail: string;
  /** Width and height in pixels, where the row carries the picture itself. */
  readonly size: readonly [width: number, height: number] | null;
  /** Where it is, or its data as a `data:` address; absent where the row does not say. */
  readonly url?: string;
  /** How many texts of the message stand before it; absent for none. */
  readonly after?: number;
  /** Stands where its message has a {@link pictureMark}: the texts of the row have as many as it lists pictures. */
  readonly atMark?: true;
}

export const pictureMark = "<image>";

export interface ToolCall {
  readonly id: string | null;
  readonly name: string;
  readonly arguments: string;
}

/** One message of an example. All messages share one hidden class: every field is always set. */
export interface Message {
  readonly role: Role;
  readonly text: string;
  /** Further text parts, where the content is a list of parts; counted one by one. */
  readonly rest: readonly string[] | null;
  /** Which of the texts the model thinks and does not say: 0 is `text`, 1 the first of `rest`. */
  readonly thoughts: readonly number[] | null;
  readonly name: string | null;
  /** Of a tool's answer: the id of its call, or the function's name where the row gives that alone. */
  readonly callId: string | null;
  readonly calls: readonly ToolCall[] | null;
  readonly images: readonly Image[] | null;
  /** Where `text` has white space at an edge: 1 at its beginning, 2 at its end; absent where nobody has looked. */
  readonly edged?: number;
  /** Whether the loss is taken on this message (an answer whose weight is not 0). */
  readonly trained: boolean;
  /** The parts of `text` that it is taken on; absent where that is all of it. */
  readonly spans?: readonly string[];
}

/** One example, whatever its shape was. */
export interface Example {
  /** `chat`: a provider wraps each message; `text`: the texts are trained as they stand. */
  readonly layout: "chat" | "text";
  readonly messages: readonly Message[];
  /** Index of the first message of the answer; `messages.length` where the row holds no answer. */
  readonly answer: number;
  readonly rejected: readonly Message[] | null;
  readonly tools: readonly unknown[] | null;
  /** Rows that hold token ids instead of text. */
  readonly ids: { readonly tokens: number; readonly trained: number } | null;
}

/** Why a row became no example: a finding code of `checks/` and the field it is about. */
export interface RowFault {
  readonly code: string;
  readonly detail: string;
}

export type Reading = Example | RowFault;

export const isFault = (read: object): read is RowFault => "code" in read;

export const fault = (code: string, detail: string): RowFault => ({ code, detail });

/** An example of messages alone; the answer begins at the last assistant message. */
export function chatExample(messages: readonly Message[], tools: readonly unknown[] | null): Example {
  const last = messages.findLastIndex(({ role }) => role === "assistant");
  const answer = last < 0 ? messages.length : last;
  return { layout: "chat", messages, answer, rejected: null, tools, ids: null };
}

/** An example of texts that are trained as they stand; those before the answer are its prompt. */
export function textExample(messages: readonly Message[], answer: number): Example {
  return { layout: "text", messages, answer, rejected: null, tools: null, ids: null };
}

export function textMessage(role: Role, text: string, trained: boolean = role === "assistant"): Message {
  return { role, text, rest: null, thoughts: null, name: null, callId: null, calls: null, images: null, trained };
}

/** The texts of a message that are said, in their order: all but the thoughts. */
export const saidTexts = ({ text, rest, thoughts }: Message): string[] =>
  [text, ...(rest ?? [])].filter((_, i) => thoughts?.includes(i) !== true);

export const thoughtTexts = ({ text, rest, thoughts }: Message): string[] =>
  [text, ...(rest ?? [])].filter((_, i) => thoughts?.includes(i) === true);

/** The texts of messages, line by line; without those of the system, unless all are asked for. */
export function spokenText(messages: readonly Message[], all: boolean = false): string {
  const spoken = messages.filter(({ role }) => all || (role !== "system" && role !== "developer"));
  return spoken.map(({ text, rest }) => [text, ...(rest ?? [])].join("\n")).join("\n");
}

export const usesTools = ({ messages, tools }: Example): boolean =>
  tools !== null || messages.some(({ calls, role }) => calls !== null || role === "tool" || role === "function");
