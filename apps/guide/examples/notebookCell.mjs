// A cell of a notebook (Deno's Jupyter kernel, Observable): what data of three sizes cost, and what they would bring.
import { estimate } from "@tunecast/estimator";
import { curveReport, curveSentence } from "@tunecast/estimator/curve";
import { moneyText } from "@tunecast/estimator/text";
import { prices } from "@tunecast/pricing";

const sizes = [1000, 2000, 4000];
const pilots = [
  { n: 250, value: 0.612, se: 0.012 },
  { n: 500, value: 0.655, se: 0.011 },
  { n: 1000, value: 0.701, se: 0.011 },
];
const report = curveReport(pilots, { metric: "accuracy", at: sizes });
for (const examples of sizes) {
  const job = { examples, tokensPerExample: 620, epochs: 3 };
  const only = { models: ["aws-bedrock/nova-micro:sft"] };
  const [offer] = estimate({ asOf: "2026-11-24", prices, job, only }).offers;
  process.stdout.write(`${examples} examples: ${offer === undefined ? "no offer" : moneyText(offer.training)}\n`);
}
process.stdout.write(`${report.ok ? curveSentence(report.value) : report.problem.kind}\n`);
