import type { Doubt } from "@tunecast/estimator/profile";
import { thoughtTexts, type Message, type Role } from "../formats/example.ts";
import { jsonValue } from "../formats/jsonValue.ts";
import { sum } from "../profile/histogram.ts";
import { jsonText } from "../shapes/reading/content.ts";
import type { Counter } from "./counter.ts";
import { patchRule, tileRule, type ImageRule } from "./imageRules.ts";
import { toolsText } from "./toolsText.ts";

/** What a provider or a chat template adds to the texts, for one vocabulary. All figures in tokens. */
export interface Overhead {
  record(messages: readonly Message[]): number;
  message(content: number, index: number, messages: readonly Message[]): number;
  readonly answerExtra: number;
  tools(tools: readonly unknown[]): number;
  /** How far off the count of a record's tools may be, which were counted as `tokens`. */
  toolsDoubt(tokens: number): Doubt;
  messageDoubt(message: Message, content: number): Doubt | null;
  /** Of a message that holds what the model thinks: some print that, others leave it out. */
  thoughtDoubt(index: number, messages: readonly Message[]): Doubt;
  readonly countsImages: boolean;
}

type OverheadFactory = (counter: Counter) => Overhead;

export function callTokens(counter: Counter, message: Message): number {
  let tokens = 0;
  for (const call of message.calls ?? []) tokens += counter.count(call.name) + counter.count(call.arguments);
  return tokens;
}

/** OpenAI's and Azure's billed tokens: 1 + Σ (3 + E(role) + E(content) [+ E(name) + 1]) + calls + (E(tools text) − 2). Agrees with three real bills of text and one with tools; see the tests. */
function openai(images: ImageRule, perRecord = 1): OverheadFactory {
  return (counter) => {
    const roleTokens = remembering((_, role) => counter.count(role));
    return {
      record: () => perRecord,
      message(content, index, messages) {
        const message = messages[index] as Message;
        let tokens = 3 + roleTokens("", message.role) + content;
        if (message.name !== null) tokens += counter.count(message.name) + 1;
        if (message.calls !== null) tokens += callTokens(counter, message);
        if (message.images !== null) for (const image of message.images) tokens += images(image).tokens;
        return tokens;
      },
      answerExtra: 0,
      tools: (tools) => counter.count(toolsText(tools)) - 2,
      toolsDoubt: () => fewTokens,
      messageDoubt: (message) => openaiDoubt(message, images),
      thoughtDoubt: (index, messages) => ({ less: thoughtTokens(counter, messages[index] as Message), more: 0 }),
      countsImages: true,
    };
  };
}

const thoughtTokens = (counter: Counter, message: Message): number =>
  sum(thoughtTexts(message).map((text) => counter.count(text)));

/** The form of tools was read off one bill, so a few tokens may be missing or too many. */
const fewTokens: Doubt = { less: 3, more: 3 };

function openaiDoubt({ name, images }: Message, rule: ImageRule): Doubt | null {
  if (name === null && images === null) return null;
  let [less, more] = name === null ? [0, 0] : [1, 1];
  for (const image of images ?? []) {
    const { tokens, low, high } = rule(image);
    less += tokens - low;
    more += high - tokens;
  }
  return less + more === 0 ? null : { less, more };
}

const BEGIN = 1;
const END = 2;

const edgesOf = (text: string): number => (/^\s/u.test(text) ? BEGIN : 0) | (/\s$/u.test(text) ? END : 0);

/** Tokens of a message's text within its wrapping: as they stand, unless white space at an edge changes them. */
function wrappedText(
  counter: Counter,
  { lead, strip }: { readonly lead: string; readonly strip: boolean },
  message: Pick<Message, "text" | "edged">,
  content: number,
): number {
  const edged = (message.edged ?? edgesOf(message.text)) & (strip ? BEGIN | END : BEGIN);
  if (edged === 0) return content;
  const { text } = message;
  const [first, last] = counter.parts === true ? ends(text) : [text.length, text.length];
  const [head, tail] = [text.slice(0, first), text.slice(last)];
  let tokens = content;
  if ((edged & BEGIN) !== 0 || tail === "") {
    const begun = lead + (strip ? (tail === "" ? head.trim() : head.trimStart()) : head);
    tokens += counter.count(begun) - counter.count(lead) - counter.count(head);
  }
  const ended = strip ? tail.trimEnd() : tail;
  return ended === tail ? tokens : tokens + counter.count(ended) - counter.count(tail);
}

/** The first and the last space between two ASCII letters: only what stands outside of them is changed at the edges. */
function ends(text: string): readonly [first: number, last: number] {
  const first = text.search(/(?<=[A-Za-z]) (?=[A-Za-z])/u);
  if (first < 0) return [text.length, text.length];
  const [last] = /.*[A-Za-z](?= [A-Za-z])/su.exec(text) as RegExpExecArray;
  return [first, last.length];
}

const aroundTools = 150;

