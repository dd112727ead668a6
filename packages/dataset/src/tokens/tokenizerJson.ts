import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Counter } from "./counter.ts";

/**
 * A counter of the text of a Hugging Face `tokenizer.json`, for vocabularies that are not built in. Text that spells a
 * control token (`special` in the file) is counted as ordinary text. Problems: `not_json`, with what the parser says,
 * and `unreadable_tokenizer`, where a part is missing or of a kind that the library does not know.
 *
 * @param json the contents of the file
 */
export async function loadTokenizerJson(json: string): Promise<Result<Counter>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    return fail({ kind: "not_json", message: messageOf(error) });
  }
  if (!isTokenizer(parsed)) return fail({ kind: "unreadable_tokenizer", message: "no model with a type" });
  const odd = oddPattern(parsed);
  if (odd !== null) return fail({ kind: "unreadable_tokenizer", message: `a pattern of an unknown kind: ${odd}` });
  const library = await import("@huggingface/tokenizers");
  try {
    const tokenizer = new library.Tokenizer({ ...parsed, added_tokens: parsed.added_tokens?.filter(isText) ?? [] }, {});
    const count = (text: string): number => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
    // A part of an unknown kind shows in its first use.
    count("A text, 123.");
    return ok({ vocabulary: "tokenizer.json", count });
  } catch (error) {
    return fail({ kind: "unreadable_tokenizer", message: messageOf(error) });
  }
}

interface AddedToken {
  readonly special?: boolean;
}

function isText(token: AddedToken): boolean {
  return token.special !== true;
}

interface Tokenizer {
  readonly added_tokens?: readonly AddedToken[];
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: unknown;
  readonly decoder?: unknown;
}

function isTokenizer(json: unknown): json is Tokenizer {
  if (typeof json !== "object" || json === null || !("model" in json)) return false;
  if ("added_tokens" in json && !Array.isArray(json.added_tokens)) return false;
  return typeof json.model === "object" && json.model !== null && "type" in json.model;
}

/** Parts that the library builds from a pattern. */
const byPattern: ReadonlySet<unknown> = new Set(["Split", "Replace"]);

/**
 * A pattern that is neither a text nor a regular expression, as JSON: the library would split by nothing, and write of it
 * to the console. Null where there is none.
 */
function oddPattern({ normalizer, pre_tokenizer, decoder }: Tokenizer): string | null {
  const open: unknown[] = [normalizer, pre_tokenizer, decoder];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const { type, pattern = null } = value as { readonly type?: unknown; readonly pattern?: unknown };
    if (byPattern.has(type) && !isPattern(pattern)) return JSON.stringify(pattern).slice(0, 60);
    open.push(...Object.values(value));
  }
  return null;
}

function isPattern(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const [pattern] = "Regex" in value ? [value.Regex] : "String" in value ? [value.String] : [];
  return typeof pattern === "string";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
