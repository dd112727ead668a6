import type { Axis, AxisAnswer, AxisGain } from "../curve/design/axes.ts";
import { countText, moneyText } from "./amount.ts";

const MORE: Readonly<Record<Axis, (from: number, to: number) => string>> = {
  examples: (from, to) => `${countText(from)} to ${countText(to)} examples`,
  epochs: (from, to) => `${countText(from)} to ${countText(to)} passes`,
  parameters: (from, to) => `a model of ${countText(from)} to one of ${countText(to)} million parameters`,
};

const WITHOUT: Readonly<Record<Axis, string>> = {
  examples: "The pilots are of one size: what more examples bring is not known from them.",
  epochs: "The pilots ran for as many passes each: what more passes bring is not known from them.",
  parameters: "The pilots are of one model: what a larger model brings is not known from them.",
};

/** Passes beyond which repeated data are worth clearly less than new ones. */
const MANY_PASSES = 4;

/** What twice as much of each thing brings and costs a point, and what the pilots cannot say. */
export function axisSentences({ gains, notVaried }: AxisAnswer): string[] {
  return [
    ...gains.map(gainSentence),
    ...notVaried.map((axis) => WITHOUT[axis]),
    ...(gains.some(({ axis, to }) => axis === "epochs" && to > MANY_PASSES)
      ? [
          "Beyond four passes the same examples are worth clearly less than new ones, and a model may learn them by heart.",
        ]
      : []),
  ];
}

function gainSentence({ axis, from, to, points, dollarsPerPoint }: AxisGain): string {
  const { median, low80, high80 } = points;
  const price = dollarsPerPoint === null ? "" : `, ${moneyText({ amount: dollarsPerPoint, currency: "USD" })} a point`;
  return `From ${MORE[axis](from, to)}: ${signed(median)} points (80 %: ${signed(low80)} to ${signed(high80)})${price}.`;
}

function signed(points: number): string {
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(1)}`;
}
