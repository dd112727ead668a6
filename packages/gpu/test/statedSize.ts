import { parameterCount } from "../src/model/parameters.ts";
import type { ModelShape, StatedSize } from "../src/model/shape.ts";

/** A stated total beside the computed one: computed over stated less 1, and whether the printed digits agree. */
export interface StatedComparison {
  readonly computed: number;
  readonly deviation: number;
  readonly rounds: boolean;
}

const units: Readonly<Record<string, number>> = { M: 1e6, B: 1e9, T: 1e12 };

/** Compares a vendor's total with the shape, counting what the vendor counts. */
export function comparedWithStated(shape: ModelShape, { total, counts }: StatedSize): StatedComparison {
  const { total: all, embedding } = parameterCount(shape);
  const computed = counts === "without-embeddings" ? all - embedding * (shape.tied ? 1 : 2) : all;
  const digits = total.slice(0, -1);
  const unit = units[total.slice(-1)] ?? 1;
  const places = digits.split(".")[1]?.length ?? 0;
  return {
    computed,
    deviation: computed / (Number(digits) * unit) - 1,
    rounds: (computed / unit).toFixed(places) === Number(digits).toFixed(places),
  };
}
