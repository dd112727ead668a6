/** What a person can cause is returned as data, never thrown; `explain` turns it into one sentence. */
export interface Problem {
  readonly kind: string;
  readonly [fact: string]: string | number | boolean | readonly string[] | undefined;
}

/** A value, or the problem that stands in its way. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A `Result` that holds a value and no problem. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A `Result` that holds a problem. */
export function fail<T = never>(problem: Problem): Result<T> {
  return { ok: false, problem };
}
