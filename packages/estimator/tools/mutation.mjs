// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVitest } from "vitest/node";
import { corpusNotices } from "./corpusNotices.mjs";
import { cell, isOf, listedBefore, moneyMutants, reasons, writeList } from "./moneyMutants.mjs";

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
/** Run where the corpus notices nothing. The fastest that notice most come first: a run ends at the first failure. */
const tests = [
  "bill/rules",
  "bill/serving",
  "bill/quantity",
  "bill/prices",
  "bill/templates",
  "bill/acceptance",
  "bill/edges",
  "bill/lengthLimits",
  "bill/rollouts",
  "bill/breakEven",
  "plan/decide",
  "plan/decideWays",
  "rows/focus",
  "prices/fileRules",
  "prices/filter",
  "prices/status",
  "machines",
  "openBook",
  "day",
  "billingRules",
  "money",
  "counted",
  "countedRecords",
  "overlay",
  "stages",
  "problems",
  "dataKinds",
  "epochs",
  "offered",
  "tokenRatios",
  "workedExamples",
  "estimate",
  "estimateTime",
];

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

const from = performance.now();
const seconds = () => Math.round((performance.now() - from) / 1000);
const { chosen, noticed } = process.argv.includes("--again")
  ? listedBefore(all)
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
let tried = noticed + chosen.length - left.length;
const vitest = await startTests();
try {
  /** What each file of tests comes by. @type {Map<string, Set<number>>} */
  const ways = new Map();
  for (const name of tests) {
    const failed = await failures([name], 0);
    if (failed.length > 0) throw new Error(`Tests fail where nothing is changed: ${failed.join(", ")}`);
    ways.set(name, new Set(JSON.parse(readFileSync(cameBy, "utf8"))));
  }
  for (const mutant of left) {
    if (seconds() > 60 * minutes) break;
    tried += 1;
    const near = tests.filter((name) => ways.get(name)?.has(mutant.id));
    if (near.length === 0 || (await failures(near, mutant.id)).length === 0) {
      alive.push(mutant);
      console.log(`alive: ${mutant.file}:${mutant.line} ${mutant.from} → ${mutant.to}`);
    }
    if (tried % 25 === 0) console.log(`${tried} tried, ${alive.length} alive, ${seconds()} s`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  for (const file of [orders, cameBy]) rmSync(file, { force: true });
  await vitest.close();
}

const rows = alive.map((mutant) => {
  const { file, line, from: was, to } = mutant;
  const why = reasons.find((reason) => isOf(reason, mutant))?.why ?? "";
  return `| ${file}:${line} | \`${cell(was)}\` | \`${cell(to)}\` | ${why} |`;
});
const killed = ((100 * (tried - alive.length)) / Math.max(1, tried)).toFixed(1);
const summary = `${tried} of ${all.length} changes were tried, the tests notice ${killed} %.`;
const head = [
  "# Changes in the code of money that no test notices",
  "",
  "Made by `npm run test:mutation`: do not edit.",
];
const table = [
  "| place | what stands there | what it was changed to | why it may live |",
  "|---|---|---|---|",
  ...rows,
];
if (only === "") writeList([...head, "", summary, "", ...table]);
console.log(summary);
if (Number(killed) < 95) process.exitCode = 1;
