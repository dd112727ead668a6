import type { Nature } from "@tunecast/estimator/profile";
import type { Reading } from "../formats/example.ts";
import type { Row } from "../formats/row.ts";
import type { Emit, ProviderRules } from "./checking/rules.ts";

export interface Shape {
  readonly id: string;
  readonly nature: Nature;
  /** Whether a row is of this shape, by its own fields alone, so that the parts of a cut file agree. The first of the table holds. */
  readonly is: (row: Row) => boolean;
  /** Fields of which one makes a row of no shape, or of another, resemble this one, so that it can be checked as one. */
  readonly marks: readonly string[];
  readonly resembles?: (row: Row) => boolean;
  readonly read: (row: Row) => Reading;
  readonly columns: (row: Row) => readonly string[];
  /** Fields that a trainer or a grader reads beside, and that are no text to learn. */
  readonly ignores: readonly string[];
  readonly wants: (row: Row) => boolean;
  readonly check: (row: Row, rules: ProviderRules, emit: Emit) => void;
  /** The row as a strict trainer takes it, where people write it otherwise too. */
  readonly asTaken?: (row: Row) => Row;
  readonly akin?: readonly string[];
  readonly strict?: readonly string[];
  readonly roles?: readonly string[];
  /** Whether all of a row, not its texts alone, tells it from another. */
  readonly wholeRow?: true;
  readonly open?: true;
}

/** A shape, checked for completeness by the compiler. Unless it says otherwise it has no marks, ignores no field, and answers are wanted where its nature holds any. */
export function shape(parts: Omit<Shape, "marks" | "ignores" | "wants"> & Partial<Shape>): Shape {
  const answers = parts.nature !== "prompt" && parts.nature !== "graded" && parts.nature !== "embedding";
  return { marks: [], ignores: [], wants: () => answers, ...parts };
}

export const unchecked: Shape["check"] = () => undefined;
