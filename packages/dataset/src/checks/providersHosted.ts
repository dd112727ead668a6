import { hosted, strictChat } from "./providersBase.ts";
import { converseChat } from "./providersBedrock.ts";
import { openaiChat } from "./providersOpenai.ts";
import type { CheckRules } from "../shapes/checking/rules.ts";

/**
 * Together: its check of files (https://github.com/togethercomputer/together-py/blob/0395aed8c06b49c7935803d8b79024f30d4f8d2e/src/together/lib/utils/files.py,
 * constants of 0c75911a, read 2026-11-25), and https://docs.together.ai/docs/fine-tuning/function-calling and
 * fine-tuning-reasoning for tools, their calls and thoughts.
 */
export const together: CheckRules = {
  ...hosted,
  id: "together",
  bom: "error",
  blankLine: "error",
  extraColumn: "error",
  moreColumns: { "chat-sft": ["tools"] },
  exclusiveColumns: [
    ["messages"],
    ["text"],
    ["prompt", "completion"],
    ["input", "preferred_output", "non_preferred_output"],
  ],
  chat: {
    ...strictChat,
    roles: ["system", "user", "assistant", "tool"],
    tools: "openai",
    thoughts: true,
    // Its check takes an example whose only answer is empty.
    untrained: "advice",
  },
};

/**
 * Fireworks: https://docs.fireworks.ai/fine-tuning/fine-tuning-models.md (read 2026-11-25). The page names the roles system,
 * user and assistant, and says that data sets with tools are taken and that those made for OpenAI work unchanged: so the
 * answers of tools are taken too.
 */
export const fireworks: CheckRules = {
  ...hosted,
  id: "fireworks",
  chat: {
    ...openaiChat,
    roles: ["system", "user", "assistant", "tool"],
    systemFirst: "error",
    emptyText: "advice",
    noUser: "advice",
    images: "base64",
  },
};

/** Gemini on Vertex AI: Google's token counting and cost notebook (https://github.com/GoogleCloudPlatform/generative-ai, read 2026-11-24). */
export const vertex: CheckRules = {
  ...hosted,
  id: "vertex-gemini",
  missingSystem: "warning",
  chat: { ...converseChat, roles: ["user", "model", "function"], userFirst: "warning", fewestMessages: 1 },
};

/** Mistral: `validate_data` of https://github.com/mistralai/mistral-finetune over mistral-common (read 2026-11-24). */
export const mistral: CheckRules = {
  ...hosted,
  id: "mistral",
  exclusiveColumns: [["messages"], ["interactions"], ["text"]],
  chat: {
    ...openaiChat,
    roles: ["system", "user", "assistant", "tool"],
    fields: "mistral",
    order: "mistral",
    userFirst: "warning",
    oneSystem: "error",
    assistantLast: "error",
    tools: "mistral",
  },
};

/** Cohere: https://docs.cohere.com/docs/chat-preparing-the-data (read 2026-11-24). */
export const cohere: CheckRules = {
  ...hosted,
  id: "cohere",
  chat: {
    ...openaiChat,
    roles: ["System", "User", "Chatbot"],
    systemFirst: "error",
    noUser: "error",
    assistantLast: "warning",
    weight: "ignored",
    tools: "unchecked",
    images: "none",
    partsAllowed: false,
  },
};

/** Nebius takes OpenAI's shape (https://github.com/nebius/token-factory-cookbook, read 2026-11-24). */
export const nebius: CheckRules = {
  ...hosted,
  id: "nebius",
  chat: { ...openaiChat, emptyText: "warning" },
};
