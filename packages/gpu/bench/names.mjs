// @ts-check
// How many of the models that people name in their training scripts are found, and how far off those are that are answered by their size:
//   npm run bench:names
// `names.csv` has the ids, each with where it stands and the day on which it was entered. A set whose name begins with
// `fresh` was entered before it was first scored, and no rule was written for it.
import { readFileSync } from "node:fs";
import { csvRecords } from "@tunecast/estimator/rows";
import { explain } from "@tunecast/estimator";
import { resolveModel } from "@tunecast/estimator/prices";
import { selfHost } from "@tunecast/gpu";
import { hardware, openModels, uncounted } from "@tunecast/pricing";

// One card that holds every model: the others would only take time.
const book = { models: openModels, uncounted, hardware: hardware.filter(({ id }) => id === "mi355x-288") };
const percent = (/** @type {number} */ part, /** @type {number} */ all) => `${((100 * part) / all).toFixed(1)} %`;

const rows = csvRecords(readFileSync(new URL("names.csv", import.meta.url), "utf8"));
const only = process.argv[2];
const all = rows.map(({ set = "", id = "" }) => ({ set, id, found: resolveModel(openModels, id, uncounted) }));
for (const set of new Set(all.map((one) => one.set))) {
  if (only !== undefined && set !== only) continue;
  const own = all.filter((one) => one.set === set);
  // A model that reads and writes something else than text, and is known as such, is no text model.
  const text = own.filter(({ found }) => found.ok || found.problem.kind !== "model_reads_more");
  const good = text.filter(({ found }) => found.ok);
  const sized = text.filter(({ id, found }) => !found.ok && selfHost({ model: id }, book).ok);
  console.log(
    `${set}: ${good.length} of ${text.length} ids of text models found (${percent(good.length, text.length)}), ` +
      `${sized.length} answered by their size (${percent(good.length + sized.length, text.length)} with them), ${own.length - text.length} others`,
  );
  for (const one of text)
    if (!one.found.ok) console.log(`  ${one.id}: ${sized.includes(one) ? "by its size" : explain(one.found.problem)}`);
}

/** @typedef {Record<"of" | "method" | "length", string> & { off: number, inside: boolean }} Scored */

// Every listed model that bears its size, by its own shape and by what a list without its family makes of its name.
const family = (/** @type {string} */ id) => /^[a-z]*/.exec(id)?.[0];
/** @type {Scored[]} */
const scored = [];
for (const { id } of openModels) {
  const others = { ...book, models: openModels.filter((one) => family(one.id) !== family(id)) };
  for (const method of /** @type {const} */ (["full", "lora", "qlora"]))
    for (const maxTokens of [512, 2048, 8192]) {
      const asked = { method, maxTokens, gpus: 1, framework: "hf" };
      const [own, like] = [selfHost({ ...asked, model: id }, book), selfHost({ ...asked, model: `new/${id}` }, others)];
      if (!own.ok || !like.ok || !like.value.unmeasured.includes("shape")) continue;
      const add = (/** @type {string} */ of, /** @type {number} */ was, /** @type {number} */ figure) => {
        const reach = of === "memory" ? 0.45 : 0.25;
        scored.push({
          of,
          method,
          length: String(maxTokens),
          off: Math.abs(Math.log(was / figure)),
          inside: Math.abs(Math.log(was / figure)) < reach,
        });
      };
      add("memory", own.value.memory.totalGiB, like.value.memory.totalGiB);
      add("speed", own.value.throughput.tokensPerSecondPerGpu, like.value.throughput.tokensPerSecondPerGpu);
    }
}
for (const of of ["memory", "speed"]) {
  const mine = scored.filter((one) => one.of === of);
  const inside = (/** @type {Scored[]} */ some) => percent(some.filter((one) => one.inside).length, some.length);
  const middle = mine.map(({ off }) => off).toSorted((a, b) => a - b)[mine.length >> 1] ?? 0;
  const groups = ["full", "lora", "qlora", "512", "2048", "8192"].map(
    (group) => `${group} ${inside(mine.filter((one) => [one.method, one.length].includes(group)))}`,
  );
  console.log(
    `${of} by size, ${mine.length} runs: off by ${(100 * middle).toFixed(0)} % (median), ${inside(mine)} within the added reach; ${groups.join(", ")}`,
  );
}
