import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { compactText, numberText } from "../question/numberText.ts";
import type { Quality } from "../state/quality.ts";

/** The curve in sentences: what a doubling buys, what it costs, what a target takes, and what to beware of. */
export function QualityWords({ calculator, quality }: { calculator: Calculator; quality: Quality }): JSX.Element {
  const { curve, tested, notes } = quality;
  const { pilotModel } = calculator.form.choices.value;
  const score = scoreText(quality);
  const target = quality.target && targetSentence(quality, quality.target);
  const { median, low80, high80 } = curve.gainPerDoubling;
  return (
    <div class="quality-words">
      <p class="big">
        One doubling, to {numberText(2 * tested[1])} examples, buys about <strong>{signed(score(median))}</strong>,
        probably between {signed(score(low80))} and {signed(score(high80))}.
      </p>
      <p>
        The plain rule says {signed(score(curve.rule.gainPerDoubling))} for every doubling.{" "}
        {pilotModel === null
          ? "Which model was run is not said."
          : `This holds for ${nameOf(calculator, pilotModel)} and lends nothing to another model.`}
      </p>
      <p>{costSentence(calculator, quality)}</p>
      {target !== null && <p>{target}</p>}
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function nameOf({ models }: Calculator, model: string): string {
  return models.value.find(([id]) => id === model)?.[1] ?? model;
}

/** Scores in the digits that the interval supports: two of its width. */
export function scoreText({ curve }: Quality): (value: number) => string {
  const { low80, high80 } = curve.gainPerDoubling;
  const width = Math.max(Math.abs(high80 - low80), Math.abs(curve.gainPerDoubling.median) / 10, 1e-9);
  const digits = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(width))));
  return (value) => value.toLocaleString("en-US", { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

function signed(text: string): string {
  return text.startsWith("-") ? text.replace("-", "−") : `+${text}`;
}

function costSentence(calculator: Calculator, { next, tested }: Quality): string {
  const { offer } = calculator.choice.value;
  const { pilotModel } = calculator.form.choices.value;
  if (next === null) {
    return offer === null || pilotModel === null
      ? "Say which model was run, and what a point costs stands here."
      : offer.model === pilotModel
        ? "What the run on twice the data costs is not known at this offer."
        : `The figures at the top are for ${offer.modelName}, whose quality these runs do not tell; choose an offer of ${nameOf(calculator, pilotModel)} to see what a point costs.`;
  }
  const currency = offer?.training.currency ?? "USD";
  const run = `The run on ${numberText(2 * tested[1])} examples costs ${moneyText({ amount: next.cost, currency })} to train`;
  return next.dollarsPerPoint !== null
    ? `${run}: ${moneyText({ amount: next.dollarsPerPoint, currency })} for every point expected. What the new examples cost to make comes on top.`
    : `${run}, and no gain is expected from it.`;
}

/** What a target takes; null for one outside the scale, of which a note says that no size reaches it. */
export function targetSentence(
  { tested }: Pick<Quality, "tested">,
  { value, n, pWithin8x, note }: NonNullable<Quality["target"]>,
): string | null {
  if (note?.kind === "target_beyond_bound") return null;
  // The search begins there: less is not known to be enough.
  if (n.high80 === tested[0]) return `A score of ${numberText(value)} is reached with the smallest run already.`;
  const likely = Number.isFinite(n.median) ? `takes about ${compactText(n.median)} examples` : "is not in sight";
  const bound = Number.isFinite(n.high80) ? `; with ${compactText(n.high80)} the chance is nine in ten` : "";
  const chance = `${Math.round(100 * pWithin8x)} %`;
  return `A score of ${numberText(value)} ${likely}${bound}. The chance to reach it with ${compactText(8 * tested[1])} or fewer is ${chance}.`;
}
