import words from "./modelName.json" with { type: "json" };
import { own } from "../check/keys.ts";
import type { Assumption } from "../contract/answer.ts";
import type { LeftOff } from "../names/nameParts.ts";
import type { ResolvedModel } from "../names/resolveModel.ts";

const reasons: Readonly<Record<LeftOff, string>> = words.leftOff;

/** Layers whose forms differ are counted by their matrices alone. */
export const mixersNote: Assumption = {
  kind: "mixers_counted_as_attention",
  sentence:
    "Not all of its layers are attention of one form: their weights are counted each by its own, their activations, adapters and speed as those of attention.",
};

/** What a name was taken for, and what of it was not needed; nothing where it is the model's own. */
export function modelTaken(name: string, { model, by, leftOff }: ResolvedModel<{ readonly id: string }>): Assumption[] {
  if (by === "name" || (by === "rule" && leftOff.length === 0)) return [];
  const parts = leftOff.map(({ text, why }) => `${text} (${reasons[why]})`).join(", ");
  const rest = parts === "" ? "" : `: ${parts} says nothing of its shape`;
  const doubt = by === "base" || by === "path" ? " If its config.json says otherwise, give the path of that file." : "";
  return [{ kind: "model_taken", sentence: `${name} is taken for ${model.id}${rest}.${doubt}` }];
}

/** Families that join their version with a hyphen: GPT-4.1, GLM-4.6, DeepSeek-V3.1. */
const hyphened: ReadonlySet<string> = new Set(["GPT", "GLM", "DeepSeek"]);

/** A model's id as people write its name: `gpt-4.1-mini-2025-04-14` as "GPT-4.1 mini (2025-04-14)", `qwen3-30b-a3b` as "Qwen3 30B A3B". */
export function modelName(id: string): string {
  const [, stem = id, day] = /^(.*?)(?:-(\d{4}-\d{2}-\d{2}))?$/.exec(id) ?? [];
  // Their makers write these as they stand: o4-mini, gpt-oss-120b.
  const asIs = /^(?:o\d|gpt-oss)/.test(stem);
  const name = asIs ? stem : joined(stem.split("-"));
  return day === undefined ? name : `${name} (${day})`;
}

function joined([first = "", version = "", ...rest]: readonly string[]): string {
  const family = wordOf(first).replace(/^Llama(?=\d)/, "Llama ");
  const words = rest.map((word) => (family === "GPT" && word === "nano" ? word : wordOf(word)));
  if (hyphened.has(family) && /^[\dvr]/.test(version))
    return [`${family}-${version.replace(/^[vr]/, (letter) => letter.toUpperCase())}`, ...words].join(" ");
  // Alibaba writes Qwen3.8, Fireworks' id is qwen-3.8.
  if (family === "Qwen" && /^\d[\d.]*$/.test(version)) return [`Qwen${version}`, ...words].join(" ");
  return [family, wordOf(version), ...words].join(" ").trim();
}

function wordOf(word: string): string {
  const known = own(words.written, word);
  if (known !== undefined) return known;
  // Sizes: 8B, A3B, 128K, 8x7B; versions stand as they are: v0.1.
  if (/^(?:\d+x)?a?\d+(?:\.\d+)?[bmek]$/.test(word)) return word.toUpperCase().replace("X", "x");
  return /^v\d/.test(word) ? word : word.charAt(0).toUpperCase() + word.slice(1);
}
