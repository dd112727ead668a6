// @ts-check
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mutated } from "./mutants.mjs";

const estimator = fileURLToPath(new URL("../", import.meta.url));
const source = join(estimator, "src");

/** @param {string} folder @returns {string[]} */
function listed(folder) {
  const names = readdirSync(join(source, folder), { recursive: true }).map((name) => join(folder, String(name)));
  return names.filter((name) => name.endsWith(".ts")).sort();
}

/**
 * All changes in the code that makes money, and each of its files with them in it.
 *
 * @param {string} [only] what the names of the files must hold
 */
export function moneyMutants(only = "") {
  /** @type {Map<string, string>} */
  const code = new Map();
  /** @type {import("./mutants.mjs").Mutant[]} */
  const all = [];
  for (const file of [...listed("bill"), ...listed("prices"), "money.ts"].filter((name) => name.includes(only))) {
    const made = mutated(file, readFileSync(join(source, file), "utf8"), all.length + 1);
    code.set(join(source, file), made.code);
    all.push(...made.mutants);
  }
  return { code, all };
}

/**
 * Why a change may live that no test notices: `file`, what stands in its `line`, and how `was → is` of the change begins.
 *
 * @typedef {{ readonly file: string, readonly line: string, readonly change: string, readonly why: string }} Reason
 */

/** @type {readonly Reason[]} */
export const reasons = JSON.parse(readFileSync(join(estimator, "test/mutationReasons.json"), "utf8"));

/** Whether a reason is of a change. @param {Reason} reason @param {import("./mutants.mjs").Mutant} mutant */
export function isOf({ file, line, change }, mutant) {
  return mutant.file === file && mutant.code.includes(line) && `${mutant.from} → ${mutant.to}`.startsWith(change);
}

/** Where the list stands of the changes that no test notices. */
export const list = join(estimator, "test/mutation.md");

/** A text as a cell of the list. @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|");
}

/** A row of the list: where the change is, what stands there, what it is changed to. @param {import("./mutants.mjs").Mutant} mutant */
function rowOf({ file, line, column, from, to }) {
  return `| ${file}:${line}:${column} | \`${cell(from)}\` | \`${cell(to)}\` |`;
}

/**
 * The list of the changes that no test notices, each with the reason why it may live, where there is one.
 *
 * @param {readonly import("./mutants.mjs").Mutant[]} alive @param {string} summary
 */
export function listOf(alive, summary) {
  const rows = alive.map((mutant) => `${rowOf(mutant)} ${reasons.find((reason) => isOf(reason, mutant))?.why ?? ""} |`);
  return [
    "# Changes in the code of money that no test notices",
    "",
    "Made by `npm run test:mutation`: do not edit.",
    "",
    summary,
    "",
    "| place | what stands there | what it was changed to | why it may live |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/**
 * The changes that a list names, and how many were tried for it beside. Where lines have moved since, a row is of the
 * nearest change of its words that no other row is nearer to.
 *
 * @param {readonly import("./mutants.mjs").Mutant[]} all @param {string} text the list
 */
export function listedBefore(all, text) {
  const rows = [...text.matchAll(/^\| (\S+):(\d+):(\d+) \| `(.*?)` \| `(.*?)` \|/gm)];
  const pairs = rows.flatMap(([row, file, line, column, from, to]) =>
    all
      .filter((one) => one.file === file && cell(one.from) === from && cell(one.to) === to)
      .map((mutant) => ({
        row,
        mutant,
        lines: Math.abs(mutant.line - Number(line)),
        columns: Math.abs(mutant.column - Number(column)),
      })),
  );
  pairs.sort((a, b) => a.lines - b.lines || a.columns - b.columns);
  /** @type {Map<string, import("./mutants.mjs").Mutant>} */
  const found = new Map();
  const taken = new Set();
  for (const { row, mutant } of pairs) {
    if (found.has(row) || taken.has(mutant)) continue;
    found.set(row, mutant);
    taken.add(mutant);
  }
  const chosen = [...found.values()].sort((a, b) => a.id - b.id);
  return { chosen, noticed: Number(/^(\d+) of /m.exec(text)?.[1] ?? 0) - rows.length };
}
