// A bill without Tunecast: the list alone, read as anyone would. node bill.mjs LIST OFFER TOKENS EPOCHS
import { readFileSync } from "node:fs";

const [list = "", offer, tokens, epochs] = process.argv.slice(2);
const text = readFileSync(list, "utf8");
const rows = (list.endsWith(".csv") ? table(text) : JSON.parse(text).prices).filter(
  (one) => one.offer === offer && !one.service,
);
const training = rows.find(({ kind, per }) => kind === "training" && per === "1M tokens");
const least = rows.find(({ kind, per }) => kind === "minimum" && per === "job");
const bill = (Number(tokens) * Number(epochs) * Number(training.amount)) / 1e6;
console.log(Math.max(bill, Number(least?.amount ?? 0)).toFixed(4));

/** A spreadsheet's import: the first line names the columns, quotes hold what has a comma. @param {string} csv */
function table(csv) {
  const [head = [], ...lines] = csv
    .trimEnd()
    .split("\n")
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) => cell[1] ?? cell[2] ?? ""));
  return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]])));
}
