import { Boilerplate, likeness, shingles, sketch, type Sketch } from "../checks/sketch.ts";

/** Rows of a bucket that a new one is compared with: more find no pair that these do not, in a bucket of like rows. */
const COMPARED = 12;

/**
 * Numbers the families of rows that are the same or nearly the same: two rows whose shares of shingles in common are
 * `similar` or more, and whatever hangs together by such pairs.
 *
 * @param texts the plain text of each row; equal ones are one family
 * @returns the family of each row, by the number of its first row
 */
export function familiesOf(texts: readonly string[], similar: number): Int32Array {
  const boilerplate = new Boilerplate();
  for (const text of texts) boilerplate.add(shingles(text));
  /** Null for a row that has nothing of its own to compare. */
  const sketches = texts.map((text) => {
    const own = boilerplate.without(shingles(text));
    return own.length === 0 ? null : sketch(own);
  });
  const parent = Int32Array.from(texts, (_, row) => row);
  const first = new Map<string, number>();
  const buckets = new Map<number, number[]>();
  texts.forEach((text, row) => {
    const same = first.get(text);
    const own = sketches[row] ?? null;
    if (same !== undefined) join(parent, same, row);
    else {
      first.set(text, row);
      if (own !== null) joinAlike(row, own);
    }
  });
  return parent.map((_, row) => root(parent, row));

  function joinAlike(row: number, own: Sketch): void {
    own.bands.forEach((key, band) => {
      const bucket = band * 2 ** 32 + key;
      const rows = buckets.get(bucket) ?? [];
      buckets.set(bucket, rows);
      for (const other of rows) {
        const theirs = sketches[other] ?? null;
        const apart = root(parent, other) !== root(parent, row);
        if (theirs !== null && apart && likeness(theirs, own) >= similar) join(parent, other, row);
      }
      if (rows.length < COMPARED) rows.push(row);
    });
  }
}

function root(parent: Int32Array, row: number): number {
  let at = row;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]!]!;
    at = parent[at]!;
  }
  return at;
}

function join(parent: Int32Array, a: number, b: number): void {
  const [one, other] = [root(parent, a), root(parent, b)];
  parent[Math.max(one, other)] = Math.min(one, other);
}
