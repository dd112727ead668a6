/** Most characters of an answer, where cutting its lists can keep it to that. */
const mostCharacters = 60_000;

/**
 * An answer as JSON in which no list has more than `top` entries; `leftOut` says by path how many entries were left out
 * (lists stand in the order of the command: for offers the complete ones first, by total). A profile, which the caller's
 * own file gives again, is left out whole. Where the text is still too long, the lists are cut further.
 */
export function bounded(answer: unknown, top: number): string {
  const leftOut: Record<string, number> = {};
  const rest = cut(answer, top, "", leftOut);
  const whole = typeof rest === "object" && !Array.isArray(rest) ? rest : { rows: rest };
  const text = JSON.stringify({ ...whole, leftOut });
  return text.length > mostCharacters && top > 1 ? bounded(answer, Math.floor(top / 2)) : text;
}

function cut(value: unknown, top: number, path: string, leftOut: Record<string, number>): unknown {
  if (Array.isArray(value)) {
    if (value.length > top) leftOut[path === "" ? "rows" : path] = value.length - top;
    return value.slice(0, top).map((one, index) => cut(one, top, `${path}[${index}]`, leftOut));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const inner = path === "" ? key : `${path}.${key}`;
    if (key !== "profile") return [[key, cut(one, top, inner, leftOut)]];
    leftOut[inner] = 1;
    return [];
  });
  return Object.fromEntries(entries);
}
