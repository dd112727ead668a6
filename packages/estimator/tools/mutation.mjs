// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVitest } from "vitest/node";
import { corpusNotices } from "./corpusNotices.mjs";
import { list, listedBefore, listOf, moneyMutants } from "./moneyMutants.mjs";

/**
 * Changes one thing after another in the code that makes money (`bill/`, `prices/`, `money.ts`) and runs the tests of
 * money: `npm run test:mutation`. Changes that no test notices are listed in `test/mutation.md`, with the reason why they may
 * live where `test/mutationReasons.json` has one. `-- --every 5` tries each fifth change, `-- --only bill/rules` some
 * files, `-- --minutes 10` as many as it can, `-- --every 4 --from 2` begins with the second;
 * `-- --again` tries once more what the list has.
 */

const estimator = fileURLToPath(new URL("../", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
/** As deep as the tests are: some read files beside them. */
const folder = join(estimator, "dist/mutation");
const seededPath = join(root, ".config/seeded.mjs");
const entry = join(folder, "mutation.test.ts");
/**
 * Tests that are not run: of forecasts, files and GPUs, which no change in the code of money is needed to notice; of
 * stored answers, which are asked before; of the list of changes itself; and those that take tens of seconds each, of the
 * whole book or by trial.
 */
const leftOut =
  /^(?:curve|contract)\/|^(?:corpus|structure|docstrings|mutationReasons|mutants|wholeBook|bill\/newRule|plan\/budgetInverse|plan\/diff|rows\/focus|rows\/focusColumns)$/;
/** Run where the corpus notices nothing. */
const tests = readdirSync(join(estimator, "test"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => name.replace(/\.test\.ts$/, ""))
  .filter((name) => !leftOut.test(name))
  .sort();

/** @param {string} name @param {string} otherwise */
const option = (name, otherwise) =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? otherwise) : otherwise;
const every = Number(option("--every", "1"));
const first = Number(option("--from", "0"));
const only = option("--only", "");
const minutes = Number(option("--minutes", "Infinity"));

const { code, all } = moneyMutants(only);

/** @type {import("vite").Plugin} */
const mutants = { name: "mutants", enforce: "pre", transform: (_text, id) => code.get(id.split("?")[0] ?? "") };
/** As `npm test` has it: the same cases in every run, so that what is noticed is noticed again. @type {import("vite").Plugin} */
const seeded = {
  name: "seeded",
  enforce: "pre",
  resolveId: (id, importer) => (id === "fast-check" && importer !== seededPath ? seededPath : null),
};
const conditions = ["@tunecast/source", "module", "node", "development|production"];
const startTests = () =>
  createVitest(
    "test",
    {
      root,
      include: [entry],
      watch: false,
      bail: 1,
      reporters: [{}],
      pool: "threads",
      maxWorkers: 1,
      testTimeout: 60_000,
    },
    /** @type {import("vite").UserConfig & { configFile: false }} */ ({
      configFile: false,
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      plugins: [mutants, seeded],
    }),
  );

/** What the tests of the moment are to do: which mutant is in force and which files are run, and what they came by. */
const orders = join(tmpdir(), `tunecast-mutant-${process.pid}`);
const cameBy = `${orders}-reached`;
mkdirSync(folder, { recursive: true });
// Written once: what the server has read of a file it does not read again.
writeFileSync(
  entry,
  [
    `import { readFileSync, writeFileSync } from "node:fs";\n`,
    `import { afterAll } from "vitest";\n`,
    `const { files, mutant } = JSON.parse(readFileSync(${JSON.stringify(orders)}, "utf8"));\n`,
    `const reached = new Set();\n`,
    `globalThis.isMutant = mutant === 0 ? (id) => reached.add(id) && false : (id) => id === mutant;\n`,
    `afterAll(() => { if (mutant === 0) writeFileSync(${JSON.stringify(cameBy)}, JSON.stringify([...reached])); });\n`,
    `const all = {\n${tests.map((name) => `  "${name}": () => import("../../test/${name}.test.ts"),\n`).join("")}};\n`,
    `for (const name of files) await all[name]();\n`,
  ].join(""),
);

/** The names of the tests that fail while a mutant is in force. @param {readonly string[]} files @param {number} id @returns {Promise<readonly string[]>} */
async function failures(files, id) {
  writeFileSync(orders, JSON.stringify({ files, mutant: id }));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications([entry]),
  );
  const failed = testModules.flatMap((module) => [
    ...module.errors().map(({ message }) => message),
    ...[...module.children.allTests("failed")].map(({ fullName }) => fullName),
  ]);
  return testModules.length === 0 || unhandledErrors.length > 0 ? ["nothing ran", ...failed] : failed;
}

/** Most are noticed by the fastest tests: the others are not loaded for them. */
const atOnce = 10;

/** Whether a test fails while a mutant is in force. @param {readonly string[]} files the fastest first @param {number} id */
async function isNoticedBy(files, id) {
  for (let at = 0; at < files.length; at += atOnce)
    if ((await failures(files.slice(at, at + atOnce), id)).length > 0) return true;
  return false;
}

const from = performance.now();
const seconds = () => Math.round((performance.now() - from) / 1000);
const { chosen, noticed } = process.argv.includes("--again")
  ? listedBefore(all, readFileSync(list, "utf8"))
  : { chosen: all.filter(({ id }) => id % every === first % every), noticed: 0 };
console.log(`${all.length} changes in ${code.size} files; ${chosen.length} are tried.`);
const isNoticed = await corpusNotices(mutants);
const left = chosen.filter(({ id }, at) => {
  if (at > 0 && at % 100 === 0) console.log(`${at} of ${chosen.length} asked, ${seconds()} s`);
  return !isNoticed(id);
});
console.log(`${left.length} of them change no stored answer, ${seconds()} s`);

/** @type {import("./mutants.mjs").Mutant[]} */
const alive = [];
/** The first change for which there was no time: what the corpus notices of those behind it says nothing of the others. */
let end = Infinity;
const vitest = await startTests();
try {
  /** What each file of tests comes by. @type {Map<string, Set<number>>} */
  const ways = new Map();
  /** How long it takes, in milliseconds. @type {Map<string, number>} */
  const takes = new Map();
  for (const name of tests) {
    const began = performance.now();
    const failed = await failures([name], 0);
    takes.set(name, performance.now() - began);
    if (failed.length > 0) throw new Error(`Tests fail where nothing is changed: ${failed.join(", ")}`);
    ways.set(name, new Set(JSON.parse(readFileSync(cameBy, "utf8"))));
  }
  tests.sort((a, b) => (takes.get(a) ?? 0) - (takes.get(b) ?? 0));
  for (const [at, mutant] of left.entries()) {
    if (seconds() > 60 * minutes) {
      end = mutant.id;
      break;
    }
    const near = tests.filter((name) => ways.get(name)?.has(mutant.id));
    if (!(await isNoticedBy(near, mutant.id))) {
      alive.push(mutant);
      console.log(`alive: ${mutant.file}:${mutant.line} ${mutant.from} → ${mutant.to}`);
    }
    if (at % 25 === 24) console.log(`${at + 1} of ${left.length} tried, ${alive.length} alive, ${seconds()} s`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  for (const file of [orders, cameBy]) rmSync(file, { force: true });
  await vitest.close();
}

const tried = noticed + chosen.filter(({ id }) => id < end).length;
const killed = ((100 * (tried - alive.length)) / Math.max(1, tried)).toFixed(1);
const summary = `${tried} of ${all.length} changes were tried, the tests notice ${killed} %.`;
if (only === "") writeFileSync(list, listOf(alive, summary));
console.log(summary);
if (Number(killed) < 95) process.exitCode = 1;
