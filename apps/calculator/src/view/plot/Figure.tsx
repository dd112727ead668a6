import type { ComponentChildren, JSX, TargetedEvent } from "preact";
import type { Calculator, ChartName } from "../../calculator.ts";
import { type Drawing, margin, Plot, type Tone } from "./Plot.tsx";
import { place, type Scale, valueAt } from "./scale.ts";
import { Scroll } from "../Scroll.tsx";

/** One entry of the key below a chart. */
export interface KeyEntry {
  readonly tone: Tone;
  readonly look: "line" | "dashed" | "band" | "marker";
  readonly label: string;
}

export interface FigureProps {
  readonly calculator: Calculator;
  readonly chart: ChartName;
  readonly drawing: Drawing;
  readonly entries: readonly KeyEntry[];
  /** What stands at the crosshair, as one sentence. */
  readonly reading: string;
  /** Label of the crosshair's slider. */
  readonly slider: string;
  /** The same figures as a table. */
  readonly table: {
    readonly caption: string;
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly children?: ComponentChildren;
}

const steps = 240;

/** A chart with its key, its crosshair and, under it, the table that says the same. */
export function Figure({
  calculator,
  chart,
  drawing,
  entries,
  reading,
  slider,
  table,
  children,
}: FigureProps): JSX.Element {
  const scale: Scale = { ...drawing.x, start: 0, end: steps };
  const move = (event: TargetedEvent<HTMLDivElement, PointerEvent>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const drawn = { start: (margin.left / drawing.width) * width, end: (1 - margin.right / drawing.width) * width };
    const at = valueAt({ ...drawing.x, ...drawn }, event.clientX - left);
    calculator.point(chart, Math.min(Math.max(at, drawing.x.from), drawing.x.to));
  };
  return (
    <figure class="chart">
      <div class="drawing" onPointerMove={move} onPointerDown={move}>
        <Plot {...drawing} />
      </div>
      <label class="slider">
        <span class="unseen">{slider}</span>
        <input
          type="range"
          min="0"
          max={steps}
          step="1"
          value={Math.round(place(scale, drawing.cross.x))}
          aria-valuetext={reading}
          onInput={(event) => calculator.point(chart, valueAt(scale, Number(event.currentTarget.value)))}
        />
      </label>
      <figcaption>
        <p class="reading">{reading}</p>
        <ul class="key">
          {entries.map(({ tone, look, label }) => (
            <li key={label}>
              <Sample tone={tone} look={look} />
              {label}
            </li>
          ))}
        </ul>
        {children}
      </figcaption>
      <details class="figures">
        <summary>The same as a table</summary>
        <Scroll label={table.caption}>
          <table>
            <caption class="unseen">{table.caption}</caption>
            <thead>
              <tr>
                {table.head.map((cell) => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map(([head, ...cells]) => (
                <tr key={head}>
                  <th scope="row">{head}</th>
                  {cells.map((cell, index) => (
                    <td key={table.head[index + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  );
}

function Sample({ tone, look }: Omit<KeyEntry, "label">): JSX.Element {
  return (
    <svg class="sample" viewBox="0 0 22 12" width="22" height="12" aria-hidden="true">
      {look === "band" && (
        <g class={`band ${tone}`}>
          <rect width="22" height="12" fill="currentColor" />
        </g>
      )}
      {look === "marker" && (
        <g class={`markers ${tone}`}>
          <circle cx="11" cy="6" r="4.5" />
        </g>
      )}
      {(look === "line" || look === "dashed") && (
        <path class={`line ${tone}${look === "dashed" ? " dashed" : ""}`} d="M0 6L22 6" />
      )}
    </svg>
  );
}
