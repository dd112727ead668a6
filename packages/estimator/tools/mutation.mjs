// @ts-check
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVitest } from "vitest/node";
import { mutated } from "./mutants.mjs";

/**
 * Changes one thing after another in the code that makes money (`bill/`, `prices/`, `money.ts`) and runs the tests of
 * money: `npm run test:mutation`. Changes that no test notices are listed in `test/mutation.md`, with the reason why they may
 * live where `test/mutationReasons.json` has one. `-- --every 5` tries each fifth change, `-- --only bill/rules` some
 * files, `-- --minutes 10` as many as it can.
 */

const estimator = fileURLToPath(new URL("../", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
const source = join(estimator, "src");
/** As deep as the tests are: some read files beside them. */
const folder = join(estimator, "dist/mutation");
const entry = join(folder, "mutation.test.ts");
/** The fastest that notice most come first: a run ends at the first failure. */
const tests = [
  "corpus",
  "bill/rules",
  "bill/serving",
  "bill/quantity",
  "bill/prices",
  "billingRules",
  "money",
  "counted",
  "overlay",
  "stages",
  "problems",
  "dataKinds",
  "epochs",
  "offered",
  "tokenRatios",
  "workedExamples",
  "estimate",
];

/** @param {string} name @param {string} otherwise */
const option = (name, otherwise) =>
  process.argv.includes(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? otherwise) : otherwise;
const every = Number(option("--every", "1"));
const only = option("--only", "");
const minutes = Number(option("--minutes", "Infinity"));

/** @param {string} folder @returns {string[]} */
function listed(folder) {
  const names = readdirSync(join(source, folder), { recursive: true }).map((name) => join(folder, String(name)));
  return names.filter((name) => name.endsWith(".ts")).sort();
}

/** @type {Map<string, string>} */
const code = new Map();
/** @type {import("./mutants.mjs").Mutant[]} */
const all = [];
for (const file of [...listed("bill"), ...listed("prices"), "money.ts"].filter((name) => name.includes(only))) {
  const made = mutated(file, readFileSync(join(source, file), "utf8"), all.length + 1);
  code.set(join(source, file), made.code);
  all.push(...made.mutants);
}

const conditions = ["@tunecast/source", "module", "node", "development|production"];
const vitest = await createVitest(
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
    plugins: [{ name: "mutants", enforce: "pre", transform: (_text, id) => code.get(id.split("?")[0] ?? "") }],
  }),
);

/** Tests that failed in the last run. @type {string[]} */
let failed = [];

/** Whether the tests pass with a mutant in force. @param {number} id */
async function passes(id) {
  writeFileSync(inForce, String(id));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications([entry]),
  );
  failed = testModules.flatMap((module) => [
    ...module.errors().map(({ message }) => message),
    ...[...module.children.allTests("failed")].map(({ fullName }) => fullName),
  ]);
  return unhandledErrors.length === 0 && testModules.length > 0 && testModules.every((module) => module.ok());
}

/** The mutant of the moment, which each run of the tests reads anew before it loads the code. */
const inForce = join(tmpdir(), `tunecast-mutant-${process.pid}`);
mkdirSync(folder, { recursive: true });
writeFileSync(
  entry,
  [
    `import { readFileSync } from "node:fs";\n`,
    `globalThis.mutant = Number(readFileSync(${JSON.stringify(inForce)}, "utf8"));\n`,
    ...tests.map((name) => `await import("../../test/${name}.test.ts");\n`),
  ].join(""),
);

const from = performance.now();
const seconds = () => Math.round((performance.now() - from) / 1000);
/** @type {import("./mutants.mjs").Mutant[]} */
const alive = [];
let tried = 0;
try {
  if (!(await passes(0))) throw new Error(`The tests fail where nothing is changed: ${failed.join(", ")}`);
  const chosen = all.filter(({ id }) => id % every === 0);
  console.log(`${all.length} changes in ${code.size} files; ${chosen.length} are tried.`);
  for (const mutant of chosen) {
    if (seconds() > 60 * minutes) break;
    tried += 1;
    if (await passes(mutant.id)) {
      alive.push(mutant);
      console.log(`alive: ${mutant.file}:${mutant.line} ${mutant.from} → ${mutant.to}`);
    }
    if (tried % 25 === 0) console.log(`${tried} tried, ${alive.length} alive, ${seconds()} s`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(inForce, { force: true });
  await vitest.close();
}

/** @type {Readonly<Record<string, string>>} */
const reasons = JSON.parse(readFileSync(join(estimator, "test/mutationReasons.json"), "utf8"));
const cell = (/** @type {string} */ text) => text.replaceAll("|", "\\|");
const rows = alive.map(({ file, line, from: was, to }) => {
  const reason = Object.entries(reasons).find(([start]) => `${file}: ${was} → ${to}`.startsWith(start))?.[1] ?? "";
  return `| ${file}:${line} | \`${cell(was)}\` | \`${cell(to)}\` | ${reason} |`;
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
if (only === "")
  writeFileSync(join(estimator, "test/mutation.md"), `${[...head, "", summary, "", ...table].join("\n")}\n`);
console.log(summary);
if (Number(killed) < 95) process.exitCode = 1;
