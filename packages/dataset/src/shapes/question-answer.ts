import { questionAnswerColumnsOf, questionAnswerPair, readQuestionAnswer } from "./reading/columns.ts";
import { always, shape, type Shape } from "./shape.ts";

/** A question and an answer under any of their usual names. */
export const questionAnswer: Shape = shape({
  id: "question-answer",
  nature: "chat",
  is: (row) => questionAnswerPair(row) !== undefined,
  marks: [],
  read: readQuestionAnswer,
  columns: questionAnswerColumnsOf,
  ignores: [],
  wants: always,
  // Nobody's own format: what can be read is right.
  check: () => undefined,
});
