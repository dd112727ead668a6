export type Tone = "first" | "second" | "third";

/** A line of the chart; told apart by dash and marker as well as by colour. */
export interface Series {
  readonly tone: Tone;
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean;
  /** Points stand alone, with an error bar where there is one. */
  readonly markers?: boolean;
  /** What stands at its right end: its name and its value there. */
  readonly end?: readonly [name: string, value: string];
  /** Half the length of the error bar of each point; 0 for none. */
  readonly errors?: readonly number[];
}

/** An area between two lines; `fadeFrom` and `fadeTo` are where it begins and ends to vanish. */
export interface Band {
  readonly tone: Tone;
  readonly label: string;
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
  readonly fade?: { readonly from: number; readonly to: number };
  readonly faint?: boolean;
}

/** An upright strip with a word at its head: where the data are, where two lines cross. */
export interface Strip {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly kind: "linear" | "log2";
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
  readonly title: string;
}

export interface Drawing {
  /** Unique in the page; names the gradients. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly width: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly bands?: readonly Band[];
  readonly strips?: readonly Strip[];
  /** Where the crosshair stands, and on which values it marks the lines. */
  readonly cross: { readonly x: number; readonly ys: readonly (readonly [Tone, number])[] };
}

/** Room around the drawn area, in pixels of the chart's width. */
export const margin: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number } =
  { left: 58, right: 14, top: 26, bottom: 44 };

/** Room for the names at the ends of lines. */
const endWidth = 84;

/** Room on the right: for the names of lines where they are named there. */
export function rightMargin({ series }: Pick<Drawing, "series">): number {
  return series.some(({ end }) => end !== undefined) ? endWidth : margin.right;
}
