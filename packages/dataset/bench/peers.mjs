// @ts-check
import { readFileSync } from "node:fs";
import { unpack } from "../tools/packages.mjs";
import { rulesOf } from "./rules.mjs";

/** Ways to count the o200k_base tokens of a text, each loaded on demand. @type {Readonly<Record<string, () => Promise<(text: string) => number>>>} */
export const peers = {
  /** What counts where there is no WebAssembly. */
  async plain() {
    const [rule] = await rulesOf(["plain/o200k_base"], "plain");
    return (text) => rule?.counter.count(text) ?? 0;
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
  async "bpe-openai-wasm"() {
    const folder = await unpack("bpe-openai-wasm");
    const glue = await import(new URL("bpe_openai_wasm_bg.js", folder).href);
    // Node imports no WebAssembly yet, as the package's own entry would.
    const binary = readFileSync(new URL("bpe_openai_wasm_bg.wasm", folder));
    const { instance } = await WebAssembly.instantiate(binary, { "./bpe_openai_wasm_bg.js": glue });
    glue.__wbg_set_wasm(instance.exports);
    const tokenizer = new glue.Tokenizer("o200k_base");
    return (text) => tokenizer.count(text);
  },
  async hypertok() {
    const [{ fromBytes }, folder] = await Promise.all([import("hypertok"), unpack("@hypertok/vocab-o200k")]);
    const tokenizer = await fromBytes(readFileSync(new URL("vocab.htk", folder)), { tier: "single" });
    return (text) => tokenizer.encodeSync(text).length;
  },
};
