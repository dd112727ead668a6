// @ts-check
import { fileURLToPath } from "node:url";
import { Script, createContext } from "node:vm";
import { prices } from "@tunecast/pricing/history";
import { build } from "vite";
import { linesOf, questionOf, storedOf } from "../test/corpus/corpus.mjs";

/** Questions that are asked of one mutant at most. */
const most = 40;

/** Books of one provider each, so that a world has less to open. @type {Map<string, import("../src/index.ts").PriceBook>} */
const books = new Map();

/** A stored question with no more of the book than it asks for. @param {any} asked */
function small(asked) {
  const named = String(asked.only?.models?.[0]).split("/")[0] ?? "";
  const own = prices.providers.filter(({ provider }) => provider === named);
  const book = books.get(named) ?? (own.length === 0 ? prices : { ...prices, providers: own });
  books.set(named, book);
  return questionOf(asked, book);
}

/**
 * The stored questions, asked of code with mutants in it: each time in a world of its own, so that nothing is remembered
 * of the mutant before. Of each mutant only those are asked that come by it.
 *
 * @param {import("vite").Plugin} mutants puts the mutants into the sources
 * @returns {Promise<(id: number) => boolean>} whether an answer differs, or throws, while a mutant is in force
 */
export async function corpusNotices(mutants) {
  const script = new Script(await bundled(mutants));
  const questions = linesOf("questions.jsonl").map(small);
  /** @type {Set<number>} */
  let met = new Set();
  const world = (/** @type {number} */ mutant) => {
    const made = createContext({
      isMutant: (/** @type {number} */ id) =>
        (met.add(id), id === mutant),
    });
    script.runInContext(made);
    return (/** @type {unknown} */ question) => storedOf(made["answer"](question)).digest;
  };
  /** Questions by what they come by. @type {Map<number, number[]>} */
  const ways = new Map();
  const right = questions.map((question, at) => {
    met = new Set();
    const digest = world(0)(question);
    for (const id of met) ways.set(id, [...(ways.get(id) ?? []), at]);
    return digest;
  });
  return (id) => {
    const all = ways.get(id) ?? [];
    const step = Math.max(1, all.length / most);
    const chosen = all.filter((_at, place) => Math.floor(place / step) !== Math.floor((place - 1) / step));
    try {
      const answered = world(id);
      return chosen.some((at) => answered(questions[at]) !== right[at]);
    } catch {
      return true;
    }
  };
}

/** @param {import("vite").Plugin} mutants */
async function bundled(mutants) {
  const index = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  const program = `import { estimate } from ${JSON.stringify(index)}; globalThis.answer = estimate;`;
  const entry = {
    name: "entry",
    resolveId: (/** @type {string} */ id) => (id === "entry" ? "\0entry" : null),
    load: (/** @type {string} */ id) => (id === "\0entry" ? program : null),
  };
  const result = await build({
    configFile: false,
    logLevel: "error",
    plugins: [mutants, entry],
    build: {
      write: false,
      minify: false,
      target: "es2023",
      rollupOptions: { input: "entry", output: { format: "iife" } },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !("output" in first)) throw new Error("Nothing was built.");
  return first.output[0].code;
}
