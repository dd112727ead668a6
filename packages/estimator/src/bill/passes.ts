import type { Note } from "../contract/notes.ts";
import { ceilTo } from "../money.ts";
import type { BillingTag } from "../prices/priceFile.ts";
import { numberOf, type Rules } from "./rules.ts";
import { mapSpread, type Spread } from "./spread.ts";

/** A part of the quantity, and what was assumed for it. */
export interface Extra {
  readonly spread: Spread;
  readonly assumptions: readonly Note[];
}

/** Tokens of all passes over the data, with room in the range for what no source settles. */
export function allPasses(pass: Spread, epochs: number, rules: Rules): Extra {
  const assumptions: Note[] = [];
  let { low, typical, high } = mapSpread(pass, (tokens) => tokens.times(epochs));
  const say = ({ source }: BillingTag, note: Note): void => {
    assumptions.push({ ...note, ...(typeof source === "string" && { source }) });
  };
  const steps = rules.get("packed_steps");
  if (steps !== undefined) {
    const size = numberOf(steps, "tokensPerStep", 1);
    high = ceilTo(pass.high, String(size)).times(epochs);
    say(steps, { kind: "packed_steps", size });
  }
  const open = rules.get("epochs_not_stated");
  if (open !== undefined && epochs > 1) {
    low = pass.low;
    say(open, { kind: "epochs_not_stated" });
  }
  const band = rules.get("band");
  if (band !== undefined) {
    low = low.times(numberOf(band, "low", 1));
    high = high.times(numberOf(band, "high", 1));
    say(band, { kind: "band", low: String(band["low"]), high: String(band["high"]) });
  }
  return { spread: { low, typical, high }, assumptions };
}
