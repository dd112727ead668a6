import { openai, openaiChat } from "./providersOpenai.ts";
import type { ChatRules, CheckRules, ProviderRules } from "../shapes/checking/rules.ts";

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

/** A host without rules of its own beyond the common ones. */
export const hosted: CheckRules = {
  ...openai,
  extraColumn: null,
  pairImages: true,
  missingSystem: null,
  specialTokens: "advice",
  promptAdvice: false,
};

/** Numbers and lists of nobody: a trainer of one's own has none of them. */
export const unlimited: Omit<ProviderRules, keyof CheckRules> = {
  shapes: [],
  endings: [],
  examples: { least: 1, most: Infinity, few: 0, advised: 0 },
  bytes: { least: 0, most: Infinity, inParts: Infinity },
  cap: null,
  counting: null,
  model: "",
  blind: false,
};
