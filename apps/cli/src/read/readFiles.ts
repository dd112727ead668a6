import type { DatasetProfile } from "@tunecast/dataset";
import type { Only, OwnPrices, PriceBook, Result } from "@tunecast/estimator";
import { countingRules, readOwnPrices } from "@tunecast/estimator/prices";
import { fail, ok } from "@tunecast/estimator/problem";
import type { FileProfile, Files, ProfileOptions } from "./host.ts";

/** What was read from several files: each one's profile, and that of all together. */
export interface DataRead {
  readonly files: readonly FileProfile[];
  readonly whole: DatasetProfile;
}

/** A problem with the file it was met in. */
export type FileResult<T> = Result<T> & { readonly path?: string };

/** Profiles every file, one after another, and joins the profiles: a file named twice is counted twice. */
export async function readData(
  files: Files,
  paths: readonly string[],
  options: ProfileOptions,
): Promise<FileResult<DataRead>> {
  const { emptyProfile, joinProfiles } = await import("@tunecast/dataset");
  const read: FileProfile[] = [];
  let whole = emptyProfile;
  for (const path of paths) {
    const one = await files.profile(path, options);
    if (!one.ok) return { ...one, path };
    const joined = joinProfiles(whole, one.value.profile);
    if (!joined.ok) return { ...joined, path };
    whole = joined.value;
    read.push(one.value);
  }
  return ok({ files: read, whole });
}

/** Reads a JSON file. */
export async function readJson(files: Files, path: string): Promise<Result<unknown>> {
  const text = await files.text(path);
  if (!text.ok) return text;
  if (text.value.trim() === "") return fail({ kind: "file_empty", path });
  try {
    const value: unknown = JSON.parse(text.value.replace(/^\uFEFF/, ""));
    return ok(value);
  } catch (error) {
    return fail({ kind: "file_not_json", path, reason: placeIn(error, text.value) });
  }
}

function placeIn(error: unknown, text: string): string {
  const at = /position (\d+)/u.exec(String(error))?.[1];
  if (at !== undefined) return `line ${text.slice(0, Number(at)).split("\n").length}`;
  return /end of JSON/u.test(String(error)) ? "it ends too early" : "line 1";
}

/** Reads the user's own prices, to be laid over `prices`; nothing of a bad one is taken. */
export async function readOwnPricesFile(
  files: Files,
  path: string,
  prices: PriceBook,
  day: string,
): Promise<Result<OwnPrices>> {
  const [, to, rate] = /^([A-Z]{3})=(\d+(?:\.\d+)?)$/u.exec(path) ?? [];
  if (to !== undefined)
    return readOwnPrices({ exchange: [{ from: "USD", to, rate, date: day, source: "typed" }] }, prices);
  const json = await readJson(files, path);
  return json.ok ? readOwnPrices(json.value, prices) : json;
}

/** The counting rules that the chosen offers are billed by, as far as files can be counted by them. */
export async function rulesFor(book: PriceBook, only: Only, asOf: string): Promise<readonly string[]> {
  return countable(countingRules(book, only, asOf));
}

/** Those of some rules whose vocabularies are public, and the plain o200k count that stands in for the rest. */
export async function countable(rules: readonly string[]): Promise<readonly string[]> {
  const { ruleParts } = await import("@tunecast/dataset");
  const known = rules.filter((rule) => {
    const [overhead = "", vocabulary = ""] = rule.split("/");
    return ruleParts.overheads.includes(overhead) && ruleParts.vocabularies.includes(vocabulary);
  });
  return [...new Set([...known, "plain/o200k_base"])].sort();
}
