import type { DatasetProfile } from "@tunecast/dataset";
import type { Only, OwnPrices, PriceBook } from "@tunecast/estimator";
import { countingRules, readOwnPrices } from "@tunecast/estimator/prices";
import { refuse, taken } from "../show/messages.ts";
import type { FileProfile, Files, ProfileOptions } from "./host.ts";

/** What was read from several files: each one's profile, and that of all together. */
export interface DataRead {
  readonly files: readonly FileProfile[];
  readonly whole: DatasetProfile;
}

/** Profiles every file, one after another, and joins the profiles: a file named twice is counted twice. */
export async function readData(files: Files, paths: readonly string[], options: ProfileOptions): Promise<DataRead> {
  const { emptyProfile, joinProfiles } = await import("@tunecast/dataset");
  const read: FileProfile[] = [];
  let whole = emptyProfile;
  for (const path of paths) {
    const one = taken(await files.profile(path, options), path);
    whole = taken(joinProfiles(whole, one.profile), path);
    read.push(one);
  }
  return { files: read, whole };
}

export async function readJson(files: Files, path: string): Promise<unknown> {
  return jsonIn(path, taken(await files.text(path), path));
}

/** What the text of a JSON file holds; the command ends where it is none, or where an object has a key twice. */
export async function jsonIn(path: string, text: string): Promise<unknown> {
  if (text.trim() === "") refuse({ kind: "file_empty", path });
  const { repeatedKey } = await import("@tunecast/dataset");
  const value = parsed(path, text);
  const key = repeatedKey(text, value);
  return key === null ? value : refuse({ kind: "file_key_twice", path, key });
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return refuse({ kind: "file_not_json", path, reason: placeIn(error, text) });
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
  { prices, asOf }: { readonly prices: PriceBook; readonly asOf: string },
): Promise<OwnPrices> {
  const [, to, rate] = /^([A-Z]{3})=(?!.*\.json$)(.*)$/iu.exec(path) ?? [];
  const typed = to && { exchange: [{ from: "USD", to: to.toUpperCase(), rate, date: asOf, source: "typed" }] };
  return taken(readOwnPrices(typed ?? (await readJson(files, path)), prices), path);
}

/** The counting rules that the chosen offers are billed by, and others, as far as files can be counted by them. */
export async function rulesFor(
  book: PriceBook,
  only: Only,
  asOf: string,
  others: readonly string[] = [],
): Promise<readonly string[]> {
  const { countableRules } = await import("@tunecast/dataset");
  return countableRules([...countingRules(book, only, asOf), ...others]);
}
