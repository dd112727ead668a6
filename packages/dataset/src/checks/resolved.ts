import type { Limits } from "@tunecast/estimator";
import type { FileRules } from "@tunecast/estimator/prices";
import type { Cap, CheckRules, ProviderRules } from "../shapes/checking/rules.ts";

const megabyte = 1024 ** 2;

const beyond: Readonly<Record<string, Cap["beyond"]>> = { cut: "cut", reject: "refused", drop: "skipped" };

/** A provider's checks with the numbers and lists of the price book. */
export function resolved(
  rules: CheckRules,
  { limits, formats, data, textOnly, counting, model }: FileRules,
): ProviderRules {
  const { minExamples = 1, maxExamples = Infinity } = limits;
  return {
    ...rules,
    shapes: formats,
    endings: data.endings ?? [],
    examples: {
      least: minExamples,
      most: maxExamples,
      few: data.warnedExamples ?? 0,
      advised: data.advisedExamples ?? 0,
    },
    bytes: bytesOf(limits, data.minBytes),
    chat: {
      ...rules.chat,
      media: {
        images: data.maxImages ?? Infinity,
        imageBytes: (data.maxImageMegabytes ?? Infinity) * megabyte,
        videos: data.maxVideos ?? Infinity,
        imageFormats: data.imageFormats === undefined ? null : new Set(data.imageFormats),
        videoFormats: data.videoFormats === undefined ? null : new Set(data.videoFormats),
      },
    },
    cap: capOf(limits, data),
    counting,
    model,
    blind: textOnly,
  };
}

function bytesOf(
  { fileMegabytes = Infinity, uploadMegabytes, splitFiles }: Limits,
  least: number = 0,
): ProviderRules["bytes"] {
  const inParts = splitFiles === true ? Infinity : (uploadMegabytes ?? fileMegabytes);
  return { least, most: fileMegabytes * megabyte, inParts: inParts * megabyte };
}

function capOf({ contextTokens, overContext }: Limits, data: FileRules["data"]): Cap | null {
  if (contextTokens === undefined) return null;
  const { systemTokens, tokenCharacters } = data;
  return {
    tokens: contextTokens,
    beyond: beyond[overContext ?? ""] ?? "unstated",
    ...(overContext === "drop" && { perTurn: true }),
    ...(systemTokens !== undefined && { system: systemTokens }),
    ...(tokenCharacters !== undefined && { characters: tokenCharacters }),
  };
}
