// A budgeting tool: keeps the answer of each plan, asks it again, and says what a later day changes and why.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { answerDiff, answerText, estimate } from "@tunecast/estimator";
import { moneyText } from "@tunecast/estimator/text";
import { prices } from "@tunecast/pricing/history";

const job = { examples: 8000, tokensPerExample: 620, epochs: 3 };
const plans = {
  "support-replies": { job, only: { models: ["aws-bedrock/nova-micro:sft"] } },
  "ticket-routing": { job: { ...job, examples: 900 }, only: { models: ["openai/gpt-4.1-mini-2025-04-14:sft"] } },
};

// Store: an answer is plain JSON and holds its question.
if (!existsSync("plans")) mkdirSync("plans");
for (const [name, plan] of Object.entries(plans))
  writeFileSync(`plans/${name}.json`, answerText(estimate({ asOf: "2026-11-24", prices, ...plan })));

for (const file of readdirSync("plans").toSorted()) {
  // Replay: the same bytes, or somebody changed the file, the prices or the package.
  const stored = readFileSync(`plans/${file}`, "utf8");
  const answer = JSON.parse(stored);
  const isSame = answerText(estimate({ ...answer.input, prices })) === stored;
  // Compare: the same plan on another day, by the newest book.
  const later = estimate({ ...answer.input, asOf: "2027-03-01", prices });
  const diff = answerDiff(answer, later);
  if (!diff.ok) throw new Error(diff.problem.kind);
  const changes = diff.value.changes.map(({ id, change, sentence = "" }) => `${id} ${change}: ${sentence}`);
  const [offer] = answer.offers;
  process.stdout.write(`${file}: ${moneyText(offer.total)} at ${offer.providerName}, replayed: ${isSame}\n`);
  process.stdout.write(`  in March 2027: ${changes.join("; ") || "the same"}\n`);
}
