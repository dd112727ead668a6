import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { BothBills } from "./BothBills.tsx";
import { Decide } from "./Decide.tsx";
import { Budget } from "./Budget.tsx";
import { Offers } from "./Offers.tsx";
import { OwnPrices } from "./OwnPrices.tsx";
import { QualityCurve } from "./QualityCurve.tsx";
import { Refused } from "./Refused.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { YourFile } from "./YourFile.tsx";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/lower.css";

/** All below the answers: both bills, the offers, the file, the runs, what to take along. Loaded after the first screen stands. */
export function BelowFold({ calculator }: { calculator: Calculator }): JSX.Element {
  return (
    <>
      <BothBills calculator={calculator} />
      <Decide calculator={calculator} />
      <Offers calculator={calculator} />
      <Refused calculator={calculator} />
      <YourFile calculator={calculator} />
      <QualityCurve calculator={calculator} />
      <Budget calculator={calculator} />
      <OwnPrices calculator={calculator} />
      <TakeAway calculator={calculator} />
    </>
  );
}
