// @ts-check
// What each source, framework and generation of cards would have been given, had its own runs not been used: constants are
// fitted without them, and they are scored on those. The interval is scored the same way: its width is made from the other
// sources' errors.
import { generations } from "../dist/physics/constants.js";
import { chanceBelow, reachOf, reaches, unmeasuredOf } from "../dist/physics/interval.js";
import { usable, verdictAt } from "../dist/placement/placements.js";
import { fitted, readRuns, runFiles, settings, targets } from "./selfhostFit.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {import("../src/physics/interval.ts").Unmeasured} Unmeasured */
/** @typedef {{ m: Measured, source: string, off: number, causes: Unmeasured[] }} Off ln of measured over estimated */
/** @typedef {{ rows: number, sources: number, byRow: number, bySource: number, within: number, covered: number }} Figures */

/** Share of runs that an interval is to hold. */
const held = 0.8;

/** @param {Measured} m */
export const sourceOf = (m) => m.row["source"] ?? "";
/** @param {Measured} m */
const frameworkOf = (m) => m.run.profile.id;
/** @param {Measured} m */
const cardOf = (m) => (m.card ? generations[m.card.architecture] : "");
const keys = { source: sourceOf, framework: frameworkOf, "generation of cards": cardOf };
/** Runs of 2025 and 2026, which were gathered after the others. @param {Measured} m */
const isRecent = (m) => m.row["split"] === "new";

/** Groups that were wrong before, and what is asked of each: a share of it in the interval. */
const groups = /** @type {[name: string, isIn: (m: Measured) => boolean][]} */ ([
  ["B200 and kin", (m) => cardOf(m) === "blackwell"],
  ["64k tokens and more", ({ run }) => run.maxTokens >= 65_536],
  ["mixture of experts", ({ run }) => run.shape.moe !== undefined],
  ["below 2B", ({ run }) => run.counts.total < 2e9],
  ["T4", (m) => cardOf(m) === "turing"],
]);

/** @param {readonly Measured[]} rows */
const pairsOf = (rows) =>
  Object.fromEntries(
    [...new Set(rows.map(frameworkOf))].map((id) => [
      id,
      rows.flatMap((m) => (frameworkOf(m) === id ? [cardOf(m)] : [])).join(" "),
    ]),
  );

/** @param {"memory" | "speed"} name @param {readonly Measured[]} rows @param {(m: Measured) => string} key @param {ReturnType<typeof fitted>} fit */
function leftOut(name, rows, key, fit) {
  const { estimate, actual } = targets[name];
  return [...new Set(rows.map(key))].flatMap((left) => {
    const set = settings(
      fit.list,
      fit.without((m) => key(m) === left),
    );
    const own = rows.filter((m) => key(m) === left);
    const pairs = pairsOf(rows.filter((m) => key(m) !== left));
    return own.map((m) => ({
      m,
      source: sourceOf(m),
      off: Math.log(actual(m) / estimate(m, set)),
      causes: unmeasuredOf(m.run, m.gpu, frameworkOf(m), pairs),
    }));
  });
}

/**
 * The value that a share lies below; a source counts as much as its rows do and as much as any other source, half and half.
 * @param {readonly Off[]} all @param {(one: Off) => number} valueOf @param {number} share
 */
function quantile(all, valueOf, share) {
  const rows = new Map();
  for (const { source } of all) rows.set(source, (rows.get(source) ?? 0) + 1);
  let below = 0;
  const sorted = all.toSorted((a, b) => valueOf(a) - valueOf(b));
  const at = sorted.find((one) => (below += 0.5 / all.length + 0.5 / rows.size / rows.get(one.source)) >= share - 1e-9);
  return valueOf(/** @type {Off} */ (at ?? sorted.at(-1)));
}

/** By how much the reaches of the package must be multiplied to hold four of five runs of a source that is not among these. @param {"memory" | "speed"} name @param {readonly Off[]} all */
function widening(name, all) {
  const sources = new Set(all.map(({ source }) => source)).size;
  const share = Math.min(1, (held * (sources + 1)) / sources);
  return quantile(all, ({ off, causes }) => Math.abs(off) / reachOf(name, causes), share);
}

/** @template T @param {readonly T[]} list @param {(one: T) => number} of */
const mean = (list, of) => list.reduce((sum, one) => sum + of(one), 0) / list.length;

/** @param {readonly { source: string, off: number, inside: boolean }[]} all @returns {Figures} */
export function figuresOf(all) {
  const wrong = (/** @type {{ off: number }} */ { off }) => Math.abs(Math.exp(-off) - 1);
  const sources = [...new Set(all.map(({ source }) => source))];
  return {
    rows: all.length,
    sources: sources.length,
    byRow: mean(all, wrong),
    bySource: mean(
      sources.map((of) => all.filter(({ source }) => source === of)),
      (own) => mean(own, wrong),
    ),
    within: mean(all, (one) => (wrong(one) <= 0.2 ? 1 : 0)),
    covered: mean(all, ({ inside }) => (inside ? 1 : 0)),
  };
}

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;

