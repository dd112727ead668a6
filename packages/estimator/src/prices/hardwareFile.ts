/** The shape of `pricing/hardware.json` and of `pricing/models/*.json`: cards, and open models as far as memory and arithmetic depend on them. */

/** The architectures of chips. */
export const architectures = [
  "pascal",
  "volta",
  "turing",
  "ampere",
  "ampere-consumer",
  "ada",
  "hopper",
  "blackwell",
  "blackwell-consumer",
  "cdna3",
  "cdna4",
  "rdna3.5",
  "apple",
  "tpu",
] as const;

/** A graphics card: what memory, arithmetic and traffic it has. Rates are dense (no sparsity). */
export interface Gpu {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Efficiency is known by architecture. */
  readonly architecture: (typeof architectures)[number];
  /** What is no card: memory shared with the processors (Apple; `memoryGiB` is a process's part), or a chip that XLA programs. */
  readonly kind?: "unified" | "tpu";
  /** Memory as the driver reports it, GiB. */
  readonly memoryGiB: number;
  /** Dense 16-bit tensor rate with 32-bit accumulation, TFLOP/s (fp16 where the card has no bf16). */
  readonly bf16Tflops: number;
  /** Dense 8-bit float rate; absent where the card has none. */
  readonly fp8Tflops?: number;
  /** Best matrix product measured, TFLOP/s. */
  readonly measuredTflops?: number;
  readonly bandwidthGBs: number;
  readonly watts: number | null;
  /** Fastest link between cards of one machine. */
  readonly link: "nvlink" | "pcie";
  /** Usable bytes per second and card over that link in collectives, GB/s. */
  readonly linkGBs: number;
  /** Cards that this link joins; beyond them the network does. */
  readonly linkedCards: number;
  readonly confidence: "primary" | "secondary" | "conflict" | "unchecked";
  readonly source: string;
  readonly note?: string;
}

/**
 * The shape of an open model: what its `config.json` says, as far as memory and arithmetic depend on it.
 * Biases and the router's bias are left out (below 0.01 % of the weights).
 */
export interface ModelShape {
  readonly id: string;
  readonly layers: number;
  readonly hidden: number;
  /** Query heads; `heads × headDim` need not be `hidden`. */
  readonly heads: number;
  readonly headDim: number;
  readonly kvHeads: number;
  /** Inner width of the dense feed-forward block. */
  readonly ffn: number;
  readonly vocab: number;
  readonly context: number;
  /** True where the output head is the embedding table. */
  readonly tied: boolean;
  /** True for gated blocks (SwiGLU, GeGLU: three matrices and RMSNorm), false for plain ones (two matrices and LayerNorm). */
  readonly gated: boolean;
  /** Attention that looks back `window` tokens only; every `fullEvery`-th layer sees all (0: none does). The first `keyLayers` have keys of their own, which later ones use. */
  readonly sliding?: {
    readonly window: number;
    readonly fullEvery: number;
    readonly fullHeadDim?: number;
    readonly fullKvHeads?: number;
    readonly keyLayers?: number;
  };
  readonly moe?: MoeShape;
  /** Multi-head latent attention (DeepSeek). */
  readonly latent?: {
    readonly queryRank: number;
    readonly kvRank: number;
    readonly nope: number;
    readonly rope: number;
    readonly value: number;
  };
  /** Gated-delta layers in place of attention; every `every`-th layer stays full attention. */
  readonly linearAttention?: LinearAttentionShape;
  /**
   * Layers whose token mixers are not attention of one form: state spaces, short convolutions, attention of two widths.
   * `parameters`: matrices of all of them; `attention`: how many of the layers attend over all tokens with a cache.
   */
  readonly mixers?: { readonly parameters: number; readonly attention: number };
  /** The sizes were not read at their source; absent where they were. */
  readonly confidence?: "unchecked";
  /** Parameters outside the language model (a vision tower), and tables that a token only looks up. */
  readonly otherParameters?: number;
  /** What reads pictures beside the text; its parameters are in `otherParameters`. */
  readonly tower?: Tower;
}

/** The part of a model that reads pictures: a transformer over their patches, and the projector that makes tokens of them. */
export interface Tower {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly ffn: number;
  readonly gated: boolean;
  /** Side of a patch, pixels. */
  readonly patch: number;
  readonly merge: number;
  /** `whole`: scaled to one size; `native`: at its own; `tiles`: those nearest to its shape, and one of the whole; `pinpoints`: those of LLaVA-NeXT; `split`: `most` on its longer side. */
  readonly grid: "whole" | "native" | "tiles" | "pinpoints" | "split";
  /** Side of a whole picture or a tile, pixels; 0 where pictures keep their own. */
  readonly image: number;
  /** Tiles, or tokens of a native picture, at most. */
  readonly most: number;
  readonly parameters: number;
  readonly projector: number;
}

export interface MoeShape {
  readonly experts: number;
  readonly topK: number;
  readonly ffn: number;
  /** Inner width of the experts that every token passes through. */
  readonly sharedFfn?: number;
  /** Every `interval`-th layer has experts; 1 where not given. */
  readonly interval?: number;
  /** Width that experts read and write where it is not that of the residual stream (latent experts). */
  readonly latent?: number;
  /** Inner width of the dense layers, 0 where they have no feed-forward block; `ffn` of the model where not given. */
  readonly denseFfn?: number;
  /** Dense layers before the first expert layer. */
  readonly denseLayers?: number;
  /** Bits of an expert's weight as they are published and served, its scales among them: 4.25 for MXFP4; 16 where not given. */
  readonly storedBits?: number;
}

export interface LinearAttentionShape {
  readonly every: number;
  readonly keyHeads: number;
  readonly keyHeadDim: number;
  readonly valueHeads: number;
  readonly valueHeadDim: number;
  readonly convolution: number;
  /** True where the full-attention layers gate their output (the query projection is twice as wide). */
  readonly gatedAttention: boolean;
}

/** Parameters as a vendor prints them: "671B", "1.04T". */
export interface StatedSize {
  readonly total: string;
  readonly active: string;
  /** Says that embedding and output head are left out; all is counted where not given. */
  readonly counts?: "without-embeddings";
  readonly source: string;
}

export interface OpenModel extends ModelShape {
  readonly hf: string;
  readonly aliases: readonly string[];
  readonly released: string;
  readonly vendor?: readonly StatedSize[];
  /** Chat template and vocabulary of its tokens, `llama-3.1/llama3`, as offers of services name them; `estimate/…` where they are not public. */
  readonly counting: string;
  /** `checked` is the day the licence was read; absent where it was not. */
  readonly licence: { readonly name: string; readonly checked?: string };
  readonly source: string;
  readonly note?: string;
}
