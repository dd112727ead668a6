import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ColumnMapping } from "@tunecast/dataset";
import type { Problem, Profile, Result } from "@tunecast/estimator";
import { fail } from "@tunecast/estimator/problem";
import type { LeftOut } from "./oneDataSet.ts";
import type { Counted } from "./worker/messages.ts";

/** What is guessed of a file before it is counted. */
interface Rough {
  readonly examples: number;
  readonly tokensPerExample: number;
}

const headBytes = 262_144;

/** Bytes of a token where nobody has counted any: only ever shown as rough. */
const bytesPerToken = 4;

/** A guess from the size of a file and its first rows; null where these are not lines of JSON. */
async function roughOf(file: Blob): Promise<Rough | null> {
  const head = await file
    .slice(0, headBytes)
    .text()
    .catch(() => "");
  if (!/^\uFEFF?\s*\{/u.test(head)) return null;
  const read = Math.min(headBytes, file.size);
  const whole = read < file.size ? head.slice(0, head.lastIndexOf("\n") + 1) : head;
  const rows = whole.split("\n").filter((line) => line.trim() !== "").length;
  if (rows === 0) return null;
  const bytes = read * (whole.length / head.length);
  return {
    examples: Math.max(1, Math.round((file.size / bytes) * rows)),
    tokensPerExample: Math.max(1, Math.round(bytes / rows / bytesPerToken)),
  };
}

/** Counts a file: bytes read and rows met are told while it runs; ending the signal ends the work at once. */
export type CountFile = (
  file: Blob & { readonly name: string },
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: Progress) => void;
    /** By the counting rules of the offers in sight, or by all. */
    readonly scope: "in_sight" | "all";
    readonly columns?: ColumnMapping | undefined;
  },
) => Promise<Result<Counted>>;

/** A file up to this size is counted twice: first for the offers in sight, so that the answer is there sooner. */
const twiceUpTo = 20_000_000;

export interface Progress {
  readonly bytes: number;
  readonly rows: number;
}

export type FileState =
  | { readonly kind: "none" }
  | {
      readonly kind: "counting";
      readonly name: string;
      readonly size: number;
      readonly progress: Progress;
      readonly seconds: number;
    }
  | {
      readonly kind: "counted";
      /** Stays in the tab: a provider's check reads it again. */
      readonly file: Blob;
      readonly name: string;
      readonly counted: Counted;
      /** Counted by the rules of all offers, not only of those in sight. */
      readonly isWhole: boolean;
    }
  /** Rows, and no example among them: the reader says which of their columns is which. */
  | {
      readonly kind: "unmapped";
      readonly file: Blob & { readonly name: string };
      readonly name: string;
      readonly rows: number;
      readonly columns: readonly string[];
      readonly proposal: ColumnMapping;
    }
  | { readonly kind: "failed"; readonly name: string; readonly sentence: string };

/** The reader's data file: part of the page's state. One file is counted at a time. */
export class FileCount {
  readonly state: Signal<FileState> = signal({ kind: "none" });
  readonly profile: ReadonlySignal<Profile | null>;
  readonly parts: Signal<readonly string[]> = signal([]);
  /** Files that were given and are no part of the data. */
  readonly leftOut: Signal<readonly LeftOut[]> = signal([]);
  readonly columns: Signal<ColumnMapping | undefined> = signal(undefined);
  /** What the size and the first rows of the file say until it is counted; null for a file of which they say nothing. */
  readonly rough: Signal<Rough | null> = signal(null);
  readonly #countFile: CountFile;
  #running: AbortController | null = null;

  constructor(countFile: CountFile) {
    this.#countFile = countFile;
    this.profile = computed(() => (this.state.value.kind === "counted" ? this.state.value.counted.profile : null));
  }

