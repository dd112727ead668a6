import { type Offer, noteOf } from "@tunecast/estimator";
import { isAtLeast, tooLongNote } from "@tunecast/estimator/answer";
import { moneyText } from "@tunecast/estimator/text";
import { Fragment, type JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import type { SortKey } from "../inputs.ts";
import { numberText } from "../numberText.ts";
import { shownText } from "../offerList.ts";
import { bill } from "./laterBill.ts";
import { maybeMoney, methodText } from "./offerText.ts";
import { dayText } from "./text.ts";
import { Scroll } from "./Scroll.tsx";

interface Column {
  readonly key: SortKey;
  readonly title: (calculator: Calculator) => string;
  /** @param partOnly data are missing from every figure */
  readonly cell: (offer: Offer, partOnly: boolean) => string;
}

const columns: readonly Column[] = [
  { key: "total", title: totalTitle, cell: totalText },
  { key: "training", title: () => "Train once", cell: trainingText },
  { key: "monthly", title: () => "Per month", cell: (offer) => maybeMoney(offer.monthly) },
  { key: "requests", title: () => "1,000 requests", cell: (offer) => maybeMoney(offer.perThousandRequests) },
  { key: "idle", title: () => "Idle, per day", cell: idleText },
  { key: "breakEven", title: () => "Pays back in", cell: breakEvenText },
];

/** Rows shown before the reader asks for all. */
const few = 12;

/** Every offer that can take the job, to sort, search and open. */
export function Offers({ calculator }: { calculator: Calculator }): JSX.Element | null {
  if (calculator.reckoning.answer.value === null) return null;
  const listed = calculator.listed.value;
  const shown = calculator.unfolded.allShown.value ? listed : listed.slice(0, few);
  const all = calculator.reckoning.answer.value?.offers.length ?? 0;
  return (
    <section class="offers" aria-labelledby="offers-title">
      <h2 id="offers-title">Every offer that takes this job</h2>
      <div class="bar">
        <label class="find">
          <span>Find</span>
          <input
            type="search"
            placeholder="provider, model, method"
            value={calculator.choices.value.find}
            onInput={(event) => calculator.choose({ find: event.currentTarget.value })}
          />
        </label>
        <p class="hint">
          {shownText({ shown: shown.length, found: listed.length, all }, calculator.choices.value)}. Cheaper is not
          better: no price says how well a model answers.
        </p>
      </div>
      <Scroll label="Table of offers">
        <table>
          <Head calculator={calculator} />
          <tbody>
            {shown.map((offer) => (
              <Row key={offer.id} calculator={calculator} offer={offer} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {shown.length < listed.length && (
        <button type="button" onClick={() => calculator.unfolded.showAll()}>
          Show all {listed.length} offers
        </button>
      )}
    </section>
  );
}

function Head({ calculator }: { calculator: Calculator }): JSX.Element {
  return (
    <thead>
      <tr>
        <SortHead calculator={calculator} sort="id">
          Offer
        </SortHead>
        {columns.map(({ key, title }) => (
          <SortHead key={key} calculator={calculator} sort={key}>
            {title(calculator)}
          </SortHead>
        ))}
        <th scope="col" class="quality">
          Quality
        </th>
      </tr>
    </thead>
  );
}

function SortHead({
  calculator,
  sort,
  children,
}: {
  calculator: Calculator;
  sort: SortKey;
  children: string;
}): JSX.Element {
  const { sort: current, descending } = calculator.choices.value;
  const order = sort !== current ? "none" : descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" onClick={() => calculator.sortBy(sort)}>
        {children}
        <span class="arrow" aria-hidden="true">
          {order === "none" ? "" : descending ? "↓" : "↑"}
        </span>
      </button>
    </th>
  );
}

function toggle(calculator: Calculator, offer: Offer): void {
  void bill.load();
  calculator.unfolded.open(offer.id);
}

function Row({ calculator, offer }: { calculator: Calculator; offer: Offer }): JSX.Element {
  const open = calculator.unfolded.opened.value === offer.id;
  const Bill = bill.view.value;
  const chosen = calculator.choice.value.offer?.id === offer.id;
  const { partOnly } = calculator.reading.value;
  return (
    <Fragment>
      <tr class={chosen ? "chosen" : undefined}>
        <th scope="row">
          <button type="button" class="open" aria-expanded={open} onClick={() => toggle(calculator, offer)}>
            {offer.model}
          </button>
          <span class="what">
            {[calculator.providerName(offer.provider), methodText(offer.method), offer.variant]
              .filter(Boolean)
              .join(", ")}
          </span>
          <StatusNote offer={offer} />
        </th>
        {columns.map(({ key, cell }) => (
          <td key={key} class={key}>
            {cell(offer, partOnly)}
          </td>
        ))}
        <td class="quality">{calculator.qualityNote(offer)}</td>
      </tr>
      {open && (
        <tr class="opened">
          <td colSpan={columns.length + 2}>
            <div class="detail">
              <p>
                <code>{offer.id}</code>{" "}
                {chosen ? (
                  "stands at the top of the page."
                ) : (
                  <button type="button" onClick={() => calculator.choose({ offer: offer.id })}>
                    Show it at the top
                  </button>
                )}
              </p>
              {Bill && <Bill offer={offer} />}
            </div>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function StatusNote({ offer }: { offer: Offer }): JSX.Element {
  const { status, lines, horizon } = offer;
  const secondHand = lines.some(({ rate }) => rate.confidence === "secondary");
  const notes = [
    status.kind === "open" || status.kind === "listed" ? null : status.kind.replaceAll("_", " "),
    status.until === undefined ? null : `until ${dayText(status.until)}`,
    horizon.clippedAt === undefined ? null : `answers until ${dayText(horizon.clippedAt)}: fewer months in its total`,
    secondHand ? "second-hand price" : null,
  ].filter((note) => note !== null);
  const tooLong = tooLongNote(offer);
  const unconfirmed = noteOf(offer, "unconfirmed_offer");
  return (
    <>
      {notes.length > 0 && <span class="status">{notes.join(", ")}</span>}
      {unconfirmed !== undefined && <span class="status">{unconfirmed.sentence}</span>}
      {tooLong !== null && <span class="status">{tooLong}</span>}
    </>
  );
}

/** A total that leaves something out is a lower bound. */
function totalText(offer: Offer, partOnly: boolean): string {
  return atLeast(moneyText(offer.total), partOnly || isAtLeast(offer));
}

function trainingText({ training }: Offer, partOnly: boolean): string {
  return atLeast(moneyText(training), partOnly);
}

function atLeast(text: string, isSo: boolean): string {
  return isSo ? `at least ${text}` : text;
}

function idleText({ idle, perThousandRequests }: Offer): string {
  if (idle === null) return perThousandRequests === null ? "–" : "nothing";
  const days = idle.days === undefined ? "" : `, ${numberText(idle.days)} days at most`;
  return `${moneyText(idle.perDay)}${days}`;
}

function breakEvenText({ breakEven }: Offer): string {
  if (breakEven === null) return "–";
  if (breakEven.months === null) return "never";
  const months = Number(breakEven.months);
  return months === 0 ? "at once" : `${numberText(Number(months.toPrecision(2)))} mo`;
}

function totalTitle(calculator: Calculator): string {
  const { requests, months } = calculator.inputs.value;
  return requests === null || months === null ? "Total" : `Total, ${numberText(months)} months`;
}
