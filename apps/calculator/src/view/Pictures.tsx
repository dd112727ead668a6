import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/charts.css";
import { CostCurve } from "./CostCurve.tsx";
import { QualityPicture } from "./QualityPicture.tsx";
import { SpentCurve } from "./SpentCurve.tsx";
import { useLater } from "./useLater.ts";

/** The two pictures of the answer: money over time, and quality over doublings, or its cost where nobody has run anything. */
export function Pictures({ calculator }: { calculator: Calculator }): JSX.Element {
  const quality = useLater(calculator.quality);
  const { offer, question } = useLater(calculator.pictured);
  if (offer === null || question === null) return <div class="charts" />;
  return (
    <div class="charts">
      <SpentCurve calculator={calculator} offer={offer} />
      {quality?.ok === true ? (
        <QualityPicture calculator={calculator} quality={quality.value} />
      ) : (
        <CostCurve calculator={calculator} offer={offer} question={question} />
      )}
    </div>
  );
}
