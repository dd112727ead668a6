import { prices } from "@tunecast/pricing";
import { renderToString } from "preact-render-to-string";
import { Calculator } from "./state/calculator.ts";
import { Form } from "./state/form.ts";
import { AnswerColumn } from "./view/AnswerColumn.tsx";
import { Shell } from "./view/Shell.tsx";

/** What the build writes into the page. */
export interface Prerendered {
  readonly html: string;
  /** The answer in one sentence. */
  readonly sentence: string;
}

const inTheBrowserOnly = (): never => {
  throw new Error("This needs a browser.");
};

/** The page as it opens, with the prices of the day of the price book: the very components that run in the browser. */
export function prerender(): Prerendered {
  const form = new Form({
    today: prices.version,
    fragment: "",
    theme: "system",
    countFile: inTheBrowserOnly,
    surface: { copy: inTheBrowserOnly, save: inTheBrowserOnly, print: inTheBrowserOnly, keep: inTheBrowserOnly },
    sample: inTheBrowserOnly,
    page: "",
  });
  const calculator = new Calculator(form, {
    prices,
    checkFile: inTheBrowserOnly,
    checkAll: inTheBrowserOnly,
    compareFile: inTheBrowserOnly,
  });
  calculator.liveAnswer.atOnce();
  const answers = renderToString(<AnswerColumn calculator={calculator} />);
  return { html: renderToString(<Shell form={form} answers={answers} />), sentence: calculator.title.value };
}
