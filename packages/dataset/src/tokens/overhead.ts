import type { Doubt } from "@tunecast/estimator/profile";
import type { Message } from "../formats/example.ts";
import type { Counter } from "./counter.ts";

/** What a provider or a chat template adds to the texts, for one vocabulary. All figures in tokens. */
export interface Overhead {
  /** Once per record. */
  record(messages: readonly Message[]): number;
  /** One message, its texts (`content` tokens as they stand) included. */
  message(content: number, index: number, messages: readonly Message[]): number;
  /** Added to each answer after the last user message. */
  readonly answerExtra: number;
  /** The tools of a record. */
  tools(tools: readonly unknown[]): number;
  /** How far off the count of a record's tools may be, which were counted as `tokens`. */
  toolsDoubt(tokens: number): Doubt;
  /** How far off the count of a message may be; null where it is known. */
  messageDoubt(message: Message): Doubt | null;
  /** Whether pictures are counted at all. */
  readonly countsImages: boolean;
}

/** An overhead over the counter of a vocabulary. */
export type OverheadFactory = (counter: Counter) => Overhead;

/** Tokens of the names and arguments of a message's tool calls. */
export function callTokens(counter: Counter, message: Message): number {
  let tokens = 0;
  for (const call of message.calls ?? []) tokens += counter.count(call.name) + counter.count(call.arguments);
  return tokens;
}
