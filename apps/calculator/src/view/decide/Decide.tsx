import type { Piece } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { shownDay } from "@tunecast/estimator/text";
import type { Calculator } from "../../state/calculator.ts";
import { type DecisionHead, doublingFigure, type ReportFigure } from "@tunecast/estimator/report";
import { DoorLink } from "../Shell.tsx";
import { Strip } from "../Strip.tsx";
import { nice, withDays } from "../text.ts";
import { CopyLink } from "./CopyLink.tsx";
import { Notes } from "./Notes.tsx";
import { Ruler } from "./Ruler.tsx";
import { WaysChart } from "./WaysChart.tsx";
import { WaysTable } from "./WaysTable.tsx";

/** The verdict, what it hangs on, four figures, and every way over time. */
export function Decide({ calculator }: { calculator: Calculator }): JSX.Element {
  const report = calculator.report.value;
  const { message } = calculator;
  return (
    <>
      <Strip calculator={calculator} />
      <Notes calculator={calculator} />
      {report === null ? (
        <h1 class="verdict" aria-live="polite">
          {message !== "" && <strong>{nice(message)}</strong>}
        </h1>
      ) : (
        <div class={message === "" ? "answer" : "answer put-by"}>
          <Verdict report={report} />
          {message !== "" && <p class="message">{nice(message)}</p>}
          <div class="steer">
            <Ruler calculator={calculator} report={report} />
            <CopyLink calculator={calculator} />
          </div>
          <Figures calculator={calculator} />
          <Ways calculator={calculator} report={report} />
          <Further report={report} />
        </div>
      )}
    </>
  );
}

/** The verdict in one line, its reason in the next, and what may spoil it. */
export function Verdict({ report: { verdict, cautions } }: { report: DecisionHead }): JSX.Element {
  const { head, sentence, under } = verdict;
  return (
    <>
      <h1 class="verdict" aria-live="polite">
        <strong>{nice(head)}</strong> <Pieces pieces={sentence} />
      </h1>
      <p class="under">{nice(under)}</p>
      <p class="cautions small">
        {cautions.map((caution) => (
          <span key={caution} class="old">
            {nice(withDays(caution))}{" "}
          </span>
        ))}
      </p>
    </>
  );
}

/** The rest of the headline: how certain the time is, the cache, who may buy. It stands last: the figures and the chart belong to the first screen. */
export function Further({ report: { verdict } }: { report: DecisionHead }): JSX.Element {
  return <p class="after small soft">{nice(withDays(verdict.further.join(" ")))}</p>;
}

export function Pieces({ pieces }: { pieces: readonly Piece[] }): JSX.Element {
  return (
    <span>{pieces.map(({ text, strong }) => (strong === true ? <b key={text}>{nice(text)}</b> : nice(text)))}</span>
  );
}

function Figures({ calculator }: { calculator: Calculator }): JSX.Element {
  const double = doubled(calculator);
  return (
    <dl class="figures">
      {[...calculator.figures, double].map(({ id, label, value, range, note, age }) => (
        <div key={id} id={`figure-${id}`}>
          <dt>{label}</dt>
          <dd>
            <b class={value.length > 11 ? "long" : undefined}>{value}</b>
            <small>
              {[range?.replace(`${value}–`, "to "), note].filter(Boolean).join(": ")}
              {age !== undefined && (
                <span class={age.isOld ? "old" : undefined}>{`${note === undefined ? "" : "; "}${age.text}`}</span>
              )}
              {id === double.id && " "}
              {id === double.id && (
                <DoorLink form={calculator.form} door="data">
                  {value === "unknown" ? "Add runs" : "See the curve"}
                </DoorLink>
              )}
            </small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What doubling the data buys and costs, where runs of this very model say so. */
function doubled(calculator: Calculator): ReportFigure {
  const quality = calculator.quality.value;
  const unknown = (note: string): ReportFigure => ({ ...doublingFigure(undefined), note });
  if (quality === null) return unknown("No runs of this model yet.");
  if (!quality.ok) return unknown("One more run is needed.");
  const isOther = calculator.choice.value.offer?.model !== calculator.form.choices.value.pilotModel;
  return isOther ? unknown("The runs are of another model.") : doublingFigure(quality.value.steps[0]);
}

function Ways({ calculator, report }: { calculator: Calculator; report: DecisionHead }): JSX.Element | null {
  const { comparison: ways } = report;
  if (ways === null) return null;
  return (
    <section class="ways" aria-labelledby="ways">
      <div class="head">
        <h2 id="ways">{ways.title}</h2>
        <p class="small soft">
          Money spent from today, at the prices of{" "}
          {shownDay(calculator.liveAnswer.headline.value?.question.asOf ?? calculator.form.today)}.
        </p>
      </div>
      <WaysChart ways={ways} width={calculator.form.width.value} />
      <WaysTable calculator={calculator} ways={ways} />
    </section>
  );
}
