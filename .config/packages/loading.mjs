// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { entriesOf, folders, scratch } from "./place.mjs";
import { run } from "./run.mjs";

/** The library loads by import and by require, each of its entries, and as the scripts of a plain page; the command says its version. */
export function checkLoading() {
  const question =
    '({ asOf: "2026-11-24", prices, job: { examples: 1000, tokensPerExample: 100, epochs: 3 }, only: { models: ["gpt-4o-mini-2024-07-18"], providers: ["openai"] } })';
  const print = `console.log(estimate${question}.offers.find(({ method }) => method === "sft").total.amount)`;
  writeFileSync(
    join(scratch, "load.mjs"),
    `import { estimate } from "@tunecast/estimator"; import { prices } from "@tunecast/pricing"; ${print}`,
  );
  writeFileSync(
    join(scratch, "load.cjs"),
    `const { estimate } = require("@tunecast/estimator"); const { prices } = require("@tunecast/pricing"); ${print}`,
  );
  const bills = ["load.mjs", "load.cjs"].map((file) => run(process.execPath, ["--no-warnings", file], scratch).trim());
  if (bills.some((bill) => bill !== "0.9"))
    throw new Error(`Got bills of ${bills.join(" and ")}, expected 0.9 by import and by require.`);
  const entries = entriesOf(folders, (entry) => entry.require !== undefined);
  writeFileSync(join(scratch, "every.mjs"), entries.map((entry) => `await import("${entry}");`).join("\n"));
  writeFileSync(join(scratch, "every.cjs"), entries.map((entry) => `require("${entry}");`).join("\n"));
  for (const file of ["every.mjs", "every.cjs"]) run(process.execPath, [file], scratch);
  checkScripts(question, print);
  const command = run(process.execPath, ["node_modules/tunecast/bin/tunecast.js", "--version"], scratch).trim();
  console.log(`ok   installed from tarballs: import, require, tunecast ${command}`);
}

/** The two scripts of a plain page, in a context that has nothing of Node or of a browser. @param {string} question @param {string} print */
function checkScripts(question, print) {
  const places = ["estimator/dist/tunecast.global.js", "pricing/dist/prices.global.js"];
  const scripts = places.map((place) => readFileSync(join(scratch, "node_modules/@tunecast", place), "utf8"));
  /** @type {string[]} */
  const printed = [];
  const program = `const { estimate } = tunecast; const { prices } = tunecastPrices; ${print}`;
  runInNewContext([...scripts, program].join(";\n"), {
    console: { log: (/** @type {string} */ text) => printed.push(text) },
  });
  if (printed[0] !== "0.9") throw new Error(`The scripts of a page give ${printed[0]} for ${question}, expected 0.9.`);
}
