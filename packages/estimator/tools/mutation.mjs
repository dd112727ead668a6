// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seeded, shuffled } from "@tunecast/estimator/pilots";
import { createVitest } from "vitest/node";
import { isOf, mutated, reasons } from "./mutants.mjs";

/**
 * Changes one thing after another in the code of a room and runs the tests that come by it:
 *
 *     npm run test:mutation -- --room curve|plan|money|gpu|dataset [--sample 60] [--seed 1] [--only PART-OF-A-PATH] [--near]
 *
 * Tests are those of the room's package that import a changed file; with `--near` those of the room itself alone, which is quick and
 * somewhat too strict. Prints what was noticed beside the goal, and every change that no test noticed. A change that no test can notice,
 * because it changes nothing, stands with its reason in `test/mutationReasons.json`.
 */

/** The share of changes that tests are to notice, and the code of the rooms. */
const ROOMS = {
  curve: { goal: 90, package: "estimator", code: ["curve"], near: /\/test\/(?:curve|words\/curve)/ },
  plan: { goal: 90, package: "estimator", code: ["plan"], near: /\/test\/(?:plan|quote)/ },
  money: {
    goal: 96,
    package: "estimator",
    code: ["bill", "prices", "money.ts"],
    near: /\/test\/(?:bill|prices|money|offered|overlay|machines|counted|tokenRatios|stages|epochs|pastPrices|openBook)/,
  },
  gpu: { goal: 90, package: "gpu", code: [""], near: /\/test\// },
  dataset: { goal: 90, package: "dataset", code: [""], near: /\/test\// },
};

/** The fastest files of tests that come by a change are run first: most changes are noticed there. */
const FIRST = 4;

/** A file of tests that runs so long is in a loop without end, seconds. */
const LONGEST = 120;

const { values } = parseArgs({
  options: {
    room: { type: "string", default: "curve" },
    sample: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    near: { type: "boolean", default: false },
  },
});
if (!Object.hasOwn(ROOMS, values.room)) throw new Error(`Rooms are ${Object.keys(ROOMS).join(", ")}.`);
const room = ROOMS[/** @type {keyof typeof ROOMS} */ (values.room)];
const root = fileURLToPath(new URL("../../../", import.meta.url));
const home = join(root, "packages", room.package);
const source = join(home, "src");

/** @type {Map<string, string>} */
const code = new Map();
/** @type {import("./mutants.mjs").Mutant[]} */
const all = [];
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && name.includes(values.only) && room.code.some((part) => name.startsWith(part)),
);
for (const file of files.toSorted()) {
  const made = mutated(file, readFileSync(join(source, file), "utf8"), all.length + 1);
  code.set(join(source, file), made.code);
  all.push(...made.mutants);
}
const sample = shuffled(all, seeded(Number(values.seed))).slice(0, Number(values.sample));
console.log(`${all.length} changes in ${code.size} files of ${values.room}; ${sample.length} are tried.`);

const folder = join(home, "dist/mutation");
/** Which change is in force, what the tests came by, and what tells them. */
const ordersFile = join(folder, "orders.json");
const cameBy = join(folder, "cameBy.json");
const setup = join(folder, "setup.mjs");
mkdirSync(folder, { recursive: true });
writeFileSync(
  setup,
  `import { appendFileSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
const mutant = Number(readFileSync(${JSON.stringify(ordersFile)}, "utf8"));
// What is met while code is loaded is met by all files that come after in the same worker.
const met = new Set(globalThis.metAtLoad);
const now = performance.now.bind(performance);
const from = now();
let calls = 0;
globalThis.isMutant = (id) => {
  if (mutant === 0) met.add(id);
  else if ((calls += 1) % 65536 === 0 && now() - from > ${1000 * LONGEST}) throw new Error("This does not end.");
  return id === mutant;
};
beforeAll(() => void (globalThis.metAtLoad = [...met]));
afterAll(() => {
  if (mutant === 0)
    appendFileSync(${JSON.stringify(cameBy)}, JSON.stringify({ path: expect.getState().testPath, met: [...met], takes: now() - from }) + "\\n");
});
`,
);
const seededPath = join(root, ".config/seeded.mjs");
const conditions = ["@tunecast/source", "module", "node", "development|production"];
const vitest = await createVitest(
  "test",
  {
    root,
    include: [`packages/${room.package}/test/**/*.test.ts`],
    setupFiles: [setup],
    watch: false,
    reporters: [{}],
    pool: "threads",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
    related: [...new Set(sample.map(({ file }) => join(source, file)))],
  },
  /** @type {import("vite").UserConfig & { configFile: false }} */ ({
    configFile: false,
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    plugins: [
      { name: "mutants", enforce: "pre", transform: (_text, id) => code.get(id.split("?")[0] ?? "") },
      // The same random cases in every run, so that what is noticed is noticed again.
      {
        name: "seeded",
        enforce: "pre",
        resolveId: (id, importer) => (id === "fast-check" && importer !== seededPath ? seededPath : null),
      },
    ],
  }),
);

/** The files of tests that fail while a mutant is in force. @param {readonly import("vitest/node").TestSpecification[]} specifications @param {number} id */
async function failing(specifications, id) {
  writeFileSync(ordersFile, String(id));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([...specifications]);
  // Vitest gives those of earlier runs too.
  const run = new Set(specifications.map(({ moduleId }) => moduleId));
  const failed = testModules
    .filter((module) => run.has(module.moduleId) && !module.ok())
    .map(({ moduleId }) => moduleId);
  return unhandledErrors.length > 0 ? [...failed, "an error beside them"] : failed;
}

/** Files of tests, the fastest first, with what each comes by. @param {readonly import("vitest/node").TestSpecification[]} specifications */
async function measured(specifications) {
  writeFileSync(cameBy, "");
  const failed = await failing(specifications, 0);
  if (failed.length > 0) console.log(`left out, since they fail where nothing is changed: ${failed.join(", ")}`);
  /** @type {{ path: string, met: number[], takes: number }[]} */
  const runs = readFileSync(cameBy, "utf8")
    .trim()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const tests = runs.flatMap(({ path, met, takes }) => {
    const test = specifications.find(({ moduleId }) => moduleId === path);
    return test === undefined || failed.includes(path) ? [] : [{ test, met: new Set(met), takes }];
  });
  tests.sort((a, b) => a.takes - b.takes);
  // Once more, in the order of the trials: what fails by itself would count as having noticed everything.
  const again = await failing(
    tests.map(({ test }) => test),
    all.length + 1,
  );
  if (again.length > 0) throw new Error(`Tests fail where nothing is changed: ${again.join(", ")}`);
  console.log(`${tests.length} files of tests, ${seconds()}`);
  return tests;
}

/** @param {Awaited<ReturnType<typeof measured>>} tests @param {number} id */
async function isNoticed(tests, id) {
  const met = tests.filter((one) => one.met.has(id)).map(({ test }) => test);
  for (const some of [met.slice(0, FIRST), met.slice(FIRST)])
    if (some.length > 0 && (await failing(some, id)).length > 0) return true;
  return false;
}

const began = performance.now();
const seconds = () => `${Math.round((performance.now() - began) / 1000)} s`;
/** @type {import("./mutants.mjs").Mutant[]} */
const alive = [];
try {
  const specifications = await vitest.getRelevantTestSpecifications();
  const [near = [], far = []] = [true, false].map((isNear) =>
    specifications.filter(({ moduleId }) => room.near.test(moduleId) === isNear),
  );
  const nearest = await measured(near);
  // Those of other rooms are run, and measured, only for what the nearest do not notice.
  let others;
  for (const [at, mutant] of sample.entries()) {
    const noticed =
      (await isNoticed(nearest, mutant.id)) ||
      (!values.near && (await isNoticed((others ??= await measured(far)), mutant.id)));
    if (!noticed) {
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
  rmSync(folder, { recursive: true, force: true });
  await vitest.close();
}
const equal = alive.filter((mutant) => reasons.some((reason) => isOf(reason, mutant))).length;
const killed = sample.length - alive.length;
const share = (100 * killed) / Math.max(1, sample.length - equal);
console.log(
  "\n| room | tried | killed | survived | change nothing | killed, % | goal, % |\n|---|---|---|---|---|---|---|",
);
console.log(
  `| ${values.room} | ${sample.length} | ${killed} | ${alive.length - equal} | ${equal} | ${share.toFixed(1)} | ${room.goal} |`,
);
if (share < room.goal) process.exitCode = 1;
