import type { Calculator } from "../../state/calculator.ts";
import { doublingText } from "../../state/doublings.ts";

/** What doubling the data buys and costs: gain and price of one and the same doubling. */
export function twiceTheData(calculator: Calculator): { readonly value: string; readonly small: string } {
  const quality = calculator.quality.value;
  const { offer } = calculator.choice.value;
  const { pilotModel } = calculator.form.choices.value;
  if (quality === null) return { value: "unknown", small: "No runs of this model yet." };
  if (!quality.ok) return { value: "unknown", small: "One more run is needed." };
  if (offer === null || offer.model !== pilotModel)
    return { value: "unknown", small: "The runs are of another model." };
  return doublingText(quality.value.steps[0]);
}
