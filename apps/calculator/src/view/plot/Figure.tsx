import type { ComponentChildren, JSX, TargetedEvent } from "preact";
import type { Calculator, ChartName } from "../../state/calculator.ts";
import { type Drawing, margin, rightMargin, type Tone } from "./drawing.ts";
import { Plot } from "./Plot.tsx";
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
    const drawn = {
      start: (margin.left / drawing.width) * width,
      end: (1 - rightMargin(drawing) / drawing.width) * width,
    };
    const at = valueAt({ ...drawing.x, ...drawn }, event.clientX - left);
    calculator.point(chart, Math.min(Math.max(at, drawing.x.from), drawing.x.to));
  };
  return (
    <figure class="chart">
      <div class="drawing" onPointerMove={move} onPointerDown={move}>
        <Plot {...drawing} />
      </div>
      <label class="slider" style={{ paddingInlineEnd: `${rightMargin(drawing) - 8}px` }}>
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
      <ChartFiles calculator={calculator} name={drawing.id} />
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

/** The chart as a file: as it is drawn, or as a picture. */
function ChartFiles({ calculator, name }: { calculator: Calculator; name: string }): JSX.Element {
  const { desk } = calculator.form;
  const save = async (from: HTMLElement, kind: "svg" | "png"): Promise<void> => {
    const chart = from.closest("figure")?.querySelector<SVGSVGElement>("svg.plot");
    if (!chart) return;
    const { chartPng, chartSvg } = await import("../chartFile.ts");
    const content = kind === "svg" ? chartSvg(chart) : await chartPng(chart);
    if (content === null) desk.say("The browser could not draw the picture; the SVG has the same.");
    else desk.save(`${name}.${kind}`, kind === "svg" ? "image/svg+xml" : "image/png", content);
  };
  return (
    <p class="chart-files">
      {(["svg", "png"] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          class="quiet"
          aria-label={`Save the chart as ${kind.toUpperCase()}`}
          onClick={(event) => void save(event.currentTarget, kind)}
        >
          {kind.toUpperCase()}
        </button>
      ))}
    </p>
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
