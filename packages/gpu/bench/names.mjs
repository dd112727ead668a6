// @ts-check
// How many of the models that people name in their training scripts are found:
//   npm run bench:names
// `names.csv` has the ids, each with where it stands and the day on which it was entered. A set whose name begins with
// `fresh` was entered before it was first scored, and no rule was written for it.
import { readFileSync } from "node:fs";
import { csvRecords } from "@tunecast/estimator/rows";
import { explain } from "@tunecast/estimator";
import { resolveModel } from "@tunecast/estimator/prices";
import { openModels, uncounted } from "@tunecast/pricing";

const rows = csvRecords(readFileSync(new URL("names.csv", import.meta.url), "utf8"));
const all = rows.map(({ set = "", id = "" }) => ({ set, id, found: resolveModel(openModels, id, uncounted) }));
for (const set of new Set(all.map((one) => one.set))) {
  const own = all.filter((one) => one.set === set);
  // A model that reads and writes something else than text, and is known as such, is no text model.
  const text = own.filter(({ found }) => found.ok || found.problem.kind !== "model_reads_more");
  const good = text.filter(({ found }) => found.ok);
  console.log(
    `${set}: ${good.length} of ${text.length} ids of text models (${((100 * good.length) / text.length).toFixed(1)} %), ${own.length - text.length} others`,
  );
  for (const { id, found } of text) if (!found.ok) console.log(`  ${id}: ${explain(found.problem)}`);
}
