import type { ModelShape } from "../src/model/shape.ts";

/** A small model: 10 layers of 64, 4 heads of 16, two of keys, a gated block of 100, a vocabulary of 1,000. */
export const small: ModelShape = {
  id: "small",
  layers: 10,
  hidden: 64,
  heads: 4,
  headDim: 16,
  kvHeads: 2,
  ffn: 100,
  vocab: 1000,
  context: 2048,
  tied: false,
  gated: true,
};
