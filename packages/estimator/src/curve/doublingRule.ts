import { fail, ok, type Problem, type Result } from "../problem.ts";
import type { Pilot } from "./pilots/pilot.ts";

/**
 * The plain rule: each doubling of the training set changes the value by the same amount, value(n) = value(n₁) + g · log₂(n / n₁).
 * No bound, no noise, no saturation: the line that a person draws through the pilots.
 * @source https://developers.openai.com/api/docs/guides/fine-tuning-best-practices (read 2026-11-24)
 */
export interface DoublingRule {
  /** g: change of the value per doubling, in the unit of the metric; negative where the value falls. */
  readonly gainPerDoubling: number;
  readonly value: number;
  readonly n: number;
}

/**
 * Least squares of value on log₂ n, every pilot alike. Problems: `no_pilots`, `too_few_pilots` (got, needed), `not_a_number` (pilot,
 * column, got; without `got` it is missing), `pilot_out_of_range` (pilot, column, got), `one_size` (n: all pilots have it).
 */
export function doublingRule(pilots: readonly Pilot[]): Result<DoublingRule> {
  const checked = checkPilots(pilots);
  if (!checked.ok) return checked;
  const n = pilots.reduce((largest, pilot) => Math.max(largest, pilot.n), 0);
  const sumOf = (of: (pilot: Pilot) => number): number => pilots.reduce((sum, pilot) => sum + of(pilot), 0);
  const meanX = sumOf((pilot) => Math.log2(pilot.n / n) / pilots.length);
  const meanValue = sumOf(({ value }) => value / pilots.length);
  const apart = (pilot: Pilot): number => Math.log2(pilot.n / n) - meanX;
  const gain = sumOf((pilot) => apart(pilot) * pilot.value) / sumOf((pilot) => apart(pilot) ** 2);
  return ok({ gainPerDoubling: withoutDust(gain), value: withoutDust(meanValue - gain * meanX), n });
}

/** A figure without what binary fractions leave in its last digits: 0.05, not 0.050000000000000044. */
function withoutDust(figure: number): number {
  return Number(figure.toPrecision(12));
}

/** The value of the line at `n` > 0. */
export function ruleValue(rule: DoublingRule, n: number): number {
  return rule.value + rule.gainPerDoubling * Math.log2(n / rule.n);
}

/** The size at which the line passes `target`; `Infinity` where it runs level. May lie below the pilots. */
export function ruleExamples(rule: DoublingRule, target: number): number {
  if (target === rule.value) return rule.n;
  return rule.gainPerDoubling === 0
    ? Infinity
    : rule.n * Math.exp(((target - rule.value) / rule.gainPerDoubling) * Math.LN2);
}

/** Pilots that a line can go through: two or more, finite, of two or more sizes. */
export function checkPilots(pilots: readonly Pilot[]): Result<readonly Pilot[]> {
  if (!Array.isArray(pilots)) return fail({ kind: "no_pilots" });
  if (pilots.length < 2) return fail({ kind: "too_few_pilots", got: pilots.length, needed: 2 });
  for (const [index, pilot] of pilots.entries()) {
    const problem = pilotProblem(pilot);
    if (problem !== null) return fail({ ...problem, pilot: index + 1 });
  }
  const n = pilots[0]?.n ?? 0;
  return pilots.every((pilot) => pilot.n === n) ? fail({ kind: "one_size", n }) : ok(pilots);
}

/** What is wrong with a pilot, which may be anything: it comes from outside. Only `se` and `epochs` may be left out. */
function pilotProblem(pilot: Partial<Pilot> | null | undefined): Problem | null {
  const { n, value, se, epochs } = pilot ?? {};
  if (n === undefined || n === null) return { kind: "not_a_number", column: "n" };
  if (value === undefined || value === null) return { kind: "not_a_number", column: "value" };
  for (const [column, figure] of Object.entries({ n, value, se, epochs }))
    if (figure !== undefined && !Number.isFinite(figure))
      return { kind: "not_a_number", column, got: typeof figure === "object" ? "an object" : String(figure) };
  if (n <= 0) return { kind: "pilot_out_of_range", column: "n", got: n };
  if (se !== undefined && se < 0) return { kind: "pilot_out_of_range", column: "se", got: se };
  if (epochs !== undefined && epochs <= 0) return { kind: "pilot_out_of_range", column: "epochs", got: epochs };
  return null;
}
