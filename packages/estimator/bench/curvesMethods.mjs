// @ts-check
import { gapOf } from "./curvesTasks.mjs";

/**
 * @typedef {import("./curvesTasks.mjs").Task} Task
 * @typedef {{ median: number, low80?: number, high80?: number, low95?: number, high95?: number }} Forecast gaps, not values
 * @typedef {{ x: number[], y: number[], to: number[], limit: number }} Gaps x and targets as n / n_max
 */

/** Student's t by degrees of freedom 1 to 6, one-sided 90 % and 97.5 %. */
const T90 = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44];
const T975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447];

/** @param {Task} task @returns {Gaps} */
export function gapsOf({ curve, pilots, targets }) {
  const last = pilots.at(-1)?.n ?? 1;
  return {
    x: pilots.map(({ n }) => n / last),
    y: pilots.map(({ value }) => gapOf(curve, value)),
    to: targets.map(({ n }) => n / last),
    limit: curve.upper === null ? Infinity : curve.upper - (curve.lower ?? 0),
  };
}

/** Non-negative least squares of two columns, by its four cases. @param {number[]} a @param {number[]} b @param {number[]} y */
function nonNegative(a, b, y) {
  let [aa, bb, ab, ay, by, yy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < y.length; i += 1) {
    const [p, q, r] = [a[i] ?? 0, b[i] ?? 0, y[i] ?? 0];
    aa += p * p;
    bb += q * q;
    ab += p * q;
    ay += p * r;
    by += q * r;
    yy += r * r;
  }
  const det = aa * bb - ab * ab;
  const both = [(ay * bb - by * ab) / det, (by * aa - ay * ab) / det];
  const cases = [both, [ay / aa, 0], [0, by / bb], [0, 0]].filter(
    ([p = NaN, q = NaN]) => p >= 0 && q >= 0 && Number.isFinite(p + q),
  );
  const scored = cases.map(([p = 0, q = 0]) => ({
    p,
    q,
    loss: yy - 2 * p * ay - 2 * q * by + p * p * aa + q * q * bb + 2 * p * q * ab,
  }));
  return scored.reduce((best, next) => (next.loss < best.loss ? next : best));
}

/**
 * Least squares of y on [1, f(x; u, v)], coefficients not negative, over a grid of u and v that narrows six times.
 * @param {Gaps} gaps @param {(x: number, u: number, v: number) => number} f
 * @param {[number, number]} us @param {[number, number]} vs
 */
function gridFit({ x, y, to }, f, us, vs) {
  const ones = x.map(() => 1);
  let best = { p: 0, q: 0, loss: Infinity, u: 0, v: 0 };
  let [u0, u1, v0, v1] = [...us, ...vs];
  for (let round = 0; round < 6; round += 1) {
    for (let i = 0; i <= 16; i += 1)
      for (let j = 0; j <= (v0 === v1 ? 0 : 16); j += 1) {
        const u = u0 + ((u1 - u0) * i) / 16;
        const v = v0 + ((v1 - v0) * j) / 16;
        const fit = nonNegative(
          ones,
          x.map((at) => f(at, u, v)),
          y,
        );
        if (fit.loss < best.loss) best = { ...fit, u, v };
      }
    const [du, dv] = [(u1 - u0) / 8, (v1 - v0) / 8];
    [u0, u1] = [Math.max(us[0], best.u - du), Math.min(us[1], best.u + du)];
    [v0, v1] = [Math.max(vs[0], best.v - dv), Math.min(vs[1], best.v + dv)];
  }
  return to.map((at) => best.p + best.q * f(at, best.u, best.v));
}

/** Line of z on log2 x with its t intervals. @param {number[]} x @param {number[]} z @param {number[]} to */
function line(x, z, to) {
  const count = x.length;
  const logs = x.map(Math.log2);
  const mx = logs.reduce((s, v) => s + v, 0) / count;
  const mz = z.reduce((s, v) => s + v, 0) / count;
  const sxx = logs.reduce((s, v) => s + (v - mx) ** 2, 0);
  const slope = logs.reduce((s, v, i) => s + (v - mx) * ((z[i] ?? 0) - mz), 0) / sxx;
  const rss = logs.reduce((s, v, i) => s + ((z[i] ?? 0) - mz - slope * (v - mx)) ** 2, 0);
  const freedom = count - 2;
  return to.map((at) => {
    const off = Math.log2(at) - mx;
    const median = mz + slope * off;
    if (freedom === 0) return { median };
    const sd = Math.sqrt((rss / freedom) * (1 + 1 / count + (off * off) / sxx));
    const [t80, t95] = [T90[freedom - 1] ?? 1.2816, T975[freedom - 1] ?? 1.96];
    return {
      median,
      low80: median - t80 * sd,
      high80: median + t80 * sd,
      low95: median - t95 * sd,
      high95: median + t95 * sd,
    };
  });
}

/** @param {Gaps} gaps */
const powerOffset = (gaps) => gridFit(gaps, (x, a) => x ** -Math.exp(a), [Math.log(0.01), Math.log(3)], [0, 0]);

/** @param {Gaps} gaps */
const fourParameters = (gaps) =>
  gridFit(gaps, (x, a, d) => (x + Math.exp(d)) ** -Math.exp(a), [Math.log(0.01), Math.log(4)], [-9, Math.log(5)]);

/** Rectified power law, in the form E + (A − E) / (1 + (x/d)^b). @param {Gaps} gaps */
const rectified = (gaps) =>
  gridFit(
    gaps,
    (x, b, d) => 1 / (1 + Math.exp(Math.exp(b) * (Math.log(x) - d))),
    [Math.log(0.02), Math.log(5)],
    [-15, 10],
  );

