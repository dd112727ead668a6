import type { EpochsEntry } from "../prices/priceFile.ts";

/**
 * The provider's own number of passes when nobody sets one; null where none is known.
 *
 * `openai_auto`: 3; under 100 example-passes min(25, ⌊100 / n⌋); over 25,000 max(1, ⌊25,000 / n⌋). It is the rule of
 * OpenAI's notebook, not a contract.
 *
 * @source https://github.com/openai/openai-cookbook examples/Chat_finetuning_data_prep.ipynb (read 2026-11-24)
 */
export function providerEpochs(entry: EpochsEntry | null, examples: number): number | null {
  if (entry === null) return null;
  if (entry.rule === "fixed") return entry.epochs ?? null;
  if (examples < 1) return 3;
  if (examples * 3 < 100) return Math.min(25, Math.floor(100 / examples));
  return examples * 3 > 25_000 ? Math.max(1, Math.floor(25_000 / examples)) : 3;
}
