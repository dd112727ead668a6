/** A published model from scratch: its configuration as the Hugging Face hub writes one, its corpus, and what its training took. */
export interface ScratchPreset {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Tokens of the corpus, one pass. */
  readonly tokens: number;
  readonly gpu: string;
  readonly gpus: number;
  /** GPU-hours of the run, as published. */
  readonly gpuHours: number;
  readonly source: string;
}

/**
 * BloombergGPT: 50.6 billion parameters over 569 billion tokens, 53 days on 512 A100 of 40 GB. Tables 4 and section 4.4 of the
 * paper; the 1.3 million hours that it names as its budget hold the runs before.
 *
 * @source https://arxiv.org/abs/2303.17564 (read 2026-11-25)
 */
const bloombergGpt: ScratchPreset = {
  name: "BloombergGPT",
  config: { model_type: "bloom", n_layer: 70, n_head: 40, hidden_size: 7680, vocab_size: 131_072 },
  tokens: 569e9,
  gpu: "a100-sxm-40",
  gpus: 512,
  gpuHours: 53 * 24 * 512,
  source: "https://arxiv.org/abs/2303.17564",
};

/** Models from scratch that can be named instead of described. */
export const scratchPresets: Readonly<Record<string, ScratchPreset>> = { bloomberggpt: bloombergGpt };
