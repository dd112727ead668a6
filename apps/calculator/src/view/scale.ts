export interface Scale {
  readonly kind: "linear" | "log2";
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Where `value` stands; on a log2 scale equal factors are equal distances. */
export function place({ kind, from, to, start, end }: Scale, value: number): number {
  const share = kind === "log2" ? Math.log2(value / from) / Math.log2(to / from) : (value - from) / (to - from);
  return start + share * (end - start);
}

export function valueAt({ kind, from, to, start, end }: Scale, at: number): number {
  const share = (at - start) / (end - start);
  return kind === "log2" ? from * (to / from) ** share : from + share * (to - from);
}

/** Round marks, about `count` of them, at 1, 2 or 5 times a power of ten, all inside the range. */
export function linearTicks(from: number, to: number, count: number): readonly number[] {
  const step = roundStep((to - from) / count);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // Multiplying whole numbers keeps 0.1 + 0.2 out of the labels.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The smallest 1, 2 or 5 times a power of ten that is not below `raw`. */
export function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5].find((each) => each * power >= raw * 0.999) ?? 10;
  return factor * power;
}

/**
 * Marks a whole number of doublings of `anchor` apart, at most `count` of them, so that a step of the axis
 * is always a doubling (or four, or eight times) of the data set.
 */
export function doublingTicks(from: number, to: number, anchor: number, count: number): readonly number[] {
  const low = Math.ceil(Math.log2(from / anchor) - 1e-9);
  const high = Math.floor(Math.log2(to / anchor) + 1e-9);
  const stride = Math.max(1, Math.ceil((high - low + 1) / count));
  const first = Math.ceil(low / stride) * stride;
  const length = Math.max(0, Math.floor((high - first) / stride) + 1);
  return Array.from({ length }, (_, index) => anchor * 2 ** (first + index * stride));
}

/** The range widened to round marks, so that the topmost line has a mark above it. */
export function niceRange(low: number, high: number, count: number): readonly [low: number, high: number] {
  const span = high - low > 0 ? high - low : Math.abs(high) || 1;
  const step = roundStep(span / count);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil((low + span) / step - 1e-9) * step];
}

/** `count` values from one end to the other, equal distances apart on the scale. */
export function along(scale: Pick<Scale, "kind" | "from" | "to">, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => valueAt({ ...scale, start: 0, end: 1 }, index / (count - 1)));
}

export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${coordinate(x)} ${coordinate(y)}`).join("");
}

export function areaPath(points: readonly (readonly [x: number, low: number, high: number])[]): string {
  if (points.length === 0) return "";
  const top = points.map(([x, , high]) => [x, high] as const);
  const bottom = points.map(([x, low]) => [x, low] as const).toReversed();
  return `${linePath([...top, ...bottom])}Z`;
}

function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10);
}
