import { lacksData } from "@tunecast/estimator/answer";
import { estimateReport } from "@tunecast/estimator/report";
import { moneyText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { numberText } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import { OwnPrices } from "./OwnPrices.tsx";
import { Strip } from "../Strip.tsx";
import { Bills } from "./Bills.tsx";
import { Chips } from "./Chips.tsx";
import { Group, Head } from "./Rows.tsx";
import { Refused } from "./Refused.tsx";

/** Models shown before the reader asks for all. */
const few = 6;

/** Every model that can be tuned for the job, the cheapest first, each row against today's bill. */
export function Offers({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const groups = calculator.table.groups.value;
  const pinned = calculator.table.pinned.value;
  const [all, setAll] = useState(false);
  if (calculator.liveAnswer.answer.value === null) return null;
  const shown = all ? groups : groups.slice(0, few);
  return (
    <>
      <Strip calculator={calculator} />
      <Cheapest calculator={calculator} />
      <div class="two wide-left">
        <section aria-labelledby="list">
          <h2 id="list" class="unseen">
            Offers by model, the cheapest first
          </h2>
          <Chips calculator={calculator} />
          {groups.length === 0 ? (
            <NothingFound calculator={calculator} />
          ) : (
            <table class="rows offers">
              <caption class="unseen">Offers by model, the cheapest provider first</caption>
              <Head calculator={calculator} />
              {pinned.length > 0 && (
                <Group calculator={calculator} group={{ name: "Pinned", offers: pinned, partial: [] }} pinned />
              )}
              {shown.map((group) => (
                <Group key={group.name} calculator={calculator} group={group} />
              ))}
            </table>
          )}
          {shown.length < groups.length && (
            <p class="after">
              <button type="button" onClick={() => setAll(true)}>
                Show {numberText(groups.length - shown.length)} more models
              </button>
            </p>
          )}
          <Refused calculator={calculator} />
          <OwnPrices calculator={calculator} />
        </section>
        <Bills calculator={calculator} />
      </div>
    </>
  );
}

/** The headline of the estimate: its amount large, then the span of all models, and what is compared with it. */
function Cheapest({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { answer, answered } = calculator.liveAnswer;
  if (answer.value === null || answered.value === null) return null;
  const { headline } = estimateReport(answer.value, { question: answered.value, partOnly: lacksData(answer.value) });
  const [head = "", rest = ""] = headline.split(/(?<= to train)/u);
  const found = calculator.report.value?.verdict.found;
  const currency = calculator.liveAnswer.headline.value?.offer.training.currency ?? "USD";
  return (
    <>
      <h1 class="verdict">
        <strong>{head}</strong> <span>{rest}</span>
      </h1>
      <p class="under">
        Cheaper says nothing about how well a model answers.
        {found != null && ` Today’s bill is ${moneyText({ amount: found.today.monthly.amount, currency })} a month.`}
      </p>
    </>
  );
}

function NothingFound({ calculator }: { calculator: Calculator }): JSX.Element {
  const { find } = calculator.form.choices.value;
  return (
    <p class="empty">
      {find === "" ? "No offer passes these filters." : `No offer that passes is called “${find}”.`}{" "}
      <button type="button" class="plain" onClick={() => calculator.table.clearFilters()}>
        Show all
      </button>
    </p>
  );
}
