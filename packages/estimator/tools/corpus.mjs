// @ts-check
import { writeFileSync } from "node:fs";
import { estimate } from "@tunecast/estimator";
import { bookOffers } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { changesOf, fileOf, linesOf, questionOf, storedOf } from "../test/corpus/corpus.mjs";
import { questionsOf } from "../test/corpus/questions.mjs";

/**
 * Answers the stored questions anew and says what changed: `npm run corpus`. With `-- --questions` the questions are
 * made anew first, of the offers that the book has now.
 */

const lines = (/** @type {readonly unknown[]} */ values) =>
  `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;

/**
 * Days of an offer: the newest and the middle one of those on which a rate of it began and it was sold. One that was sold
 * on none of them is asked for on the book's own day, and so is each fifth.
 *
 * @param {import("@tunecast/estimator/prices").BookOffer} offer @param {number} at
 */
function daysOf({ id, rates }, at) {
  const job = { examples: 1000, tokensPerExample: 100, hours: 1 };
  const isSold = (/** @type {string} */ asOf) =>
    estimate({ asOf, prices, job, only: { models: [id] } }).offers.length > 0;
  const begun = [...new Set([...rates.flat().map(({ from }) => from), prices.version])];
  const days = begun.sort().filter(isSold);
  const chosen = [days.at(-1), days[days.length >> 1], days.length === 0 || at % 5 === 0 ? prices.version : undefined];
  return [...new Set(chosen.filter((day) => day !== undefined))];
}

if (process.argv.includes("--questions")) {
  const offers = bookOffers(prices).map((offer, at) => ({ ...offer, days: daysOf(offer, at) }));
  writeFileSync(fileOf("questions.jsonl"), lines(questionsOf(offers)));
}
const questions = linesOf("questions.jsonl");
const answers = questions.map((asked) => storedOf(estimate(questionOf(asked, prices))));
const before = process.argv.includes("--questions") ? [] : linesOf("answers.jsonl");
const changes = before.flatMap((was, at) => {
  const [asked, is] = [questions[at], answers[at]];
  return asked === undefined || is === undefined ? [] : changesOf(asked, was, is);
});
for (const change of changes) console.log(change);
writeFileSync(fileOf("answers.jsonl"), lines(answers));
const offers = answers.flatMap((answer) => Object.keys(answer.offers)).length;
const refused = answers.flatMap((answer) => Object.keys(answer.refused)).length;
console.log(
  `${questions.length} questions, ${offers} offers and ${refused} refusals in their answers; ${changes.length} changed.`,
);
