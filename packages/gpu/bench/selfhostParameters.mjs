// @ts-check
// Parameter counts against a list of computed counts and against what vendors state.
import { existsSync, readFileSync } from "node:fs";
import { comparedWithStated, parameterCount } from "../dist/model/parameters.js";
import { models } from "./selfhostRows.mjs";

/** @typedef {typeof models[number]} Model */

/** Deviation from a stated total that counts as agreement, besides its own rounding. */
const near = 0.005;
/** @param {number} count */
const billions = (count) => `${(count / 1e9).toFixed(3)}B`;

/** @param {string} listPath models.json with `params_computed` */
export function parameterReport(listPath) {
  console.log(`\nParameters: ${models.length} models`);
  if (existsSync(listPath)) listed(JSON.parse(readFileSync(listPath, "utf8")).models);
  stated();
}

/** @param {readonly { id: string, params_computed: number }[]} list */
function listed(list) {
  const known = new Map(list.map((model) => [model.id, model.params_computed]));
  const dense = models.filter((model) => !model.moe && known.has(model.id));
  const plain = dense.filter((model) => !model.linearAttention);
  const hybrid = dense.filter((model) => model.linearAttention);
  const same = (/** @type {Model} */ model) => parameterCount(model).total === known.get(model.id);
  console.log(
    `  params_computed of the list, to the parameter: ${plain.filter(same).length} of ${plain.length} dense models, and ${hybrid.filter((model) => same(asAttention(model))).length} of ${hybrid.length} hybrids in the list's convention (full attention in every layer)`,
  );
  for (const model of hybrid)
    console.log(
      `    ${model.id.padEnd(20)} list ${billions(known.get(model.id) ?? Number.NaN)} = full attention everywhere ${billions(parameterCount(asAttention(model)).total)}; with its gated-delta layers and gated attention ${billions(parameterCount(model).total)}, which the published weights have (${model.vendor?.map(({ total }) => total).join(", ")})`,
    );
}

/** @param {Model} model @returns {Model} */
function asAttention({ linearAttention: _linear, ...shape }) {
  return shape;
}

function stated() {
  const rows = models.flatMap((model) => (model.vendor ?? []).map((said) => ({ model, said })));
  let agreeing = 0;
  for (const { model, said } of rows) {
    const { computed, deviation, rounds } = comparedWithStated(model, said);
    const close = Math.abs(deviation) <= near;
    agreeing += close || rounds ? 1 : 0;
    const verdict = close ? "agrees" : rounds ? "agrees by the rounding of its digits only" : "differs";
    console.log(
      `    ${model.id.padEnd(20)} ${said.total.padStart(6)} stated  ${billions(computed).padStart(10)} computed  ${(100 * deviation).toFixed(2).padStart(6)} %  ${verdict}${said.counts ? ` (${said.counts})` : ""}`,
    );
  }
  console.log(
    `  vendors' totals within 0.5 % or the rounding of the printed digits: ${agreeing} of ${rows.length} statements`,
  );
}
