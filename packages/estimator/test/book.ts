import type { ModelEntry, PriceBook, ProviderFile, Rate } from "../src/index.ts";

/** A price from 2026-01-01 on, at a made-up address, for tests of rules rather than of prices. */
export function rate(kind: Rate["kind"], amount: string, more: Partial<Rate> = {}): Rate {
  return {
    kind,
    amount,
    currency: "USD",
    per: "1M tokens",
    from: "2026-01-01",
    fromKind: "copy",
    source: "https://example.com/prices",
    seen: "2026-01-01",
    confidence: "primary",
    ...more,
  };
}

/** A model that is billed tokens × epochs and served by the token. */
export function model(more: Partial<ModelEntry> = {}): ModelEntry {
  return {
    id: "small",
    counting: "openai/o200k_base",
    offers: [{ method: "sft", billing: [{ tag: "tokens_times_epochs" }] }],
    serving: [{ tag: "per_token" }],
    rates: [
      rate("training", "3"),
      rate("input", "0.3"),
      rate("cached_input", "0.15"),
      rate("output", "1.2"),
      rate("base_input", "0.15"),
      rate("base_output", "0.6"),
    ],
    ...more,
  };
}

/** A book of one provider. */
export function book(models: readonly ModelEntry[], more: Partial<ProviderFile> = {}): PriceBook {
  return {
    schemaVersion: 1,
    version: "2026-01-01",
    sha256: "0".repeat(64),
    providers: [
      { provider: "acme", name: "Acme", page: "https://example.com", checked: "2026-01-01", models, ...more },
    ],
  };
}
