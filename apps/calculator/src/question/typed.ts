import { counts, eachNumber, type Inputs, type NumberField } from "./inputs.ts";
import { fieldText, readNumber, twoReadings } from "./numberText.ts";

/** What was chosen rather than typed. */
export type Choices = Omit<Inputs, NumberField | "pilots">;

/** The texts of the number fields for these inputs. */
export function typedOf(inputs: Pick<Inputs, NumberField>): Record<NumberField, string> {
  return eachNumber((field) => fieldText(inputs[field]));
}

/** The number that a text in a field stands for; NaN for what is no number, or one of two. */
export function readField(field: NumberField, text: string): number | null {
  return ambiguity(field, text) === null ? readNumber(text) : Number.NaN;
}

/** What to say of a text in a field that can be read as two numbers; null for any other. */
export function ambiguity(field: NumberField, text: string): string | null {
  return twoReadings(text, counts.has(field));
}

/** The numbers that the texts stand for; NaN for what is no number. */
export function readTyped(typed: Readonly<Record<NumberField, string>>): Pick<Inputs, NumberField> {
  return eachNumber((field) => readField(field, typed[field]));
}

/** The inputs that are not typed as numbers. */
export function choicesOf({ pilots: _typedInRows, ...inputs }: Inputs): Choices {
  const typed = typedOf(inputs);
  return Object.fromEntries(
    Object.entries(inputs).filter(([field]) => !Object.hasOwn(typed, field)),
  ) as unknown as Choices;
}
