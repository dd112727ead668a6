import type { JSX } from "preact";
import { numberText, readNumber } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import { tunedKey } from "../../state/decision.ts";
import type { Comparison, WayRow } from "@tunecast/estimator/report";
import { HeadRow } from "../HeadRow.tsx";
import { nice } from "../text.ts";

/** The ways in figures: to start and use make all. */
export function WaysTable({ calculator, ways }: { calculator: Calculator; ways: Comparison }): JSX.Element {
  const months = `${numberText(ways.months)} ${ways.months === 1 ? "month" : "months"}`;
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
          Cheaper at an unknown quality is not better. Type the {calculator.form.choices.value.metric} of each way on
          one test set.
        </p>
        <div class="fields">
          {ways.rows
            .filter(({ id }, _index, rows) => !rows.some((other) => other.id === `${id}_cached`))
            .map((row) => (
              <Score key={row.id} calculator={calculator} row={row} />
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
        <svg class={`swatch ${row.tone}`} aria-hidden="true">
          <path d="M0 4h24" />
        </svg>
        <b>{nice(row.name)}</b> <small>{nice(row.small)}</small>
      </th>
      <td class="n first-n">{row.total}</td>
      <td class="n left" data-l="Start">
        {row.start}
      </td>
      <td class="n left" data-l="Use">
        {row.use}
      </td>
      <td class="n d">{row.against}</td>
    </tr>
  );
}

function Score({ calculator, row }: { calculator: Calculator; row: WayRow }): JSX.Element {
  const { scores } = calculator.form.choices.value;
  const key = row.tone === "tuned" ? tunedKey : row.id.replace(/_cached$/u, "");
  const id = `score-${row.id.replaceAll(/\W/gu, "-")}`;
  return (
    <div class="field">
      <label htmlFor={id}>{nice(row.name)}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        placeholder="unknown"
        value={scores[key] === undefined ? "" : String(scores[key])}
        onChange={(event) => {
          const { [key]: _before, ...others } = scores;
          const typed = readNumber(event.currentTarget.value);
          const isScore = typed !== null && Number.isFinite(typed);
          if (!isScore) event.currentTarget.value = "";
          calculator.form.choose({ scores: isScore ? { ...others, [key]: typed } : others });
        }}
      />
    </div>
  );
}
