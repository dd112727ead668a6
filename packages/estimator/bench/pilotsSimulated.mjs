// @ts-check
import { fitCurve } from "@tunecast/estimator/curve";
import { nextPilot, seeded } from "@tunecast/estimator/pilots";

/**
 * Users with true curves drawn from a seed decide whether to double their data: one by all pilots, one by `pilots next`
 * after two. Prints how often each is right, what the wrong ones lose, and what the pilots cost: `npm run bench:pilots`.
 */

const USERS = Number(process.argv[2] ?? 300);
const EXAMPLES = 2000;
const TRAINING = 0.02;
const LABEL = 0.5;
const TEST_ITEMS = 500;
const ALL = [250, 500, 1000, 2000].flatMap((n) => [n, n]);
const MOST_RUNS = 8;

const random = seeded(20_261_125);
const uniform = (/** @type {number} */ low, /** @type {number} */ high) => low + (high - low) * random();
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A power law with offset, its gap at the examples at hand, its fall, its floor and the scatter of its runs; one in eight has a plateau first. */
function user() {
  const gap = uniform(0.05, 0.5);
  const floor = uniform(0, 0.8) * gap;
  const power = Math.exp(uniform(Math.log(0.1), Math.log(0.9)));
  const start = random() < 0.125 ? EXAMPLES * 2 ** uniform(-2, 2) : 0;
  const seedScatter = uniform(0.005, 0.06);
  /** @param {number} n */
  const truth = (n) => 1 - floor - (gap - floor) * (Math.max(n, start) / EXAMPLES) ** -power;
  /** @param {number} n */
  const measured = (n) => {
    const value = Math.min(truth(n) + seedScatter * (1 - truth(n)) * normal(), 0.9999);
    return Math.round((value + Math.sqrt((value * (1 - value)) / TEST_ITEMS) * normal()) * TEST_ITEMS) / TEST_ITEMS;
  };
  const gain = 100 * (truth(2 * EXAMPLES) - truth(EXAMPLES));
  const price = LABEL * EXAMPLES + TRAINING * 2 * EXAMPLES;
  // What a point is worth makes the doubling clearly right, clearly wrong or a close call.
  return { truth, measured, valuePerPoint: (price / Math.max(gain, 0.3)) * Math.exp(uniform(-1.6, 1.6)), price, gain };
}

/** @param {{ n: number, value: number }[]} pilots @param {number} valuePerPoint @param {number} price */
function buys(pilots, valuePerPoint, price) {
  const fitted = fitCurve(pilots, { testSize: TEST_ITEMS });
  return fitted.ok && valuePerPoint * fitted.value.nextDoubling(price.toFixed(6)).gain > price;
}

const score = () => ({ right: 0, lost: 0, price: 0, runs: 0 });
const [all, sequential] = [score(), score()];
for (let at = 0; at < USERS; at += 1) {
  const { measured, valuePerPoint, price, gain } = user();
  const net = valuePerPoint * gain - price;
  /** @param {typeof all} sum @param {{ n: number, value: number }[]} pilots */
  const judge = (sum, pilots) => {
    const bought = buys(pilots, valuePerPoint, price);
    sum.right += Number(bought === net > 0);
    sum.lost += bought === net > 0 ? 0 : Math.abs(net);
    sum.price += pilots.reduce((cost, { n }) => cost + TRAINING * n, 0);
    sum.runs += pilots.length;
  };
  judge(
    all,
    ALL.map((n) => ({ n, value: measured(n) })),
  );
  const pilots = [EXAMPLES / 4, EXAMPLES].map((n) => ({ n, value: measured(n) }));
  while (pilots.length < MOST_RUNS) {
    const next = nextPilot(pilots, {
      examples: EXAMPLES,
      labelCost: String(LABEL),
      trainingCost: String(TRAINING),
      valuePerPoint: valuePerPoint.toFixed(6),
      testSize: TEST_ITEMS,
    });
    if (!next.ok || next.value.run === null) break;
    pilots.push({ n: next.value.run.n, value: measured(next.value.run.n) });
  }
  judge(sequential, pilots);
}

console.log(`${USERS} users, ${EXAMPLES} examples at hand, to double or not\n`);
console.log("| pilots | right | lost by wrong ones, $ a user | price of pilots, $ | runs |\n|---|---|---|---|---|");
for (const [name, { right, lost, price, runs }] of /** @type {const} */ ([
  ["all", all],
  ["as advised", sequential],
]))
  console.log(
    `| ${name} | ${((100 * right) / USERS).toFixed(1)} % | ${(lost / USERS).toFixed(0)} | ${(price / USERS).toFixed(2)} | ${(runs / USERS).toFixed(1)} |`,
  );
console.log(`\nPrice as advised / price of all: ${(sequential.price / all.price).toFixed(2)} (goal 0.50 or less)`);
console.log(
  `Right as advised, less right with all: ${((100 * (sequential.right - all.right)) / USERS).toFixed(1)} points (goal 0 or more)`,
);