/** @param {string} title @param {Figures} of @param {string} [goal] */
export function line(title, of, goal = "") {
  console.log(
    `  ${title.padEnd(30)} ${String(of.rows).padStart(4)} rows of ${String(of.sources).padStart(2)} sources  ${percent(of.byRow).padStart(7)} by row  ${percent(of.bySource).padStart(7)} by source  ${percent(of.within).padStart(7)} within 20 %  ${percent(of.covered).padStart(7)} in the 80 % interval${goal && `   goal: ${goal}`}`,
  );
}

const goals = {
  memory: "≤ 10 % by row and source, ≥ 85 % within, 75 to 88 % covered",
  speed: "≤ 15 % by source, ≥ 75 % within, 75 to 88 % covered",
};

/** How often a run would have been said to fit a card that it does not fit. @param {readonly Off[]} all */
function falseFits(all) {
  const pairs = all.flatMap(({ off, m, causes }) =>
    [12, 16, 24, 40, 48, 80].map((card) => {
      const gib = Number(m.row["mem_gib"]);
      return { says: verdictAt(chanceBelow(usable * card, gib / Math.exp(off), causes)), fits: gib <= card };
    }),
  );
  const share = (/** @type {string} */ says, /** @type {boolean} */ fits) =>
    pairs.filter((pair) => pair.says === says && pair.fits === fits).length / pairs.length;
  console.log(
    `  of ${pairs.length} pairs of run and card: "fits" and did not ${percent(share("fits", false))} (goal: ≤ 1 %), "does not fit" and would have ${percent(share("no", true))}, uncertain ${percent(share("tight", true) + share("tight", false))}`,
  );
  return share("fits", false);
}

/** @param {"memory" | "speed"} name @param {Off} one @param {number} width */
const inside = (name, one, width) => ({ ...one, inside: Math.abs(one.off) <= width * reachOf(name, one.causes) });

/** Prints all targets, by what is left out, and group by group. @returns {Record<string, unknown>} the figures */
export function heldOutReport() {
  const all = readRuns(runFiles);
  const found = /** @type {Record<string, unknown>} */ ({});
  for (const name of /** @type {const} */ (["memory", "speed"])) {
    const rows = all.filter(targets[name].rows);
    const fit = fitted(name, rows);
    console.log(`\n${targets[name].title}: each by constants, and in an interval, that were made without it`);
    let bySource = /** @type {(Off & { inside: boolean })[]} */ ([]);
    for (const [what, key] of Object.entries(keys)) {
      const offs = leftOut(name, rows, key, fit);
      const others = (/** @type {string} */ left) => offs.filter(({ source }) => source !== left);
      const widths = new Map(
        [...new Set(offs.map(({ source }) => source))].map((of) => [of, widening(name, others(of))]),
      );
      const judged = offs.map((one) => inside(name, one, widths.get(one.source) ?? 1));
      if (what === "source") bySource = judged;
      found[`${name} by ${what}`] = figuresOf(judged);
      line(`without its ${what}`, figuresOf(judged), goals[name]);
    }
    const recent = leftOut(name, rows, (m) => (isRecent(m) ? "recent" : ""), fit).filter(({ m }) => isRecent(m));
    const older = bySource.filter(({ m }) => !isRecent(m));
    const judged = recent.map((one) => inside(name, one, widening(name, older)));
    line("runs of 2025–26 by older ones", (found[`${name} of 2025 and 2026`] = figuresOf(judged)));
    for (const [title, isIn] of groups) {
      const own = bySource.filter(({ m }) => isIn(m));
      if (own.length > 0) line(title, (found[`${name}, ${title}`] = figuresOf(own)), "≥ 60 % covered");
    }
    if (name === "memory") found["false fits"] = falseFits(bySource);
    reachReport(name, bySource);
    sourceLines(bySource);
  }
  return found;
}

/** What each cause adds to the usual reach, as these runs have it. @param {"memory" | "speed"} name @param {readonly Off[]} offs */
function reachReport(name, offs) {
  const reach = (/** @type {readonly Off[]} */ of) => quantile(of, ({ off }) => Math.abs(off), held);
  const usual = reach(offs.filter(({ causes }) => causes.length === 0));
  const added = /** @type {(Unmeasured | "usual")[]} */ (Object.keys(reaches[name])).flatMap((cause) => {
    const own = offs.filter(({ causes }) => cause !== "usual" && causes.includes(cause));
    return own.length ? [`${cause} ${Math.sqrt(Math.max(0, reach(own) ** 2 - usual ** 2)).toFixed(2)}`] : [];
  });
  console.log(
    `  80 % of runs lie within ${usual.toFixed(2)} (ln); added by ${added.join(", ")}; the package's reaches × ${widening(name, offs).toFixed(2)}`,
  );
}

/** @param {readonly (Off & { inside: boolean })[]} offs */
function sourceLines(offs) {
  const each = [...new Set(offs.map(({ source }) => source))].map((source) => {
    const of = offs.filter((one) => one.source === source);
    return { source, ...figuresOf(of), bias: Math.exp(-mean(of, ({ off }) => off)) - 1 };
  });
  for (const { source, rows, byRow, within, bias, covered } of each.toSorted((a, b) => b.byRow - a.byRow)) {
    const shares = { off: byRow, within, bias, covered };
    const text = Object.entries(shares).map(([what, share]) => `${what} ${percent(share).padStart(7)}`);
    console.log(`    ${source.padEnd(24)} ${String(rows).padStart(4)} rows  ${text.join("  ")}`);
  }
}