/** The shares of tools, calls and answers of tools that a template prints at least, and the tokens around a call or an answer at most. */
type Printed = Readonly<Record<"tools" | "calls" | "answers" | "around", number>> & {
  /** Which answers keep what stands before `</think>` in their text, where not all do. */
  readonly thoughts?: "last" | "none";
};

/** Templates print tools in forms of their own: indented, with instructions, or shorter than JSON as types of TypeScript. */
const usual: Printed = { tools: 0.6, calls: 1, answers: 1, around: 20 };
const nothing: Printed = { tools: 0, calls: 0, answers: 0, around: 20 };

type Wrap = (message: Message, content: number, index: number, messages: readonly Message[]) => number;
type Form = Pick<Overhead, "record"> &
  Partial<Pick<Overhead, "answerExtra">> & { readonly printed?: Printed | undefined };

function template(counter: Counter, wrap: Wrap, { printed = usual, ...more }: Form): Overhead {
  return {
    message(content, index, messages) {
      const message = messages[index] as Message;
      return wrap(message, content, index, messages) + callTokens(counter, message);
    },
    answerExtra: 0,
    tools: (tools) => counter.count(jsonText(tools)),
    toolsDoubt: (tokens) => ({ less: Math.ceil((1 - printed.tools) * tokens), more: tokens + aroundTools }),
    messageDoubt(message, content) {
      if (message.role === "tool" || message.role === "function")
        return { less: (1 - printed.answers) * (around + content), more: printed.around };
      if (message.calls === null || message.calls.length === 0) return null;
      // Arguments are printed as they stand, anew or as a string; some templates leave out what is said beside a call.
      const forms = message.calls.map(({ arguments: given }) => {
        const [written = 0, ...others] = [given, reprinted(given), JSON.stringify(given)].map((text) =>
          counter.count(text),
        );
        return { less: written - Math.min(written, ...others), more: Math.max(written, ...others) - written };
      });
      const less = printed.calls === 0 ? callTokens(counter, message) : sum(forms.map((form) => form.less));
      return { less: content + less, more: sum(forms.map((form) => form.more + printed.around)) };
    },
    thoughtDoubt(index, messages) {
      const message = messages[index] as Message;
      const cut = printed.thoughts === undefined ? 0 : message.text.lastIndexOf(thoughtEnd) + thoughtEnd.length;
      const within = cut < thoughtEnd.length ? 0 : counter.count(message.text.slice(0, cut));
      const all = within + thoughtTokens(counter, message);
      const isLast = printed.thoughts === "last" && messages.findLastIndex(({ role }) => role === "user") < index;
      // Beside calls all that is said is in doubt already.
      const less = message.calls === null ? Math.min(all, isLast ? aroundThoughts : all) : 0;
      return { less, more: all === 0 ? 0 : aroundThoughts };
    },
    countsImages: false,
    ...more,
  };
}

const thoughtEnd = "</think>";

/** Two marks and the line ends around them. */
const aroundThoughts = 10;

interface Wrapping {
  readonly record?: number;
  /** Text straight before the content: white space at the content's beginning merges with it. */
  readonly lead: string;
  readonly strip?: boolean;
  /** Of a system message that the template writes itself where the record has none. */
  readonly defaultSystem?: number;
  /** Whether a system message in front stands in a block that the template writes anyway. */
  readonly bareSystem?: boolean;
  /** Whether a tool's answer is printed as a text of JSON. */
  readonly quotes?: boolean;
  readonly answerExtra?: number;
  readonly printed?: Printed | undefined;
}

/** Tokens around each message: a mark, the role and a line end, a mark and a line end. */
const around = 5;

/** What a text of JSON has more than the text that it quotes. */
const quotes = (counter: Counter, text: string): number => counter.count(JSON.stringify(text)) - counter.count(text);

