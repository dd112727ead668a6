import type { Limits } from "@tunecast/estimator";
import { providerNamed, type FileRules } from "@tunecast/estimator/prices";
import type { Cap, ChatRules, CheckRules, ProviderRules } from "../shapes/checking/rules.ts";
import table from "./providers.json" with { type: "json" };

const megabyte = 1024 ** 2;
const beyond: Readonly<Record<string, Cap["beyond"]>> = { cut: "cut", reject: "refused", drop: "skipped" };

type FileNumbers = Omit<FileRules, "check" | "methods">;
type FileLimits = Omit<ProviderRules, keyof CheckRules>;

function limitsOf({ limits, formats, data, textOnly, counting, model }: FileNumbers): FileLimits {
  const { minExamples = 1, maxExamples = Infinity, fileMegabytes = Infinity, uploadMegabytes, splitFiles } = limits;
  const inParts = splitFiles === true ? Infinity : (uploadMegabytes ?? fileMegabytes);
  const { warnedExamples: few = 0, advisedExamples: advised = 0, minBytes: least = 0, endings = [] } = data;
  return {
    shapes: formats,
    endings,
    examples: { least: minExamples, most: maxExamples, few, advised },
    bytes: { least, most: fileMegabytes * megabyte, inParts: inParts * megabyte },
    cap: capOf(limits, data),
    counting,
    model,
    blind: textOnly,
  };
}

function mediaOf(data: FileRules["data"]): ChatRules["media"] {
  const { imageFormats: images, videoFormats: videos } = data;
  return {
    images: data.maxImages ?? Infinity,
    imageBytes: (data.maxImageMegabytes ?? Infinity) * megabyte,
    videos: data.maxVideos ?? Infinity,
    imageFormats: images ? new Set(images) : null,
    videoFormats: videos ? new Set(videos) : null,
  };
}

function capOf({ contextTokens, overContext }: Limits, data: FileRules["data"]): Cap | null {
  if (contextTokens === undefined) return null;
  const { systemTokens, tokenCharacters } = data;
  return {
    tokens: contextTokens,
    beyond: beyond[overContext ?? ""] ?? "unstated",
    ...(systemTokens !== undefined && { system: systemTokens }),
    ...(tokenCharacters !== undefined && { characters: tokenCharacters }),
  };
}

/** What a provider says of its files that says nothing. */
const nothing: FileNumbers = { limits: {}, formats: [], data: {}, textOnly: false, counting: null, model: "" };

export const unlimited: FileLimits = limitsOf(nothing);
const media = mediaOf(nothing.data);

type ChatParts = { readonly like?: string } & Partial<ChatRules>;
type Parts = Partial<Omit<ProviderRules, "id" | "chat" | "reserved">> & {
  readonly source: string;
  readonly chat?: ChatParts;
  readonly reserved?: string;
};

const chats = table.chats as unknown as Readonly<Record<string, ChatParts>>;
const hostParts = table.hosts as unknown as Readonly<Record<string, Parts>>;
const localParts = table.local as unknown as Readonly<Record<string, Parts>>;

function chatOf({ like, ...rest }: ChatParts): ChatRules {
  return { ...(like === undefined ? { media } : chatOf(chats[like] ?? {})), ...rest } as ChatRules;
}

type Common = Omit<CheckRules, "id" | "chat" | "reserved">;
const hosted = table.common as Common;
const own = { ...unlimited, ...hosted, ...(table.localCommon as Partial<Common>) };

function rulesOf<T extends Common>(id: string, common: T, like: string, parts: Parts): T & CheckRules {
  const { chat = { like }, reserved, source: _, ...rest } = parts;
  const words = reserved === undefined ? null : new RegExp(reserved, "u");
  return { ...common, ...rest, id, chat: chatOf(chat), reserved: words };
}

const hosts: ReadonlyMap<string, CheckRules> = new Map(
  Object.entries(hostParts).map(([id, parts]) => [id, rulesOf(id, hosted, "openai", parts)]),
);

const local: ReadonlyMap<string, ProviderRules> = new Map(
  Object.entries(localParts).map(([id, parts]) => [id, rulesOf(id, own, "local", parts)]),
);

const aliases: ReadonlyMap<string, string> = new Map(Object.entries(table.aliases));

function idOf(name: string): string {
  if (hosts.has(name) || local.has(name)) return name;
  const provider = providerNamed(name);
  return aliases.get(name) ?? aliases.get(provider) ?? provider;
}

export const hostRules: readonly CheckRules[] = [...hosts.values()];

/** What can be checked by its name alone: a host's rules need the numbers of the price book. */
export const localProviders: readonly string[] = [...local.keys()];

export const knownProviders: readonly string[] = [...hosts.keys(), ...local.keys()];

export const providerId = (name: string): string | undefined => checkRules(name)?.id;

/** Checks of a provider by its id or another of its names: what is wrong with a row by itself, whatever the numbers. */
export const checkRules = (name: string): CheckRules | undefined => hosts.get(idOf(name)) ?? local.get(idOf(name));

export const localRules = (name: string): ProviderRules | undefined => local.get(idOf(name));

export function providerRules(file: FileRules): ProviderRules | undefined {
  const rules = hosts.get(file.check);
  if (rules === undefined) return undefined;
  return { ...rules, ...limitsOf(file), chat: { ...rules.chat, media: mediaOf(file.data) } };
}
