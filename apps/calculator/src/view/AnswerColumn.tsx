import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { Answers } from "./Answers.tsx";
import { PartMissing } from "./PartMissing.tsx";
import { older, pictures } from "./parts.ts";

/** The answers and the two pictures under them. */
export function AnswerColumn({ calculator }: { calculator: Calculator }): JSX.Element {
  const Pictures = pictures.view.value;
  return (
    <>
      <PartMissing part={older} what="The prices of that day" />
      <Answers calculator={calculator} />
      <div class="pictures">
        {Pictures === null ? <PartMissing part={pictures} what="The pictures" /> : <Pictures calculator={calculator} />}
      </div>
    </>
  );
}
