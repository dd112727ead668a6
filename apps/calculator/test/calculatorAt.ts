import { type Answer, estimate } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing/history";
import { Calculator } from "../src/state/calculator.ts";
import type { CheckAll } from "../src/tokens/fileVerdicts.ts";
import { Form } from "../src/state/form.ts";
import type { CountFile } from "../src/tokens/fileCount.ts";

/** The day of the calculators of the tests. */
export const today = "2026-11-24";
export const atOnce = (): Promise<void> => Promise.resolve();

/** The page without a browser around it. */
export function calculatorAt(
  fragment = "",
  countFile: CountFile = () => new Promise<never>(() => undefined),
  day: string = today,
  checkAll: CheckAll = () => Promise.resolve(),
): Calculator {
  const form = new Form({
    today: day,
    fragment,
    countFile,
    surface: { copy: () => Promise.resolve(), save: () => undefined, print: () => undefined, keep: () => undefined },
    sample: () => Promise.reject(new Error("No sample is needed.")),
    page: "https://example.org/",
  });
  return new Calculator(form, { prices, checkAll });
}

/** The page once its first answer stands. */
export async function answered(fragment = "", day = today): Promise<{ calculator: Calculator; answer: Answer }> {
  const calculator = calculatorAt(fragment, undefined, day);
  await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
  const answer = calculator.liveAnswer.answer.value;
  if (answer === null) throw new Error("The calculator gave no answer.");
  return { calculator, answer };
}

/** What the library answers to the page's question, in one go. */
export function wholeAnswer({ question }: Calculator): Answer {
  if (question.value === null) throw new Error("The calculator has no question.");
  return estimate(question.value);
}
