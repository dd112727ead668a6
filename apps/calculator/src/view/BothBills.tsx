import { likelyTraffic } from "@tunecast/estimator/fields";
import type { DecidedWay, LineItem, Offer, Question } from "@tunecast/estimator";
import { alternativeNames, billText, difference, moneyText, termNames } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import { numberText } from "../question/numberText.ts";
import { rateWords } from "./reasons.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "../style/bill.css";
import { dayText, withDays } from "../question/dayText.ts";
import { useLater } from "./useLater.ts";

/** The bill of the tuned model and that of what it would replace, line by line, each with the source of its price. */
export function BothBills({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const { offer } = useLater(calculator.choice);
  const other = calculator.deciding.today.value;
  if (offer === null) return null;
  return (
    <section class="bills" aria-labelledby="bills-title">
      <h2 id="bills-title">{other === null ? "The bill, line by line" : "Both bills, line by line"}</h2>
      {offer.breakEven !== null && (
        <p class="lead">
          {offer.breakEven.sentence} {divisionText(offer)}
        </p>
      )}
      <div class="both">
        <TunedBill offer={offer} />
        {other !== null && (
          <OtherBill
            way={other}
            offer={offer}
            question={calculator.shownQuestion}
            name={alternativeNames[calculator.form.choices.value.instead]}
          />
        )}
      </div>
      <p class="on-paper">
        Prices in force on {dayText(calculator.question.value?.asOf ?? calculator.form.today)}.{" "}
        {calculator.pinned.value}
      </p>
      <details class="fine-print">
        <summary>What is assumed</summary>
        <ul class="assumptions">
          {offer.assumptions.map(({ kind, sentence }) => (
            <li key={`${kind} ${sentence}`}>{withDays(sentence)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** Every line of an offer's bill over the horizon. */
export function TunedBill({ offer }: { offer: Offer }): JSX.Element {
  const { lines, total } = billText(
    offer.lines.map(({ amount }) => amount),
    offer.total,
    offer.training.amount,
  );
  return (
    <div class="bill">
      <h3>Tuned: {offer.modelName}</h3>
      <dl>
        {offer.lines.map((line, index) => (
          <Line key={`${line.kind} ${line.label}`} name={line.label} amount={lines[index] ?? ""}>
            {quantityText(line)} × {rateWords(line)}. <Source rate={line.rate} />
          </Line>
        ))}
        <Line name={totalLabel(offer)} amount={offer.complete ? total : `at least ${total}`} strong />
      </dl>
    </div>
  );
}

/** `$14.88 ÷ $13.67 = 1.1 months.`: where the time comes from; empty where nothing is divided. */
function divisionText({ breakEven, monthly, training }: Offer): string {
  const months = Number(breakEven?.months ?? 0);
  if (breakEven === null || monthly === null || !(months > 0)) return "";
  const saved = difference(breakEven.alternativeMonthly.amount, monthly.amount);
  return `${moneyText(training)} ÷ ${moneyText({ amount: saved, currency: training.currency })} = ${numberText(Number(months.toPrecision(2)))} months.`;
}

/** Tokens of a month in the lines of the way that tuning would replace. */
function tokensOf(kind: DecidedWay["lines"][number]["kind"], question: Question | null): string {
  const { traffic: stated, alternative } = question ?? {};
  if (stated === undefined) return "";
  const traffic = likelyTraffic(stated);
  const each: Partial<Record<typeof kind, number>> = {
    input: traffic.inputTokens,
    output: traffic.outputTokens,
    extra_prompt: alternative?.extraInputTokens ?? 0,
  };
  const tokens = each[kind];
  return tokens === undefined ? "" : `${numberText(tokens * traffic.requestsPerMonth)} tokens. `;
}

interface OtherBillProps {
  readonly way: DecidedWay;
  readonly offer: Offer;
  readonly question: Question | null;
  readonly name: string;
}

/** One month of what tuning would replace. */
function OtherBill({ way, offer, question, name }: OtherBillProps): JSX.Element {
  const { currency } = offer.training;
  const money = (amount: string): string => moneyText({ amount, currency });
  return (
    <div class="bill">
      <h3>Not tuned: {name}</h3>
      <dl>
        {way.lines.map(({ kind, amount, from }) => (
          <Line key={kind} name={`${termNames[kind]}, a month`} amount={money(amount)}>
            {from.source === undefined ? (
              "as you stated"
            ) : (
              <>
                {tokensOf(kind, question)}
                <Source
                  rate={{ source: from.source, seen: from.seen ?? "", confidence: from.confidence ?? "primary" }}
                />
              </>
            )}
          </Line>
        ))}
        <Line name="Each month" amount={money(way.monthly.amount)} strong />
        {offer.monthly !== null && <Line name="Each month, tuned" amount={moneyText(offer.monthly)} strong />}
      </dl>
    </div>
  );
}

interface LineProps {
  readonly name: string;
  readonly amount: string;
  readonly strong?: boolean;
  readonly children?: JSX.Element | string | readonly (JSX.Element | string)[];
}

function Line({ name, amount, strong, children }: LineProps): JSX.Element {
  return (
    <div class={strong ? "line strong" : "line"}>
      <dt>{name}</dt>
      <dd class="amount">{amount}</dd>
      {children !== undefined && <dd class="source">{children}</dd>}
    </div>
  );
}

function quantityText({ quantity, unit }: LineItem): string {
  return `${numberText(Number(quantity))} ${unit}${quantity === "1" ? "" : "s"}`;
}

function totalLabel({ horizon }: Offer): string {
  if (horizon.months === 0) return "Total, training alone";
  const months = `${numberText(Math.round(horizon.months * 100) / 100)} months with training`;
  return horizon.clippedAt === undefined
    ? months
    : `${months}, until it stops answering on ${dayText(horizon.clippedAt)}`;
}

interface SourceProps {
  readonly source: string;
  readonly seen: string;
  readonly confidence: string;
  /** True where the copy bears no day: `seen` is when somebody read it. */
  readonly undated?: boolean;
  readonly overlay?: boolean;
  readonly list?: string;
}

function Source({ rate }: { rate: SourceProps }): JSX.Element {
  const web = /^https?:\/\/(?:www\.)?(?<host>[^/]+)/u.exec(rate.source);
  const whose = rate.confidence === "secondary" ? ", a third party’s copy" : "";
  return (
    <>
      {web ? (
        <a href={rate.source} rel="noreferrer">
          {web.groups?.["host"]}
        </a>
      ) : (
        rate.source
      )}
      {rate.seen === "" ? "" : `, ${rate.undated === true ? "without a day, read" : "seen"} ${dayText(rate.seen)}`}
      {whose}
    </>
  );
}
