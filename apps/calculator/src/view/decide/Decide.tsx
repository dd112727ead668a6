import { comparisonOf, counted } from "@tunecast/estimator/report";
import type { JSX } from "preact";
import { type Piece, shownDay } from "@tunecast/estimator/text";
import type { Offer } from "@tunecast/estimator";
import type { Calculator } from "../../state/calculator.ts";
import type { Form } from "../../state/form.ts";
import type { Comparison, DecisionHead, ReportFigure, WayRow } from "@tunecast/estimator/report";
import { DoorLink } from "../Shell.tsx";
import { Strip } from "../Strip.tsx";
import { nice, withDays } from "../text.ts";
import { CopyLink } from "./CopyLink.tsx";
import { Ruler } from "./Ruler.tsx";
import { WaysChart } from "./WaysChart.tsx";
import { ownPricesText } from "../../state/own/ownPrices.ts";
import { readNumber } from "../../question/numberText.ts";
import { scoreName } from "../../state/decision.ts";
import { HeadRow } from "../HeadRow.tsx";
import { TextButton } from "../fields.tsx";

function WaysTable({ form, ways, offer }: { form: Form; ways: Comparison; offer: Offer }): JSX.Element {
  const months = counted(ways.months, "month");
  return (
    <>
      <table class="rows">
        <caption class="unseen">{`Each way over ${months}: to start, use, in all, and against today`}</caption>
        <HeadRow first="Way" rest={["In all", "To start", `${months} of use`, "Against today"]} />
        <tbody>
          {ways.rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      <details class="scores">
        <summary>Scores that you measured</summary>
        <p class="small soft">
          Cheaper at an unknown quality is not better. Type the {form.choices.value.metric} of each way on one test set.
        </p>
        <div class="fields">
          {ways.rows
            .filter(({ id }, _index, rows) => !rows.some((other) => other.id === `${id}_cached`))
            .map(({ id, name }) => (
              <Score key={id} form={form} way={id} label={name} measured={scoreName(id, offer)} />
            ))}
        </div>
      </details>
    </>
  );
}

function Row({ row }: { row: WayRow }): JSX.Element {
  return (
    <tr class={row.tone === "tuned" ? "pick" : undefined}>
      <th scope="row" class="name">
        <svg class={`swatch path ${row.tone}`} aria-hidden="true">
          <path d="M0 4h24" />
        </svg>
        <b>{nice(row.name)}</b> <small>{nice(row.small)}</small>
      </th>
      <td class="n first-n">{row.total}</td>
      <td data-l="Start">{row.start}</td>
      <td data-l="Use">{row.use}</td>
      <td class="n d">{row.against}</td>
    </tr>
  );
}

type ScoreProps = Readonly<Record<"way" | "label" | "measured", string>> & { readonly form: Form };

/** The score of a way, under the name of what was measured. Made of texts alone: a key elsewhere does not draw it anew. */
function Score({ form, way, label, measured }: ScoreProps): JSX.Element {
  const { scores } = form.choices.value;
  const id = `score-${way.replaceAll(/\W/gu, "-")}`;
  return (
    <div class="field">
      <label htmlFor={id}>{nice(label)}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        placeholder="unknown"
        value={scores[measured] === undefined ? "" : String(scores[measured])}
        onChange={(event) => {
          const { [measured]: _before, ...others } = scores;
          const typed = readNumber(event.currentTarget.value);
          const isScore = typed !== null && Number.isFinite(typed);
          event.currentTarget.setCustomValidity(isScore || typed === null ? "" : "Type a number, such as 71.5.");
          event.currentTarget.reportValidity();
          form.choose({ scores: isScore ? { ...others, [measured]: typed } : others });
        }}
      />
    </div>
  );
}

/** What is typed and in no figure: a score of what is not compared any more, or what waits for another field. */
function unused({ form, liveAnswer }: Calculator): readonly string[] {
  const headline = liveAnswer.headline.value;
  if (headline === null) return [];
  const { scores, instead, examplesOwned, labelCost, evalItems, evalCost, ...others } = form.inputs.value;
  const { cachedTokens, ragTokens, ragMonthly } = others;
  const isRag = instead === "rag";
  const used = Object.keys(headline.asked.quality ?? {}).map((way) => scoreName(way, headline.offer));
  const strange = Object.keys(scores).filter((name) => !used.includes(name));
  const uncached = headline.offer.assumptions.find(({ kind }) => kind === "no_cached_rate")?.sentence ?? "";
  const isTwice = isRag && (ragTokens ?? ragMonthly) !== null;
  return [
    ...strange.map((name) => `The score of ${name} is not used: that is not compared here.`),
    used.length === 1 && "One score compares nothing: type that of another way too.",
    examplesOwned !== null && labelCost === null && "“Labelled already” counts once a label has a price.",
    evalCost !== null && evalItems === null && "“One score costs” counts once there are test questions.",
    !isRag && ragMonthly !== null && ragTokens === null && "“Retrieval: a month” counts once retrieval has tokens.",
    isTwice && "Retrieval is what you use today: it is not compared a second time.",
    cachedTokens !== null && uncached,
  ].flatMap((sentence) => sentence || []);
}

/** What a reader has to know about the whole answer before its figures: what the link or the file made of the question. */
function Notes({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { form, sayToday, changed, choice, cards, untuned } = calculator;
  const { day, largerModel, onCards } = form.choices.value;
  const sold = untuned.value.flatMap(({ provider, models }) => models.map(({ id }) => `${provider}/${id}`));
  const isUnsold = largerModel !== null && sold.length > 0 && !sold.includes(largerModel);
  const applied = calculator.ownPrices.applied.value;
  const notices = (calculator.liveAnswer.answer.value?.notices ?? [])
    // Each figure says how old its own price is.
    .filter(({ kind }) => kind !== "old_prices")
    .map(({ sentence }) => sentence);
  const isOther = day !== null && day !== form.today;
  const said = [
    ...form.notes.value,
    choice.value.note,
    changed.value,
    onCards !== null && cards.problem.value,
    isUnsold && `No model ${largerModel} is sold untuned in this price book, so none is compared.`,
    ...unused(calculator),
    form.isIncomplete && "A field of “Labels, test, passes, …” has to be put right: it is in no figure.",
    applied !== null && `Your own prices are in force: ${ownPricesText(applied.prices)}.`,
    ...notices,
    isOther && `This is the answer of ${shownDay(day)}. ${sayToday.value}`.trim(),
  ].flatMap((sentence) => sentence || []);
  if (said.length === 0) return null;
  return (
    <ul class="notes" aria-label="Notes">
      {said.map((sentence) => (
        <li key={sentence}>{nice(withDays(sentence))}</li>
      ))}
      {isOther && (
        <li>
          <TextButton act={() => form.choose({ day: null })}>Show today’s</TextButton>
        </li>
      )}
    </ul>
  );
}

export function Decide({ calculator }: { calculator: Calculator }): JSX.Element {
  const report = calculator.report.value;
  const message = calculator.message.value;
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
          <Ways calculator={calculator} />
          <Further report={report} />
        </div>
      )}
    </>
  );
}

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
    <span>{pieces.map(({ text, strong }, at) => (strong === true ? <b key={at}>{nice(text)}</b> : nice(text)))}</span>
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
  const unknown = (note: string): ReportFigure => ({ id: "double", label: "Twice the data", value: "unknown", note });
  const isEmpty = calculator.form.pilots.complete.value.length === 0;
  if (quality === null) return unknown(isEmpty ? "No runs of this model yet." : "Your runs are not read yet.");
  if (!quality.ok) return unknown("One more run is needed.");
  const isOther = calculator.choice.value.offer?.model !== calculator.form.choices.value.pilotModel;
  return isOther ? unknown("The runs are of another model.") : quality.value.figure;
}

/** Drawn once the figures are painted. */
function Ways({ calculator: { form, liveAnswer } }: { calculator: Calculator }): JSX.Element | null {
  const shown = liveAnswer.drawn.value;
  const ways = shown?.decision?.ok === true ? comparisonOf(shown.decision.value, shown.asked) : null;
  if (shown === null || ways === null) return null;
  return (
    <section class="ways" aria-labelledby="ways">
      <div class="head">
        <h2 id="ways">{ways.title}</h2>
        <p class="small soft">Money spent from today, at the prices of {shownDay(shown.question.asOf)}.</p>
      </div>
      <WaysChart ways={ways} width={form.width.value} />
      <WaysTable form={form} ways={ways} offer={shown.offer} />
    </section>
  );
}
