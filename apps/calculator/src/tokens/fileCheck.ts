import type { ColumnMapping } from "./columnsOf.ts";
import { type Signal, signal } from "@preact/signals";
import type { CheckReport } from "@tunecast/dataset";
import type { Problem, Result } from "@tunecast/estimator";
import type { FileRules } from "@tunecast/estimator/prices";
import { fail } from "@tunecast/estimator/problem";
import type { Progress } from "./fileCount.ts";

/** What a file is checked against. */
export interface Checked {
  readonly file: Blob;
  readonly name: string;
  /** The validation file, to find examples that are in both; null for none. */
  readonly validation: Blob | null;
  /** What the price book says of the chosen offer's files. */
  readonly rules: FileRules;
  readonly columns: ColumnMapping | undefined;
}

/** Checks a file by a provider's rules; null for a file that holds counts and no rows. */
export type CheckFile = (
  what: Checked,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
) => Promise<Result<CheckReport | null>>;

/** Where the check of the file stands. */
export type CheckState =
  | { readonly kind: "none" }
  | { readonly kind: "checking"; readonly progress: Progress }
  | { readonly kind: "cancelled" }
  | { readonly kind: "checked"; readonly report: CheckReport | null }
  | { readonly kind: "failed"; readonly problem: Problem };

/** The provider's verdict on the reader's file: part of the page's state. One check runs at a time. */
export class FileCheck {
  readonly state: Signal<CheckState> = signal({ kind: "none" });
  readonly #checkFile: CheckFile;
  #running: AbortController | null = null;

  constructor(checkFile: CheckFile) {
    this.#checkFile = checkFile;
  }

  /** Checks in place of the check before. */
  async run(what: Checked): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.state.value = { kind: "checking", progress: { bytes: 0, rows: 0 } };
    const onProgress = (progress: Progress): void => {
      if (this.#running === running) this.state.value = { kind: "checking", progress };
    };
    const result = await this.#checkFile(what, { signal: running.signal, onProgress }).catch(
      (cause: unknown): Result<never> =>
        fail({ kind: "counting_failed", reason: cause instanceof Error ? cause.message : String(cause) }),
    );
    if (this.#running !== running) return;
    this.#running = null;
    this.state.value = result.ok
      ? { kind: "checked", report: result.value }
      : { kind: "failed", problem: result.problem };
  }

  cancel(): void {
    this.#stop("cancelled");
  }

  clear(): void {
    this.#stop("none");
  }

  #stop(kind: "cancelled" | "none"): void {
    this.#running?.abort();
    this.#running = null;
    this.state.value = { kind };
  }
}
