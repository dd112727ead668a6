import type { Offer } from "@tunecast/estimator";
import { isAtLeast } from "@tunecast/estimator/answer";
import { moneyText, timeText } from "@tunecast/estimator/text";
import type { Calculator } from "../state/calculator.ts";
import type { SortKey } from "../question/inputs.ts";
import { numberText } from "../question/numberText.ts";
import { takesText } from "../state/takes.ts";

/** A column of the table, and a line of a card. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly sort?: SortKey;
  readonly cell: (offer: Offer) => string;
}

/** What the list can be sorted by. */
export const sortNames: Readonly<Record<SortKey, string>> = {
  total: "total",
  training: "training",
  monthly: "a month",
  requests: "1,000 requests",
  idle: "idle, a day",
  breakEven: "pay-back",
  id: "name",
};

/** The columns for the question of the moment: what a file makes possible stands there only with a file. */
export function columnsOf(calculator: Calculator): readonly Column[] {
  const partOnly = calculator.partOnly.value;
  return [
    ...(calculator.form.profile === null
      ? []
      : [
          {
            key: "takes",
            title: "Takes your file",
            cell: (offer: Offer) => takesText(calculator.takes(offer), calculator.verdicts.reports.value.get(offer.id)),
          },
        ]),
    {
      key: "training",
      title: "Train once",
      sort: "training",
      cell: ({ training }) => atLeast(moneyText(training), partOnly),
    },
    {
      key: "monthly",
      title: "Per month",
      sort: "monthly",
      cell: ({ monthly }) => (monthly === null ? "unknown" : moneyText(monthly)),
    },
    { key: "idle", title: "Idle, per day", sort: "idle", cell: idleText },
    { key: "breakEven", title: "Pays back in", sort: "breakEven", cell: breakEvenText },
    {
      key: "total",
      title: totalTitle(calculator),
      sort: "total",
      cell: (offer) => atLeast(moneyText(offer.total), partOnly || isAtLeast(offer)),
    },
    ...(calculator.quality.value === null
      ? []
      : [{ key: "quality", title: "Quality", cell: (offer: Offer) => calculator.qualityNote(offer) }]),
  ];
}

/** A total that leaves something out is a lower bound. */
function atLeast(text: string, isSo: boolean): string {
  return isSo ? `at least ${text}` : text;
}

function idleText({ idle, perThousandRequests }: Offer): string {
  if (idle === null) return perThousandRequests === null ? "unknown" : "nothing";
  const days = idle.days === undefined ? "" : `, ${numberText(idle.days)} days at most`;
  return `${moneyText(idle.perDay)}${days}`;
}

function breakEvenText({ breakEven }: Offer): string {
  if (breakEven === null) return "unknown";
  if (breakEven.months === null) return "never";
  return Number(breakEven.months) === 0 ? "at once" : timeText(Number(breakEven.months));
}

function totalTitle(calculator: Calculator): string {
  // Of the question whose offers are listed: a key that is pressed draws no table.
  const { traffic } = calculator.liveAnswer.answered.value ?? calculator.question.peek() ?? {};
  return traffic === undefined
    ? "Total"
    : `In ${numberText(traffic.months)} ${traffic.months === 1 ? "month" : "months"}`;
}
