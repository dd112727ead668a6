import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Problem, Profile, Result } from "@tunecast/estimator";
import { fail } from "@tunecast/estimator/problem";

/** Counts a file: bytes read and rows met are told while it runs; ending the signal ends the work at once. */
export type CountFile = (
  file: Blob & { readonly name: string },
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
) => Promise<Result<Counted>>;

export interface Progress {
  readonly bytes: number;
  readonly rows: number;
}

/** What is known of a counted file. */
export interface Counted {
  readonly profile: Profile;
  readonly findings: readonly FileFinding[];
}

/** One kind of problem in the file, with its first lines. */
export interface FileFinding {
  readonly severity: "error" | "warning" | "advice";
  readonly code: string;
  readonly count: number;
  readonly lines: readonly number[];
  /** What `lines` are numbers of. */
  readonly places: "lines" | "rows";
  readonly sentence: string;
  readonly fix: string;
}

/** Where the reader's file stands. */
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
      readonly size: number;
      readonly counted: Counted;
      readonly seconds: number;
    }
  | { readonly kind: "failed"; readonly name: string; readonly problem: Problem };

/** The reader's data file: part of the page's state. One file is counted at a time. */
export class FileCount {
  readonly state: Signal<FileState> = signal({ kind: "none" });
  readonly profile: ReadonlySignal<Profile | null>;
  /** Files that were given together with the one that is counted, and not read. */
  readonly leftAlone: Signal<number> = signal(0);
  readonly #countFile: CountFile;
  #running: AbortController | null = null;

  constructor(countFile: CountFile) {
    this.#countFile = countFile;
    this.profile = computed(() => (this.state.value.kind === "counted" ? this.state.value.counted.profile : null));
  }

  /** Counts a file in place of the one before. @param leftAlone how many others were given with it */
  async use(file: Blob & { readonly name: string }, leftAlone: number = 0): Promise<void> {
    this.leftAlone.value = leftAlone;
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
    const result = await this.#countFile(file, { signal: running.signal, onProgress }).catch((cause: unknown) =>
      fail<Counted>(brokenOff(cause)),
    );
    if (this.#running !== running) return;
    batch(() => {
      this.#running = null;
      this.state.value = result.ok
        ? { kind: "counted", file, name, size, counted: result.value, seconds: seconds() }
        : { kind: "failed", name, problem: result.problem };
    });
  }

  /** Says of a file that could not be had why not. */
  refuse(name: string, cause: unknown): undefined {
    this.clear();
    this.state.value = { kind: "failed", name, problem: brokenOff(cause) };
  }

  /** Ends a count, or puts the counted file away: the typed numbers hold again. */
  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.state.value = { kind: "none" };
  }
}

/** A part of the page that did not load, or a file that cannot be read any more. */
function brokenOff(cause: unknown): Problem {
  return { kind: "counting_failed", reason: cause instanceof Error ? cause.message : String(cause) };
}
