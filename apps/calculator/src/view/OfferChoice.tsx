import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Calculator } from "../state/calculator.ts";
import { offerName } from "../question/offerText.ts";

/** Which model is tuned, and where: the page's own choice, or any that can take the job. Its list is made when it opens. */
export function OfferChoice({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form } = calculator;
  const [isOpen, setOpen] = useState(false);
  const { offer: shown = null, decision = null } = calculator.liveAnswer.headline.value ?? {};
  const { offer: named } = form.choices.value;
  const offers = isOpen
    ? (calculator.liveAnswer.answer.value?.offers ?? []).toSorted((a, b) => (offerName(a) < offerName(b) ? -1 : 1))
    : shown === null
      ? []
      : [shown];
  const open = (): void => setOpen(true);
  return (
    <>
      <label htmlFor="offer">Model to tune</label>
      <select
        id="offer"
        {...(named === null && { "aria-describedby": "offer-hint" })}
        value={named === null ? "" : (shown?.id ?? named)}
        onFocus={open}
        onPointerDown={open}
        onChange={(event) => {
          calculator.changed.value = "";
          form.choose({ offer: event.currentTarget.value || null });
        }}
      >
        <option value="">{named === null && shown !== null ? `Our pick: ${offerName(shown)}` : "Our pick"}</option>
        {(isOpen || named !== null) &&
          offers.map((offer) => (
            <option key={offer.id} value={offer.id}>
              {offerName(offer)}
            </option>
          ))}
      </select>
      {named === null && (
        <p class="hint" id="offer-hint">
          our pick is the cheapest at prices seen within six months
          {decision !== null && " whose model is also sold untuned, to compare"}
        </p>
      )}
    </>
  );
}
