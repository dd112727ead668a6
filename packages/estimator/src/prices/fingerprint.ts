import { isRecord } from "../check/fields.ts";
import { once } from "./once.ts";
import type { PriceBook, ProviderFile } from "./priceFile.ts";

/**
 * For each file 32 bits over all its values, as eight hexadecimal digits, in whatever order the keys stand. It tells a book that was
 * changed by accident; `sha256`, over the files of the repository, is the seal.
 */
export function fingerprint(providers: readonly ProviderFile[]): string {
  const met: Met = new Map();
  return providers.map((file) => hashOf(file, met).toString(16).padStart(8, "0")).join(" ");
}

const isChanged = /* @__PURE__ */ once((book: PriceBook) => fingerprint(book.providers) !== book.check);

/** True where the prices are not those that `check` was made of, and for a book that names a published version without a check. */
export function isAltered(book: PriceBook): boolean {
  // Whoever takes the check away leaves a name that nothing proves.
  if (book.check === undefined) return /^[0-9a-f]{64}$/u.test(book.sha256);
  const isSealed = Object.isFrozen(book.providers) && Reflect.get(book.providers, seal) === book.check;
  return !isSealed && isChanged(book);
}

/** Under it the frozen providers of `@tunecast/pricing` hold the fingerprint that their build made. */
const seal = Symbol.for("@tunecast/pricing check");

type Met = Map<unknown, number>;

function hashOf(value: unknown, met: Met): number {
  const known = met.get(value);
  if (known !== undefined) return known;
  // What holds itself is no price book: it ends here.
  if (typeof value === "object") met.set(value, 0);
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