/** JSON as Python prints it, with spaces and letters for their numbers; other text as a string of JSON. */
function reprinted(text: string): string {
  if (jsonValue(text) === undefined) return JSON.stringify(text);
  return text.replaceAll(
    /(?<quoted>"[^"\\]*(?:\\.[^"\\]*)*")|(?<mark>[,:])\s*|\s+/gsu,
    (_, quoted?: string, mark?: string) =>
      quoted === undefined ? (mark === undefined ? "" : `${mark} `) : JSON.stringify(JSON.parse(quoted)),
  );
}

function wrapping({ record = 0, defaultSystem = 0, strip = false, ...form }: Wrapping): OverheadFactory {
  return (counter) => {
    const wrap: Wrap = (message, content, index) => {
      if (form.quotes === true && message.role === "tool") return around + content + quotes(counter, message.text);
      const isBare = form.bareSystem === true && index === 0 && message.role === "system";
      return (isBare ? 0 : around) + wrappedText(counter, { lead: form.lead, strip }, message, content);
    };
    const opening: Overhead["record"] = ([first]) => record + (first?.role === "system" ? 0 : defaultSystem);
    return template(counter, wrap, { record: opening, answerExtra: form.answerExtra ?? 0, printed: form.printed });
  };
}

/** Gemma puts the system text, and two line ends, before the first user text. */
const gemma3: OverheadFactory = (counter) => {
  const form = { lead: "\n", strip: true };
  const added = remembering((text) => counter.count(`\n${text}\n\n`) - counter.count("\n") - counter.count(text));
  const wrap: Wrap = (message, content) =>
    message.role === "system"
      ? content + added(message.text, "")
      : around + wrappedText(counter, form, message, content);
  return template(counter, wrap, { record: () => 1, printed: nothing });
};

function byRole(record: number, marks: Partial<Record<Role, number>>, printed?: Printed): OverheadFactory {
  const wrap: Wrap = ({ role }, content) => content + (marks[role] ?? 0);
  return (counter) => template(counter, wrap, { record: () => record, printed });
}

/** What of a text may be joined to what stands before it: up to the first space behind another character. */
const firstWord = (text: string): string => /^[ \u2581]*[^ \u2581]+(?= )/u.exec(text)?.[0] ?? text;

function remembering(of: (a: string, b: string) => number): (a: string, b: string) => number {
  const known = new Map<string, number>();
  let last: string | undefined;
  return (a, b) => {
    if (a !== last || known.size > 1000) known.clear();
    last = a;
    let number = known.get(b);
    if (number === undefined) known.set(b, (number = of(a, b)));
    return number;
  };
}

/** Mistral writes the system text before the last user text, two line ends between, and takes spaces off the end of an answer. @source https://github.com/mistralai/mistral-common src/mistral_common/tokens/tokenizers/instruct.py (1.13.1, read 2026-12-03) */
const mistral: OverheadFactory = (counter) => {
  const added = remembering(
    (system, user) => counter.count(`${system}\n\n${user}`) - counter.count(user) - counter.count(system),
  );
  const wrap: Wrap = ({ role, text, edged = edgesOf(text) }, content, _, messages) => {
    if (role === "assistant" && (edged & END) !== 0)
      return content + 1 + counter.count(text.replace(/(?<! ) +$/u, "")) - counter.count(text);
    if (role === "tool") return content + counter.count(reprinted(text)) - counter.count(text);
    if (role !== "system") return content + (role === "user" ? 2 : role === "assistant" ? 1 : 0);
    const user = messages.findLast((message) => message.role === "user");
    return user === undefined ? content : content + added(text, firstWord(user.text));
  };
  return template(counter, wrap, { record: () => 1, printed: { ...usual, around: 30 } });
};

/** gpt-oss: a fixed system message of 61 tokens; instructions go to the developer, under a heading. */
const harmony: OverheadFactory = (counter) => {
  const added = remembering((text) => counter.count(`# Instructions\n\n${text}\n\n`) - counter.count(text));
  const wrap: Wrap = ({ role, text }, content) => {
    if (role === "system" || role === "developer") return content + 4 + added(text, "");
    return content + (role === "assistant" ? 6 : role === "tool" ? 4 + quotes(counter, text) : 4);
  };
  return template(counter, wrap, { record: () => 61 });
};

/** Overheads by name. Templates as in the model repositories' `chat_template`, checked against rendered ones in the tests (https://github.com/huggingface/trl/tree/main/trl/chat_templates, read 2026-11-24). */
const overheads: ReadonlyMap<string, OverheadFactory> = new Map<string, OverheadFactory>([
  ["openai", openai(tileRule(85, 170))],
  // The well-known notebook's own count, 2 per example too high: for comparison with what it printed.
  ["openai-cookbook", openai(tileRule(85, 170), 3)],
  ["openai-4o-mini", openai(tileRule(2833, 5667))],
  ["openai-4.1-mini", openai(patchRule(1.62))],
  ["openai-4.1-nano", openai(patchRule(2.46))],
  ["openai-o4-mini", openai(patchRule(1.72))],
  ["plain", byRole(0, {})],
  ["llama-3", wrapping({ record: 1, lead: "\n\n", strip: true, printed: { ...nothing, answers: 1 } })],
  // Llama 3.1 and 3.2 open with a system block of two dates, 25 tokens, whether or not there is a system text.
  ["llama-3.1", wrapping({ record: 26, lead: "\n\n", strip: true, bareSystem: true, quotes: true })],
  ["qwen2.5", wrapping({ lead: "\n", defaultSystem: 21 })],
  ["qwen3", wrapping({ lead: "\n", answerExtra: 4, printed: { ...usual, thoughts: "last" } })],
  ["qwen3-2507", wrapping({ lead: "\n" })],
  ["gemma-3", gemma3],
  ["deepseek-v3", byRole(1, { user: 1, assistant: 2 }, { ...usual, tools: 0, thoughts: "none" })],
  ["mistral-v3", mistral],
  ["phi-4", byRole(0, { system: 4, developer: 4, user: 4, assistant: 4, tool: 4, function: 4 }, nothing)],
  ["harmony", harmony],
]);

export const overheadNames: readonly string[] = [...overheads.keys()];

export const overheadOf = (name: string, counter: Counter): Overhead | undefined => overheads.get(name)?.(counter);
