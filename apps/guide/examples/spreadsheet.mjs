// A spreadsheet: the offers as CSV, and a function for a cell made of the two scripts, as Apps Script or a plain page load them.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runInNewContext } from "node:vm";
import { estimate } from "@tunecast/estimator";
import { csvText, offerRows } from "@tunecast/estimator/rows";
import { prices } from "@tunecast/pricing";

const job = { examples: 8000, tokensPerExample: 620, epochs: 3 };
const traffic = { requestsPerMonth: 240000, inputTokens: 900, outputTokens: 120, months: 3 };
const answer = estimate({ asOf: "2026-11-24", prices, job, traffic, only: { methods: ["sft-lora"] } });
const { header, rows } = offerRows(answer);
writeFileSync("offers.csv", csvText(header, rows));
process.stdout.write(
  `offers.csv: a row for each offer: ${rows.length === answer.offers.length}; ${header.slice(0, 4).join(", ")}, …\n`,
);

// In Apps Script the two files are pasted beside this function; `=TRAINING_COST("aws-bedrock/nova-micro:sft", 8000, 620, 3)`.
const cell = `
function TRAINING_COST(offer, examples, tokens, epochs) {
  const { offers, refused, problem } = tunecast.estimate({
    asOf: "2026-11-24",
    prices: tunecastPrices.prices,
    job: { examples, tokensPerExample: tokens, epochs },
    only: { models: [offer] },
  });
  return problem ? problem.sentence : offers.length > 0 ? Number(offers[0].training.amount) : refused[0].sentence;
}
[TRAINING_COST("aws-bedrock/nova-micro:sft", 8000, 620, 3), TRAINING_COST("nova-mikro", 8000, 620, 3)];`;
const folder = (name) => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const scripts = [
  join(folder("@tunecast/estimator"), "dist/tunecast.global.js"),
  join(folder("@tunecast/pricing"), "dist/prices.global.js"),
].map((file) => readFileSync(file, "utf8"));
for (const value of runInNewContext([...scripts, cell].join(";\n"))) process.stdout.write(`${value}\n`);
