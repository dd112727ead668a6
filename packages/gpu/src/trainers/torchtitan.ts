import { isMap, type Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import file from "./keys/torchtitan.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** A table of the file; empty where it is not there. */
function part({ values }: Parsed, name: string): Readonly<Record<string, unknown>> {
  const inner = values[name];
  return isMap(inner) ? inner : {};
}

/** The folder of its weights bears the model's name; else family and size together do. */
function modelOf(config: Parsed): SomeSettings {
  const { name, flavor, hf_assets_path: assets } = part(config, "model");
  const folder = typeof assets === "string" ? assets.split("/").findLast((piece) => piece !== "") : undefined;
  if (folder !== undefined && /\d[bm]?/i.test(folder) && folder !== "tokenizer") return { model: folder };
  if (typeof name !== "string" || typeof flavor !== "string" || /debug/i.test(flavor)) return {};
  const family = name === "llama3" && /^(8B|70B|405B)$/i.test(flavor) ? "llama-3.1" : name.replaceAll("_", "-");
  return { model: `${family}-${flavor.toLowerCase()}` };
}

/** torchtitan's TOML: running text from random weights, or on from those of a checkpoint. */
export const torchtitan: Trainer = trainerOf(file, {
  is: (config) => "seq_len" in part(config, "training") || "flavor" in part(config, "model"),
  beside: modelOf,
});
