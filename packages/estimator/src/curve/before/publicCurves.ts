import table from "../data/publicCurves.json" with { type: "json" };
import type { TaskKind } from "./taskKind.ts";

/** A published curve: source, kind of task, whether gaps are shares or losses, millions of parameters, what it is, and sizes with gaps. */
export type PublicCurve = readonly [
  source: number,
  task: TaskKind,
  metric: "share" | "loss",
  parameters: number | null,
  name: string,
  points: readonly number[],
];

/** Where the curves were measured, as published. */
export const PUBLIC_SOURCES: readonly string[] = table.sources;

/**
 * Learning curves of fine-tuned language models. `points` alternates sizes, in examples, and the gap to the best value there (1 − score,
 * or the loss) in 1e-4. Means over the runs that the sources publish; figures only. Licences: Apache-2.0 (setfit, pet,
 * Fine-tuning-Scaling-Law), MIT (less-annotating, gptchem, NLP_Assignment_2, models of anas-awadalla), CC0
 * (group_mention_detection); of the others figures alone are taken. Read 2026-11-25, the last eight sources 2026-11-26.
 */
export const PUBLIC_CURVES: readonly PublicCurve[] = table.curves as unknown as readonly PublicCurve[];
