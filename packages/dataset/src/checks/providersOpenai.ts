import type { ChatRules, CheckRules } from "../shapes/checking/rules.ts";

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
  media: { images: Infinity, imageBytes: Infinity, videos: Infinity, imageFormats: null, videoFormats: null },
  partsAllowed: true,
  fewestMessages: 1,
};

/**
 * OpenAI: the published API schema, the cookbook's data preparation notebook and `prepare_data` of openai-python, and error
 * texts of the server (all read 2026-11-24; https://github.com/openai/openai-openapi, https://github.com/openai/openai-cookbook,
 * https://github.com/openai/openai-python).
 */
export const openai: CheckRules = {
  id: "openai",
  linesOnly: true,
  bom: "warning",
  blankLine: "warning",
  extraColumn: null,
  exclusiveColumns: [],
  pairImages: false,
  twoForms: null,
  missingSystem: "warning",
  chat: openaiChat,
  reserved: null,
  specialTokens: "error",
  promptAdvice: true,
};

/** Azure: as OpenAI; asks for a byte order mark (https://github.com/MicrosoftDocs/azure-ai-docs) and, by the validators of https://github.com/microsoft/azure-skills, for a user message. */
export const azure: CheckRules = {
  ...openai,
  id: "azure-openai",
  bom: null,
  chat: { ...openaiChat, noUser: "error", emptyText: "warning" },
};
