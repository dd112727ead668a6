// @ts-check
import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const sample = /```js\n([\s\S]+?)console\.log[\s\S]*?```/.exec(readme)?.[1];
if (sample === undefined) throw new Error("README.md has no program.");

/**
 * The program of the README, and what tells its bytes from others: the total, the length of the whole answer, a sum over
 * it; the same for a day before the prices at hand, by the book of all days.
 */
const lines = `import { answerText } from "@tunecast/estimator";
import { prices as history } from "@tunecast/pricing/history";
${sample}
const earlier = estimate({ asOf: "2025-06-01", prices: history, job: { examples: 100, tokensPerExample: 100 } });
const all = answerText(answer) + answerText(earlier);
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
  /** @param {string} printed */
  expected: (printed) => printed.trim(),
};
