import { smallestGain, testSetSize, type Comparison, type TestSetSize } from "../curve/design/testSet.ts";
import { countText } from "./amount.ts";

/** One sentence when a test set of `testItems` cannot show the gain, null when it can. */
export function testSetSentence(comparison: Comparison, testItems: number): string | null {
  const needed = testSetSize(comparison);
  if (!needed.ok || testItems >= needed.value.unpaired) return null;
  const { unpaired, paired } = needed.value;
  const points = (share: number): string => String(Number((100 * share).toPrecision(2)));
  const see = smallestGain(comparison.score, testItems);
  if (see === null) return null;
  const shown =
    see.unpaired > 1 - comparison.score
      ? "no gain that is possible from this score"
      : `a gain of ${points(see.unpaired)} points or more, not one of ${points(comparison.gain)}`;
  const set = testItems === 1 ? "One test item shows" : `${countText(testItems)} test items show`;
  const begin = `${set} ${shown}: that takes ${countText(unpaired)} items`;
  return testItems >= paired
    ? `${begin}, or both models compared item by item on the same test set, for which ${countText(paired)} are enough.`
    : `${begin}, or ${countText(paired)} when both models are compared item by item.`;
}

/** On how many items a gain shows, in one sentence. */
export function testItemsSentence(gain: number, { unpaired, paired }: TestSetSize): string {
  return `A gain of ${Number((100 * gain).toPrecision(3))} points shows with probability 0.8 on ${countText(unpaired)} test items, or on ${countText(paired)} when both models are compared item by item.`;
}