/** Pure power law: the line in log-log. @param {Gaps} gaps */
const purePower = ({ x, y, to }) => line(x, y.map(Math.log), to).map(({ median }) => Math.exp(median));

/**
 * M4: (y − E) / (A − y)^a = b·x^c. Linear in log b, c, a given E and A, which a grid narrows down.
 * @param {Gaps} gaps
 */
function m4({ x, y, to, limit }) {
  const least = Math.min(...y);
  const most = Math.max(...y);
  const top = Number.isFinite(limit) ? Math.max(limit, most * 1.001) : most * 10;
  let best = { loss: Infinity, e: 0, a: top, b: 0, c: 0, alpha: 0 };
  for (let i = 0; i <= 24; i += 1)
    for (let j = 0; j <= 12; j += 1) {
      const e = least * (1 - 0.998 ** (1 + i * i * i * 0.3));
      const a = most * 1.001 + ((top - most * 1.001) * j * j) / 144;
      const fit = m4Linear(x, y, e, a);
      if (fit.loss < best.loss) best = { ...fit, e, a };
    }
  return to.map((at) => {
    const scale = Math.exp(best.b) * at ** -best.c;
    let [low, high] = [best.e, best.a];
    for (let round = 0; round < 60; round += 1) {
      const middle = 0.5 * (low + high);
      if (middle - best.e < scale * (best.a - middle) ** best.alpha) low = middle;
      else high = middle;
    }
    return low;
  });
}

/** log(y − e) = b − c·log x + alpha·log(a − y) with c, alpha ≥ 0. @param {number[]} x @param {number[]} y @param {number} e @param {number} a */
function m4Linear(x, y, e, a) {
  /** @param {number[]} column */
  const centred = (column) => column.map((v) => v - column.reduce((s, w) => s + w, 0) / column.length);
  const z = y.map((v) => Math.log(v - e));
  const logs = x.map((v) => -Math.log(v));
  const room = y.map((v) => Math.log(a - v));
  const { p: c, q: alpha, loss } = nonNegative(centred(logs), centred(room), centred(z));
  const b = z.reduce((s, v, i) => s + v - c * (logs[i] ?? 0) - alpha * (room[i] ?? 0), 0) / z.length;
  return { loss, b, c, alpha };
}

/** Median of four laws, their spread as the interval. @param {Gaps} gaps @returns {Forecast[]} */
function fourLaws(gaps) {
  const laws = [
    line(gaps.x, gaps.y, gaps.to).map(({ median }) => median),
    purePower(gaps),
    powerOffset(gaps),
    rectified(gaps),
  ];
  return gaps.to.map((_, i) => {
    const at = laws.map((law) => law[i] ?? 0).toSorted((a, b) => a - b);
    const mean = at.reduce((s, v) => s + v, 0) / 4;
    const sd = Math.sqrt(at.reduce((s, v) => s + (v - mean) ** 2, 0) / 3);
    return {
      median: ((at[1] ?? 0) + (at[2] ?? 0)) / 2,
      low80: mean - 1.2816 * sd,
      high80: mean + 1.2816 * sd,
      low95: mean - 1.96 * sd,
      high95: mean + 1.96 * sd,
    };
  });
}

/** Slopes after the break and places of it that are tried, and the sharpness of the break. */
const BNSL = {
  before: [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.8],
  change: [-0.3, -0.1, 0, 0.2, 0.5, 1, 2],
  places: [0.05, 0.15, 0.4, 1, 2, 5],
  sharpness: 0.3,
};

/** Broken neural scaling law with one break, y = a + b·x^−c₀·(1 + (x/d)^(1/f))^(−c₁·f), by the grid of its authors without the polish. @param {Gaps} gaps */
function bnsl({ x, y, to }) {
  let best = { loss: Infinity, p: 0, q: 0, at: (/** @type {number} */ n) => n };
  const ones = x.map(() => 1);
  for (const before of BNSL.before)
    for (const change of BNSL.change)
      for (const place of change === 0 ? [1] : BNSL.places) {
        const { sharpness } = BNSL;
        /** @param {number} n */
        const at = (n) => n ** -before * (1 + (n / place) ** (1 / sharpness)) ** (-change * sharpness);
        const fit = nonNegative(ones, x.map(at), y);
        if (fit.loss < best.loss) best = { ...fit, at };
      }
  return to.map((n) => best.p + best.q * best.at(n));
}

/** Laws without bounds are held within them, as the mixture is. @param {Forecast[]} forecasts @param {number} limit @returns {Forecast[]} */
export function within(forecasts, limit) {
  return forecasts.map((forecast) =>
    Object.assign(
      { median: 0 },
      Object.fromEntries(Object.entries(forecast).map(([name, gap]) => [name, Math.min(Math.max(gap, 0), limit)])),
    ),
  );
}

/** @param {(gaps: Gaps) => number[]} law @returns {(gaps: Gaps) => Forecast[]} */
const points = (law) => (gaps) => law(gaps).map((median) => ({ median }));

/** @type {readonly (readonly [name: string, fewest: number, forecast: (gaps: Gaps) => Forecast[]])[]} */
export const METHODS = [
  ["last value", 2, points(({ y, to }) => to.map(() => y.at(-1) ?? 0))],
  ["doubling rule, last two", 2, ({ x, y, to }) => line(x.slice(-2), y.slice(-2), to)],
  ["OLS on log2 n", 3, ({ x, y, to }) => line(x, y, to)],
  ["power law with offset", 2, points(powerOffset)],
  ["four-parameter power law", 3, points(fourParameters)],
  ["M4", 3, points(m4)],
  ["BNSL, one break", 3, points(bnsl)],
  ["median of four laws", 3, fourLaws],
];
