import type { Tower } from "./tower.ts";
import type { Assumption, ModelShape as FileShape } from "@tunecast/estimator/parts";

export type { LinearAttentionShape, MoeShape, OpenModel, StatedSize } from "@tunecast/estimator/parts";

/** The shape of a model, from the list or read from its `config.json`. */
export interface ModelShape extends FileShape {
  /** What its configuration says beside the shape, and what was made of it. */
  readonly notes?: readonly Assumption[];
  /** What reads pictures beside the text; its parameters are in `otherParameters`. */
  readonly tower?: Tower;
}
