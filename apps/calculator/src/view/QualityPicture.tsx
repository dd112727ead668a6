import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import type { Quality } from "../state/quality.ts";
import { QualityFigure } from "./QualityAnswer.tsx";

/** The curve through the runs, small, beside the money. */
export function QualityPicture({ calculator, quality }: { calculator: Calculator; quality: Quality }): JSX.Element {
  return (
    <section aria-labelledby="picture-quality">
      <h2 id="picture-quality">Quality over doublings</h2>
      <p class="lead">
        Dashed: the plain rule, the same gain for each doubling. The bands hold 8 in 10 and 19 in 20 such runs.
      </p>
      <QualityFigure calculator={calculator} quality={quality} />
    </section>
  );
}
