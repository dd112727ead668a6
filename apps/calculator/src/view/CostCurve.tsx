import type { Offer, Question } from "@tunecast/estimator";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Calculator } from "../state/calculator.ts";
import {
  type CostPoint,
  costCurve,
  examplesOf,
  growthSentence,
  isDoubling,
  limitSentence,
} from "../state/costCurve.ts";
import { compactText, countedText, numberText } from "../question/numberText.ts";
import { Figure } from "./plot/Figure.tsx";
import type { Drawing } from "./plot/drawing.ts";
import { doublingTicks, linearTicks, niceRange, stepWords } from "./plot/scale.ts";
import { axisMoney } from "./plot/axisMoney.ts";
import { spanText } from "./text.ts";

interface CostCurveProps {
  readonly calculator: Calculator;
  readonly offer: Offer;
  readonly question: Question;
}

/** What training costs on more or fewer examples. */
export function CostCurve({ calculator, offer, question }: CostCurveProps): JSX.Element | null {
  const { job } = question;
  // A key that changes no training draws the same curve.
  const data = "profile" in job ? job.profile : `${job.examples} ${job.tokensPerExample}`;
  const points = useMemo(() => costCurve(question, offer), [offer, data]);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first.n === last.n) return null;
  const { currency } = offer.training;
  const stated = examplesOf(question);
  const at = nearest(points, calculator.crosshairs.value.cost ?? stated);
  const [low, high] = niceRange(0, Math.max(...points.map((point) => Number(point.high))), 5);
  const width = calculator.chartWidth.value;
  const say = (point: CostPoint): string => spanText(point.low, point.high, currency);
  // No chart shows a part of an example; one that is not seen in the digits of the mark may stay.
  const ticks = doublingTicks(first.n, last.n, stated, width < 460 ? 5 : 8).filter(
    (tick) => compactText(tick) === compactText(Math.round(tick)),
  );
  const drawing: Drawing = {
    id: "cost-chart",
    title: "Training cost by number of examples",
    summary: `From ${numberText(first.n)} examples at ${say(first)} to ${numberText(last.n)} at ${say(last)}.`,
    width,
    x: {
      kind: "log2",
      from: first.n,
      to: last.n,
      ticks,
      text: compactText,
      title: stepWords(ticks),
    },
    y: {
      kind: "linear",
      from: low,
      to: high,
      ticks: linearTicks(low, high, 5),
      text: axisMoney(currency),
      title: "train once",
    },
    series: [{ tone: "first", label: "training", points: points.map(({ n, cost }) => [n, Number(cost)]) }],
    bands: [
      { tone: "first", label: "range", points: points.map(({ n, low, high }) => [n, Number(low), Number(high)]) },
    ],
    cross: { x: at.n, ys: [["first", Number(at.cost)]] },
  };
  return (
    <section aria-labelledby="cost-title">
      <h2 id="cost-title">What more data costs</h2>
      <p class="lead">
        {growthSentence(points)}
        {limitSentence(points, offer.limits)}
      </p>
      <Figure
        calculator={calculator}
        chart="cost"
        drawing={drawing}
        entries={[{ tone: "first", look: "line", label: "training once, with its range" }]}
        reading={`${countedText(at.n, "example")}: ${say(at)}`}
        slider="Number of examples"
        table={{
          caption: drawing.title,
          head: ["Examples", "Training"],
          rows: points
            .filter((point) => point === first || point === last || isDoubling(point.n, stated))
            .map((point) => [numberText(point.n), say(point)]),
        }}
      />
    </section>
  );
}

function nearest(points: readonly CostPoint[], n: number): CostPoint {
  return points.reduce((best, point) =>
    Math.abs(Math.log(point.n / n)) < Math.abs(Math.log(best.n / n)) ? point : best,
  );
}
