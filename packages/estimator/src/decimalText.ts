/** True for `12`, `0.48`, `-3.5`; false for exponents, blanks, signs alone, `NaN`. Apart, so that it brings no decimal.js along. */
export function isDecimalText(text: unknown): text is string {
  return typeof text === "string" && /^-?\d+(?:\.\d+)?$/.test(text);
}
