// @ts-check
/** @typedef {import("./rows.mjs").Entry} Entry */
/** @typedef {import("./rows.mjs").Row} Row */

/** Amount of one token, exactly: the point moved. @param {string} amount @param {string} per */
function perToken(amount, per) {
  const places = per === "1M tokens" ? 6 : per === "1K tokens" ? 3 : 0;
  const [whole = "0", part = ""] = amount.split(".");
  const digits = `${"0".repeat(places)}${whole}`;
  const text = `${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}${part}`;
  return text.replace(/^0+(?=\d)/u, "").replace(/\.?0+$/u, "") || "0";
}

/**
 * A map in the shape of LiteLLM's: the prices in dollars in force, by offer.
 *
 * @param {readonly Row[]} rows in force
 */
export function litellmOf(rows) {
  /** @type {Record<string, Entry>} */
  const map = {};
  const names = /** @type {Record<string, string>} */ ({
    training: "training_cost_per_token",
    input: "ft_input_cost_per_token",
    cached_input: "ft_cache_read_input_token_cost",
    output: "ft_output_cost_per_token",
    base_input: "input_cost_per_token",
    base_cached_input: "cache_read_input_token_cost",
    base_output: "output_cost_per_token",
  });
  for (const one of rows) {
    if (one.kind === "gpu" || one.currency !== "USD" || one.service !== null) continue;
    const entry = (map[one.offer] ??= {
      litellm_provider: one.provider,
      mode: "fine_tuning",
      model: one.model,
      method: one.method,
      variant: one.variant,
      status: one.status,
      max_training_tokens: one.context,
    });
    const name = names[one.kind];
    if (name !== undefined && one.per.endsWith("tokens")) entry[name] = Number(perToken(one.amount, one.per));
    if (one.kind === "minimum" && one.per === "job") entry["minimum_cost_per_job"] = Number(one.amount);
    if (one.kind === "hosting" && (one.per === "hour" || one.per === "GPU-hour"))
      entry["hosting_cost_per_hour"] = Number(one.amount);
    if (one.kind === "training" && one.per === "hour") entry["training_cost_per_hour"] = Number(one.amount);
    if (one.kind === "training")
      Object.assign(entry, { source: one.source, from: one.from, seen: one.seen, confidence: one.confidence });
  }
  return map;
}
