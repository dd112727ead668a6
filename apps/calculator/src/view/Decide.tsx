import { explain, type DecidedWay, type Decision } from "@tunecast/estimator";
import { leftOutSentence, moneyText, paybackSentence, timeText, wayNames } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { withDays } from "../question/dayText.ts";
import { wayIds } from "../state/decision.ts";
import { numberText, readNumber } from "../question/numberText.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/decide.css";
import { Movers } from "./Movers.tsx";
import { NumberInput } from "./NumberInput.tsx";

/** Every way to have the job done, side by side: what each costs, when it pays, and how well it is said to answer. */
export function Decide({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const found = calculator.deciding.decision.value;
  if (found === null) return null;
  return (
    <section class="decide" aria-labelledby="decide-title">
      <h2 id="decide-title">Tune, or do without?</h2>
      <p class="lead">
        Cheaper at an unknown quality is not better: type the scores that you measured, on one test set, beside each
        way.
      </p>
      {found.ok ? (
        <Ways calculator={calculator} decision={found.value} />
      ) : (
        <p class="problem">{explain(found.problem)}</p>
      )}
      <div class="decide-fields">
        <Project calculator={calculator} />
        <div class="movers-here">
          <Movers calculator={calculator} />
        </div>
      </div>
    </section>
  );
}

function Ways({ calculator, decision }: { calculator: Calculator; decision: Decision }): JSX.Element {
  const most = Math.max(...decision.ways.map(({ total }) => Number(total.high)), 0);
  const left = leftOutSentence(decision.leftOut);
  const tuned = decision.ways.find(({ kind }) => kind === "tuned");
  return (
    <>
      <table class="ways">
        <caption class="unseen">Every way over {numberText(decision.months)} months, the cheapest first</caption>
        <thead>
          <tr>
            {[
              "Way",
              "Once",
              "Each month",
              `In ${numberText(decision.months)} months`,
              "Pays for itself in",
              "Score",
            ].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {decision.ways.map((way) => (
            <Way key={way.id} calculator={calculator} decision={decision} way={way} most={most} />
          ))}
        </tbody>
      </table>
      {tuned !== undefined && tuned.against !== null && (
        <p class="verdict-line">{withDays(paybackSentence(tuned, decision))}</p>
      )}
      {left !== "" && <p class="hint">{left}</p>}
      {decision.ways.some(({ total }) => total.low !== total.high) && (
        <p class="hint">
          A range here holds in 8 of 10 draws of what is not known; at the top of the page it runs from the least to the
          most.
        </p>
      )}
      {decision.refused.length > 0 && (
        <ul class="hint">
          {decision.refused.map(({ id, reason }) => (
            <li key={id}>
              {id}: {explain(reason)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Way({
  calculator,
  decision: { currency, today },
  way,
  most,
}: {
  calculator: Calculator;
  decision: Decision;
  way: DecidedWay;
  most: number;
}): JSX.Element {
  const { id, kind, once, monthly, total, months, clippedAt } = way;
  const money = (amount: string): string => moneyText({ amount, currency });
  const [low, high] = [money(total.low), money(total.high)];
  const range = low === high ? "" : `${low} to ${high}`;
  return (
    <tr class={kind === "tuned" ? "tuned" : undefined}>
      <th scope="row">
        {wayName(way)}
        <small>
          {way.name}
          {id === today ? ", today’s way" : ""}
        </small>
      </th>
      <td data-head="Once">{money(once.amount)}</td>
      <td data-head="Each month">{money(monthly.amount)}</td>
      <td class="over" data-head="In all">
        <strong>{money(total.amount)}</strong>
        <Bar low={Number(total.low)} at={Number(total.amount)} high={Number(total.high)} most={most} />
        <small>
          {range}
          {clippedAt !== null && ` in ${numberText(Math.round(months * 10) / 10)} months, then it stops`}
        </small>
      </td>
      <td data-head="Pays back in">{payback(way)}</td>
      <td class="scored" data-head="Score">
        <ScoreField calculator={calculator} way={way} />
      </td>
    </tr>
  );
}

function wayName({ id, kind }: DecidedWay): string {
  const name = wayNames[kind];
  const cached = id.endsWith("_cached") ? ", cached" : "";
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}${cached}`;
}

function payback({ against }: DecidedWay): string {
  if (against === null) return "it is today’s way";
  if (against.verdict === "pays") return timeText(against.months ?? 0);
  return { at_once: "at once", never: "never", after_it_stops: "never: it stops first" }[against.verdict];
}

/** The total as a bar on a scale that all ways share: a mark at the likely amount, the range about it. */
function Bar({ low, at, high, most }: { low: number; at: number; high: number; most: number }): JSX.Element {
  const place = (value: number): number => (most === 0 ? 0 : (100 * value) / most);
  return (
    <svg class="rail" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" x="0" y="2" width="100" height="4" />
      <rect class="amount" x="0" y="2" width={place(at)} height="4" />
      <rect class="band" x={place(low)} y="0" width={Math.max(0.6, place(high) - place(low))} height="8" />
    </svg>
  );
}

function ScoreField({ calculator, way: { id, kind } }: { calculator: Calculator; way: DecidedWay }): JSX.Element {
  const key = kind === "tuned" ? wayIds.tuned : id;
  const { scores, metric } = calculator.form.choices.value;
  const score = scores[key];
  return (
    <input
      class="score"
      type="text"
      inputMode="decimal"
      aria-label={`${metric} of ${kind === "tuned" ? "the tuned model" : wayNames[kind]}`}
      placeholder="unknown"
      value={score === undefined ? "" : String(score)}
      onChange={(event) => {
        const { [key]: _before, ...others } = scores;
        const typed = readNumber(event.currentTarget.value);
        const isScore = typed !== null && Number.isFinite(typed);
        calculator.form.choose({ scores: isScore ? { ...others, [key]: typed } : others });
      }}
    />
  );
}

/** An open model on rented cards beside the services: its parts are fetched once somebody asks. */
function OnCards({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, deciding } = calculator;
  const { onCards } = form.choices.value;
  const known = deciding.openModels.value;
  const models = onCards === null || known.includes(onCards) ? known : [onCards, ...known];
  return (
    <div class="field wide">
      <label htmlFor="on-cards">An open model on rented GPUs</label>
      {models.length === 0 ? (
        <button id="on-cards" type="button" onClick={() => void deciding.loadOpenModels()}>
          Choose one
        </button>
      ) : (
        <select
          id="on-cards"
          value={onCards ?? ""}
          onFocus={() => known.length === 0 && void deciding.loadOpenModels()}
          onChange={(event) => form.choose({ onCards: event.currentTarget.value || null })}
        >
          <option value="">none</option>
          {models.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      )}
      {deciding.cardsProblem.value !== "" && <p class="problem">{withDays(deciding.cardsProblem.value)}</p>}
    </div>
  );
}

/** What surrounds the run: labels, evaluation, and the ways to hold against tuning. */
function Project({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form } = calculator;
  const models = calculator.deciding.largerModels.value;
  return (
    <fieldset class="project">
      <legend>What else it takes</legend>
      <NumberInput form={form} field="examplesOwned" label="Labelled already" placeholder="all" />
      <NumberInput form={form} field="labelCost" label="Cost of a label" placeholder="not counted" />
      <NumberInput form={form} field="evalItems" label="Test items" placeholder="none" />
      <NumberInput form={form} field="evalCost" label="Cost of scoring one" placeholder="not counted" />
      <NumberInput form={form} field="ragTokens" label="Retrieved tokens" placeholder="no retrieval" />
      <NumberInput form={form} field="ragMonthly" label="Its store costs a month" placeholder="0" />
      <div class="field wide">
        <label htmlFor="larger">A larger model, untuned</label>
        <select
          id="larger"
          value={form.choices.value.largerModel ?? ""}
          onChange={(event) => form.choose({ largerModel: event.currentTarget.value || null })}
        >
          <option value="">none</option>
          {models.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <OnCards calculator={calculator} />
    </fieldset>
  );
}
