import type { OthersGain } from "../curve/before/before.ts";
import { countText } from "./amount.ts";

/** What others' runs gained, always under that name: never a forecast of the reader's own. */
export function othersSentences({ from, to, gain, unit, curves, sources, sizeMatched }: OthersGain): string[] {
  const figure = (value: number): string =>
    `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(unit === "points" ? 1 : 3)}`;
  const of = unit === "points" ? " points" : " of loss";
  const range = (low: number, high: number): string => `${figure(low)} to ${figure(high)}`;
  return [
    `Others' runs, not a forecast of yours: from ${countText(from)} to ${countText(to)} examples, ${curves} public curves of ${countText(sources.length)} ${sources.length === 1 ? "source" : "sources"} gained ${figure(gain.median)}${of} (50 %: ${range(gain.low50, gain.high50)}; 80 %: ${range(gain.low80, gain.high80)}).`,
    sizeMatched ? "They are of models within ten times the size of yours." : "They are of models of any size.",
    "Scaled to what your score leaves to gain. Two pilots of your own replace this.",
  ];
}
