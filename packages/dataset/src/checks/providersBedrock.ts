import { hosted, strictChat } from "./providersBase.ts";
import type { ChatRules, CheckRules } from "../shapes/checking/rules.ts";

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
export const nova: CheckRules = {
  ...hosted,
  id: "bedrock-nova",
  chat: converseChat,
  reserved: /User:|USER:|Bot:|BOT:|Assistant:|ASSISTANT:|System:|SYSTEM:|Thought:|<image>|<video>|\[EOS\]/u,
};

/** Claude 3 Haiku on Bedrock: the data validation script of the same repository; it estimates 3 characters a token. */
export const claude: CheckRules = {
  ...hosted,
  id: "bedrock-claude",
  extraColumn: "error",
  chat: { ...converseChat, weight: "forbidden", images: "none", partsAllowed: false },
  reserved: /\nHuman:|\nAssistant:/u,
};

/** Llama on Bedrock: 3.1 takes prompt and completion, 3.2 and 3.3 conversations (same repository). */
export const bedrockLlama: CheckRules = {
  ...hosted,
  id: "bedrock-llama",
  chat: converseChat,
};

/** Titan: refuses rows over 4,096 tokens, as the error text of the service says. */
export const titan: CheckRules = {
  ...hosted,
  id: "bedrock-titan",
};

/** Bedrock model distillation: prompts in conversation form, at least 100 (same repository). */
export const distillation: CheckRules = {
  ...hosted,
  id: "bedrock-distillation",
  extraColumn: "error",
  chat: { ...converseChat, assistantLast: null, fewestMessages: 1, images: "none" },
};
