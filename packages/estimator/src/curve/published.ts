/** Figures that are given away: 12 are more than a forecast is worth, and fewer than engines differ in. */
const DIGITS = 12;

/** The same answer with every number of it in 12 figures, so that it does not depend on the logarithms of an engine. */
export function published<T>(answer: T): T {
  if (typeof answer === "number") return (Number.isFinite(answer) ? Number(answer.toPrecision(DIGITS)) : answer) as T;
  if (Array.isArray(answer)) return answer.map(published) as T;
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, one]) => [name, published(one)])) as T;
}
