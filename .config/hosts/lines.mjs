// @ts-check
import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const sample = /```js\n([\s\S]+?)console\.log[\s\S]*?```/.exec(readme)?.[1];
if (sample === undefined) throw new Error("README.md has no program.");

/**
 * Five questions, and what tells the bytes of their answers from others: the program of the README; the offers of a day before
 * the prices at hand; a decision with own rates in another currency; a curve; a run on cards. Behind the total and the numbers
 * of offers stand the length of all answers and a sum over them.
 */
const lines = `import { answerText, decide } from "@tunecast/estimator";
import { curveReport } from "@tunecast/estimator/curve";
import { machinesOn } from "@tunecast/estimator/prices";
import { selfHost } from "@tunecast/gpu";
import { clouds, hardware, openModels } from "@tunecast/pricing";
import { prices as history } from "@tunecast/pricing/history";
import { untuned } from "@tunecast/pricing/untuned";
${sample}
const job = { examples: 8000, tokensPerExample: 620, epochs: 3 };
const traffic = { requestsPerMonth: 240000, inputTokens: 400, outputTokens: 120, months: 12 };
const ownPrices = { exchange: [{ from: "USD", to: "EUR", rate: "0.86", date: "2026-11-20", source: "ECB" }] };
const earlier = estimate({ asOf: "2025-06-01", prices: history, job: { examples: 100, tokensPerExample: 100 } });
const decision = decide({ question: { asOf: "2026-11-24", prices, job, traffic, ownPrices }, untuned, ways: [{ kind: "few_shot", extraInputTokens: 1860 }] });
const se = 0.011;
const pilots = [{ n: 250, value: 0.612, se }, { n: 500, value: 0.655, se }, { n: 1000, value: 0.701, se }, { n: 2000, value: 0.729, se }];
const curve = curveReport(pilots, { metric: "accuracy", target: 0.85 });
const rates = machinesOn(clouds, "2026-11-24");
const data = { examples: 8000, tokensPerExample: 620 };
const cards = selfHost({ model: "llama-3.1-8b", method: "qlora", data }, { models: openModels, hardware, rates });
const wrong = [decision, curve, cards].filter(({ ok }) => !ok);
if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
const all = [answerText(answer), answerText(earlier), ...[decision, curve, cards].map((one) => JSON.stringify(one))].join("");
let sum = 7;
for (let at = 0; at < all.length; at += 1) sum = (sum * 31 + all.charCodeAt(at)) | 0;
const said = [answer.offers[0].total.amount, earlier.offers.length, all.length, sum].join(" ");
`;

const required = lines.replaceAll(
  /import \{ (.+?) \} from ("[^"]+");/g,
  (_, names, from) => `const { ${names.replaceAll(" as ", ": ")} } = require(${from});`,
);

/** Ways to write it. */
export const programs = {
  lines,
  required,
  esm: `${lines}console.log(said);\n`,
  cjs: `${required}console.log(said);\n`,
};
