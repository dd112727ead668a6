import type { FieldProblem } from "./question.ts";

/** Said of figures that stay while the question has no answer. */
export const beforeText = "The figures are those of before.";

/** What to put right before figures can follow. */
export function obstacleText(problems: readonly FieldProblem[], hasFigures: boolean): string {
  const [first] = problems;
  const what = problems.length === 1 ? (first?.sentence ?? "") : `${problems.length} fields have to be put right.`;
  return `${what} ${hasFigures ? beforeText : "The figures follow."}`;
}
