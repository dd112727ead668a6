import { counted } from "@tunecast/estimator/report";
import { noteOf, type Offer } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { bookOffers } from "@tunecast/estimator/prices";
import { apartText, isAtMost, moneyText, priceText, shownDay } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { methodText } from "../../question/offerText.ts";
import type { Calculator } from "../../state/calculator.ts";
import type { ModelGroup } from "../../state/offers/offerTable.ts";
import { acceptanceText } from "../../state/offers/acceptance.ts";
import { HeadRow } from "../HeadRow.tsx";
import { PageLink } from "../Shell.tsx";
import { nice } from "../text.ts";

export function Head({ calculator }: { calculator: Calculator }): JSX.Element {
  const months = calculator.liveAnswer.answered.value?.traffic?.months;
  const heads = [
    months === undefined ? "In all" : `In ${counted(months, "month")}`,
    "Train",
    "A month",
    "Month against today",
  ];
  return <HeadRow first="Model and provider" rest={heads} />;
}

interface GroupProps {
  readonly calculator: Calculator;
  readonly group: ModelGroup;
  readonly pinned?: boolean;
}

/** The offers of one model, and those that do not compare, with the reason. */
export function Group({ calculator, group, pinned = false }: GroupProps): JSX.Element {
  const { name, offers, partial } = group;
  return (
    <tbody class="model">
      <tr class="mname">
        <th scope="rowgroup" colSpan={5}>
          <b>{name}</b> <small>{pinned ? "" : sizeText(calculator, group)}</small>
        </th>
      </tr>
      {offers.map((offer) => (
        <Row
          key={offer.id}
          calculator={calculator}
          offer={offer}
          named={pinned}
          twin={offers.some(({ id, provider }) => provider === offer.provider && id !== offer.id)}
        />
      ))}
      {partial.length > 0 && (
        <tr class="nc">
          <td colSpan={5}>
            <small>
              Not comparable:{" "}
              {onePerReason(partial).map((offer, index) => (
                <span key={offer.id}>
                  {index > 0 && ", "}
                  <Pick calculator={calculator} offer={offer} /> ({whyPartial(offer)})
                </span>
              ))}
              .
            </small>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** The size that the price book states, unless the name says it. */
function sizeText({ book }: Calculator, { name, offers, partial }: ModelGroup): string {
  if (/\d+(?:\.\d+)?\s*B\b/iu.test(name)) return "";
  const ids = [...offers, ...partial].map(({ id }) => id);
  const listed = bookOffers(book.value).find(({ id, model }) => ids.includes(id) && model.parameters !== undefined);
  const size = listed?.model.parameters;
  return size === undefined ? "size not published" : `${size}B`;
}

/** A provider that misses the same thing twice is named once. */
function onePerReason(offers: readonly Offer[]): readonly Offer[] {
  const keys = offers.map((offer) => `${offer.provider} ${whyPartial(offer)}`);
  return offers.filter((_, at) => keys.indexOf(keys[at] ?? "") === at);
}

/** Why its total does not compare, in a few words. */
function whyPartial({ horizon, monthly, notCounted }: Offer): string {
  if (horizon.clippedAt !== undefined) return `stops on ${shownDay(horizon.clippedAt)}`;
  return monthly === null ? "no price of use" : `no price of ${(notCounted[0] ?? "a part").toLowerCase()}`;
}

interface RowProps extends OfferProps {
  /** The model is named, too: the row stands in no group of one model. */
  readonly named: boolean;
  /** The provider stands here twice, so that the method tells them apart. */
  readonly twin: boolean;
}

function Row({ calculator, offer, named, twin }: RowProps): JSX.Element {
  const chosen = calculator.liveAnswer.headline.value?.offer.id === offer.id;
  const isPinned = calculator.form.pins.value.includes(offer.id);
  return (
    <tr class={chosen ? "pick" : undefined}>
      <th scope="row" class="name">
        {named && `${offer.modelName}, `}
        <Pick calculator={calculator} offer={offer} /> <RowNotes calculator={calculator} offer={offer} twin={twin} />{" "}
        <button type="button" class="plain pin" aria-pressed={isPinned} onClick={() => calculator.form.pin(offer.id)}>
          {isPinned ? "unpin" : "pin"}
          <span class="unseen">{` ${offer.modelName}, ${offer.providerName}`}</span>
        </button>
      </th>
      <td class="n first-n">{moneyText(offer.total)}</td>
      <td data-l="Train">{moneyText(offer.training)}</td>
      <td data-l="Month">{offer.monthly === null ? "unknown" : moneyText(offer.monthly)}</td>
      <td class="n d">{againstToday(calculator, offer)}</td>
    </tr>
  );
}

interface OfferProps {
  readonly calculator: Calculator;
  readonly offer: Offer;
}

function Pick({ calculator, offer }: OfferProps): JSX.Element {
  const { form } = calculator;
  const go = (): void => {
    calculator.changed.value = "";
    form.choose({ offer: offer.id });
    form.enter("decide");
  };
  return (
    <PageLink href={form.addressOf({ ...form.inputs.value, offer: offer.id }, "decide")} go={go}>
      {offer.providerName}
    </PageLink>
  );
}

function RowNotes({ calculator, offer, twin }: Omit<RowProps, "named">): JSX.Element {
  const age = priceText(offer.priceAge, noteOf(offer, "undated_price") !== undefined);
  const tooLong = tooLongNote(offer);
  const { method, variant, perThousandRequests, monthly } = offer;
  const how = [
    method.startsWith("sft") && !twin ? null : methodText(method),
    variant,
    perThousandRequests === null && monthly !== null ? "GPU always on" : null,
    tooLong === null ? null : nice(tooLong),
    calculator.form.profile === null
      ? null
      : acceptanceText(calculator.acceptanceOf(offer), calculator.verdicts.reports.value.get(offer.id)),
  ].filter((part) => part !== null);
  return (
    <small>
      <span class={age.isOld ? "old" : undefined}>{age.text}</span>
      {how.length > 0 && `, ${how.join(", ")}`}
    </small>
  );
}

function againstToday(calculator: Calculator, { monthly }: Offer): string {
  const today = calculator.report.value?.verdict.found?.today.monthly.amount;
  const currency = calculator.liveAnswer.headline.value?.offer.training.currency;
  if (monthly === null || today === undefined) return "unknown";
  if (monthly.currency !== currency) return `in ${monthly.currency}`;
  if (isAtMost(monthly.amount, today) && isAtMost(today, monthly.amount)) return "as much";
  return `${apartText(monthly.amount, today, currency)} ${isAtMost(monthly.amount, today) ? "less" : "more"}`;
}
