import type { FileRules } from "@tunecast/estimator/prices";
import { resolved } from "./resolved.ts";
import type { ChatRules, CheckRules, ProviderRules } from "../shapes/checking/rules.ts";

/** Messages as OpenAI takes them: the rules that the others differ from. */
const openaiChat: ChatRules = {
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

/** Strict turns of user and assistant. */
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

/** Bedrock's conversations: user first, assistant last, turn by turn. */
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

/** Messages as trainers of one's own take them. */
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

/** A host without rules of its own beyond the common ones. */
const hosted: CheckRules = {
  id: "",
  linesOnly: true,
  bom: "warning",
  blankLine: "warning",
  extraColumn: null,
  exclusiveColumns: [],
  pairImages: true,
  twoForms: null,
  missingSystem: null,
  chat: openaiChat,
  reserved: null,
  specialTokens: "advice",
  promptAdvice: false,
};

/** What OpenAI and Azure say to texts and pairs. */
const openai = { pairImages: false, missingSystem: "warning", specialTokens: "error", promptAdvice: true } as const;

type Parts = Partial<Omit<CheckRules, "id">>;

/** Providers whose numbers are in the price book. */
const hosts: ReadonlyMap<string, CheckRules> = new Map(
  Object.entries<Parts>({
    /**
     * The published API schema, the cookbook's data preparation notebook and `prepare_data` of openai-python, and error texts of
     * the server (all read 2026-11-24; https://github.com/openai/openai-openapi, https://github.com/openai/openai-cookbook,
     * https://github.com/openai/openai-python).
     */
    openai,
    /** As OpenAI; asks for a byte order mark (https://github.com/MicrosoftDocs/azure-ai-docs) and, by the validators of https://github.com/microsoft/azure-skills, for a user message. */
    "azure-openai": { ...openai, bom: null, chat: { ...openaiChat, noUser: "error", emptyText: "warning" } },
    /**
     * Its check of files (https://github.com/togethercomputer/together-py/blob/0395aed8c06b49c7935803d8b79024f30d4f8d2e/src/together/lib/utils/files.py,
     * constants of 0c75911a, read 2026-11-25), and https://docs.together.ai/docs/fine-tuning/function-calling and
     * fine-tuning-reasoning for tools, their calls and thoughts.
     */
    together: {
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
    },
    /**
     * https://docs.fireworks.ai/fine-tuning/fine-tuning-models.md (read 2026-11-25). The page names the roles system, user and
     * assistant, and says that data sets with tools are taken and that those made for OpenAI work unchanged: so the answers of
     * tools are taken too.
     */
    fireworks: {
      chat: {
        ...openaiChat,
        roles: ["system", "user", "assistant", "tool"],
        systemFirst: "error",
        emptyText: "advice",
        noUser: "advice",
        images: "base64",
      },
    },
    /** The validator of https://github.com/aws-samples/amazon-bedrock-samples and, for reserved words, the user guide (read 2026-11-24). */
    "bedrock-nova": {
      chat: converseChat,
      reserved: /User:|USER:|Bot:|BOT:|Assistant:|ASSISTANT:|System:|SYSTEM:|Thought:|<image>|<video>|\[EOS\]/u,
    },
    /** Claude 3 Haiku: the data validation script of the same repository; it estimates 3 characters a token. */
    "bedrock-claude": {
      extraColumn: "error",
      chat: { ...converseChat, weight: "forbidden", images: "none", partsAllowed: false },
      reserved: /\nHuman:|\nAssistant:/u,
    },
    /** 3.1 takes prompt and completion, 3.2 and 3.3 conversations (same repository). */
    "bedrock-llama": { chat: converseChat },
    /** Refuses rows over 4,096 tokens, as the error text of the service says. */
    "bedrock-titan": {},
    /** Prompts in conversation form, at least 100 (same repository). */
    "bedrock-distillation": {
      extraColumn: "error",
      chat: { ...converseChat, assistantLast: null, fewestMessages: 1, images: "none" },
    },
    /** Google's token counting and cost notebook (https://github.com/GoogleCloudPlatform/generative-ai, read 2026-11-24). */
    "vertex-gemini": {
      missingSystem: "warning",
      chat: { ...converseChat, roles: ["user", "model", "function"], userFirst: "warning", fewestMessages: 1 },
    },
    /** `validate_data` of https://github.com/mistralai/mistral-finetune over mistral-common (read 2026-11-24). */
    mistral: {
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
    },
    /** https://docs.cohere.com/docs/chat-preparing-the-data (read 2026-11-24) */
    cohere: {
      chat: {
        ...openaiChat,
        roles: ["System", "User", "Chatbot"],
        systemFirst: "error",
        noUser: "error",
        weight: "ignored",
        tools: "unchecked",
        images: "none",
        partsAllowed: false,
      },
    },
    /** OpenAI's shape (https://github.com/nebius/token-factory-cookbook, read 2026-11-24). */
    nebius: { chat: { ...openaiChat, emptyText: "warning" } },
  }).map(([id, parts]) => [id, { ...hosted, ...parts, id }]),
);

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

/** Trainers of one's own, and files of no provider. */
const local: ReadonlyMap<string, ProviderRules> = new Map(
  Object.entries<Partial<ProviderRules>>({
    /** https://github.com/huggingface/trl, docs/source/dataset_formats.md (read 2026-11-24) */
    trl: {
      shapes: "chat-sft text prompt-completion preference kto prompt-only stepwise sharegpt parquet-tokenised".split(
        " ",
      ),
      twoForms: "error",
      cap: { tokens: 1_024, beyond: "cut_by_trainer" },
    },
    /** data/README.md and src/llamafactory/data of https://github.com/hiyouga/LLaMA-Factory (read 2026-11-24) */
    "llama-factory": {
      shapes: ["alpaca", "sharegpt", "chat-sft", "preference", "kto", "text"],
      chat: { ...localChat, otherRole: "skipped", order: "positions" },
      cap: { tokens: 2_048, beyond: "cut_in_proportion" },
    },
    /** docs/source_en/Customization/Custom-dataset.md of https://github.com/modelscope/ms-swift (read 2026-11-26) */
    "ms-swift": {
      shapes: "chat-sft rejected-response sharegpt alpaca question-answer prompt-only kto text".split(" "),
    },
    /** ShareGPT rows of any origin. */
    sharegpt: { shapes: ["sharegpt", "chat-sft"] },
    /** Plain text. */
    text: { shapes: ["text"] },
    /** Tables whose columns are the user's own. */
    csv: {},
    /** Rows of any shape, by no provider's rules but those of the shape. */
    generic: {},
  }).map(([id, parts]) => {
    const common = { linesOnly: false, bom: "advice", blankLine: "advice", chat: localChat } as const;
    return [id, { ...hosted, ...unlimited, ...common, ...parts, id }];
  }),
);

/** Other names of the same providers. */
const aliases: Readonly<Record<string, string>> = {
  azure: "azure-openai",
  vertex: "vertex-gemini",
  "google-vertex": "vertex-gemini",
  gemini: "vertex-gemini",
  "aws-bedrock": "bedrock-nova",
  bedrock: "bedrock-nova",
  nova: "bedrock-nova",
  llamafactory: "llama-factory",
  swift: "ms-swift",
};

const idOf = (name: string): string => (Object.hasOwn(aliases, name) ? (aliases[name] as string) : name);

/** The checks of providers whose numbers are in the price book. */
export const hostRules: readonly CheckRules[] = [...hosts.values()];

/** Ids of the providers whose checks are known. */
export const knownProviders: readonly string[] = [...hosts.keys(), ...local.keys()];

/** The id of the checks that a name stands for; undefined where there are none. */
export function providerId(name: string): string | undefined {
  return checkRules(name)?.id;
}

/** Checks of a provider by its id or another of its names: what is wrong with a row by itself, whatever the numbers. */
export function checkRules(name: string): CheckRules | undefined {
  return hosts.get(idOf(name)) ?? local.get(idOf(name));
}

/** The rules of a trainer of one's own by its name. */
export function localRules(name: string): ProviderRules | undefined {
  return local.get(idOf(name));
}

/** The checks of a provider with what the price book says of its files. */
export function providerRules(file: FileRules): ProviderRules | undefined {
  const rules = hosts.get(file.check);
  return rules === undefined ? undefined : resolved(rules, file);
}
