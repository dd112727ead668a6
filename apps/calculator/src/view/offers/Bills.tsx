import type { DecidedWay, Offer, Question } from "@tunecast/estimator";
import { daysBetween } from "@tunecast/estimator/prices";
import { ageText, billText, gapOf, moneyText, rateText, total } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import { withDays } from "../../question/dayText.ts";
import { compactText, numberText } from "../../question/numberText.ts";
import type { Calculator } from "../../state/calculator.ts";
import { nice } from "../text.ts";

/** One line of both bills. Amounts are decimal text; null where a way has no such line. */
export interface BillLine {
  readonly name: string;
  readonly rate: string;
  readonly today: string | null;
  readonly tuned: string | null;
}

type Kind = DecidedWay["lines"][number]["kind"];

/** Both bills of a month in the same lines, each with its rate. */
export function billLines(
  today: DecidedWay,
  tuned: DecidedWay,
  question: Question,
  currency: string,
): readonly BillLine[] {
  const { requestsPerMonth, inputTokens, outputTokens } = numbersOf(question);
  const extra = question.alternative?.extraInputTokens ?? 0;
  const sumOf = (way: DecidedWay, ...kinds: readonly Kind[]): string | null => {
    const lines = way.lines.filter(({ kind, period }) => period === "month" && kinds.includes(kind));
    return lines.length === 0 ? null : total(lines.map(({ amount }) => amount));
  };
  const perMillion = (amount: string | null, tokens: number): string =>
    amount === null || tokens === 0 ? "" : rateText({ amount: decimalText((Number(amount) / tokens) * 1e6), currency });
  const metered = (name: string, tokens: number, amounts: readonly [string | null, string | null]): BillLine => {
    const all = requestsPerMonth * tokens;
    const rates = [...new Set(amounts.map((amount) => perMillion(amount, all)).filter((rate) => rate !== ""))];
    return {
      name,
      rate: `${compactText(all)} tokens at ${rates.join(" and ")} per 1M`,
      today: amounts[0],
      tuned: amounts[1],
    };
  };
  const isCached = sumOf(today, "cached_prompt") !== null;
  const added = sumOf(today, "extra_prompt", "cached_prompt");
  const fixed = (kind: Kind, name: string): readonly BillLine[] => {
    const [a, b] = [sumOf(today, kind), sumOf(tuned, kind)];
    return a === null && b === null ? [] : [{ name, rate: "for the month", today: a, tuned: b }];
  };
  return [
    metered("Prompt", inputTokens, [sumOf(today, "input"), sumOf(tuned, "input", "cached_prompt")]),
    ...(added === null ? [] : [metered(`What the prompt adds${isCached ? ", cached" : ""}`, extra, [added, null])]),
    metered("Answer", outputTokens, [sumOf(today, "output"), sumOf(tuned, "output")]),
    ...fixed("deployment", "Keeping the model"),
    ...fixed("store", "Fixed cost"),
    ...fixed("platform_monthly", "Platform fee"),
    ...fixed("monitoring", "Scoring each month"),
    ...fixed("retraining", "Training anew"),
  ];
}

/** The page states plain numbers, and no ranges. */
function numbersOf({
  traffic,
}: Question): Readonly<Record<"requestsPerMonth" | "inputTokens" | "outputTokens", number>> {
  const plain = (value: unknown): number => (typeof value === "number" ? value : 0);
  return {
    requestsPerMonth: plain(traffic?.requestsPerMonth),
    inputTokens: plain(traffic?.inputTokens),
    outputTokens: plain(traffic?.outputTokens),
  };
}

function decimalText(value: number): string {
  return Number(value.toPrecision(6)).toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 12 });
}

