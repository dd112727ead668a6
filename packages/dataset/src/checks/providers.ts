import type { FileRules } from "@tunecast/estimator/prices";
import { bedrockLlama, claude, distillation, nova, titan } from "./providersBedrock.ts";
import { cohere, fireworks, mistral, nebius, together, vertex } from "./providersHosted.ts";
import { csv, generic, llamaFactory, msSwift, shareGpt, text, trl } from "./providersLocal.ts";
import { azure, openai } from "./providersOpenai.ts";
import { resolved } from "./resolved.ts";
import type { CheckRules, ProviderRules } from "../shapes/checking/rules.ts";

/** Providers whose numbers are in the price book. */
const hosts: ReadonlyMap<string, CheckRules> = byId([
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
]);

/** Trainers of one's own, and files of no provider. */
const local: ReadonlyMap<string, ProviderRules> = byId([trl, llamaFactory, msSwift, shareGpt, text, csv, generic]);

/** Other names of the same providers. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["azure", "azure-openai"],
  ["vertex", "vertex-gemini"],
  ["google-vertex", "vertex-gemini"],
  ["aws-bedrock", "bedrock-nova"],
  ["gemini", "vertex-gemini"],
  ["nova", "bedrock-nova"],
  ["llamafactory", "llama-factory"],
  ["swift", "ms-swift"],
  ["bedrock", "bedrock-nova"],
]);

/** The checks of providers whose numbers are in the price book. */
export const hostRules: readonly CheckRules[] = [...hosts.values()];

/** Ids of the providers whose checks are known. */
export const knownProviders: readonly string[] = [...hosts.keys(), ...local.keys()];

/** The id of the checks that a name stands for; undefined where there are none. */
export function providerId(name: string): string | undefined {
  const id = aliases.get(name) ?? name;
  return hosts.has(id) || local.has(id) ? id : undefined;
}

/** Checks of a provider by its id or another of its names: what is wrong with a row by itself, whatever the numbers. */
export function checkRules(name: string): CheckRules | undefined {
  const id = aliases.get(name) ?? name;
  return hosts.get(id) ?? local.get(id);
}

/** The rules of a trainer of one's own by its name. */
export function localRules(name: string): ProviderRules | undefined {
  return local.get(aliases.get(name) ?? name);
}

/** The checks of a provider with what the price book says of its files. */
export function providerRules(file: FileRules): ProviderRules | undefined {
  const rules = hosts.get(file.check);
  return rules === undefined ? undefined : resolved(rules, file);
}

function byId<T extends { readonly id: string }>(rules: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rules.map((one) => [one.id, one]));
}
