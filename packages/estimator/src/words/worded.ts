/** One sentence for every member of a union that is told apart by the field `F`: a new member does not compile without. */
export type Words<U, F extends keyof U> = {
  readonly [K in U[F] & string]: (facts: Extract<U, Readonly<Record<F, K>>>) => string;
};

/** The sentence of one member. */
export function worded<U, F extends keyof U>(words: Words<U, F>, by: F, facts: U): string {
  return (words[facts[by] as U[F] & string] as (facts: U) => string)(facts);
}
