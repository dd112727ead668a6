import { each, fail, fitting, having, list, maybe, ok, text } from "@tunecast/estimator/parts";
import type { Assumption, Check, ModelShape as FileShape, Problem, Result } from "@tunecast/estimator/parts";
import least from "./least.json" with { type: "json" };

/** Whole numbers of at least so much; those with `?` may be missing. */
function wholes(fields: Readonly<Record<string, number>>): Record<string, Check> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, least]) => {
      const isLarge = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= least;
      const check = fitting(isLarge, `a whole number of at least ${least}`);
      return field.endsWith("?") ? [field.slice(0, -1), maybe(check)] : [field, check];
    }),
  );
}

const sizes = having({
  ...wholes(least.shape),
  ...Object.fromEntries(Object.entries(least.parts).map(([name, part]) => [name, maybe(having(wholes(part)))])),
  ...each(
    "tied gated",
    fitting((value) => typeof value === "boolean", "true or false"),
  ),
  notes: maybe(list(having(each("kind sentence", text)))),
  id: text,
});

/** A shape that contradicts itself is refused: what it says would be computed wrongly. */
export function checkedShape(shape: ModelShape): Result<ModelShape> {
  const unfit = sizes(shape, "");
  if (unfit !== null)
    return fail(wrong(String(unfit["field"]), `is ${String(unfit["got"])}, not ${String(unfit["expected"])}`));
  const problem = divisionProblem(shape);
  return problem === undefined ? ok(shape) : fail(problem);
}

function divisionProblem({ heads, headDim, hidden, kvHeads, layers, moe }: ModelShape): Problem | undefined {
  if (!Number.isSafeInteger(headDim) || headDim < 1)
    return wrong(
      "num_attention_heads",
      `is ${heads}, which does not divide hidden_size ${hidden}; no head_dim is given`,
    );
  if (heads % kvHeads !== 0)
    return wrong("num_key_value_heads", `is ${kvHeads}, which does not divide num_attention_heads ${heads}`);
  if (moe && moe.topK > moe.experts) return wrong("num_experts_per_tok", `is ${moe.topK}, of ${moe.experts} experts`);
  if (moe && (moe.denseLayers ?? 0) > layers)
    return wrong("moe.denseLayers", `is ${moe.denseLayers}, of ${layers} layers`);
  return undefined;
}

function wrong(field: string, reason: string): Problem {
  return { kind: "bad_model_config", field, reason };
}

export type { OpenModel, StatedSize } from "@tunecast/estimator/parts";

/** The shape of a model, from the list or read from its `config.json`. */
export interface ModelShape extends FileShape {
  /** What its configuration says beside the shape, and what was made of it. */
  readonly notes?: readonly Assumption[];
  /** True where it is that of a listed model of the size that the name states. */
  readonly isOfSize?: boolean;
}
