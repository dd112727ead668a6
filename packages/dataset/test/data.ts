import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "@tunecast/estimator";
import { fileRulesFor } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { checkFor, providerId, type Bytes, type CheckOptions, type CheckReport } from "../src/index.ts";
import { dataFolder } from "../../../.config/sharedData.mjs";

export const hasData = existsSync(dataFolder);
if (!hasData) console.log(`Skipped: tests over the shared data, since ${dataFolder} does not exist.`);

/** Bytes of a file of the shared data. */
export function dataBytes(path: string): Uint8Array {
  return readFileSync(`${dataFolder}/${path}`);
}

/** Larger ones take too long for a test. */
const mostBytes = 400_000;

/** The data files in a folder of the shared data, as paths; none where it is not there. */
export function filesIn(folder: string): string[] {
  if (!hasData) return [];
  return readdirSync(join(dataFolder, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    const found = statSync(join(dataFolder, path));
    if (found.isDirectory()) return filesIn(path);
    const isData = /\.(?:jsonl|json|csv|tsv|parquet)$/u.test(name) && !/^(?:index|gold-)/u.test(name);
    return isData && found.size <= mostBytes ? [path] : [];
  });
}

/** A JSON file of the shared data. */
export function dataJson(path: string): unknown {
  return JSON.parse(readFileSync(`${dataFolder}/${path}`, "utf8"));
}

/** Bytes as a stream of chunks of a given size. */
export async function* chunked(bytes: Uint8Array, size: number = 65_536): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Text as a stream of chunks. */
export function textChunks(text: string, size?: number): AsyncGenerator<Uint8Array, void, undefined> {
  return chunked(new TextEncoder().encode(text), size);
}

/** A provider's verdict with what the price book says of its files, or of one model's. */
export function checkBytes(
  chunks: Bytes,
  { provider, model, ...options }: CheckOptions & { readonly provider: string; readonly model?: string | undefined },
): Promise<Result<CheckReport>> {
  const rules = fileRulesFor(prices, providerId(provider) ?? "", model);
  return rules.ok ? checkFor(rules.value ?? provider, chunks, options) : Promise.resolve(rules);
}

/** The worked examples of a file, one a line. */
export function jsonLines(file: URL): readonly unknown[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as unknown);
}
