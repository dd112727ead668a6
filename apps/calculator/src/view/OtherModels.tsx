import type { JSX } from "preact";
import { withDays } from "./text.ts";
import type { Calculator } from "../state/calculator.ts";
import { type Choice, Select } from "./Select.tsx";

const none: Choice = ["", "not compared"];

/** Two further ways to compare: a larger model as it is, and an open model on rented GPUs. Lists are fetched when they open. */
export function OtherModels({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, cards } = calculator;
  const { largerModel, onCards } = form.choices.value;
  return (
    <>
      <Select
        id="larger"
        label="A larger model, not tuned"
        value={largerModel ?? ""}
        options={[none, ...largerModels(calculator)]}
        open={() => void calculator.loadUntuned()}
        wide
        choose={(model) => form.choose({ largerModel: model || null })}
      />
      <Select
        id="on-cards"
        label="An open model on rented GPUs"
        value={onCards ?? ""}
        options={[none, ...cards.models.value.map((id) => [id, id] as const)]}
        open={() => void cards.load()}
        wide
        choose={(model) => form.choose({ onCards: model || null })}
      />
      {cards.problem.value !== "" && <p class="problem wide">{withDays(cards.problem.value)}</p>}
    </>
  );
}

/** Ids and names; a model without a name of its own, or with that of another, is named by its id. */
function largerModels({ untuned }: Calculator): readonly Choice[] {
  return untuned.value.flatMap(({ provider, name, models }) => {
    const names = models.map((model) => model.name ?? model.id);
    return models.map(({ id }, at) => {
      const own = names[at] ?? id;
      const isShared = names.indexOf(own) !== names.lastIndexOf(own);
      return [`${provider}/${id}`, `${isShared ? `${own} (${id})` : own}, ${name}`] as const;
    });
  });
}
