import type { OpenModel, Problem } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import { parameterCount } from "./parameters.ts";
import type { ModelShape } from "./shape.ts";

/** Sizes between the marks of a name, `7b` or, of those that are active, `a3b`; no `8x7b`, `e4b` or `4bit`. */
const sizes = /(?<![a-z\d.])(a?)(\d+(?:\.\d+)?)([bm])(?![a-z\d])/g;
/** Smaller than any model that is trained: `1M` is a context. */
const leastSize = 14e6;

/** Words that say that the layers are not those of listed models, or that the size is not the model's own; `_1_7b` may be 1.7b or 7b. */
const unlike =
  /_\d_\d+b|mamba|zamba|hymba|\d+pct|rwkv|xlstm|hrm-|recurrent|diffusion|hybrid|llada|(?:^|[-_.])(?:pro|expanded|upscaled|franken|draft|eagle\d*|dflash|speculator|dspark|medusa|adapter|embed\w*|rerank\w*|random)(?:$|[-_.])/;

/** The size that a name states, and how much of it is active; undefined where it states none or several. */
function sizeIn(name: string): { readonly total: number; readonly active: number | undefined } | undefined {
  const stated = [...name.replaceAll(/(?<=-\d)_(?=\d+[bm])/g, ".").matchAll(sizes)]
    // `06b` is 0.6b.
    .map(([, a, figure = "", unit]) => [a === "a", Number(figure.replace(/^0(?=\d)/, "0.")), unit] as const)
    .map(([isActive, count, unit]) => ({ isActive, size: count * (unit === "b" ? 1e9 : 1e6) }))
    .filter(({ size }) => size >= leastSize);
  const [whole, second] = stated.filter((one) => !one.isActive);
  const [active, other] = stated.filter((one) => one.isActive);
  if (whole === undefined || second !== undefined || other !== undefined || unlike.test(name)) return undefined;
  return { total: whole.size, active: active?.size };
}

/** So many models of the nearest sizes are looked at, none further off than this, in logarithms. */
const many = 5;
const furthest = 0.3;
/** What such a model reads is not known, so no row is too long for it. */
const context = 1_048_576;

/** Models of late: one that nobody has listed yet is like them. */
export const lately = "2024";

const familyOf = (name: string): string => /^[a-z]*/.exec(name)?.[0] ?? "";
const versionOf = (name: string): string => /^[a-z]+-?\d[\d.]*/.exec(name)?.[0] ?? name;

/**
 * The shape for a model that is not listed and whose name states its size: that of the nearest of its family, else of the one with the
 * middle vocabulary among the five nearest in size. The answer says so, and its ranges hold the others. @param problem why it is not found
 */
export function shapeOfSize(models: readonly OpenModel[], name: string, problem: Problem): ModelShape | undefined {
  const own = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  const size = problem.kind === "unknown_model" || problem["reason"] === "sizes" ? sizeIn(own) : undefined;
  if (size === undefined) return undefined;
  const kin = models.filter(({ id }) => versionOf(id) === versionOf(own));
  const isLinear = kin.length > 0 && kin.every(({ linearAttention }) => linearAttention !== undefined);
  const alike = models
    .filter((one) => !one.mixers && !one.tower && !one.linearAttention !== isLinear && !one.moe === !size.active)
    .map((model) => {
      const { total, active, embedding: table } = parameterCount(model);
      const ofActive = size.active === undefined ? 0 : Math.log(active / size.active);
      return { model, off: Math.hypot(Math.log(total / size.total), ofActive), table };
    })
    .filter(({ off }) => off < furthest)
    .toSorted((a, b) => a.off - b.off);
  const relative = alike.find(({ model: { id } }) => familyOf(id) === familyOf(own));
  const recent = alike.filter(({ model: { released } }) => released >= lately);
  const nearest = (recent.length < many ? alike : recent).slice(0, many).toSorted((a, b) => a.table - b.table);
  const like = (relative ?? nearest[Math.floor(nearest.length / 2)])?.model;
  if (like === undefined) return undefined;
  const note = spokenOfRun({ kind: "shape_of_size", model: name, like: like.id });
  return { ...like, id: name, context, isOfSize: true, notes: [note] };
}
