import type { Offer } from "@tunecast/estimator";
import { alternativeNames, moneyText, timeText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { type Cumulative, cumulative, type SpentPoint } from "../state/cumulative.ts";
import { numberText } from "../question/numberText.ts";
import { Figure } from "./plot/Figure.tsx";
import type { Drawing } from "./plot/drawing.ts";
import { linearTicks, niceRange } from "./plot/scale.ts";
import { axisMoney, endMoney } from "./plot/axisMoney.ts";
import { dayText } from "../question/dayText.ts";
import { spanText, timeSpan } from "./text.ts";

/** Money spent over the months, with tuning and without. */
export function SpentCurve({ calculator, offer }: { calculator: Calculator; offer: Offer }): JSX.Element | null {
  const spent = cumulative(offer);
  if (spent === null) return null;
  const { currency } = offer.training;
  const summary = summaryOf(spent, offer.breakEven?.sentence ?? "");
  const { points, until, crossing } = spent;
  const month = calculator.crosshairs.value.spent ?? crossing?.likely ?? until;
  const at = spent.at(Math.min(month, until));
  const notTuned = ({ alternative }: SpentPoint): string => moneyText({ amount: alternative, currency });
  const drawing = drawingOf(calculator, spent, { currency, summary, at });
  return (
    <section aria-labelledby="spent-title">
      <h2 id="spent-title">Money over time</h2>
      <p class="lead">{summary}</p>
      <Figure
        calculator={calculator}
        chart="spent"
        drawing={drawing}
        entries={[
          { tone: "first", look: "line", label: "tuned: training and use" },
          {
            tone: "second",
            look: "dashed",
            label: `not tuned: ${alternativeNames[calculator.form.choices.value.instead]}`,
          },
        ]}
        reading={`After ${timeText(at.month)}: tuned ${spanText(at.tunedLow, at.tunedHigh, currency)}, not tuned ${notTuned(at)}`}
        slider="Months of use"
        table={{
          caption: drawing.title,
          head: ["Months", "Tuned", "Not tuned"],
          rows: points.map((point) => [
            numberText(Math.round(point.month * 100) / 100),
            spanText(point.tunedLow, point.tunedHigh, currency),
            notTuned(point),
          ]),
        }}
      />
    </section>
  );
}

interface Shown {
  readonly currency: string;
  readonly summary: string;
  /** Where the crosshair stands. */
  readonly at: SpentPoint;
}

function drawingOf(
  calculator: Calculator,
  { points, until, crossing }: Cumulative,
  { currency, summary, at }: Shown,
): Drawing {
  const highest = Math.max(...points.flatMap((point) => [Number(point.tunedHigh), Number(point.alternative)]));
  const [low, high] = niceRange(0, highest, 5);
  return {
    id: "spent-chart",
    title: "Money spent over time, tuned and not tuned",
    summary,
    width: calculator.chartWidth.value,
    x: { kind: "linear", from: 0, to: until, ticks: linearTicks(0, until, 6), text: String, title: "months of use" },
    y: {
      kind: "linear",
      from: low,
      to: high,
      ticks: linearTicks(low, high, 5),
      text: axisMoney(currency),
      title: "spent in all",
    },
    series: [
      {
        tone: "first",
        label: "tuned",
        end: ["tuned", endMoney(points.at(-1)?.tuned ?? "0", currency)],
        points: points.map(({ month, tuned }) => [month, Number(tuned)]),
      },
      {
        tone: "second",
        label: "not tuned",
        end: ["not tuned", endMoney(points.at(-1)?.alternative ?? "0", currency)],
        dashed: true,
        points: points.map(({ month, alternative }) => [month, Number(alternative)]),
      },
    ],
    bands: [
      {
        tone: "first",
        label: "tuned, range",
        points: points.map(({ month, tunedLow, tunedHigh }) => [month, Number(tunedLow), Number(tunedHigh)]),
      },
    ],
    strips: crossing === null ? [] : [{ from: crossing.low, to: crossing.high ?? until, label: "breaks even" }],
    cross: {
      x: at.month,
      ys: [
        ["first", Number(at.tuned)],
        ["second", Number(at.alternative)],
      ],
    },
  };
}

function summaryOf(spent: Cumulative, otherwise: string): string {
  const end =
    spent.stopsOn === null ? "" : ` The chart ends on ${dayText(spent.stopsOn)}, when the model stops answering.`;
  return spent.crossing === null ? otherwise : `${crossingWords(spent.crossing, spent.until)}${end}`;
}

function crossingWords(crossing: NonNullable<Cumulative["crossing"]>, until: number): string {
  if (crossing.likely > until)
    return `Tuning has paid for itself after ${timeText(crossing.likely)}, beyond the chart.`;
  if (crossing.high === 0) return "Tuning pays for itself at once.";
  const likely = timeText(crossing.likely);
  const paid = `Shaded: when tuning has paid for itself, after about ${likely}`;
  const span = timeSpan(crossing.low, crossing.high);
  return span === likely ? `${paid}.` : `${paid} (${span}).`;
}
