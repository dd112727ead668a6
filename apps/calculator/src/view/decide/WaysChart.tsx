import type { JSX } from "preact";
import { compactText, numberText } from "../../question/numberText.ts";
import { counted, type Comparison, type WayRow } from "@tunecast/estimator/report";
import { linearTicks, niceRange } from "../scale.ts";
import { Axes, type Tick } from "../chart.tsx";

const lineHeight = 18;
const plotHeight = 176;

interface Line {
  readonly row: WayRow;
  /** Places in hundredths of the drawn area. */
  readonly start: number;
  readonly endX: number;
  readonly endY: number;
  readonly leaves: boolean;
}

/** Money spent by each way over the months. Its scale suits today's way and tuning; a line that leaves it is named at the top. */
export function WaysChart({ ways, width }: { ways: Comparison; width: number }): JSX.Element {
  const { rows, months } = ways;
  const suited = rows.filter(({ tone }) => tone !== "").flatMap(({ from, to }) => [from, to]);
  const [, top] = niceRange(0, Math.max(...suited, 0.01) * 1.25, 4);
  const lines = rows.map((row) => lineOf(row, months, top)).toReversed();
  const leaving = lines.filter(({ leaves }) => leaves).toSorted((a, b) => a.endX - b.endX);
  const inner = Math.max(160, (width >= 1024 ? width - 400 : width) - 180);
  const levels = levelsOf(leaving, inner);
  const head = leaving.length === 0 ? 12 : 24 + lineHeight * Math.max(0, ...levels);
  // Short names leave the lines more room.
  const isBrief = lines.every(({ row, leaves }) => leaves || row.short.length < 8);
  const currency = rows[0]?.total.replaceAll(/[\d.,]/gu, "").trim() ?? "$";
  return (
    <figure class="chart">
      <svg
        class={isBrief ? "plot brief" : "plot"}
        role="img"
        aria-labelledby="ways-title ways-desc"
        height={plotHeight + head}
      >
        <title id="ways-title">{`Money spent over ${counted(months, "month")}, by way`}</title>
        <desc id="ways-desc">{rows.map(({ short, total }) => `${short} ${total}`).join(", ")}.</desc>
        <svg class="area" y={head} height={plotHeight}>
          <Axes x={timeTicks(months)} y={moneyTicks(top, currency)} />
          <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none">
            {lines.map((line) => (
              <path
                key={line.row.id}
                class={`path ${line.row.tone}`}
                d={`M0 ${line.start}L${line.endX} ${line.endY}`}
              />
            ))}
          </svg>
          {leaving.map((line, index) => (
            <Leaving key={line.row.id} line={line} level={levels[index] ?? 0} />
          ))}
          <Ends lines={lines.filter(({ leaves, row }) => !leaves && row.stops === "")} />
          {lines.map(({ row, endX, endY }) => row.stops !== "" && <Stop key={row.id} row={row} x={endX} y={endY} />)}
        </svg>
      </svg>
    </figure>
  );
}

function lineOf(row: WayRow, months: number, top: number): Line {
  const { from, to, until } = row;
  const start = 100 - Math.min(100, (100 * from) / top);
  const end = (100 * until) / months;
  if (to <= top) return { row, start, endX: end, endY: 100 - (100 * to) / top, leaves: false };
  const share = to === from ? 0 : Math.max(0, (top - from) / (to - from));
  return { row, start, endX: end * share, endY: 0, leaves: true };
}

/** Names above the area stand on lines of their own where they would cover each other; the rightmost stand lowest. */
function levelsOf(leaving: readonly Line[], inner: number): readonly number[] {
  const taken: (readonly [start: number, end: number])[][] = [];
  const levels = leaving.toReversed().map(({ row, endX }) => {
    const [x, room] = [(endX * inner) / 100, 8 * (row.short.length + 2)];
    const [start, end] = endX > late ? [x - room, x] : [x, x + room];
    const free = taken.findIndex((spans) => spans.every((span) => end < span[0] || span[1] < start));
    const level = free < 0 ? taken.push([]) - 1 : free;
    taken[level]?.push([start, end]);
    return level;
  });
  return levels.toReversed();
}

/** From this place on a name stands to the left of its line. */
const late = 80;

function Leaving({ line: { row, endX }, level }: { line: Line; level: number }): JSX.Element {
  const y = -8 - level * lineHeight;
  const isLate = endX > late;
  return (
    <>
      {level > 0 && <line class="lead" x1={`${endX}%`} x2={`${endX}%`} y1="0" y2={y} />}
      <text class={row.tone} x={`${endX}%`} y={y} dx={isLate ? -4 : 4} text-anchor={isLate ? "end" : "start"}>
        {`${row.short} ↑`}
      </text>
    </>
  );
}

/** The names of the lines at their ends, moved apart where they would cover each other. */
function Ends({ lines }: { lines: readonly Line[] }): JSX.Element {
  const named = lines.toSorted((a, b) => a.endY - b.endY);
  const gap = (100 * lineHeight) / plotHeight;
  const places: number[] = [];
  for (const [index, { endY }] of named.entries()) {
    const lowest = 100 - (named.length - 1 - index) * gap;
    places.push(Math.min(Math.max(endY, (places.at(-1) ?? -gap) + gap), lowest));
  }
  return (
    <>
      {named.map(({ row }, index) => (
        <text key={row.id} class={row.tone} x="100%" y={`${places[index] ?? 0}%`} dx="8" dy="0.35em">
          {row.short}
        </text>
      ))}
    </>
  );
}

function Stop({ row, x, y }: { row: WayRow; x: number; y: number }): JSX.Element {
  const isLate = x > 70;
  return (
    <>
      <line class="lead dashed" x1={`${x}%`} x2={`${x}%`} y1={`${y}%`} y2="100%" />
      <circle class="ring" cx={`${x}%`} cy={`${y}%`} r="6" />
      <text
        class="today halo"
        x={`${x}%`}
        y="100%"
        dx={isLate ? -8 : 8}
        dy="-0.6em"
        text-anchor={isLate ? "end" : "start"}
      >
        {`${row.stops}: it stops`}
      </text>
    </>
  );
}

function timeTicks(months: number): readonly Tick[] {
  const count = months >= 4 ? 4 : Math.max(1, Math.round(months));
  return Array.from({ length: count + 1 }, (_, index) => {
    const at = (months * index) / count;
    const text = index === 0 ? "now" : index === count ? `${tidy(at)} ${at === 1 ? "month" : "months"}` : tidy(at);
    return { place: (100 * index) / count, text, optional: count > 2 && index > 0 && (count - index) % 2 === 1 };
  });
}

function tidy(value: number): string {
  return String(Math.round(10 * value) / 10);
}

function moneyTicks(top: number, currency: string): readonly Tick[] {
  const sign = currency.length === 1;
  return linearTicks(0, top, 4).map((amount) => {
    const text = amount >= 10_000 ? compactText(amount) : numberText(amount);
    return { place: 100 - (100 * amount) / top, text: sign ? `${currency}${text}` : text };
  });
}
