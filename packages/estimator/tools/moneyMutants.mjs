// @ts-check
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
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

const list = join(estimator, "test/mutation.md");

/** A text as a cell of the list. @param {string} text */
export function cell(text) {
  return text.replaceAll("|", "\\|");
}

/** Writes the list of the changes that no test notices. @param {readonly string[]} lines */
export function writeList(lines) {
  writeFileSync(list, `${lines.join("\n")}\n`);
}

/**
 * The changes that the list names, at the nearest line that still holds them, and how many were tried for it beside.
 *
 * @param {readonly import("./mutants.mjs").Mutant[]} all
 */
export function listedBefore(all) {
  const text = readFileSync(list, "utf8");
  const rows = [...text.matchAll(/^\| (\S+):(\d+) \| `(.*?)` \| `(.*?)` \|/gm)];
  const chosen = rows.flatMap(([, file = "", line = "", from, to]) => {
    const far = (/** @type {{ line: number }} */ mutant) => Math.abs(mutant.line - Number(line));
    const same = all.filter((one) => one.file === file && cell(one.from) === from && cell(one.to) === to);
    return same.sort((a, b) => far(a) - far(b)).slice(0, 1);
  });
  return { chosen, noticed: Number(/^(\d+) of /m.exec(text)?.[1] ?? 0) - rows.length };
}
