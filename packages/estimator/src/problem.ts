/** What a person can cause is returned as data, never thrown; `explain` turns it into one sentence. */
export interface Problem {
  /** Stable machine word such as `unknown_model`; readers ignore kinds that they do not know. */
  readonly kind: string;
  /** The facts of the sentence: option or field names, what was got, what was expected. */
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
