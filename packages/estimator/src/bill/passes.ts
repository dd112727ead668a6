import type { Assumption } from "../contract/answer.ts";
import { ceilTo } from "../money.ts";
import type { BillingTag } from "../prices/priceFile.ts";
import { numberOf, type Rules } from "./rules.ts";
import { mapSpread, type Spread } from "./spread.ts";

/** A part of the quantity, and what was assumed for it. */
export interface Extra {
  readonly spread: Spread;
  readonly assumptions: readonly Assumption[];
}

/** Tokens of all passes over the data, with room in the range for what no source settles. */
export function allPasses(pass: Spread, epochs: number, rules: Rules): Extra {
  const assumptions: Assumption[] = [];
  let { low, typical, high } = mapSpread(pass, (tokens) => tokens.times(epochs));
  const say = (tag: BillingTag, sentence: string): void => {
    const { tag: kind, source } = tag;
    assumptions.push({ kind, sentence, ...(typeof source === "string" && { source }) });
  };
  const steps = rules.get("packed_steps");
  if (steps !== undefined) {
    const size = numberOf(steps, "tokensPerStep", 1);
    high = ceilTo(pass.high, String(size)).times(epochs);
    say(
      steps,
      `The one run that shows its tokens bills whole steps of ${size}, padding included: the high end of the range rounds each epoch up to them.`,
    );
  }
  const open = rules.get("epochs_not_stated");
  if (open !== undefined && epochs > 1) {
    low = pass.low;
    say(open, "The price page does not mention epochs: the total bills each, the low end of the range one.");
  }
  const band = rules.get("band");
  if (band !== undefined) {
    low = low.times(numberOf(band, "low", 1));
    high = high.times(numberOf(band, "high", 1));
    say(band, `The provider's own estimate allows ${String(band["low"])} to ${String(band["high"])} times its centre.`);
  }
  return { spread: { low, typical, high }, assumptions };
}
