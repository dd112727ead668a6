import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { Notices } from "./Notices.tsx";
import { PartMissing } from "./PartMissing.tsx";
import { lower } from "./parts.ts";

/** What stands under the first screen. */
export function Below({ calculator }: { calculator: Calculator }): JSX.Element {
  const BelowFold = lower.view.value;
  return (
    <>
      <Notices calculator={calculator} />
      {BelowFold === null ? (
        <div id="lower">
          <PartMissing part={lower} what="The bills and the offers" />
        </div>
      ) : (
        <BelowFold calculator={calculator} />
      )}
    </>
  );
}
