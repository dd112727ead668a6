import type { Profile } from "../../src/index.ts";

/** A counted file that is `times` one of 40 rows, half of 311 and half of 407 tokens. */
export const fileOf = (times: number = 1): Profile => ({
  schemaVersion: 1,
  format: "openai-chat",
  bytes: 40_000 * times,
  rows: 40 * times,
  examples: 40 * times,
  badRows: 0,
  messages: 80 * times,
  modelTurns: 44 * times,
  images: 0,
  natures: { "openai-chat": "chat" },
  counts: {
    "plain/o200k_base": {
      exact: true,
      tokens: [
        [311, 20 * times],
        [407, 20 * times],
      ],
      trainable: [[101, 40 * times]],
      prompt: [[258, 40 * times]],
      recounted: [[359, 40 * times]],
    },
  },
  findings: [],
});
