import { isRecord } from "../check/fields.ts";
import type { PriceBook, ProviderFile } from "./priceFile.ts";

/**
 * 32 bits over every value of the price files, as eight hexadecimal digits: the same for the same files, in whatever
 * order their keys stand. It tells a book that was changed by accident from the one that was published, and is no seal
 * against a forger: `sha256`, over the files in the repository, is.
 */
export function fingerprint(providers: readonly ProviderFile[]): string {
  return hashOf(providers, new Map()).toString(16).padStart(8, "0");
}

const answers = new WeakMap<PriceBook, boolean>();

/**
 * True where the prices of a book are not those that its `check` was made of; those of a book that names a published version by its `sha256` and has no check; other books claim nothing. Worked
 * out once a book: one that is what it says is opened, and so frozen, by `openPublished`.
 */
export function isAltered(book: PriceBook): boolean {
  // Whoever takes the check away leaves a name that nothing proves.
  if (book.check === undefined) return /^[0-9a-f]{64}$/u.test(book.sha256);
  const known = answers.get(book);
  if (known !== undefined) return known;
  const altered = fingerprint(book.providers) !== book.check;
  answers.set(book, altered);
  return altered;
}

/** Hashes of values that were met: most models of a book share theirs. */
type Met = Map<unknown, number>;

function hashOf(value: unknown, met: Met): number {
  const known = met.get(value);
  if (known !== undefined) return known;
  const hash = Array.isArray(value)
    ? value.reduce<number>((sum, item) => mixed(sum, hashOf(item, met)), 1)
    : isRecord(value)
      ? hashOfFields(value, met)
      : hashOfText(typeof value === "string" ? `"${value}` : String(value));
  met.set(value, hash);
  return hash;
}

/** Fields are added up, so that their order says nothing. */
function hashOfFields(record: Readonly<Record<string, unknown>>, met: Met): number {
  let sum = 2;
  for (const [name, value] of Object.entries(record))
    if (value !== undefined) sum = (sum + mixed(hashOf(name, met), hashOf(value, met))) >>> 0;
  return sum;
}

/** One step of FNV-1a, which takes bytes, with a whole hash. */
function mixed(hash: number, more: number): number {
  return Math.imul(Math.imul(hash, prime) ^ more, prime) >>> 0;
}

/** FNV-1a. @source https://datatracker.ietf.org/doc/html/draft-eastlake-fnv (32 bits, over UTF-16 units) */
function hashOfText(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash >>> 0;
}

const prime = 0x01_00_01_93;
