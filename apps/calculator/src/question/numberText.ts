import { plainDecimal } from "@tunecast/estimator/fields";

/** A number as the command reads it (`8,000`, `8k`, `1e6`), and `8 000`, `8'000`, `1.234.567`, `1.500,25`, `0,5`: a single comma that three digits do not follow is a decimal comma. Null for a blank, NaN for no number. */
export function readNumber(text: string): number | null {
  const bare = text.replaceAll(/[\s_'’]/gu, "");
  if (bare === "") return null;
  const isPointed = /^-?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+)$/u.test(bare);
  const plain = isPointed ? bare.replaceAll(".", "").replace(",", ".") : bare;
  const isGrouped = /^-?\d{1,3}(?:,\d{3})+(?!\d)/u.test(plain);
  const pointed = isGrouped ? plain : plain.replace(/^([^.,]*),([^.,]*)$/u, "$1.$2");
  // Half a number while it is typed: `5.`
  const number = Number(plainDecimal(pointed.replace(/(?<=\d)\.$/u, "")) ?? Number.NaN);
  return Number.isFinite(number) ? number : Number.NaN;
}

/**
 * What to say of a text that means one number where a point is the decimal sign and another where it sets thousands
 * apart: `8.000`. Of a count that is every point before exactly three digits; elsewhere only one before a last digit 0,
 * which nobody writes behind a decimal sign without need. Null for a text that can be read one way.
 */
export function twoReadings(text: string, isCount: boolean): string | null {
  const match = /^-?(?<thousands>[1-9]\d{0,2})\.(?<rest>\d\d(?<last>\d))$/u.exec(text.trim());
  if (match?.groups === undefined || (!isCount && match.groups["last"] !== "0")) return null;
  const whole = Number(`${match.groups["thousands"]}${match.groups["rest"]}`);
  return `This can be ${numberText(Math.abs(Number(text)))} or ${numberText(whole)}. Type one of the two.`;
}

const plainNumber: Intl.NumberFormat = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

const everyDigit: Intl.NumberFormat = new Intl.NumberFormat("en-US", { maximumFractionDigits: 20 });

/** The number as a field shows it, every digit of it: `8,000`; nothing for null. */
export function fieldText(value: number | null): string {
  return value === null ? "" : everyDigit.format(value);
}

/** The number as sentences show it: `8,000`, to a millionth; nothing for null. */
export function numberText(value: number | null): string {
  return value === null ? "" : plainNumber.format(value);
}

const compact: Intl.NumberFormat = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

export function compactText(value: number): string {
  return compact.format(value);
}

/** Bytes in three digits, `104 MB`; a megabyte is a million bytes. */
export function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"] as const;
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), units.length - 1);
  return `${(bytes / 1000 ** step).toLocaleString("en-US", { maximumSignificantDigits: 3 })} ${units[step] ?? "bytes"}`;
}
