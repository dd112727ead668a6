import { openai, openaiChat } from "./providersOpenai.ts";
import type { ChatRules, ProviderRules } from "./rules.ts";

/** Strict turns of user and assistant. */
export const strictChat: ChatRules = {
  ...openaiChat,
  roles: ["system", "user", "assistant"],
  order: "alternate",
  userFirst: "warning",
  systemFirst: "error",
  assistantLast: "advice",
  noUser: null,
  emptyText: "advice",
  weight: "any",
  tools: "unchecked",
  images: "inline",
};

/** Shapes that hosts of open models take. */
export const openShapes: readonly string[] = ["chat-sft", "prompt-completion", "text", "dpo"];

/** A host without rules of its own beyond the common ones. */
export const hosted: ProviderRules = {
  ...openai,
  shapes: openShapes,
  completionModels: null,
  extraColumn: null,
  bytes: { least: 0, most: Infinity },
  pairImages: true,
  missingSystem: null,
  caps: [],
  specialTokens: "advice",
  blind: null,
  promptAdvice: false,
  examples: { least: 1, most: Infinity, few: 0, advised: 100 },
};
