import { bedrockLlama, claude, distillation, nova, titan } from "./providersBedrock.ts";
import { cohere, fireworks, mistral, nebius, together, vertex } from "./providersHosted.ts";
import { csv, generic, llamaFactory, shareGpt, text, trl } from "./providersLocal.ts";
import { azure, openai } from "./providersOpenai.ts";
import type { ProviderRules } from "./rules.ts";

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

/** The id of the rules that a name stands for; undefined where there are none. */
export function providerId(name: string): string | undefined {
  return providerRules(name)?.id;
}

/** Whether the rules themselves tell the model from others, so that its name is one of theirs. */
export function rulesNameModel(name: string, model: string): boolean {
  const { caps = [], blind = null, completionModels = null } = providerRules(name) ?? {};
  const own = caps.map((cap) => cap.model).filter(({ source }) => source !== ".");
  return [...own, blind, completionModels].some((pattern) => pattern?.test(model) === true);
}

/** The rules of a provider by its id or another of its names. */
export function providerRules(id: string): ProviderRules | undefined {
  return providers.get(aliases.get(id) ?? id);
}
