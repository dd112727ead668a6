import { fail, isRecord, ok, shown } from "@tunecast/estimator/parts";
import type { Assumption, ModelShape as FileShape, Problem, Result } from "@tunecast/estimator/parts";
import least from "./least.json" with { type: "json" };

type Part = Readonly<Record<string, unknown>>;

/** The least that each field may be; those with `?` may be missing. */
const parts: Readonly<Record<string, Readonly<Record<string, number>>>> = least.parts;

/** A shape that contradicts itself is refused: what it says would be computed wrongly. */
export function checkedShape(shape: ModelShape): Result<ModelShape> {
  const problem = sizeProblem({ ...shape }) ?? divisionProblem(shape);
  return problem === undefined ? ok(shape) : fail(problem);
}

function sizeProblem(shape: Part): Problem | undefined {
  const own = wholes(shape, least.shape, "");
  if (own !== undefined) return own;
  for (const [name, fields] of Object.entries(parts)) {
    const part = shape[name];
    if (part === undefined) continue;
    const problem = isRecord(part) ? wholes(part, fields, `${name}.`) : wrong(name, `is ${shown(part)}, not an object`);
    if (problem !== undefined) return problem;
  }
  const flag = ["tied", "gated"].find((name) => typeof shape[name] !== "boolean");
  if (flag !== undefined) return wrong(flag, `is ${shown(shape[flag])}, not true or false`);
  const notes = shape["notes"];
  const isNote = (note: unknown) =>
    isRecord(note) && [note["kind"], note["sentence"]].every((text) => typeof text === "string");
  if (notes !== undefined && !(Array.isArray(notes) && notes.every(isNote)))
    return wrong("notes", `is ${shown(notes)}, not a list of notes`);
  return typeof shape["id"] === "string" ? undefined : wrong("id", "is missing");
}

function wholes(part: Part, fields: Readonly<Record<string, number>>, path: string): Problem | undefined {
  for (const [field, least] of Object.entries(fields)) {
    const name = field.replace("?", "");
    const value = part[name];
    if (value === undefined && name !== field) continue;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least)
      return wrong(`${path}${name}`, `is ${shown(value)}, not a whole number of at least ${least}`);
  }
  return undefined;
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
