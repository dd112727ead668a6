/** Figures that are given away: more than a pilot is worth, and fewer than engines differ in at the ends of an interval. */
const DIGITS = 7;

/** The same answer with every fraction of it in 7 figures, so that it does not depend on the logarithms of an engine. */
export function published<T>(answer: T): T {
  if (typeof answer === "number")
    return (Number.isSafeInteger(answer) ? answer : Number(answer.toPrecision(DIGITS))) as T;
  if (Array.isArray(answer)) return answer.map(published) as T;
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, one]) => [name, published(one)])) as T;
}
