// @ts-check
import { fitCurve } from "@tunecast/estimator/curve";
import { nextPilot, seeded } from "@tunecast/estimator/pilots";
import { readCurves } from "./curvesTasks.mjs";

/**
 * Users with measured curves decide whether to double their data, by fixed designs of pilots and by `pilots next`: how often each is right
 * and what its pilots cost, `npm run bench:pilots`. The truth is the measured curve with its own noise; a pilot's score has that of 500
 * test items beside it.
 */

const SEEDS = [1, 2, 3];
const TEST_ITEMS = 500;
const [LABEL, TRAINING] = [0.5, 0.02];

/** How far a measured size may lie from the one that is wanted, as a factor. */
const NEAR = 1.45;

/** @typedef {{ n: number, value: number }} Point */
/** @typedef {{ source: string, at: readonly (readonly [share: number, point: Point])[], all: Point, double: Point }} User */

/** @type {User[]} */
const users = ["unseen", "unseen/november", "unseen/december"].flatMap((folder) =>
  readCurves(new URL(folder, import.meta.url).pathname)
    .filter(({ direction, lower, upper }) => direction === "higher" && lower === 0 && upper === 1)
    .flatMap(({ points, source }) =>
      points.flatMap((all) => {
        const near = (/** @type {number} */ n) => {
          const off = (/** @type {Point} */ point) => Math.abs(Math.log(point.n / n));
          return points.filter((point) => off(point) < Math.log(NEAR)).toSorted((a, b) => off(a) - off(b))[0];
        };
        const [quarter, half, double] = [near(all.n / 4), near(all.n / 2), near(2 * all.n)];
        if (quarter === undefined || half === undefined || double === undefined || quarter === half) return [];
        const at = /** @type {[number, Point][]} */ ([
          [0.25, quarter],
          [0.5, half],
          [1, all],
        ]);
        return [{ source, at, all, double }];
      }),
    ),
);

/** @param {Point[]} pilots @param {User} user @param {number} value @param {number} price */
function buysByCurve(pilots, { double }, value, price) {
  const fitted = fitCurve(pilots, { testSize: TEST_ITEMS });
  if (!fitted.ok) return false;
  const now = pilots.at(-1)?.value ?? 0;
  return value * 100 * (fitted.value.predict(double.n).median - Math.max(now, fitted.value.level.median)) > price;
}

/** @type {typeof buysByCurve} */
const buysByRule = ([half, all], { double }, value, price) => {
  if (half === undefined || all === undefined) return false;
  const perDoubling = (all.value - half.value) / Math.log2(all.n / half.n);
  return value * 100 * perDoubling * Math.log2(double.n / all.n) > price;
};

/** @type {readonly (readonly [name: string, shares: readonly number[] | null, buys: typeof buysByCurve])[]} */
const DESIGNS = [
  ["half + all, doubling rule", [0.5, 1], buysByRule],
  ["half + all", [0.5, 1], buysByCurve],
  ["quarter + all", [0.25, 1], buysByCurve],
  ["quarter + half + all", [0.25, 0.5, 1], buysByCurve],
  ["as advised", null, buysByCurve],
];
const sums = DESIGNS.map(([name]) => ({ name, right: 0, price: 0 }));
for (const seed of SEEDS) {
  const random = seeded(20_261_128 + seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const user of users) {
    const { all, double, at } = user;
    const price = LABEL * (double.n - all.n) + TRAINING * double.n;
    const gain = 100 * (double.value - all.value);
    // What a point is worth makes the doubling clearly right, clearly wrong or a close call.
    const value = (price / Math.max(gain, 0.3)) * Math.exp(3.2 * random() - 1.6);
    const scored = at.map(([share, point]) => {
      const noise = Math.sqrt((point.value * (1 - point.value)) / TEST_ITEMS) * normal();
      const right = Math.round((point.value + noise) * TEST_ITEMS) / TEST_ITEMS;
      return { share, n: point.n, value: Math.min(Math.max(right, 0), 1 - 1 / TEST_ITEMS) };
    });
    const advised = () => {
      const pilots = scored.filter(({ share }) => share !== 0.5);
      const prices = { labelCost: String(LABEL), trainingCost: String(TRAINING), valuePerPoint: value.toFixed(6) };
      const next = nextPilot(pilots, { examples: all.n, ...prices, testSize: TEST_ITEMS });
      return next.ok && next.value.run !== null ? scored : pilots;
    };
    for (const [design, [, shares, buys]] of DESIGNS.entries()) {
      const pilots = shares === null ? advised() : scored.filter(({ share }) => shares.includes(share));
      const sum = sums[design];
      if (sum === undefined) continue;
      sum.right += Number(buys(pilots, user, value, price) === value * gain > price);
      sum.price += pilots.reduce((cost, { n }) => cost + (TRAINING * n) / price, 0);
    }
  }
}
const asked = SEEDS.length * users.length;
const sources = new Set(users.map(({ source }) => source)).size;
console.log(`${users.length} users with measured curves of ${sources} sources, ${SEEDS.length} draws each\n`);
console.log("| pilots | right | pilots, share of the doubling's price |\n|---|---|---|");
for (const { name, right, price } of sums)
  console.log(`| ${name} | ${((100 * right) / asked).toFixed(1)} % | ${(price / asked).toFixed(3)} |`);
console.log("\nThe advice is to beat quarter + half + all by 3 points at equal price, or to be that design.");
