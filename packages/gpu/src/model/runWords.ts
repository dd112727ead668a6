import type { Word } from "@tunecast/estimator/parts";

/** The words of a run's options, one list each. */
export const runWords = {
  method: {
    full: "all weights",
    lora: "adapters on 16-bit weights",
    qlora: "adapters on quantised weights",
    head: "a new head on a frozen base",
  },
  objective: {
    sft: "answers",
    dpo: "pairs of answers",
    orpo: "pairs, no reference",
    kto: "answers with a verdict",
    grpo: "groups of its own completions, by rewards",
    rloo: "the same, each against the rest",
    ppo: "its own completions, with a critic",
    continued: "running text",
    scratch: "running text from random weights",
  },
  targets: {
    qv: "query and value",
    qkv: "query, key and value",
    attention: "all four of attention",
    mlp: "the feed-forward block",
    all: "every linear layer",
  },
  quantisation: {
    nf4: "bitsandbytes, 4 bits",
    "nf4-double": "with quantised scales",
    gptq4: "GPTQ or AWQ, 4 bits",
    int8: "8 bits",
  },
  weights: {
    bf16: "16 bits",
    fp32: "32 bits, computed in 16",
    "fp32-autocast": "32 bits, cast by autocast and not by the sharding",
  },
  precision: { bf16: "16-bit products", fp8: "8-bit products" },
  optimizer: {
    adamw: "32-bit states",
    "adamw-bf16": "16-bit states",
    "adamw-8bit": "8-bit states",
    "paged-adamw-8bit": "8-bit states that move to the host's memory",
    sgd: "with momentum",
  },
  checkpointing: {
    none: "activations are kept",
    selective: "cheap ones are computed again",
    full: "each layer is computed again",
  },
  loss: {
    plain: "all logits at once",
    chunked: "logits in pieces",
    fused: "logits never stored, as in Liger or Cut Cross-Entropy",
  },
  experts: { loop: "one after the other", grouped: "in one kernel" },
  attention: {
    sdpa: "what PyTorch takes for the card",
    "flash-1": "FlashAttention of 2022 and 2023",
    "flash-2": "FlashAttention 2",
    "flash-3": "FlashAttention 3, Hopper",
    "flash-4": "FlashAttention 4, Blackwell",
    cudnn: "cuDNN, Transformer Engine",
    efficient: "memory-efficient, older cards",
    eager: "all scores in memory",
  },
  host: {
    linux: "Linux, or Windows' subsystem for it",
    windows: "Windows: launches take twice as long, PyTorch has no FlashAttention there",
  },
  sharding: {
    single: "one card",
    ddp: "a copy on each card",
    zero1: "optimizer states split",
    zero2: "and gradients",
    zero3: "and weights, DeepSpeed",
    fsdp: "and weights, PyTorch",
  },
  packing: {
    packed: "rows fill packs",
    padded: "rows padded to the longest of their batch",
    grouped: "the same, with rows of like length in a batch",
    unpacked: "no padding",
  },
  offload: { optimizer: "states on the host", weights: "weights on the host", activations: "checkpoints on the host" },
} as const;

type Words = typeof runWords;

export type AttentionKernel = Word<Words["attention"]>;
export type AdapterTargets = Word<Words["targets"]>;
export type OptimizerName = Word<Words["optimizer"]>;
export type Sharding = Word<Words["sharding"]>;

/** Options that take one word of a list. */
export type WordOptions = {
  readonly [O in Exclude<keyof Words, "offload">]?: Word<Words[O]>;
};
export type OffloadedPart = Word<Words["offload"]>;
