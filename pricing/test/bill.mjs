// A bill without Tunecast: the list alone, read as anyone would. node bill.mjs LIST OFFER TOKENS EPOCHS
import { readFileSync } from "node:fs";

const [list, offer, tokens, epochs] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(list, "utf8")).prices.filter(
  (one) => one.offer === offer && one.service === undefined,
);
const training = rows.find(({ kind, per }) => kind === "training" && per === "1M tokens");
const least = rows.find(({ kind, per }) => kind === "minimum" && per === "job");
const bill = (Number(tokens) * Number(epochs) * Number(training.amount)) / 1e6;
console.log(Math.max(bill, Number(least?.amount ?? 0)).toFixed(4));
