import { type Inputs, type NumberField, numberFields } from "./inputs.ts";
import { numberText, readNumber } from "./numberText.ts";

/** What was chosen rather than typed. */
export type Choices = Omit<Inputs, NumberField | "pilots">;

/** The texts of the number fields for these inputs. */
export function typedOf(inputs: Inputs): Record<NumberField, string> {
  return Object.fromEntries(numberFields.map((field) => [field, numberText(inputs[field])])) as Record<
    NumberField,
    string
  >;
}

/** The numbers that the texts stand for; NaN for what is no number. */
export function readTyped(typed: Readonly<Record<NumberField, string>>): Pick<Inputs, NumberField> {
  return Object.fromEntries(numberFields.map((field) => [field, readNumber(typed[field])])) as unknown as Pick<
    Inputs,
    NumberField
  >;
}

/** The inputs that are not typed as numbers. */
export function choicesOf(inputs: Inputs): Choices {
  const { providerEpochs, instead, day, offer, find, sort, descending, metric, pilotModel } = inputs;
  return { providerEpochs, instead, day, offer, find, sort, descending, metric, pilotModel };
}
