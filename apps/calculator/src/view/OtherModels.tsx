import type { JSX } from "preact";
import { withDays } from "../question/dayText.ts";
import type { Calculator } from "../state/calculator.ts";

/** Two further ways to compare: a larger model as it is, and an open model on rented GPUs. Lists are fetched when they open. */
export function OtherModels({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, cards } = calculator;
  const { largerModel, onCards } = form.choices.value;
  return (
    <>
      <Choice
        id="larger"
        label="A larger model, not tuned"
        value={largerModel}
        options={largerModels(calculator)}
        open={() => void calculator.loadUntuned()}
        choose={(model) => form.choose({ largerModel: model })}
      />
      <Choice
        id="on-cards"
        label="An open model on rented GPUs"
        value={onCards}
        options={cards.models.value.map((id) => [id, id] as const)}
        open={() => void cards.load()}
        choose={(model) => form.choose({ onCards: model })}
      />
      {cards.problem.value !== "" && <p class="problem wide">{withDays(cards.problem.value)}</p>}
    </>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly (readonly [id: string, name: string])[];
  readonly open: () => void;
  readonly choose: (value: string | null) => void;
}

function Choice({ id, label, value, options, open, choose }: ChoiceProps): JSX.Element {
  const all =
    value === null || options.some(([each]) => each === value) ? options : [[value, value] as const, ...options];
  return (
    <div class="field wide">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ""}
        onFocus={open}
        onPointerDown={open}
        onChange={(event) => choose(event.currentTarget.value || null)}
      >
        <option value="">not compared</option>
        {all.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Ids and names; a model without a name of its own, or with that of another, is named by its id. */
function largerModels({ untuned }: Calculator): readonly (readonly [id: string, name: string])[] {
  return untuned.value.flatMap(({ provider, name, models }) => {
    const names = models.map((model) => model.name ?? model.id);
    return models.map(({ id }, at) => {
      const own = names[at] ?? id;
      const isShared = names.indexOf(own) !== names.lastIndexOf(own);
      return [`${provider}/${id}`, `${isShared ? `${own} (${id})` : own}, ${name}`] as const;
    });
  });
}
