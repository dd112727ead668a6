import type { JSX } from "preact";
import type { Calculator } from "../../state/calculator.ts";
import type { PilotRow } from "../../state/runs/runTable.ts";

const columns: readonly (readonly [column: keyof PilotRow, title: string, label: string])[] = [
  ["n", "Examples", "Examples of run"],
  ["value", "Score", "Score of run"],
  ["se", "Std. error", "Standard error of run"],
];

export function PilotRows({ calculator }: { calculator: Calculator }): JSX.Element {
  const { pilots } = calculator.form;
  return (
    <>
      <table class="pilot-rows">
        <thead>
          <tr>
            {columns.map(([column, title]) => (
              <th key={column} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span class="unseen">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {pilots.rows.value.map((row, index) => (
            // Rows are told apart by their place alone: two may hold the same text.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {columns.map(([column, , label]) => (
                <td key={column}>
                  <input
                    type="text"
                    inputMode="decimal"
                    autocomplete="off"
                    aria-label={`${label} ${index + 1}`}
                    value={row[column]}
                    onInput={(event) => calculator.typePilot(index, column, event.currentTarget.value)}
                  />
                </td>
              ))}
              <td>
                <button
                  type="button"
                  class="remove"
                  aria-label={`Remove run ${index + 1}`}
                  onClick={() => pilots.remove(index)}
                >
                  ×
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pilots.problem.value !== null && <p class="problem">{pilots.problem.value}</p>}
      <button type="button" onClick={() => pilots.add()}>
        Add a run
      </button>
    </>
  );
}
