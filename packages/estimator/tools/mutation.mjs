// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seeded, shuffled } from "@tunecast/estimator/pilots";
import { createVitest } from "vitest/node";
import { isOf, mutated, reasons } from "./mutants.mjs";

/**
 * Changes one thing after another in the code of a room and runs the room's tests that come by it, the fastest first:
 *
 *     npm run test:mutation -- --room curve|plan|money|gpu|dataset [--sample 60] [--seed 1] [--only PART-OF-A-PATH]
 *
 * Prints what was noticed beside the goal, and every change that no test noticed. A change that no test can notice, because it changes
 * nothing, stands with its reason in `test/mutationReasons.json`. Stryker was tried: it is as fast, but changes no number and no method of
 * decimal.js, and has no sample.
 */

/** The share of changes that tests are to notice, the code of the rooms, and their tests. */
const ROOMS = {
  curve: { goal: 90, package: "estimator", code: ["curve"], tests: ["curve/**/*", "words/curve*"] },
  plan: { goal: 90, package: "estimator", code: ["plan"], tests: ["plan/**/*", "quote*"] },
  money: {
    goal: 96,
    package: "estimator",
    code: ["bill", "prices", "money.ts"],
    tests: [
      "{bill,prices}/**/*",
      "{money,offered,overlay,machines,counted*,tokenRatios,stages,epochs,pastPrices,openBook}",
      "{billingRules,workedExamples,mendedFigures,realBills,estimate,dataKinds}",
    ],
  },
  // Its words are read by the tests of the command.
  gpu: { goal: 90, package: "gpu", code: [""], tests: ["**/!(badQuestion)"], also: ["apps/cli/test/{gpu*,track}"] },
  // The slowest compare whole vocabularies and damaged files.
  dataset: { goal: 90, package: "dataset", code: [""], tests: ["**/!(native|openai|hostile|languages)"] },
};

/** Tests that take longer are left out, seconds: what is printed is the least that is noticed. */
const SLOW = 5;

const { values } = parseArgs({
  options: {
    room: { type: "string", default: "curve" },
    sample: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
  },
});
if (!Object.hasOwn(ROOMS, values.room)) throw new Error(`Rooms are ${Object.keys(ROOMS).join(", ")}.`);
const room = { also: [], ...ROOMS[/** @type {keyof typeof ROOMS} */ (values.room)] };
const root = fileURLToPath(new URL("../../../", import.meta.url));
const source = join(root, "packages", room.package, "src");

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && name.includes(values.only) && room.code.some((at) => name.startsWith(at)))
  .toSorted();
/** @type {import("./mutants.mjs").Mutant[]} */
const all = [];
const made = files.map((file) => {
  const { code, mutants } = mutated(file, readFileSync(join(source, file), "utf8"), all.length + 1);
  all.push(...mutants);
  return { path: join(source, file), code };
});
const sample = shuffled(all, seeded(Number(values.seed))).slice(0, Number(values.sample));
const tried = new Set(sample.map(({ id }) => id));
const codes = new Map(made.map(({ path, code }) => [path, code(tried)]));
console.log(`${all.length} changes in ${files.length} files of ${values.room}; ${sample.length} are tried.`);

const seededPath = join(root, ".config/seeded.mjs");
const conditions = ["@tunecast/source", "module", "node", "development|production"];
class AsGiven {
  /** @param {import("vitest/node").TestSpecification[]} tests */
  sort = async (tests) => tests;
  shard = this.sort;
}
const vitest = await createVitest(
  "test",
  {
    root,
    include: [...room.tests.map((tests) => `packages/${room.package}/test/${tests}`), ...room.also].map(
      (tests) => `${tests}.test.ts`,
    ),
    setupFiles: [fileURLToPath(new URL("mutationSetup.ts", import.meta.url))],
    watch: false,
    reporters: [{}],
    pool: "forks",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 300_000,
    sequence: { sequencer: AsGiven },
  },
  /** @type {import("vite").UserConfig & { configFile: false }} */ ({
    configFile: false,
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    plugins: [
      { name: "mutants", enforce: "pre", transform: (_text, id) => codes.get(id.split("?")[0] ?? "") },
      // The same random cases in every run, so that what is noticed is noticed again.
      {
        name: "seeded",
        enforce: "pre",
        resolveId: (id, importer) => (id === "fast-check" && importer !== seededPath ? seededPath : null),
      },
    ],
  }),
);

