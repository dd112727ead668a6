/** What rows can train: conversations, running text, preference pairs, prompts alone or for a grader, labelled answers, texts to compare. */
export const natures = ["chat", "text", "pair", "prompt", "graded", "labelled", "embedding"] as const;
export type Nature = (typeof natures)[number];

/** What one pass over a data set leaves behind: exact counts, no text. Plain JSON; `@tunecast/dataset` makes and merges profiles, this package reads them. */
export interface Profile {
  readonly schemaVersion: 1;
  /** Shape of the rows: `chat-sft`, `dpo`, `prompt-completion`, … ; `mixed` when more than one was met, `none` for the empty profile. */
  readonly format: string;
  /** Bytes read, after decompression. */
  readonly bytes: number;
  /** Rows met, blank ones left out. */
  readonly rows: number;
  /** Rows that became examples. */
  readonly examples: number;
  /** Rows that could not be read; they are not in any count, so a bill over this profile is "at least". */
  readonly badRows: number;
  /** Messages of all examples (a prompt and a completion are two). */
  readonly messages: number;
  /** Turns by the model: one record each where a provider re-counts the conversation. */
  readonly modelTurns: number;
  /** Images of all examples. */
  readonly images: number;
  /**
   * Characters by what they are written in, estimated from a few of each text: `latin`, `marked` (Latin with marks), `cyrillic`, `greek`, `han`,
   * `kana`, `hangul`, `arabic`, `hebrew`, `devanagari`, `thai`, `other`; `code` for marks that programs use. Since 2026-11-25.
   */
  readonly scripts?: Readonly<Record<string, number>> | undefined;
  /** Examples without messages (two texts, plain text, token ids): rules count them without the marks around messages. Since 2026-11-25. */
  readonly textExamples?: number | undefined;
  /** Examples that name tools, call one or hold what one gave back; absent where none does. Since 2026-11-26. */
  readonly toolExamples?: number | undefined;
  /** Nature of each shape of `shapes`. Profiles made before 2026-11-26 get it from `readProfile` of `@tunecast/dataset`. */
  readonly natures?: Readonly<Record<string, Nature>> | undefined;
  /** Examples with an answer that is to be learnt as it stands. Not in profiles made before 2026-11-26. */
  readonly wanted?: number | undefined;
  /** Rows in which a column of text or media is no part of the example, by the column: counts are short of them, and a bill is "at least". */
  readonly unread?: Readonly<Record<string, number>> | undefined;
  /** Rows that a provider's check refuses as they are, by the id of the checks (`dataRules.check` of the price book) and the shape of the rows (`together/chat-sft`); lines without a row by the id alone, as all were until 2026-12-02. Since 2026-11-27. */
  readonly rejected?: Readonly<Record<string, number>> | undefined;
  /** Rows of each shape. */
  readonly shapes?: Readonly<Record<string, number>> | undefined;
  /** Counts per counting rule, keyed `overhead/vocabulary`: `openai/o200k_base`, `plain/o200k_base`, `llama-3.1/llama3`. */
  readonly counts: Readonly<Record<string, RuleCounts>>;
  /** Problems of the data, the first lines of each kind kept, all counted. */
  readonly findings: readonly FindingCount[];
  /** Only while parts of a cut file are missing: a bill over this profile is "at least". */
  readonly parts?: readonly FilePart[] | undefined;
}

/** One part of a file that was cut at line ends and whose other parts are not all here yet. */
export interface FilePart {
  readonly of: number;
  readonly shard: number;
  readonly lines: number;
}

/** Token counts under one counting rule. Caps apply per example after overhead, so whole histograms are kept. */
export interface RuleCounts {
  /** False when part of the count is not known exactly (an image of unknown size, tools in a form that nobody published). */
  readonly exact: boolean;
  /** Tokens of all examples by which these counts may be too high and too low; absent where there is no such doubt. */
  readonly doubt?: Doubt | undefined;
  /** Tokens per example, overhead included. */
  readonly tokens: Histogram;
  /** Tokens per example that are trained on (answers), overhead left out. */
  readonly trainable: Histogram;
  /** Tokens per example of the part before the answer; a preference pair sends it twice where the provider says so. */
  readonly prompt: Histogram;
  /** Tokens per example when every model turn is a record of its own that re-counts the conversation before it. */
  readonly recounted: Histogram;
  /** The same records one by one, `[tokens, records]`, since a provider cuts each: one per model turn, or per text without turns. Since 2026-11-25. */
  readonly records?: Histogram | undefined;
  /** Tokens of the longest turn, the messages up to and with an answer: where it fits, no turn is dropped. Since 2026-11-25. */
  readonly longestTurn?: number | undefined;
}

/** Tokens that may be `less` or `more` than counted. */
export interface Doubt {
  readonly less: number;
  readonly more: number;
}

/** `[tokens, examples]` pairs, sorted by tokens, no tokens twice. */
export type Histogram = readonly (readonly [tokens: number, examples: number])[];

/** One kind of problem in the data. */
export interface FindingCount {
  readonly severity: "error" | "warning" | "advice";
  /** Stable machine word, `missing_role`. */
  readonly code: string;
  readonly count: number;
  readonly lines: readonly (readonly [shard: number, line: number])[];
  /** What the first one is about, where its code does not say all: the columns of a row of no known shape. */
  readonly detail?: string;
}

/** Examples counted by a histogram. */
export function histogramExamples(histogram: Histogram): number {
  return histogram.reduce((sum, [, examples]) => sum + examples, 0);
}

/** Σ min(tokens, cap) over the examples; `Infinity` for no cap. */
export function histogramTokens(histogram: Histogram, cap: number = Infinity): number {
  return histogram.reduce((sum, [tokens, examples]) => sum + Math.min(tokens, cap) * examples, 0);
}

/** The rule whose counts are shown of a file: that of the texts alone, which is there whichever offers are asked about. */
export function shownRule({ counts }: Pick<Profile, "counts">): string {
  const text = "plain/o200k_base";
  return Object.hasOwn(counts, text) ? text : (Object.keys(counts)[0] ?? text);
}

/**
 * Mean tokens of a request like those of the data, rounded: each answer of a row is one, with what stands before it. Both answers of a
 * pair count, one at a time. Without the tokens that no row has: plain text asks nothing, prompts alone hold no answer.
 */
export function meanRequest(
  { counts, modelTurns, examples }: Profile,
  counting: string,
): { readonly inputTokens?: number; readonly outputTokens?: number } {
  if (!Object.hasOwn(counts, counting)) return {};
  const [prompt, answers, all] = (["prompt", "trainable", "recounted"] as const).map((part) =>
    histogramTokens(counts[counting]?.[part] ?? []),
  ) as [number, number, number];
  const [sent, said] =
    modelTurns === 0 ? [prompt / Math.max(1, examples), 0] : [(all - answers) / modelTurns, answers / modelTurns];
  const [inputTokens, outputTokens] = [Math.round(sent), Math.round(said)];
  return { ...(inputTokens > 0 && { inputTokens }), ...(outputTokens > 0 && { outputTokens }) };
}

/** Examples of more than `cap` tokens. */
export function histogramOver(histogram: Histogram, cap: number): number {
  return histogram.reduce((sum, [tokens, examples]) => (tokens > cap ? sum + examples : sum), 0);
}
