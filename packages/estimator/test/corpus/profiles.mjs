// @ts-check
/**
 * Counted data sets of the corpus: small, and different in everything that a bill reads.
 *
 * @typedef {import("../../src/index.ts").Profile} Profile
 * @typedef {import("../../src/profile.ts").Histogram} Histogram
 * @typedef {import("../../src/profile.ts").RuleCounts} RuleCounts
 */

/** What each counting rule counts, beside o200k: rules differ in tokens and in the marks around messages. @type {Readonly<Record<string, readonly [times: number, plus: number]>>} */
const rules = {
  "plain/o200k_base": [1, 0],
  "openai/o200k_base": [1, 17],
  "openai-4o-mini/o200k_base": [1, 17],
  "openai-4.1-mini/o200k_base": [1, 17],
  "openai/cl100k_base": [1.04, 17],
  "llama-3.1/llama3": [1.05, 36],
  "qwen2.5/qwen2": [1.07, 20],
  "qwen3/qwen2": [1.07, 24],
  "mistral-v3/tekken": [1.02, 4],
  "mistral-v3/mistral-v3": [1.21, 4],
  "deepseek-v3/deepseek-v3": [1.03, 3],
};

/** @param {Histogram} histogram @param {(tokens: number) => number} change @returns {Histogram} */
function mapped(histogram, change) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const [tokens, examples] of histogram) {
    const changed = Math.round(change(tokens));
    counts.set(changed, (counts.get(changed) ?? 0) + examples);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** @param {Histogram} text tokens of the texts of each example @param {number} answers share of them that is trained on @param {number} turns @param {Partial<RuleCounts>} [more] @returns {Readonly<Record<string, RuleCounts>>} */
function counted(text, answers, turns, more = {}) {
  return Object.fromEntries(
    Object.entries(rules).map(([rule, [times, plus]]) => {
      const whole = (/** @type {number} */ tokens) => tokens * times + plus * Math.max(1, turns);
      const counts = {
        exact: true,
        tokens: mapped(text, whole),
        trainable: mapped(text, (tokens) => tokens * times * answers),
        prompt: mapped(text, (tokens) => tokens * times * (1 - answers) + plus),
        recounted: mapped(text, (tokens) => whole(tokens) * (1 + (turns - 1) / 2)),
        records: mapped(text, (tokens) => whole(tokens) / 2 + 1).map(([tokens, examples]) => [
          tokens,
          examples * Math.max(1, turns),
        ]),
        ...more,
      };
      return [rule, /** @type {RuleCounts} */ (counts)];
    }),
  );
}

/** @param {Histogram} histogram */
const examplesOf = (histogram) => histogram.reduce((sum, [, examples]) => sum + examples, 0);

/** @param {string} format @param {Histogram} text @param {Partial<Profile> & { answers?: number, turns?: number, counted?: Partial<RuleCounts> }} more @returns {Profile} */
function profile(format, text, { answers = 0.4, turns = 1, counted: counts, ...more }) {
  const examples = examplesOf(text);
  return {
    schemaVersion: 1,
    format,
    bytes: 4 * text.reduce((sum, [tokens, count]) => sum + tokens * count, 0),
    rows: examples,
    examples,
    badRows: 0,
    messages: examples * (2 * turns + 1),
    modelTurns: examples * turns,
    images: 0,
    textExamples: 0,
    shapes: { [format]: examples },
    natures: { [format]: "chat" },
    wanted: examples,
    counts: counted(text, answers, turns, counts),
    findings: [],
    ...more,
  };
}

/** @type {Histogram} */
const short = [
  [38, 40],
  [61, 130],
  [90, 210],
  [220, 60],
  [410, 9],
];
/** @type {Histogram} */
const long = [
  [800, 30],
  [6_100, 12],
  [33_500, 5],
  [66_000, 3],
  [140_000, 2],
];

/** @type {Readonly<Record<string, Profile>>} */
export const profiles = {
  chats: profile("chat-sft", short, {}),
  talks: profile("chat-sft", long, { turns: 6, counted: { longestTurn: 70_000 } }),
  german: profile("chat-sft", short, { turns: 2, scripts: { latin: 61_000, marked: 4_200, other: 900 } }),
  scripts: profile("chat-sft", short, {
    scripts: { latin: 9_000, cyrillic: 20_000, han: 12_000, kana: 7_000, hangul: 3_000, arabic: 8_000, code: 4_000 },
  }),
  pictures: profile("chat-sft", short, { images: 320, counted: { exact: false, doubt: { less: 900, more: 21_000 } } }),
  few: profile("chat-sft", [[55, 6]], {}),
  badRows: profile("chat-sft", short, {
    rows: 460,
    badRows: 11,
    findings: [{ severity: "error", code: "missing_role", count: 11, lines: [[0, 17]] }],
  }),
  answers: profile("prompt-completion", short, {
    textExamples: 449,
    natures: { "prompt-completion": "chat" },
    messages: 898,
  }),
  gemini: profile("gemini-contents", short, { natures: { "gemini-contents": "chat" } }),
  texts: profile("text", long, { answers: 1, textExamples: 52, natures: { text: "text" }, messages: 0, modelTurns: 0 }),
  pairs: profile("dpo", short, { natures: { dpo: "pair" }, answers: 0.5 }),
  graded: profile("rft", short, { natures: { rft: "graded" }, answers: 0 }),
  labelled: profile("kto", short, { natures: { kto: "labelled" }, wanted: 200 }),
  classes: profile("classification", short, { natures: { classification: "labelled" }, answers: 0.02 }),
  mixed: profile("mixed", short, {
    shapes: { "chat-sft": 300, dpo: 149 },
    natures: { "chat-sft": "chat", dpo: "pair" },
  }),
  unread: profile("chat-sft", short, { unread: { context: 449 } }),
  parts: profile("chat-sft", short, { parts: [{ of: 3, shard: 1, lines: 449 }] }),
};
