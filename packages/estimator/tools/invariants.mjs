// @ts-check
/**
 * Random questions over the whole book, and what holds of every answer: nothing is thrown, no figure is NaN, no prototype is
 * changed, the lines add up to the total, training and the months add up to it as well, the total lies in its range, and the same
 * question gives the same bytes.
 *
 *     npm run test:invariants [-- --questions 1000 --seed 1]
 */
import { answerText, estimate } from "@tunecast/estimator";
import { difference, isAtMost, spentAfter, total as totalOf } from "@tunecast/estimator/text";
import { prices } from "@tunecast/pricing/history";
import { seeded } from "@tunecast/estimator/pilots";

/** @param {string} name @param {number} usual */
const option = (name, usual) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const [questions, seed] = [option("questions", 1000), option("seed", 1)];
const random = seeded(seed);
/** @template T @param {readonly T[]} list @returns {T} */
function oneOf(list) {
  const [first] = list;
  const drawn = list[Math.floor(random() * list.length)] ?? first;
  if (drawn === undefined) throw new TypeError("An empty list.");
  return drawn;
}
/** A whole number, as likely of each length. @param {number} low @param {number} high */
const whole = (low, high) => Math.round(low * (high / low) ** random());
const models = [...new Set(prices.providers.flatMap((one) => one.models.map(({ id }) => id)))];
const providers = prices.providers.map(({ provider }) => provider);

/** What was found wrong, by its name. @type {Map<string, number>} */
const wrong = new Map();
/** @type {string[]} */
const examples = [];
let offers = 0;

for (let count = 0; count < questions; count++) {
  const question = drawn();
  try {
    const answer = estimate(question);
    const text = answerText(answer);
    hold("NaN", !/NaN|Infinity|undefined/.test(text.replaceAll(/"sentence": "(?:[^"\\]|\\.)*"/g, "")), question);
    hold("same bytes", answerText(estimate(structuredClone(question))) === text, question);
    for (const offer of answer.offers) {
      offers++;
      check(offer, question);
    }
  } catch (error) {
    hold(`throw: ${String(error).slice(0, 80)}`, false, question);
  }
  hold("pollution", Object.keys(Object.prototype).length === 0 && !("polluted" in {}), question);
}
const kinds = ["throws", "NaN", "pollution", "lines", "training + months × monthly", "range", "same bytes"];
console.log(`${questions} questions, seed ${seed}: ${offers} offers`);
for (const kind of kinds) {
  const found = [...wrong].filter(([name]) => name.startsWith(kind === "throws" ? "throw" : kind));
  console.log(`${String(found.reduce((sum, [, times]) => sum + times, 0)).padStart(6)} ${kind}`);
}
for (const example of examples.slice(0, 5)) console.log(example);
if (wrong.size > 0) process.exitCode = 1;

/** @param {import("@tunecast/estimator").Offer} offer @param {object} question */
function check(offer, question) {
  const { id, lines, total, training, monthly, range, horizon, assumptions } = offer;
  const about = { offer: id, question };
  const isZero = (/** @type {string} */ amount) => /^-?0(?:\.0+)?$/.test(amount);
  const sum = totalOf(lines.map(({ amount }) => amount));
  hold("lines", isZero(difference(sum, total.amount)), about);
  hold(
    "range",
    isAtMost(range.low, total.amount) && (range.high === null || isAtMost(total.amount, range.high)),
    about,
  );
  const hasCredit = assumptions.some(({ kind }) => kind.startsWith("credit"));
  if (monthly === null || horizon.clippedAt !== undefined || hasCredit) return;
  const spent = spentAfter(horizon.months, training.amount, monthly.amount);
  hold("training + months × monthly", isZero(difference(spent, total.amount)), {
    ...about,
    off: difference(spent, total.amount),
  });
}

/** @param {string} name @param {boolean} holds @param {object} about */
function hold(name, holds, about) {
  if (holds) return;
  wrong.set(name, (wrong.get(name) ?? 0) + 1);
  const { prices: _prices, ...asked } = /** @type {{ prices?: unknown }} */ ({ ...about });
  if (examples.length < 5)
    examples.push(`${name}: ${JSON.stringify(asked, (key, value) => (key === "prices" ? undefined : value))}`);
}

/** A question as somebody may ask it, on a day of three years. @returns {import("@tunecast/estimator").Question} */
function drawn() {
  const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(random() * 1060))).toISOString().slice(0, 10);
  const requests = random() < 0.7;
  return {
    asOf: day,
    prices,
    job: {
      examples: whole(10, 200_000),
      tokensPerExample: whole(5, 8000) + oneOf([0, 0.5, 0.123]),
      ...(random() < 0.7 && { epochs: oneOf([1, 2, 3, 4, 10]) }),
      ...(random() < 0.2 && { validation: { examples: whole(10, 5000), tokensPerExample: whole(5, 4000) } }),
    },
    ...(requests && {
      traffic: {
        requestsPerMonth: whole(1, 5_000_000),
        inputTokens: whole(1, 20_000) + oneOf([0, 0.5]),
        outputTokens: whole(1, 4000),
        months: oneOf([1, 2, 3, 7, 12, 0.5, 2.5, 36]),
        ...(random() < 0.2 && { batchShare: oneOf([0.1, 0.33, 1]) }),
        ...(random() < 0.2 && { deployedHoursPerMonth: whole(1, 700) }),
      },
    }),
    only: {
      ...(random() < 0.4 && { providers: [oneOf(providers)] }),
      ...(random() < 0.4 && { models: [oneOf(models)] }),
    },
  };
}
