import type { EpochsEntry } from "../prices/priceFile.ts";

/**
 * The provider's own number of passes when nobody sets one; null where none is known.
 *
 * `openai_auto`: 3; of few examples as many as 100 example-passes hold, at most 25; of many as 25,000 hold, at least one. It
 * is the rule of OpenAI's notebook, not a contract.
 *
 * @source https://github.com/openai/openai-cookbook examples/Chat_finetuning_data_prep.ipynb (read 2026-11-24)
 */
export function providerEpochs(entry: EpochsEntry | null, examples: number): number | null {
  if (entry === null) return null;
  if (entry.rule === "fixed") return entry.epochs ?? null;
  if (examples < 1) return 3;
  const [few, many] = [Math.floor(100 / examples), Math.floor(25_000 / examples)];
  return Math.min(25, Math.max(3, few), Math.max(1, many));
}