export function Bills({ calculator }: { calculator: Calculator }): JSX.Element | null {
  const headline = calculator.liveAnswer.headline.value;
  const report = calculator.report.value;
  if (headline === null || report === null) return null;
  if (report.verdict.found === null) return <TunedBill offer={headline.offer} />;
  const { today, tuned } = report.verdict.found;
  const { question, offer } = headline;
  const { currency } = offer.training;
  const lines = billLines(today, tuned, question, currency);
  const money = (amount: string): string => moneyText({ amount, currency });
  const shown = (which: "today" | "tuned", way: DecidedWay): readonly string[] => {
    const amounts = lines.flatMap((line) => line[which] ?? []);
    const texts = [...billText(amounts, { amount: way.monthly.amount, currency }).lines];
    return lines.map((line) => (line[which] === null ? "none" : (texts.shift() ?? "")));
  };
  const [left, right] = [shown("today", today), shown("tuned", tuned)];
  const more = Number(tuned.monthly.amount) > Number(today.monthly.amount);
  return (
    <section aria-labelledby="bill">
      <h2 id="bill">Today’s month and the tuned one</h2>
      <table class="lines">
        <caption class="unseen">Both bills of a month, line by line, with the rate of each</caption>
        <thead>
          <tr>
            <th scope="col">{numberText(numbersOf(question).requestsPerMonth)} requests</th>
            <th scope="col" class="n">
              Today
            </th>
            <th scope="col" class="n">
              Tuned
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ name, rate }, index) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <br />
                <small>{rate}</small>
              </th>
              <td class="n">{left[index]}</td>
              <td class="n">{right[index]}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">A month</th>
            <td class="n">{money(today.monthly.amount)}</td>
            <td class="n">{money(tuned.monthly.amount)}</td>
          </tr>
          <tr class="sum">
            <th scope="row">{more ? "More by tuning" : "Saved by tuning"}</th>
            <td class="n">
              <span class="unseen">none</span>
            </td>
            <td class="n">{money(gapOf(today.monthly.amount, tuned.monthly.amount))}</td>
          </tr>
        </tbody>
      </table>
      <Ages today={today} offer={offer} asOf={question.asOf} />
      <TunedBill offer={offer} />
    </section>
  );
}

function Ages({ today, offer, asOf }: { today: DecidedWay; offer: Offer; asOf: string }): JSX.Element {
  const oldest = (days: readonly (string | undefined)[]): number =>
    Math.max(0, ...days.flatMap((day) => (day === undefined ? [] : [daysBetween(day, asOf)])));
  const [theirs, own] = [
    oldest(today.lines.map(({ from }) => from.seen)),
    oldest(offer.lines.map(({ rate }) => rate.seen)),
  ];
  return (
    <p class="after small soft">
      <span class={Math.max(theirs, own) > 90 ? "old" : undefined}>
        Today’s rates were seen {ageText(theirs)} ago, the tuned ones {ageText(own)} ago.
      </span>{" "}
      Lines are rounded to add up.
    </p>
  );
}

/** Every line of the offer's own bill over all months, with its source. */
function TunedBill({ offer }: { offer: Offer }): JSX.Element {
  const { lines, total: all } = billText(
    offer.lines.map(({ amount }) => amount),
    offer.total,
    offer.training.amount,
  );
  return (
    <details class="sources">
      <summary>The whole bill of {offer.providerName}, with sources</summary>
      <table class="lines">
        <tbody>
          {offer.lines.map(({ label, quantity, unit, rate }, index) => (
            <tr key={label}>
              <th scope="row">
                {label}
                <br />
                <small>
                  {compactText(Number(quantity))} {unit} at {rateText(rate)} per {rate.per}, seen {withDays(rate.seen)}
                  {rate.confidence === "secondary" && ", second-hand"}{" "}
                  {rate.source.startsWith("http") && (
                    <a href={rate.source} rel="noreferrer" aria-label={`Source of ${label}`}>
                      source
                    </a>
                  )}
                </small>
              </th>
              <td class="n">{lines[index]}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">{offer.complete ? "In all" : "In all, at least"}</th>
            <td class="n">{all}</td>
          </tr>
        </tbody>
      </table>
      <ul class="small soft">
        {offer.assumptions.map(({ kind, sentence }) => (
          <li key={`${kind} ${sentence}`}>{nice(withDays(sentence))}</li>
        ))}
      </ul>
    </details>
  );
}
