import type { Doubt } from "@tunecast/estimator/profile";
import type { Message, Role } from "../formats/example.ts";
import type { ImageRule } from "./images.ts";
import { callTokens, type OverheadFactory } from "./overhead.ts";
import { toolsText } from "./toolsText.ts";

/**
 * OpenAI's and Azure's billed tokens: 1 + Σ (3 + E(role) + E(content) [+ E(name) + 1]) + calls + (E(tools text) − 2).
 * Agrees with three real bills of text and one with tools; see the tests.
 */
export function openai(images: ImageRule, perRecord = 1): OverheadFactory {
  return (counter) => {
    const roles = new Map<Role, number>();
    const roleTokens = (role: Role): number => {
      let tokens = roles.get(role);
      if (tokens === undefined) roles.set(role, (tokens = counter.count(role)));
      return tokens;
    };
    return {
      record: () => perRecord,
      message(content, index, messages) {
        const message = messages[index] as Message;
        let tokens = 3 + roleTokens(message.role) + content;
        if (message.name !== null) tokens += counter.count(message.name) + 1;
        if (message.calls !== null) tokens += callTokens(counter, message);
        if (message.images !== null) for (const image of message.images) tokens += images(image).tokens;
        return tokens;
      },
      answerExtra: 0,
      tools: (tools) => counter.count(toolsText(tools)) - 2,
      toolsDoubt: () => fewTokens,
      messageDoubt: (message) => openaiDoubt(message, images),
      countsImages: true,
    };
  };
}

/** The form of tools was read off one bill, so a few tokens may be missing or too many. */
const fewTokens: Doubt = { less: 3, more: 3 };

/** Pictures as their rule says; no bill shows a name. */
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
