import { trainingAt, type Offer, type Question } from "@tunecast/estimator";
import { difference, moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { examplesOf } from "../state/costCurve.ts";
import { One } from "./One.tsx";

/** What doubling the data buys: its gain from the reader's own runs, or the word that says nobody knows. */
export function TwiceTheData({ calculator, offer }: { calculator: Calculator; offer: Offer }): JSX.Element {
  const quality = calculator.quality.value;
  const question = calculator.shownQuestion;
  const more = question === null ? "" : moreText(question, offer);
  if (quality?.ok !== true || calculator.form.choices.value.pilotModel !== offer.model)
    return (
      <One label="Twice the data" figure="unknown" range={more}>
        Two runs of your own on parts of the data say what it buys: <a href="#quality-title">type their scores</a>.
      </One>
    );
  const { curve } = quality.value;
  const { gainPerDoubling } = curve;
  return (
    <One
      label="Twice the data"
      figure={signed(gainPerDoubling.median)}
      range={`${signed(gainPerDoubling.low80)} to ${signed(gainPerDoubling.high80)}, 8 in 10`}
    >
      {`${more === "" ? "" : `${more.replace(/^f/u, "F")}. `}The plain rule says ${signed(curve.rule.gainPerDoubling)}.`}
    </One>
  );
}

function signed(gain: number): string {
  const text = Number(gain.toPrecision(2)).toLocaleString("en-US");
  return gain > 0 ? `+${text}` : text;
}

/** `for $14.88 more training`. */
function moreText(question: Question, offer: Offer): string {
  const twice = trainingAt(question, offer)(2 * examplesOf(question));
  if (twice === null || twice.refused !== null) return "";
  const { amount, currency } = offer.training;
  const more = difference(twice.amount, amount);
  return `for ${moneyText({ amount: more.startsWith("-") ? "0" : more, currency })} more training`;
}
