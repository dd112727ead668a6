/** Texts of JSON, so that numbers within them are not taken for numbers. */
const texts = /"(?:[^"\\]|\\.)*"/gsu;
/** Whole numbers with more digits than any number of JavaScript is sure to keep. */
const long = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gu;

/** Whether the written row holds a whole number of the row that was read, with other digits: it was too large to be kept. */
export function losesDigits(read: string | null, written: string): boolean {
  if (read === null || !/\d{16}/u.test(read)) return false;
  const numbers = read.replaceAll(texts, '""').match(long) ?? [];
  return numbers.some(
    (number) => BigInt(number) !== BigInt(Number(number)) && written.includes(String(Number(number))),
  );
}
