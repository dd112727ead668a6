import { eachNumber, type Inputs, type NumberField } from "./inputs.ts";
import { numberText, readNumber } from "./numberText.ts";

/** What was chosen rather than typed. */
export type Choices = Omit<Inputs, NumberField | "pilots">;

/** The texts of the number fields for these inputs. */
export function typedOf(inputs: Inputs): Record<NumberField, string> {
  return eachNumber((field) => numberText(inputs[field]));
}

/** The numbers that the texts stand for; NaN for what is no number. */
export function readTyped(typed: Readonly<Record<NumberField, string>>): Pick<Inputs, NumberField> {
  return eachNumber((field) => readNumber(typed[field]));
}

/** The inputs that are not typed as numbers. */
export function choicesOf(inputs: Inputs): Choices {
  const { providerEpochs, instead, day, offer, find, sort, descending, metric, pilotModel } = inputs;
  return { providerEpochs, instead, day, offer, find, sort, descending, metric, pilotModel };
}
