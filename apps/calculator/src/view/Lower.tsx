import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { Budget } from "./Budget.tsx";
import { CostCurve } from "./CostCurve.tsx";
import { Offers } from "./Offers.tsx";
import { OwnPrices } from "./OwnPrices.tsx";
import { QualityCurve } from "./QualityCurve.tsx";
import { Refused } from "./Refused.tsx";
import { SpentCurve } from "./SpentCurve.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { YourFile } from "./YourFile.tsx";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/lower.css";

/** All below the answers: the file, the offers, the charts, what to take along. Loaded after the first screen stands. */
export function Lower({ calculator }: { calculator: Calculator }): JSX.Element {
  return (
    <>
      <YourFile calculator={calculator} />
      <Offers calculator={calculator} />
      <Refused calculator={calculator} />
      <Budget calculator={calculator} />
      <div class="charts">
        <SpentCurve calculator={calculator} />
        <CostCurve calculator={calculator} />
      </div>
      <QualityCurve calculator={calculator} />
      <OwnPrices calculator={calculator} />
      <TakeAway calculator={calculator} />
    </>
  );
}
