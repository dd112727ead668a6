/** True for `12`, `0.48`, `-3.5`; false for exponents, blanks, signs alone, `NaN`. Apart, so that it brings no decimal.js along. */
export function isDecimalText(text: unknown): text is string {
  return typeof text === "string" && /^-?\d+(?:\.\d+)?$/.test(text);
}

/** Digits with their thousands set apart: `14,880,000`, `2,190.5`. */
export function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const apart = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? apart : `${apart}.${fraction}`;
}