const began = performance.now();
const seconds = () => `${Math.round((performance.now() - began) / 1000)} s`;

/** Runs tests while a mutant is in force. @param {import("vitest/node").TestSpecification[]} tests @param {number} id @param {number} [longest] milliseconds */
async function run(tests, id, longest = 1_800_000) {
  vitest.provide("inForce", id);
  vitest.provide("longest", longest);
  vitest.config.bail = id === 0 ? 0 : 1;
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(tests);
  // Vitest gives the modules of earlier runs too.
  const asked = new Set(tests.map(({ moduleId }) => moduleId));
  const isGreen = unhandledErrors.length === 0 && testModules.every((one) => one.ok() || !asked.has(one.moduleId));
  return { testModules, isGreen };
}

/** The tests of a file that are not slow, with the mutants that they come by, and what they take, milliseconds. @param {import("vitest/node").TestModule} module */
function quick(module) {
  const passed = [...module.children.allTests("passed")].map((test) => {
    return { test, met: new Set(test.meta().met), takes: test.diagnostic()?.duration ?? 0 };
  });
  const cases = passed.filter(({ takes }) => takes < 1000 * SLOW);
  const takes = cases.reduce((sum, one) => sum + one.takes, 0);
  return { module, cases, slow: passed.length - cases.length, takes };
}

/** @type {import("./mutants.mjs").Mutant[]} */
const alive = [];
try {
  // What is met while code is loaded counts for every test: so it is loaded before any begins.
  vitest.provide("code", [...new Set(sample.map(({ file }) => join(source, file)))]);
  const first = await run(await vitest.globTestSpecifications(), 0);
  const tests = first.testModules
    .filter((module) => module.ok())
    .map(quick)
    .filter(({ cases }) => cases.length > 0)
    .toSorted((a, b) => a.takes - b.takes);
  const red = first.testModules.filter((module) => !module.ok()).map(({ relativeModuleId }) => relativeModuleId);
  if (red.length > 0) console.log(`left out, since they fail where nothing is changed: ${red.join(", ")}`);
  // Once more, in the order of the trials: what fails by itself would count as having noticed everything.
  const again = tests.map(({ module, cases }) => module.toTestSpecification(cases.map(({ test }) => test)));
  if (!(await run(again, all.length + 1)).isGreen) throw new Error("Tests fail where nothing is changed.");
  const slow = tests.reduce((sum, one) => sum + one.slow, 0);
  console.log(`${tests.length} files of tests, ${slow} tests of over ${SLOW} s left out, ${seconds()}`);
  for (const [at, mutant] of sample.entries()) {
    const met = tests.flatMap(({ module, cases, takes }) => {
      const some = cases.filter((one) => one.met.has(mutant.id)).map(({ test }) => test);
      return some.length === 0 ? [] : [{ test: module.toTestSpecification(some), takes }];
    });
    const takes = met.reduce((sum, one) => sum + one.takes, 0);
    const own = met.map(({ test }) => test);
    const { isGreen } = await run(own, mutant.id, 10_000 + 5 * takes);
    if (met.length === 0 || isGreen) {
      alive.push(mutant);
      const { file, line, column, code: text, from, to } = mutant;
      const why = reasons.find((reason) => isOf(reason, mutant))?.why;
      console.log(
        `alive: ${file}:${line}:${column} ${from} → ${to}, in: ${text}${why === undefined ? "" : ` (${why})`}`,
      );
    }
    if (at % 10 === 9) console.log(`${at + 1} tried, ${alive.length} alive, ${seconds()}`);
  }
} finally {
  await vitest.close();
}
const equal = alive.filter((mutant) => reasons.some((reason) => isOf(reason, mutant))).length;
const killed = sample.length - alive.length;
const share = (100 * killed) / Math.max(1, sample.length - equal);
console.log(
  `${values.room}, seed ${values.seed}: ${killed} of ${sample.length} killed, ${equal} change nothing: ${share.toFixed(1)} % (goal ${room.goal} %)`,
);
if (share < room.goal) process.exitCode = 1;
