import type { OthersGain } from "../curve/before/before.ts";
import { countText } from "./amount.ts";

/** What others' runs gained, always under that name: never a forecast of the reader's own. The first sentence is the answer. */
export function othersSentences({ from, to, gain, unit, curves, ofKind, sources, needed }: OthersGain): string[] {
  const share = unit === "points";
  const figure = (value: number): string => {
    const digits = Math.abs(value).toFixed(share ? 1 : 3);
    return Number(digits) === 0 ? "nothing" : `${digits} ${share ? "points " : ""}${value < 0 ? "worse" : "better"}`;
  };
  const size = (value: number): string => Math.abs(value).toFixed(share ? 1 : 3);
  const unitText = share ? "points" : "of loss";
  const examples = (n: number): string => (Number.isFinite(n) ? countText(Math.ceil(n)) : "more than 64 times as many");
  const middle = gain.median < 0 ? `were ${figure(gain.median)}` : `gained ${size(gain.median)} ${unitText}`;
  return [
    `Others' runs, not a forecast of yours: from ${countText(from)} to ${countText(to)} examples half of them ${middle} or more (8 in 10: ${figure(gain.low80)} to ${figure(gain.high80)}; 5 in 10: ${figure(gain.low50)} to ${figure(gain.high50)}).`,
    ...(needed === null
      ? []
      : [
          `${size(needed.gain)} ${share ? "points" : "less loss"} took half of them ${examples(needed.median)} examples or fewer (8 in 10: ${examples(needed.low80)} to ${examples(needed.high80)}).`,
        ]),
    `${countText(curves)} public curves of ${countText(sources.length)} sources, ${countText(ofKind)} of them of your kind of task: kinds and sizes gain so much alike that all count, every source as much as another.`,
    "Scaled to what your score leaves to gain. Two pilots of your own replace this.",
  ];
}
