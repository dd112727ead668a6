import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Calculator } from "../../state/calculator.ts";

/** Questions under names, to go back to; and the way back from a change. */
export function ScenarioList({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, scenarios, history } = calculator;
  const [name, setName] = useState("");
  const save = (): void => {
    const kept = scenarios.add(name.trim(), form.address.peek());
    form.desk.say(kept ? `Kept as ${name.trim()}.` : "Kept for this visit only: the browser does not let pages store.");
    setName("");
  };
  return (
    <div class="scenarios">
      <h3>Scenarios</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") save();
        }}
      >
        <div class="field">
          <label htmlFor="scenario">Keep the fields as they are under a name</label>
          <input id="scenario" type="text" value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </div>
        <button type="submit" disabled={name.trim() === ""}>
          Keep
        </button>
        <button type="button" disabled={!history.canUndo.value} onClick={() => history.undo()}>
          Undo
        </button>
        <button type="button" disabled={!history.canRedo.value} onClick={() => history.redo()}>
          Redo
        </button>
      </form>
      <ul>
        {scenarios.list.value.map((one) => (
          <li key={one.name}>
            <a
              href={one.address}
              aria-current={form.address.value === one.address}
              // The address bar may still hold this very address, a moment behind the fields: then following it changes nothing.
              onClick={() => form.readAddress(one.address)}
            >
              {one.name}
            </a>
            <button
              type="button"
              class="quiet"
              aria-label={`Forget ${one.name}`}
              onClick={() => scenarios.remove(one.name)}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