  async use(
    file: Blob & { readonly name: string },
    { parts = [file.name], leftOut = [], columns }: UseOptions = {},
  ): Promise<void> {
    this.parts.value = parts;
    this.leftOut.value = leftOut;
    this.columns.value = columns;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { name, size } = file;
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1000;
    this.state.value = { kind: "counting", name, size, progress: { bytes: 0, rows: 0 }, seconds: 0 };
    const onProgress = (progress: Progress): void => {
      if (this.#running === running) this.state.value = { kind: "counting", name, size, progress, seconds: seconds() };
    };
    void this.#guess(file, running);
    const counted = async (scope: "in_sight" | "all"): Promise<boolean> => {
      const options = {
        signal: running.signal,
        onProgress: scope === first ? onProgress : () => undefined,
        scope,
        columns,
      };
      const result = await this.#countFile(file, options).catch((cause: unknown) => fail<Counted>(brokenOff(cause)));
      if (this.#running !== running) return false;
      // Reading the columns takes a while, too: the reader may have gone on to another file.
      const unread =
        result.ok && lacksAnswers(result.value.profile) ? await withoutExamples(file, result.value, columns) : null;
      if (this.#running !== running) return false;
      const isLast = scope === "all" || !result.ok || unread !== null;
      if (isLast) this.#running = null;
      // What was counted first stands, whatever becomes of the rest.
      if (!result.ok && scope !== first) return false;
      this.rough.value = null;
      if (unread !== null) this.state.value = unread;
      else
        this.state.value = result.ok
          ? { kind: "counted", file, name, counted: result.value, isWhole: scope === "all" }
          : { kind: "failed", name, sentence: await sentenceOf(result.problem) };
      return !isLast;
    };
    const first = size <= twiceUpTo ? "in_sight" : "all";
    if (await counted(first)) await counted("all");
  }

  /** `a.jsonl and 2 more`. */
  get names(): string {
    const [first = "", ...others] = this.parts.value;
    return others.length === 0 ? first : `${first} and ${others.length} more`;
  }

  get countedName(): string | null {
    return this.state.value.kind === "counted" ? this.state.value.name : null;
  }

  async #guess(file: Blob, running: AbortController): Promise<void> {
    const rough = await roughOf(file);
    if (this.#running === running && this.state.peek().kind === "counting") this.rough.value = rough;
  }

  async refuse(name: string, cause: unknown): Promise<undefined> {
    this.clear();
    this.state.value = { kind: "failed", name, sentence: await sentenceOf(brokenOff(cause)) };
  }

  forget(name: string): void {
    this.leftOut.value = this.leftOut.value.filter((one) => one.name !== name);
  }

  async map(columns: ColumnMapping): Promise<void> {
    const { value } = this.state;
    if (value.kind === "unmapped") await this.use(value.file, { parts: this.parts.value, columns });
  }

  /** Ends a count, or puts the counted file away: the typed numbers hold again. */
  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.rough.value = null;
    this.parts.value = [];
    this.columns.value = undefined;
    this.state.value = { kind: "none" };
  }
}

interface UseOptions {
  readonly parts?: readonly string[];
  readonly leftOut?: readonly LeftOut[];
  readonly columns?: ColumnMapping | undefined;
}

/** No row is an example, or each is a text with a label: which column is the answer is for the reader to say. */
function lacksAnswers({ examples, textExamples, format }: Profile): boolean {
  return examples === 0 || (format === "classification" && textExamples === examples);
}

async function withoutExamples(
  file: Blob & { readonly name: string },
  { profile, findings }: Counted,
  named: ColumnMapping | undefined,
): Promise<FileState> {
  const { name } = file;
  const { answerOf } = await import("./checker.ts");
  // Columns that were named and hold no examples are asked for once more.
  const isAsked =
    named !== undefined || profile.format === "classification" || findings.some(({ code }) => code === "unknown_shape");
  const read = isAsked ? await answerOf({ kind: "columns", file, name }, "columns") : null;
  const { columns, proposal } = read?.ok === true ? read.value.found : { columns: [], proposal: null };
  if (proposal !== null) return { kind: "unmapped", file, name, rows: profile.rows, columns, proposal };
  const [worst] = findings;
  const why = worst === undefined ? "" : `: ${worst.sentence}`;
  return { kind: "failed", name, sentence: `No example was found in it${why}.` };
}

function brokenOff(cause: unknown): Problem {
  return { kind: "counting_failed", reason: cause instanceof Error ? cause.message : String(cause) };
}

/** A problem in words, which the page fetches once there is one. */
export async function sentenceOf(problem: Problem): Promise<string> {
  const { fileProblemText } = await import("./problemText.ts");
  return fileProblemText(problem);
}
