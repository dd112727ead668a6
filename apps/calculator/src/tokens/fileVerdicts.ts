import { type Signal, signal } from "@preact/signals";
import type { CheckReport, ColumnMapping } from "@tunecast/dataset";
import type { FileRules } from "@tunecast/estimator/prices";

export interface NamedFile {
  readonly file: Blob;
  readonly name: string;
  readonly columns: ColumnMapping | undefined;
}

export interface CheckedFile extends NamedFile {
  /** The validation file, to find examples that are in both; null for none. */
  readonly validation: Blob | null;
}

/** Checks a file by one set of rules after another; each verdict is told as it is known. */
export type CheckAll = (
  what: CheckedFile & { readonly rules: readonly FileRules[] },
  options: { readonly signal: AbortSignal; readonly onReport: (at: number, report: CheckReport | null) => void },
) => Promise<void>;

export interface Asked {
  readonly id: string;
  readonly rules: FileRules;
}

/** Bytes that all checks of a file may read together: offers far down the list of a large file wait until they are asked for. */
const mostBytes = 400_000_000;

const tellEveryMilliseconds = 200;

interface RuleSet {
  readonly rules: FileRules;
  readonly ids: string[];
}

export class FileVerdicts {
  /** By id of the offer; one that is not in it was not checked yet. */
  readonly reports: Signal<ReadonlyMap<string, CheckReport>> = signal(new Map());
  readonly isRunning: Signal<boolean> = signal(false);
  readonly #checkAll: CheckAll;
  #running: AbortController | null = null;
  #of: readonly (Blob | null)[] = [];
  #next: readonly Asked[] | null = null;

  constructor(checkAll: CheckAll) {
    this.#checkAll = checkAll;
  }

  /** Checks the file by the rules of these offers, in their order; what is known of the same file stays, what runs ends first. */
  async ask(what: CheckedFile, offers: readonly Asked[]): Promise<void> {
    const { file, validation } = what;
    if (file !== this.#of[0] || validation !== this.#of[1]) this.clear();
    this.#of = [file, validation];
    this.#next = offers;
    if (this.#running !== null) return;
    const running = new AbortController();
    this.#running = running;
    this.isRunning.value = true;
    while (this.#next !== null && !running.signal.aborted) {
      const sets = this.#open(this.#next, Math.max(1, Math.floor(mostBytes / Math.max(1, file.size))));
      this.#next = null;
      if (sets.length > 0) await this.#check(what, sets, running);
    }
    if (this.#running !== running) return;
    this.#running = null;
    this.isRunning.value = false;
  }

  async #check(what: CheckedFile, sets: readonly RuleSet[], running: AbortController): Promise<void> {
    const known = new Map(this.reports.peek());
    let told = performance.now();
    const show = (): void => {
      if (this.#running === running) this.reports.value = new Map(known);
    };
    const onReport = (at: number, report: CheckReport | null): void => {
      for (const id of report === null ? [] : (sets[at]?.ids ?? [])) known.set(id, report as CheckReport);
      if (performance.now() - told < tellEveryMilliseconds) return;
      told = performance.now();
      show();
    };
    const rules = sets.map((set) => set.rules);
    await this.#checkAll({ ...what, rules }, { signal: running.signal, onReport }).catch(() => undefined);
    show();
  }

  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.#next = null;
    this.#of = [];
    this.isRunning.value = false;
    if (this.reports.peek().size > 0) this.reports.value = new Map();
  }

  /** The rules that were not asked yet, each set once, with the offers that have it. */
  #open(offers: readonly Asked[], most: number): RuleSet[] {
    const sets = new Map<string, RuleSet>();
    const known = this.reports.peek();
    for (const { id, rules } of offers) {
      if (known.has(id)) continue;
      const key = JSON.stringify(rules);
      const set = sets.get(key) ?? { rules, ids: [] };
      set.ids.push(id);
      sets.set(key, set);
    }
    return [...sets.values()].slice(0, most);
  }
}
