import type { JSX } from "preact";
import { type Band, type Drawing, margin, rightMargin, type Series } from "./drawing.ts";
import { areaPath, linePath, place, type Scale } from "./scale.ts";

/** Height of a chart of this width: near 5:2 on a desk, squarer in the hand. */
function heightOf(width: number): number {
  return Math.round(Math.min(340, Math.max(250, width * 0.42)));
}

/** A line chart as SVG. The words of `title` and `summary` stand for it where it is not seen. */
export function Plot(drawing: Drawing): JSX.Element {
  const { id, title, summary, width, cross } = drawing;
  const height = heightOf(width);
  const x: Scale = { ...drawing.x, start: margin.left, end: width - rightMargin(drawing) };
  const y: Scale = { ...drawing.y, start: height - margin.bottom, end: margin.top };
  const frame = { drawing, x, y, height };
  return (
    <svg class="plot" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title ${id}-summary`}>
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-summary`}>{summary}</desc>
      <Strips {...frame} />
      <Axes {...frame} />
      {(drawing.bands ?? []).map((band, index) => (
        <BandArea key={band.label} band={band} x={x} y={y} gradient={`${id}-fade-${index}`} />
      ))}
      {drawing.series.map((series) => (
        <SeriesLine key={series.label} series={series} x={x} y={y} />
      ))}
      <Ends {...frame} />
      <g class="cross">
        <line x1={place(x, cross.x)} x2={place(x, cross.x)} y1={margin.top} y2={height - margin.bottom} />
        {cross.ys.map(([tone, value]) => (
          <circle key={tone} class={tone} cx={place(x, cross.x)} cy={place(y, value)} r="4.5" />
        ))}
      </g>
    </svg>
  );
}

interface Frame {
  readonly drawing: Drawing;
  readonly x: Scale;
  readonly y: Scale;
  readonly height: number;
}

function Axes({ drawing, x, y, height }: Frame): JSX.Element {
  const bottom = height - margin.bottom;
  return (
    <g class="axes">
      {drawing.y.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={margin.left} x2={x.end} y1={place(y, tick)} y2={place(y, tick)} />
          <text x={margin.left - 8} y={place(y, tick)} dy="0.32em" text-anchor="end">
            {drawing.y.text(tick)}
          </text>
        </g>
      ))}
      {drawing.x.ticks.map((tick) => (
        <g key={tick}>
          <line class="tick" x1={place(x, tick)} x2={place(x, tick)} y1={bottom} y2={bottom + 5} />
          <text x={place(x, tick)} y={bottom + 18} text-anchor="middle">
            {drawing.x.text(tick)}
          </text>
        </g>
      ))}
      <line class="base" x1={margin.left} x2={x.end} y1={bottom} y2={bottom} />
      <text class="axis-title" x={x.end} y={height - 6} text-anchor="end">
        {drawing.x.title}
      </text>
      <text class="axis-title" x="0" y="12">
        {drawing.y.title}
      </text>
    </g>
  );
}

/** Room for the word of a strip, in pixels. */
const wordWidth = 80;

/** In the middle of a strip that holds the word, else beside it, where no crosshair runs through it. */
function wordAt(left: number, right: number, end: number): { readonly x: number; readonly "text-anchor": string } {
  if (right - left >= wordWidth) return { x: (left + right) / 2, "text-anchor": "middle" };
  return right + wordWidth < end ? { x: right + 6, "text-anchor": "start" } : { x: left - 6, "text-anchor": "end" };
}

function Strips({ drawing, x, height }: Frame): JSX.Element {
  return (
    <g class="strips">
      {(drawing.strips ?? []).map(({ from, to, label }) => {
        const [left, right] = [place(x, from), place(x, to)];
        return (
          <g key={label}>
            <rect
              x={left}
              width={Math.max(1, right - left)}
              y={margin.top}
              height={height - margin.bottom - margin.top}
            />
            <text {...wordAt(left, right, x.end)} y={margin.top + 14}>
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Height of a name with its value. */
const endHeight = 36;

/** The names of the lines at their ends, each with its value there, moved apart where they would cover each other. */
function Ends({ drawing, x, y, height }: Frame): JSX.Element {
  const named = drawing.series
    .flatMap(({ tone, end, points }) => {
      const last = points.at(-1);
      return end === undefined || last === undefined ? [] : [{ tone, end, at: place(y, last[1]) }];
    })
    .toSorted((a, b) => a.at - b.at);
  const room = height - margin.bottom - endHeight / 2;
  const places: number[] = [];
  for (const [index, { at }] of named.entries()) {
    const left = named.length - 1 - index;
    const lowest = room - left * endHeight;
    places.push(Math.min(Math.max(at, (places.at(-1) ?? margin.top - endHeight / 2) + endHeight), lowest));
  }
  return (
    <g class="ends">
      {named.map(({ tone, end: [name, value] }, index) => (
        <text key={name} class={tone} x={x.end + 6} y={places[index]}>
          <tspan>{name}</tspan>
          <tspan x={x.end + 6} dy="1.15em">
            {value}
          </tspan>
        </text>
      ))}
    </g>
  );
}

function BandArea({ band, x, y, gradient }: { band: Band; x: Scale; y: Scale; gradient: string }): JSX.Element {
  const { tone, points, fade, faint } = band;
  const path = areaPath(points.map(([at, low, high]) => [place(x, at), place(y, low), place(y, high)] as const));
  return (
    <g class={`band ${tone}${faint ? " faint" : ""}`}>
      {fade && (
        <linearGradient
          id={gradient}
          gradientUnits="userSpaceOnUse"
          x1={place(x, fade.from)}
          x2={place(x, fade.to)}
          y1="0"
          y2="0"
        >
          <stop offset="0" stop-color="currentColor" stop-opacity="1" />
          <stop offset="1" stop-color="currentColor" stop-opacity="0.12" />
        </linearGradient>
      )}
      <path d={path} fill={fade ? `url(#${gradient})` : "currentColor"} />
    </g>
  );
}

function SeriesLine({ series, x, y }: { series: Series; x: Scale; y: Scale }): JSX.Element {
  const places = series.points.map(([at, value]) => [place(x, at), place(y, value)] as const);
  if (series.markers) {
    return (
      <g class={`markers ${series.tone}`}>
        {series.points.map(([at, value], index) => {
          const error = series.errors?.[index] ?? 0;
          return error === 0 ? null : (
            <path
              key={at}
              class="error-bar"
              d={`M${place(x, at)} ${place(y, value - error)}V${place(y, value + error)}`}
            />
          );
        })}
        {places.map(([cx, cy]) => (
          <circle key={`${cx} ${cy}`} cx={cx} cy={cy} r="5" />
        ))}
      </g>
    );
  }
  return <path class={`line ${series.tone}${series.dashed ? " dashed" : ""}`} d={linePath(places)} />;
}
