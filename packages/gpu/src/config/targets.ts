import type { Meaning, Settings } from "./settings.ts";

type Targets = Settings["targets"];

const groups: readonly (readonly [RegExp, string])[] = [
  [/(^|[._|(])(q|wq|q_a|q_b|query)(_proj)?\b|\bq\|/, "q"],
  [/(^|[._|(])(k|wk|kv_a\w*|kv_b|key)(_proj)?\b|\bk\|/, "k"],
  [/(^|[._|(])(v|wv|kv_b|value)(_proj)?\b|\|v\b|\bv\|/, "v"],
  [/(^|[._|(])(o|out|wo|output|out_proj|dense)(_proj)?\b|\bo\)/, "o"],
  [/qkv|c_attn|query_key_value|Wqkv|in_proj/, "qkv"],
  [/gate|up(_proj)?\b|down|fc|mlp|w1|w2|w3|dense_h_to_4h|dense_4h_to_h|ffn|experts/, "mlp"],
];

/** The matrices that adapters are put on, of their names or a pattern of them. */
export function targetsOf(value: unknown): Meaning<Targets> {
  const names = Array.isArray(value) ? value.map(String) : typeof value === "string" ? value.split(/,\s*/) : undefined;
  if (names === undefined) return { expected: "names of layers" };
  if (names.length === 0 || value === "") return undefined;
  if (names.some((name) => /^(all|all-linear|all_linear|linear|\*(_proj)?)$/.test(name))) return { value: "all" };
  const found = new Set(names.flatMap((name) => groups.filter(([sign]) => sign.test(name)).map(([, group]) => group)));
  const attention = ["q", "k", "v", "o", "qkv"].filter((group) => found.has(group));
  if (attention.length === 0) return found.has("mlp") ? { value: "mlp" } : { value: "all", inexact: "targets" };
  if (found.has("mlp"))
    return { value: "all", ...(attention.length < 4 && !found.has("qkv") && { inexact: "targets" }) };
  if (found.has("o"))
    return { value: "attention", ...(attention.length < 4 && !found.has("qkv") && { inexact: "targets" }) };
  if (found.has("k") || found.has("qkv")) return { value: "qkv" };
  return { value: "qv", ...(attention.length === 1 && { inexact: "targets" }) };
}

const named: Readonly<Record<Targets, readonly string[]>> = {
  qv: ["q_proj", "v_proj"],
  qkv: ["q_proj", "k_proj", "v_proj"],
  attention: ["q_proj", "k_proj", "v_proj", "o_proj"],
  mlp: ["gate_proj", "up_proj", "down_proj"],
  all: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
};

/** The names of the matrices, as Llama's modules are called. */
export function targetNames(targets: Targets): readonly string[] {
  return named[targets];
}
