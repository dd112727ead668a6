import { createHash } from "node:crypto";
import { isPinned, type QuotedCopy } from "@tunecast/estimator/rows";

/** What became of a quote when its copy was opened. */
export type QuoteFound = "quote in copy" | "words not in it" | "other bytes than noted" | `not opened: ${string}`;

/** A quote, the copy that it is from, the offers whose price it holds, and whether it stands there. */
export interface CheckedQuote extends Pick<QuotedCopy, "copy" | "day"> {
  readonly quote: string;
  readonly offers: readonly string[];
  readonly found: QuoteFound;
}

const atOnce = 4;
const seconds = 30;
const mostBytes = 64_000_000;

/**
 * Opens each copy and looks for the words that are quoted of it. Nothing is sent but the request for the address.
 *
 * @param repositories Where repositories are read: `https://github.com`, or a mirror of it.
 */
export async function checkQuotes(copies: readonly QuotedCopy[], repositories: string): Promise<CheckedQuote[]> {
  const results: CheckedQuote[][] = [];
  const queue = [...copies.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, one] = next;
      const text = await textOf(one, repositories);
      results[at] = one.quotes.map(({ quote, offers }) => ({
        copy: one.copy,
        day: one.day,
        quote,
        offers,
        found: typeof text === "string" ? (holds(text, quote) ? "quote in copy" : "words not in it") : text.found,
      }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results.flat();
}

/** The address of a copy: a path of a repository at a commit, or the one that it is. */
export function addressOf(copy: string, repositories: string): string {
  if (!isPinned(copy)) return copy;
  const [, repository = "", commit = "", path = ""] = /^([^@]+)@([0-9a-f]+):(.+)$/u.exec(copy) ?? [];
  return `${repositories.replace(/\/$/u, "")}/${repository}/raw/${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

async function textOf({ copy, sha256 }: QuotedCopy, repositories: string): Promise<string | { found: QuoteFound }> {
  try {
    const response = await fetch(addressOf(copy, repositories), { signal: AbortSignal.timeout(seconds * 1000) });
    if (!response.ok) return { found: `not opened: status ${response.status}` };
    if (Number(response.headers.get("content-length") ?? 0) > mostBytes) return { found: "not opened: too large" };
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (sha256 !== undefined && createHash("sha256").update(bytes).digest("hex") !== sha256)
      return { found: "other bytes than noted" };
    return new TextDecoder().decode(bytes);
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    return { found: `not opened: ${cause?.code ?? message}` };
  }
}

/** Characters that a quote leaves out at most where it writes `…`. */
const mostLeftOut = 1000;

/** True where the words stand in a text as they are quoted; where the quote leaves some out (`…`), its parts one soon after another. */
export function holds(text: string, quote: string): boolean {
  const parts = quote.split("…").map((part) => plain(part).replaceAll(/[$()+./?[\]^{}]/gu, String.raw`\$&`));
  const quoted = new RegExp(parts.join(`.{0,${mostLeftOut}}?`), "u");
  return [text, withoutMarkup(text)].some((whole) => quoted.test(plain(whole)));
}

function plain(text: string): string {
  return text.replaceAll(/[\s|*`\\]+/gu, " ").trim();
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/giu, " ")
    .replaceAll(/<\/?[a-z!][^>]*>/giu, " ")
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/gu, (_, name: string) => entities[name] ?? " ");
}
