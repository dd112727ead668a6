/** What could not be carried over, by kind. */
export interface Loss {
  /** `refused`: the row was not written; `changed`: it was, without this. */
  readonly kind: "refused" | "changed";
  /**
   * What: of a refused row a code of its check, `unwanted_answer` (labelled as wrong), or what the target has no place for
   * (`images`, `tools`, …); `cut_off` where the file breaks off, with the place; else a field of
   * the row or of its messages, or `thoughts`, `weight`, `steps_joined`, `digits_rounded`, `mixed_formats`, …
   */
  readonly what: string;
  readonly count: number;
  /** The first ten lines, or all where they were asked for (rows, where the file has no lines of its own). */
  readonly lines: readonly number[];
}

/** Kinds told apart at most: a file may have a new column in every row. */
const mostKinds = 200;

/** Places of a loss that are listed, unless all are asked for. */
export const firstPlaces = 10;

/** Losses of one conversion. */
export class Losses {
  readonly #kinds: Map<string, { kind: Loss["kind"]; what: string; count: number; lines: number[] }> = new Map();

  readonly #places: number;

  /** @param places listed of each kind at most */
  constructor(places: number) {
    this.#places = places;
  }

  add(kind: Loss["kind"], what: string, line: number): void {
    const full = this.#kinds.size >= mostKinds && !this.#kinds.has(`${kind} ${what}`);
    const named = full ? "other_fields" : what;
    const key = `${kind} ${named}`;
    let loss = this.#kinds.get(key);
    if (loss === undefined) this.#kinds.set(key, (loss = { kind, what: named, count: 0, lines: [] }));
    loss.count += 1;
    if (loss.lines.length < this.#places) loss.lines.push(line);
  }

  list(): Loss[] {
    return [...this.#kinds.values()].sort((a, b) => {
      if (a.kind !== b.kind) return a.kind === "refused" ? -1 : 1;
      return a.what < b.what ? -1 : 1;
    });
  }
}
