import { hosted, strictChat } from "./providersBase.ts";
import type { ChatRules, ProviderRules } from "./rules.ts";

/** Bedrock's conversations: user first, assistant last, turn by turn. */
export const converseChat: ChatRules = {
  ...strictChat,
  roles: ["user", "assistant"],
  userFirst: "error",
  assistantLast: "error",
  noAssistant: null,
  emptyText: "error",
  weight: "ignored",
  images: "unchecked",
  fewestMessages: 2,
};

/** Amazon Nova: the validator of https://github.com/aws-samples/amazon-bedrock-samples and, for reserved words, the user guide (read 2026-11-24). */
export const nova: ProviderRules = {
  ...hosted,
  id: "bedrock-nova",
  shapes: ["bedrock-conversation-2024"],
  examples: { least: 8, most: 20_000, few: 0, advised: 100 },
  chat: converseChat,
  reserved: /User:|Bot:|Assistant:|System:|<image>|<video>|\[EOS\]/u,
  blind: /micro/u,
};

/** Claude 3 Haiku on Bedrock: the data validation script of the same repository; it estimates 3 characters a token. */
export const claude: ProviderRules = {
  ...hosted,
  id: "bedrock-claude",
  shapes: ["claude-messages"],
  bytes: { least: 0, most: 10 * 1024 ** 3 },
  examples: { least: 32, most: 10_000, few: 0, advised: 100 },
  extraColumn: "error",
  chat: { ...converseChat, weight: "forbidden", images: "none", partsAllowed: false },
  caps: [{ model: /./u, tokens: 32_000, beyond: "refused", characters: 3 }],
  reserved: /\nHuman:|\nAssistant:/u,
};

/** Llama on Bedrock: 3.1 takes prompt and completion, 3.2 and 3.3 conversations (same repository). */
export const bedrockLlama: ProviderRules = {
  ...hosted,
  id: "bedrock-llama",
  shapes: ["prompt-completion", "bedrock-conversation-2024"],
  examples: { least: 1, most: 10_000, few: 0, advised: 100 },
  chat: converseChat,
  caps: [
    { model: /90b/u, tokens: 10_000, beyond: "refused" },
    { model: /3-2|3\.2/u, tokens: 16_000, beyond: "refused" },
  ],
  blind: /3[-.]1|3[-.]2-[13]b|3[-.]3/u,
};

/** Titan: refuses rows over 4,096 tokens, as the error text of the service says. */
export const titan: ProviderRules = {
  ...hosted,
  id: "bedrock-titan",
  shapes: ["prompt-completion"],
  caps: [{ model: /./u, tokens: 4_096, beyond: "refused" }],
};

/** Bedrock model distillation: prompts in conversation form, at least 100 (same repository). */
export const distillation: ProviderRules = {
  ...hosted,
  id: "bedrock-distillation",
  shapes: ["bedrock-conversation-2024"],
  bytes: { least: 0, most: 1024 ** 3 },
  examples: { least: 100, most: Infinity, few: 0, advised: 100 },
  extraColumn: "error",
  chat: { ...converseChat, assistantLast: null, fewestMessages: 1, images: "none" },
};
