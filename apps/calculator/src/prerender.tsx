import { prices } from "@tunecast/pricing";
import { renderToString } from "preact-render-to-string";
import { Calculator } from "./state/calculator.ts";
import { Form } from "./state/form.ts";
import { Answer } from "./view/Answer.tsx";
import { OfferChoice } from "./view/OfferChoice.tsx";
import { Shell } from "./view/Shell.tsx";

const inTheBrowserOnly = (): never => {
  throw new Error("This needs a browser.");
};

/** The page as it opens, with the prices of the day of the price book: the very components that run in the browser. */
export async function prerender(): Promise<{ readonly page: string; readonly priced: string }> {
  const form = new Form({
    today: prices.version,
    fragment: "",
    countFile: inTheBrowserOnly,
    surface: { copy: inTheBrowserOnly, save: inTheBrowserOnly, print: inTheBrowserOnly, keep: inTheBrowserOnly },
    sample: inTheBrowserOnly,
    page: "",
  });
  const calculator = new Calculator(form, {
    prices,
    checkAll: inTheBrowserOnly,
  });
  const atOnce = (): Promise<void> => Promise.resolve();
  await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
  form.isBehind.value = false;
  const answer = renderToString(<Answer calculator={calculator} embedded={false} />);
  const offerChoice = renderToString(<OfferChoice calculator={calculator} />);
  return {
    page: renderToString(<Shell form={form} answer={answer} offerChoice={offerChoice} />),
    priced: prices.version,
  };
}
