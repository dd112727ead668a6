import { curveDigits, scoreText } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import { compactText, numberText } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import type { Quality } from "../../state/runs/quality.ts";
import { Axes } from "../chart.tsx";
import { areaPath, doublingTicks, linearTicks, linePath, niceRange, place, type Scale } from "../scale.ts";

const plotHeight = 176;

interface CurveChartProps {
  readonly calculator: Calculator;
  readonly quality: Quality;
  readonly stopAt: number | null;
}

export function CurveChart({ calculator, quality, stopAt }: CurveChartProps): JSX.Element {
  const { points, tested } = quality;
  const pilots = calculator.form.pilots.complete.value;
  const { target } = calculator.form.inputs.value;
  const aim = target !== null && Number.isFinite(target) ? [target] : [];
  const ahead = points.filter(({ n }) => n >= tested[1]);
  const [from, to] = [tested[0], points.at(-1)?.n ?? tested[1]];
  const values = [
    ...pilots.map(({ value }) => value),
    ...ahead.flatMap(({ low80, high80, rule }) => [low80, high80, rule]),
  ];
  const [low, high] = niceRange(Math.min(...values, ...aim), Math.max(...values, ...aim), 4);
  const x: Scale = { kind: "log2", from, to, start: 0, end: 100 };
  const y: Scale = { kind: "linear", from: low, to: high, start: 100, end: 0 };
  const at = (n: number, value: number): readonly [number, number] => [place(x, n), place(y, value)];
  const digits = curveDigits(quality.curve);
  const last = points.at(-1);
  const ticks = doublingTicks(from, to, tested[1], 6);
  return (
    <figure class="chart">
      <svg class="plot" role="img" aria-labelledby="curve-title curve-desc" height={plotHeight + 12}>
        <title id="curve-title">Score by number of examples</title>
        <desc id="curve-desc">
          {`Runs: ${pilots.map(({ n, value }) => `${value} at ${numberText(n)}`).join(", ")}. ${quality.steps
            .map(({ to: n, score }) => `Expected ${scoreText(score.median, digits)} at ${numberText(n)}`)
            .join(", ")}.`}
        </desc>
        <svg class="area" y="12" height={plotHeight}>
          <Axes
            x={ticks.map((n, index) => ({
              place: place(x, n),
              text: compactText(n),
              optional: ticks.length > 4 && index % 2 === 1,
            }))}
            y={linearTicks(low, high, 4).map((value) => ({
              place: place(y, value),
              text: value.toLocaleString("en-US"),
            }))}
          />
          <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none">
            <path
              class="band"
              d={areaPath(ahead.map(({ n, low80, high80 }) => [place(x, n), place(y, low80), place(y, high80)]))}
            />
            <path class="path rule" d={linePath(ahead.map(({ n, rule }) => at(n, rule)))} />
            <path class="path tuned" d={linePath(points.map(({ n, median }) => at(n, median)))} />
            {aim.map((value) => (
              <path key={value} class="path" d={linePath([at(from, value), at(to, value)])} />
            ))}
          </svg>
          {pilots.map(({ n, value }) => (
            <circle key={`${n} ${value}`} class="dot" cx={`${place(x, n)}%`} cy={`${place(y, value)}%`} r="5" />
          ))}
          {stopAt !== null && stopAt <= to && (
            <line class="lead dashed" x1={`${place(x, stopAt)}%`} x2={`${place(x, stopAt)}%`} y1="0" y2="100%" />
          )}
          {stopAt !== null && stopAt <= to && (
            <text class="today halo" x={`${place(x, stopAt)}%`} y="100%" dx="-8" dy="-0.6em" text-anchor="end">
              stop here
            </text>
          )}
          {last !== undefined && <EndNames median={place(y, last.median)} rule={place(y, last.rule)} />}
        </svg>
      </svg>
    </figure>
  );
}

function EndNames({ median, rule }: { median: number; rule: number }): JSX.Element {
  const apart = Math.abs(median - rule) < 10 ? (rule <= median ? -1 : 1) * 5 : 0;
  return (
    <>
      <text class="tuned" x="100%" y={`${median - apart}%`} dx="8" dy="0.35em">
        expected
      </text>
      <text x="100%" y={`${rule + apart}%`} dx="8" dy="0.35em">
        doubling rule
      </text>
    </>
  );
}
