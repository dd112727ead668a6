const units: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, b: 9, t: 12 };

/**
 * A number as people write it, as a plain decimal: `8,000`, `8_000`, `240k`, `1.5M`, `1e6`, `.9`; undefined where it is none.
 * The point is moved in the text: the arithmetic of decimals would come along with every field of the page.
 */
export function plainDecimal(text: string): string | undefined {
  const match = /^(-?)([1-9]\d{0,2}(?:[, ]\d{3})+|\d[\d_]*|(?=\.))(\.\d+)?(?:e\+?(\d{1,2}))?([kmbt]?)$/iu.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0", unit = ""] = match;
  const digits = whole.replaceAll(/[^\d]/gu, "") || "0";
  const shift = Number(power) + (units[unit.toLowerCase()] ?? 0);
  if (shift === 0) return `${sign}${digits}${fraction}`;
  const places = fraction.slice(1).padEnd(shift, "0");
  const moved = `${digits}${places.slice(0, shift)}.${places.slice(shift)}`;
  return `${sign}${moved.replaceAll(/^0+(?=\d)|\.?0*$/gu, "")}`;
}
