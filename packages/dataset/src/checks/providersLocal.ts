import { hosted, unlimited } from "./providersBase.ts";
import { openaiChat } from "./providersOpenai.ts";
import type { ChatRules, ProviderRules } from "../shapes/checking/rules.ts";

const localChat: ChatRules = {
  ...openaiChat,
  fields: "any",
  assistantLast: "advice",
  noAssistant: "warning",
  noUser: null,
  emptyText: "advice",
  weight: "ignored",
  tools: "unchecked",
  thoughts: true,
  images: "unchecked",
};

const local: ProviderRules = {
  ...hosted,
  ...unlimited,
  linesOnly: false,
  bom: "advice",
  blankLine: "advice",
  chat: localChat,
};

/** TRL: https://github.com/huggingface/trl, docs/source/dataset_formats.md (read 2026-11-24). */
export const trl: ProviderRules = {
  ...local,
  id: "trl",
  shapes: [
    "chat-sft",
    "text",
    "prompt-completion",
    "preference",
    "kto",
    "prompt-only",
    "stepwise",
    "sharegpt",
    "parquet-tokenised",
  ],
  twoForms: "error",
  cap: { tokens: 1_024, beyond: "cut_by_trainer" },
};

/** LLaMA-Factory: data/README.md and src/llamafactory/data of https://github.com/hiyouga/LLaMA-Factory (read 2026-11-24). */
export const llamaFactory: ProviderRules = {
  ...local,
  id: "llama-factory",
  shapes: ["alpaca", "sharegpt", "chat-sft", "preference", "kto", "text"],
  chat: { ...localChat, otherRole: "skipped", order: "positions" },
  cap: { tokens: 2_048, beyond: "cut_in_proportion" },
};

/** ms-swift: docs/source_en/Customization/Custom-dataset.md of https://github.com/modelscope/ms-swift (read 2026-11-26). */
export const msSwift: ProviderRules = {
  ...local,
  id: "ms-swift",
  shapes: ["chat-sft", "rejected-response", "sharegpt", "alpaca", "question-answer", "prompt-only", "kto", "text"],
};

/** ShareGPT rows of any origin. */
export const shareGpt: ProviderRules = { ...local, id: "sharegpt", shapes: ["sharegpt", "chat-sft"] };
/** Plain text. */
export const text: ProviderRules = { ...local, id: "text", shapes: ["text"] };
/** Tables whose columns are the user's own. */
export const csv: ProviderRules = { ...local, id: "csv", shapes: [] };
/** Rows of any shape, by no provider's rules but those of the shape. */
export const generic: ProviderRules = { ...local, id: "generic", shapes: [] };
