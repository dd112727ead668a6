import { hosted, openShapes, strictChat } from "./providersBase.ts";
import { converseChat } from "./providersBedrock.ts";
import { openaiChat } from "./providersOpenai.ts";
import type { ProviderRules } from "./rules.ts";

/** Together: `files check` of https://github.com/togethercomputer/together-python (read 2026-11-24). */
export const together: ProviderRules = {
  ...hosted,
  id: "together",
  shapes: [...openShapes, "parquet-tokenised"],
  endings: ["jsonl", "parquet"],
  bom: "error",
  blankLine: "error",
  extraColumn: "error",
  exclusiveColumns: [
    ["messages"],
    ["text"],
    ["prompt", "completion"],
    ["input", "preferred_output", "non_preferred_output"],
  ],
  // Its check takes an example whose only answer is empty.
  chat: { ...strictChat, untrained: "advice" },
};

/**
 * Fireworks: https://docs.fireworks.ai/fine-tuning/fine-tuning-models.md (read 2026-11-25). The page names the roles system,
 * user and assistant, and says that data sets with tools are taken and that those made for OpenAI work unchanged: so the
 * answers of tools are taken too.
 */
export const fireworks: ProviderRules = {
  ...hosted,
  id: "fireworks",
  shapes: ["chat-sft", "dpo"],
  examples: { least: 3, most: 3_000_000, few: 0, advised: 100 },
  chat: {
    ...openaiChat,
    roles: ["system", "user", "assistant", "tool"],
    systemFirst: "error",
    emptyText: "advice",
    noUser: "advice",
  },
};

/** Gemini on Vertex AI: Google's token counting and cost notebook (https://github.com/GoogleCloudPlatform/generative-ai, read 2026-11-24). */
export const vertex: ProviderRules = {
  ...hosted,
  id: "vertex-gemini",
  shapes: ["gemini-contents", "gemini-rft"],
  examples: { least: 1, most: 1_000_000, few: 16, advised: 100 },
  bytes: { least: 0, most: 1024 ** 3 },
  missingSystem: "warning",
  chat: { ...converseChat, roles: ["user", "model", "function"], userFirst: "warning", fewestMessages: 1 },
  caps: [{ model: /./u, tokens: 131_072, beyond: "cut", estimated: true }],
};

/** Mistral: `validate_data` of https://github.com/mistralai/mistral-finetune over mistral-common (read 2026-11-24). */
export const mistral: ProviderRules = {
  ...hosted,
  id: "mistral",
  shapes: ["chat-sft", "text"],
  examples: { least: 10, most: 10_000_000, few: 0, advised: 100 },
  bytes: { least: 1000, most: Infinity },
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
export const cohere: ProviderRules = {
  ...hosted,
  id: "cohere",
  shapes: ["cohere-chat"],
  examples: { least: 2, most: Infinity, few: 0, advised: 100 },
  caps: [{ model: /./u, tokens: 16_384, beyond: "skipped", perTurn: true, system: 2_048 }],
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
export const nebius: ProviderRules = {
  ...hosted,
  id: "nebius",
  shapes: openShapes,
  chat: { ...openaiChat, emptyText: "warning" },
};
