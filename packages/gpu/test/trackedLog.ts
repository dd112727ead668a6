import type { LogPoint, TrainingLog } from "../src/track/tracked.ts";

/** Entries of a log: step, seconds, tokens and loss. */
export const points = (...list: readonly (readonly [number, number | null, (number | null)?, number?])[]): LogPoint[] =>
  list.map(([step, seconds, tokens, loss]) => ({ step, seconds, tokens: tokens ?? null, loss: loss ?? null }));

/** A run of 1,000 steps, half of which took half an hour. */
export const log = (more: Partial<TrainingLog> = {}): TrainingLog => ({
  tool: "TRL",
  points: points([250, 900], [500, 1800]),
  steps: 1000,
  parameters: null,
  finished: false,
  restarts: 0,
  unread: null,
  ...more,
});
