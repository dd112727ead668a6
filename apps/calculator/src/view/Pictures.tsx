import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/charts.css";
import { CostCurve } from "./CostCurve.tsx";
import { QualityPicture } from "./QualityPicture.tsx";
import { SpentCurve } from "./SpentCurve.tsx";

/** The two pictures of the answer: money over time, and quality over doublings, or its cost where nobody has run anything. */
export function Pictures({ calculator }: { calculator: Calculator }): JSX.Element {
  const quality = calculator.quality.value;
  return (
    <div class="charts">
      <SpentCurve calculator={calculator} />
      {quality?.ok === true ? (
        <QualityPicture calculator={calculator} quality={quality.value} />
      ) : (
        <CostCurve calculator={calculator} />
      )}
    </div>
  );
}
