import type { ChatRules, ProviderRules } from "./rules.ts";

/** Messages as OpenAI takes them: the rules that the others differ from. */
export const openaiChat: ChatRules = {
  roles: ["system", "developer", "user", "assistant", "tool", "function"],
  otherRole: "refused",
  fields: "openai",
  order: "any",
  userFirst: null,
  systemFirst: null,
  oneSystem: null,
  assistantLast: "warning",
  noAssistant: "error",
  noUser: "warning",
  emptyText: "error",
  untrained: "warning",
  weight: "assistant",
  tools: "openai",
  images: "web",
  partsAllowed: true,
  fewestMessages: 1,
};

/**
 * OpenAI: the published API schema, the cookbook's data preparation notebook and `prepare_data` of openai-python, and error
 * texts of the server (all read 2026-11-24; https://github.com/openai/openai-openapi, https://github.com/openai/openai-cookbook,
 * https://github.com/openai/openai-python).
 */
export const openai: ProviderRules = {
  id: "openai",
  shapes: ["chat-sft", "dpo", "rft", "prompt-completion"],
  completionModels: /\b(?:davinci|babbage)-002\b/u,
  linesOnly: true,
  endings: ["jsonl"],
  bom: "warning",
  blankLine: "warning",
  extraColumn: null,
  exclusiveColumns: [],
  examples: { least: 10, most: Infinity, few: 0, advised: 50 },
  bytes: { least: 0, most: 512 * 1024 * 1024 },
  pairImages: false,
  missingSystem: "warning",
  chat: openaiChat,
  caps: [
    { model: /^gpt-3\.5-turbo-0613/u, tokens: 4_096, beyond: "cut" },
    { model: /^(gpt-3\.5|davinci|babbage)/u, tokens: 16_385, beyond: "cut" },
    { model: /./u, tokens: 65_536, beyond: "cut" },
  ],
  reserved: null,
  specialTokens: "error",
  blind: /^(gpt-3\.5|davinci|babbage|gpt-4-0613|gpt-4\.1-nano)/u,
  promptAdvice: true,
};

/** Azure: as OpenAI; asks for a byte order mark (https://github.com/MicrosoftDocs/azure-ai-docs) and, by the validators of https://github.com/microsoft/azure-skills, for a user message. */
export const azure: ProviderRules = {
  ...openai,
  id: "azure-openai",
  bom: null,
  chat: { ...openaiChat, noUser: "error", emptyText: "warning" },
};
