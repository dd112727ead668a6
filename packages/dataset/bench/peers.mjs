// @ts-check
import { readFileSync } from "node:fs";
import { loadCounter } from "../dist/tokens/vocabularies.js";
import { unpack } from "../tools/packages.mjs";

/** Ways to count the o200k_base tokens of a text, each loaded on demand. @type {Readonly<Record<string, () => Promise<(text: string) => number>>>} */
export const peers = {
  async tunecast() {
    const loaded = await loadCounter("o200k_base");
    if (!loaded.ok) throw new Error(loaded.problem.kind);
    return (text) => loaded.value.count(text);
  },
  async "gpt-tokenizer"() {
    const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
    const asText = { disallowedSpecial: new Set() };
    return (text) => countTokens(text, asText);
  },
  async tiktoken() {
    const { get_encoding: encodingOf } = await import("tiktoken");
    const encoding = encodingOf("o200k_base");
    return (text) => encoding.encode(text, [], []).length;
  },
  async hypertok() {
    const [{ fromBytes }, folder] = await Promise.all([import("hypertok"), unpack("@hypertok/vocab-o200k")]);
    const tokenizer = await fromBytes(readFileSync(new URL("vocab.htk", folder)), { tier: "single" });
    return (text) => tokenizer.encodeSync(text).length;
  },
};
