declare const unit: unique symbol;

/** A number of one unit: the compiler lets none stand for another, and at run time it is a number like any. */
type Of<Name extends string> = number & { readonly [unit]: Name };

/** Thousandths of a token: ratios of vocabularies have three decimals, and sums of whole numbers stay exact. */
export type Thousandths = Of<"thousandths of a token">;

/** Tokens in thousandths; `Infinity` stays. */
export function thousandths(tokens: number): Thousandths {
  return (1000 * tokens) as Thousandths;
}
