import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { isRow } from "../formats/row.ts";
import type { Counter } from "./counter.ts";

/**
 * A counter of the text of a Hugging Face `tokenizer.json`, for vocabularies that are not built in. Text that spells a
 * control token (`special` in the file) is counted as ordinary text. Problems: `not_json`, with what the parser says,
 * and `unreadable_tokenizer`, where a part is missing or of a kind that the library does not know.
 * @param json the contents of the file
 */
export async function loadTokenizerJson(json: string): Promise<Result<Counter>> {
  let parsed: unknown;
  // The library would split by nothing, and write of it to the console.
  let isOdd = false;
  try {
    parsed = JSON.parse(json, (key, value) => {
      const { Regex, String: text } = (value ?? {}) as { readonly Regex?: unknown; readonly String?: unknown };
      isOdd ||= key === "pattern" && typeof value !== "number" && typeof (Regex ?? text) !== "string";
      return value as unknown;
    });
  } catch (error) {
    return fail({ kind: "not_json", message: messageOf(error) });
  }
  if (isOdd) return fail({ kind: "unreadable_tokenizer", message: "a pattern of an unknown kind" });
  if (!isTokenizer(parsed)) return fail({ kind: "unreadable_tokenizer", message: "no model with a type" });
  const library = await import("@huggingface/tokenizers");
  try {
    const added = (parsed.added_tokens ?? []).filter(({ special }) => special !== true);
    const tokenizer = new library.Tokenizer({ ...parsed, added_tokens: added }, {});
    const count = (text: string): number => tokenizer.encode(text, { add_special_tokens: false }).ids.length;
    count("A text, 123.");
    return ok({ vocabulary: "tokenizer.json", count });
  } catch (error) {
    return fail({ kind: "unreadable_tokenizer", message: messageOf(error) });
  }
}

interface Tokenizer {
  readonly added_tokens?: readonly { readonly special?: boolean }[];
}

function isTokenizer(json: unknown): json is Tokenizer {
  if (!isRow(json)) return false;
  const { model, added_tokens: added = [] } = json;
  return Array.isArray(added) && isRow(model) && "type" in model;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
