import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { compactText, numberText } from "../question/numberText.ts";
import type { Quality } from "../state/quality.ts";
import { Figure } from "./plot/Figure.tsx";
import type { Axis, Drawing } from "./plot/drawing.ts";
import { doublingTicks, linearTicks, niceRange, stepWords } from "./plot/scale.ts";
import { QualityWords, scoreText } from "./QualityWords.tsx";

/** The curve with its intervals, the plain rule beside it, and both in words. */
export function QualityAnswer({ calculator, quality }: { calculator: Calculator; quality: Quality }): JSX.Element {
  return <QualityWords calculator={calculator} quality={quality} />;
}

/** The curve with its intervals and the plain rule beside it. */
export function QualityFigure({ calculator, quality }: { calculator: Calculator; quality: Quality }): JSX.Element {
  const drawing = drawingOf(calculator, quality);
  const at = quality.curve.predict(drawing.cross.x);
  const score = scoreText(quality);
  return (
    <Figure
      calculator={calculator}
      chart="quality"
      drawing={drawing}
      entries={[
        { tone: "first", look: "line", label: "fit, with 80 % and 95 % intervals" },
        { tone: "second", look: "dashed", label: "plain rule: the same gain per doubling" },
        { tone: "third", look: "marker", label: "your runs, with their standard errors" },
        ...(drawing.series.some(({ label }) => label === "score to reach")
          ? [{ tone: "third", look: "dashed", label: "score to reach" } as const]
          : []),
      ]}
      reading={`${numberText(Math.round(at.n))} examples: ${score(at.median)}, likely ${score(at.low80)} to ${score(at.high80)} (80 %); plain rule ${score(at.rule)}${at.flag === null ? "" : "; further than the method was ever checked"}`}
      slider="Number of examples"
      table={{
        caption: drawing.title,
        head: ["Examples", "Plain rule", "Median", "80 % interval", "95 % interval"],
        rows: [1, 2, 4, 8, 16].map((factor) => {
          const { n, rule, median, low80, high80, low95, high95 } = quality.curve.predict(quality.tested[1] * factor);
          return [
            numberText(Math.round(n)),
            score(rule),
            score(median),
            `${score(low80)} to ${score(high80)}`,
            `${score(low95)} to ${score(high95)}`,
          ];
        }),
      }}
    />
  );
}

function drawingOf(calculator: Calculator, quality: Quality): Drawing {
  const { points, tested, checkedTo } = quality;
  const score = scoreText(quality);
  const [from, to] = [points[0]?.n ?? tested[0], points.at(-1)?.n ?? tested[1]];
  const pilots = calculator.form.pilots.complete.value;
  const width = calculator.chartWidth.value;
  const metric = calculator.form.choices.value.metric;
  const ticks = doublingTicks(from, to, tested[1], width < 460 ? 5 : 8);
  const x: Axis = {
    kind: "log2",
    from,
    to,
    ticks,
    text: compactText,
    title: stepWords(ticks),
  };
  return {
    id: "quality-chart",
    title: `${metric} by number of examples`,
    summary: `Runs from ${numberText(tested[0])} to ${numberText(tested[1])} examples; beyond ${numberText(checkedTo)} the method was never checked.`,
    width,
    x,
    y: verticalAxis(
      quality,
      [
        ...pilots.flatMap(({ value, se }) => [value - (se ?? 0), value + (se ?? 0)]),
        ...targetLine(calculator, [from, to]).flatMap(({ points: ends }) => ends.map(([, value]) => value)),
      ],
      metric,
    ),
    series: [
      {
        tone: "second",
        label: "plain rule",
        end: ["plain rule", score(points.at(-1)?.rule ?? 0)],
        dashed: true,
        points: points.map(({ n, rule }) => [n, rule]),
      },
      {
        tone: "first",
        label: "median",
        end: ["fit", score(points.at(-1)?.median ?? 0)],
        points: points.map(({ n, median }) => [n, median]),
      },
      ...targetLine(calculator, [from, to]),
      {
        tone: "third",
        label: "runs",
        markers: true,
        points: pilots.map(({ n, value }) => [n, value]),
        errors: pilots.map(({ se }) => se ?? 0),
      },
    ],
    bands: [
      {
        tone: "first",
        label: "95 %",
        faint: true,
        points: points.map(({ n, low95, high95 }) => [n, low95, high95]),
        fade: { from: tested[1], to },
      },
      {
        tone: "first",
        label: "80 %",
        points: points.map(({ n, low80, high80 }) => [n, low80, high80]),
        fade: { from: tested[1], to },
      },
    ],
    strips: [{ from: tested[0], to: tested[1], label: "tested" }],
    cross: crossOf(quality, calculator.crosshairs.value.quality, [from, to]),
  };
}

/** The score to reach, where the reader named one that the chart holds. */
function targetLine(calculator: Calculator, [from, to]: readonly [number, number]): Drawing["series"] {
  const { target } = calculator.form.inputs.value;
  if (target === null || !Number.isFinite(target)) return [];
  return [
    {
      tone: "third",
      label: "score to reach",
      dashed: true,
      points: [
        [from, target],
        [to, target],
      ],
    },
  ];
}

function crossOf(
  { curve, tested }: Quality,
  pointed: number | undefined,
  [from, to]: readonly [number, number],
): Drawing["cross"] {
  const n = Math.min(Math.max(pointed ?? tested[1] * 2, from), to);
  const { median, rule } = curve.predict(n);
  return {
    x: n,
    ys: [
      ["first", median],
      ["second", rule],
    ],
  };
}

function verticalAxis({ points }: Quality, values: readonly number[], title: string): Axis {
  const shown = [...values, ...points.flatMap(({ low95, high95, rule }) => [low95, high95, rule])];
  const [from, to] = niceRange(Math.min(...shown), Math.max(...shown), 5);
  return {
    kind: "linear",
    from,
    to,
    ticks: linearTicks(from, to, 5),
    text: (value) => value.toLocaleString("en-US"),
    title,
  };
}
