import type { JSX } from "preact";
import { counted } from "@tunecast/estimator/report";
import { shownDay } from "@tunecast/estimator/text";
import type { Calculator } from "../../state/calculator.ts";
import { Pieces } from "../decide/Decide.tsx";
import { Marks, rulerScale, Zones } from "../decide/Ruler.tsx";
import { Brand } from "../Shell.tsx";
import { nice } from "../text.ts";

/** The answer as a card: verdict, scale, three figures, and the way to the page. At most 420 pixels high. */
export function Card({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const report = calculator.report.value;
  const headline = calculator.liveAnswer.headline.value;
  if (report === null || headline === null) return null;
  const { form } = calculator;
  const { requests, day } = form.inputs.value;
  const scale = rulerScale(report.verdict, form);
  const { modelName, providerName } = headline.offer;
  // By itself in a frame the card is the page.
  const Heading = "embed" in document.documentElement.dataset ? "h1" : "p";
  return (
    <article class="card" aria-label="Card of the answer">
      <Heading class="verdict">
        <strong>{nice(report.verdict.head)}</strong> <Pieces pieces={report.verdict.sentence} />
      </Heading>
      {scale !== null && (
        <div class="ruler" aria-hidden="true">
          <Zones zones={scale.zones} now={scale.placeOf(scale.now)} />
          <Marks marks={scale.marks} />
        </div>
      )}
      <dl class="figures">
        {calculator.figures.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <b>{value}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p class="small soft">
        {requests === null ? "" : `${counted(requests, "request")} a month, `}
        {modelName} on {providerName}, {shownDay(day ?? form.today)}
      </p>
      <p class="sign">
        <span class="brand">
          <Brand />
        </span>
        <a href={calculator.pinned.value.replace("?embed", "")} target="_blank" rel="noreferrer">
          Try your own numbers
        </a>
      </p>
    </article>
  );
}
