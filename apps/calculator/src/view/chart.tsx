import type { JSX } from "preact";

export interface Tick {
  /** In hundredths of the drawn area, from the left or from the top. */
  readonly place: number;
  readonly text: string;
  /** Left out where there is little room. */
  readonly optional?: boolean;
}

/** The lines and words of both axes around a drawn area. Words never scale: the area does. A tick that changes is moved, not made anew. */
export function Axes({ x, y }: { x: readonly Tick[]; y: readonly Tick[] }): JSX.Element {
  return (
    <g class="axes">
      {y.map(({ place, text }, index) => (
        <g key={index}>
          <line class={place > 99.9 ? "base" : "grid"} x1="0" x2="100%" y1={`${place}%`} y2={`${place}%`} />
          <text x="-8" y={`${place}%`} dy="0.35em" text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {x.map(({ place, text, optional }, index) => (
        <text
          key={index}
          class={optional === true ? "opt" : undefined}
          x={`${place}%`}
          y="100%"
          dy="1.5em"
          text-anchor="middle"
        >
          {text}
        </text>
      ))}
    </g>
  );
}
