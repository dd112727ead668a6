import type { ChatRules, ProviderRules } from "./rules.ts";

const openaiChat: ChatRules = {
  roles: ["system", "developer", "user", "assistant", "tool", "function"],
  order: "any",
  userFirst: null,
  systemFirst: null,
  oneSystem: null,
  assistantLast: "warning",
  noAssistant: "error",
  noUser: "warning",
  emptyText: "error",
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
const openai: ProviderRules = {
  id: "openai",
  shapes: ["chat-sft", "dpo", "rft", "prompt-completion"],
  linesOnly: true,
  endings: ["jsonl"],
  bom: "warning",
  blankLine: "warning",
  extraColumn: null,
  exclusiveColumns: [],
  examples: { least: 10, most: Infinity, few: 0, advised: 50 },
  missingSystem: "warning",
  chat: openaiChat,
  caps: [
    { model: /^gpt-3\.5-turbo-0613/u, tokens: 4_096, cut: true },
    { model: /^(gpt-3\.5|davinci|babbage)/u, tokens: 16_385, cut: true },
    { model: /./u, tokens: 65_536, cut: true },
  ],
  reserved: null,
  specialTokens: "error",
  blind: /^(gpt-3\.5|davinci|babbage|gpt-4-0613|gpt-4\.1-nano)/u,
  promptAdvice: true,
};

/** Azure: as OpenAI; asks for a byte order mark (https://github.com/MicrosoftDocs/azure-ai-docs) and, by the validators of https://github.com/microsoft/azure-skills, for a user message. */
const azure: ProviderRules = {
  ...openai,
  id: "azure-openai",
  bom: null,
  chat: { ...openaiChat, noUser: "error", emptyText: "warning" },
};

const strictChat: ChatRules = {
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

const openShapes = ["chat-sft", "prompt-completion", "text", "dpo"];

const hosted: ProviderRules = {
  ...openai,
  shapes: openShapes,
  extraColumn: null,
  missingSystem: null,
  caps: [],
  specialTokens: "advice",
  blind: null,
  promptAdvice: false,
  examples: { least: 1, most: Infinity, few: 0, advised: 100 },
};

/** Together: `files check` of https://github.com/togethercomputer/together-python (read 2026-11-24). */
const together: ProviderRules = {
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
  chat: strictChat,
};

/** Fireworks: https://docs.fireworks.ai/fine-tuning/fine-tuning-models (read 2026-11-24). */
const fireworks: ProviderRules = {
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

const converseChat: ChatRules = {
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
const nova: ProviderRules = {
  ...hosted,
  id: "bedrock-nova",
  shapes: ["bedrock-conversation-2024"],
  examples: { least: 8, most: 20_000, few: 0, advised: 100 },
  chat: converseChat,
  reserved: /User:|Bot:|Assistant:|System:|<image>|<video>|\[EOS\]/u,
  blind: /micro/u,
};

/** Claude 3 Haiku on Bedrock: the data validation script of the same repository; it estimates 3 characters a token. */
const claude: ProviderRules = {
  ...hosted,
  id: "bedrock-claude",
  shapes: ["claude-messages"],
  examples: { least: 32, most: 10_000, few: 0, advised: 100 },
  extraColumn: "error",
  chat: { ...converseChat, weight: "forbidden", images: "none", partsAllowed: false },
  caps: [{ model: /./u, tokens: 32_000, cut: false }],
  reserved: /\nHuman:|\nAssistant:/u,
};

/** Llama on Bedrock: 3.1 takes prompt and completion, 3.2 and 3.3 conversations (same repository). */
const bedrockLlama: ProviderRules = {
  ...hosted,
  id: "bedrock-llama",
  shapes: ["prompt-completion", "bedrock-conversation-2024"],
  examples: { least: 1, most: 10_000, few: 0, advised: 100 },
  chat: converseChat,
  caps: [
    { model: /90b/u, tokens: 10_000, cut: false },
    { model: /3-2|3\.2/u, tokens: 16_000, cut: false },
  ],
  blind: /3[-.]1|3[-.]2-[13]b|3[-.]3/u,
};

/** Titan: refuses rows over 4,096 tokens, as the error text of the service says. */
const titan: ProviderRules = {
  ...hosted,
  id: "bedrock-titan",
  shapes: ["prompt-completion"],
  caps: [{ model: /./u, tokens: 4_096, cut: false }],
};

/** Bedrock model distillation: prompts in conversation form, at least 100 (same repository). */
const distillation: ProviderRules = {
  ...hosted,
  id: "bedrock-distillation",
  shapes: ["bedrock-conversation-2024"],
  examples: { least: 100, most: Infinity, few: 0, advised: 100 },
  extraColumn: "error",
  chat: { ...converseChat, assistantLast: null, fewestMessages: 1, images: "none" },
};

/** Gemini on Vertex AI: Google's token counting and cost notebook (https://github.com/GoogleCloudPlatform/generative-ai, read 2026-11-24). */
const vertex: ProviderRules = {
  ...hosted,
  id: "vertex-gemini",
  shapes: ["gemini-contents"],
  examples: { least: 1, most: 1_000_000, few: 16, advised: 100 },
  missingSystem: "warning",
  chat: { ...converseChat, roles: ["user", "model", "function"], userFirst: "warning", fewestMessages: 1 },
  caps: [{ model: /./u, tokens: 131_072, cut: true }],
};

/** Mistral: `validate_data` of https://github.com/mistralai/mistral-finetune over mistral-common (read 2026-11-24). */
const mistral: ProviderRules = {
  ...hosted,
  id: "mistral",
  shapes: ["chat-sft", "text"],
  examples: { least: 10, most: 10_000_000, few: 0, advised: 100 },
  exclusiveColumns: [["messages"], ["interactions"], ["text"]],
  chat: {
    ...openaiChat,
    roles: ["system", "user", "assistant", "tool"],
    order: "mistral",
    userFirst: "warning",
    oneSystem: "error",
    assistantLast: "error",
    tools: "mistral",
  },
};

/** Cohere: https://docs.cohere.com/docs/chat-preparing-the-data (read 2026-11-24). */
const cohere: ProviderRules = {
  ...hosted,
  id: "cohere",
  shapes: ["cohere-chat"],
  examples: { least: 2, most: Infinity, few: 0, advised: 100 },
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
const nebius: ProviderRules = {
  ...hosted,
  id: "nebius",
  shapes: openShapes,
  chat: { ...openaiChat, emptyText: "warning" },
};

const localChat: ChatRules = {
  ...openaiChat,
  assistantLast: "advice",
  noAssistant: "warning",
  noUser: null,
  emptyText: "advice",
  weight: "ignored",
  tools: "unchecked",
  images: "unchecked",
};

const local: ProviderRules = {
  ...hosted,
  linesOnly: false,
  endings: [],
  bom: "advice",
  blankLine: "advice",
  examples: { least: 1, most: Infinity, few: 0, advised: 0 },
  chat: localChat,
};

/** TRL: https://github.com/huggingface/trl, docs/source/dataset_formats.md (read 2026-11-24). */
const trl: ProviderRules = {
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
  caps: [{ model: /./u, tokens: 1_024, cut: true }],
};

/** LLaMA-Factory: data/README.md and src/llamafactory/data of https://github.com/hiyouga/LLaMA-Factory (read 2026-11-24). */
const llamaFactory: ProviderRules = {
  ...local,
  id: "llama-factory",
  shapes: ["alpaca", "sharegpt", "chat-sft", "preference", "kto", "text"],
  chat: { ...localChat, order: "positions" },
  caps: [{ model: /./u, tokens: 2_048, cut: true }],
};

const shareGpt: ProviderRules = { ...local, id: "sharegpt", shapes: ["sharegpt", "chat-sft"] };
const text: ProviderRules = { ...local, id: "text", shapes: ["text"] };
const csv: ProviderRules = { ...local, id: "csv", shapes: [] };
const generic: ProviderRules = { ...local, id: "generic", shapes: [] };

const providers: ReadonlyMap<string, ProviderRules> = new Map(
  [
    openai,
    azure,
    together,
    fireworks,
    nova,
    claude,
    bedrockLlama,
    titan,
    distillation,
    vertex,
    mistral,
    cohere,
    nebius,
    trl,
    llamaFactory,
    shareGpt,
    text,
    csv,
    generic,
  ].map((rules) => [rules.id, rules]),
);

/** Other names of the same providers. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["azure", "azure-openai"],
  ["vertex", "vertex-gemini"],
  ["gemini", "vertex-gemini"],
  ["nova", "bedrock-nova"],
  ["llamafactory", "llama-factory"],
  ["bedrock", "bedrock-nova"],
]);

/** Ids of the providers whose rules are known. */
export const knownProviders: readonly string[] = [...providers.keys()];

/** The rules of a provider by its id or another of its names. */
export function providerRules(id: string): ProviderRules | undefined {
  return providers.get(aliases.get(id) ?? id);
}
