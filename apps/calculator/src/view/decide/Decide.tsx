import type { Piece } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { dayText, withDays } from "../../question/dayText.ts";
import type { Calculator } from "../../state/calculator.ts";
import type { DecisionReport } from "@tunecast/estimator/report";
import { DoorLink } from "../Shell.tsx";
import { Strip } from "../Strip.tsx";
import { nice } from "../text.ts";
import { CopyLink } from "./CopyLink.tsx";
import { Notes } from "./Notes.tsx";
import { Ruler } from "./Ruler.tsx";
import { twiceTheData } from "./twiceTheData.ts";
import { WaysChart } from "./WaysChart.tsx";
import { WaysTable } from "./WaysTable.tsx";

/** The verdict, what it hangs on, four figures, and every way over time. */
export function Decide({ calculator }: { calculator: Calculator }): JSX.Element {
  const report = calculator.report.value;
  const { obstacle } = calculator;
  return (
    <>
      <Strip calculator={calculator} />
      <Notes calculator={calculator} />
      {report === null ? (
        <h1 class="verdict" aria-live="polite">
          {obstacle !== "" && <strong>{nice(obstacle)}</strong>}
        </h1>
      ) : (
        <div class={obstacle === "" ? "answer" : "answer put-by"}>
          <Verdict report={report} />
          {obstacle !== "" && <p class="obstacle">{nice(obstacle)}</p>}
          <div class="steer">
            <Ruler calculator={calculator} report={report} />
            <CopyLink calculator={calculator} />
          </div>
          <Figures calculator={calculator} />
          <Ways calculator={calculator} report={report} />
        </div>
      )}
    </>
  );
}

/** The verdict in one line, its reason in the next, and what may spoil it. */
export function Verdict({ report }: { report: DecisionReport }): JSX.Element {
  return (
    <>
      <h1 class="verdict" aria-live="polite">
        <strong>{nice(report.verdict.head)}</strong> <Pieces pieces={report.verdict.sentence} />
      </h1>
      <p class="under">
        <span>{nice(withDays([report.verdict.under, ...report.verdict.further].join(" ")))}</span>{" "}
        {report.cautions.map((warning) => (
          <span key={warning} class="old">
            {nice(withDays(warning))}{" "}
          </span>
        ))}
      </p>
    </>
  );
}

export function Pieces({ pieces }: { pieces: readonly Piece[] }): JSX.Element {
  return (
    <span>{pieces.map(({ text, strong }) => (strong === true ? <b key={text}>{nice(text)}</b> : nice(text)))}</span>
  );
}

function Figures({ calculator }: { calculator: Calculator }): JSX.Element {
  const double = twiceTheData(calculator);
  return (
    <dl class="figures">
      {calculator.figures.map(({ id, label, value, range, note }) => (
        <div key={id} id={`figure-${id}`}>
          <dt>{label}</dt>
          <dd>
            <b class={value.length > 11 ? "long" : undefined}>{value}</b>
            <small>{[range, note].filter(Boolean).join(": ")}</small>
          </dd>
        </div>
      ))}
      <div id="figure-double">
        <dt>Twice the data</dt>
        <dd>
          <b>{double.value}</b>
          <small>
            {double.small}{" "}
            <DoorLink form={calculator.form} door="data">
              {double.value === "unknown" ? "Add runs" : "See the curve"}
            </DoorLink>
          </small>
        </dd>
      </div>
    </dl>
  );
}

function Ways({ calculator, report }: { calculator: Calculator; report: DecisionReport }): JSX.Element | null {
  const { comparison: ways } = report;
  if (ways === null) return null;
  return (
    <section class="ways" aria-labelledby="ways">
      <div class="head">
        <h2 id="ways">{ways.title}</h2>
        <p class="small soft">
          Money spent from today, at the prices of{" "}
          {dayText(calculator.liveAnswer.headline.value?.question.asOf ?? calculator.form.today)}.
        </p>
      </div>
      <WaysChart ways={ways} width={calculator.form.width.value} />
      <WaysTable calculator={calculator} ways={ways} />
    </section>
  );
}
