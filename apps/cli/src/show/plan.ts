import { explain, type PurchasePlan, type PurchaseQuestion, type PurchaseRow } from "@tunecast/estimator";
import { noteSentence } from "@tunecast/estimator/curve";
import { countText, moneyText, statusText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { counted } from "./counted.ts";
import { fitted, type Shape } from "./fitted.ts";
import { hiddenNote, widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "examples", align: "right", rank: 0 },
  { title: "of these bought", align: "right", rank: 1 },
  { title: "labels", align: "right", rank: 2 },
  { title: "training", align: "right", rank: 1 },
  { title: "in all", align: "right", rank: 0 },
];
const expectedColumn: Column = { title: "to expect (80 %)", align: "right", rank: 0 };

/** Notes on a forecast where room is short; JSON has them all. */
const fewNotes = 1;

/** What a budget buys, the sentence first. @param top so many rows; all where undefined */
export function planText(plan: PurchasePlan, asked: PurchaseQuestion, top: number | undefined, screen: Screen): string {
  return fitted(screen, top, 1, (shape) => text(plan, asked, shape, screen));
}

function text(plan: PurchasePlan, asked: PurchaseQuestion, { top, brief }: Shape, screen: Screen): string {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const { rows, notes } = plan;
  const isForecast = rows.some(({ expected }) => expected !== null);
  const cells = rows
    .slice(0, top)
    .map((row) => (isForecast ? [...cellsOf(row, asked), expectedCell(row)] : cellsOf(row, asked)));
  const table = textTable(isForecast ? [...columns, expectedColumn] : columns, cells, screen.columns);
  const more = rows.length - cells.length;
  return [
    style.strong(wrapped(headline(plan, asked), width)),
    ...[
      statusSentence(plan, asked),
      stopSentence(plan),
      nextSentence(plan, asked),
      targetSentence(plan),
      qualitySentence(asked),
    ]
      .filter(Boolean)
      .map((text) => wrapped(text, width)),
    "",
    style.strong(table.heading),
    ...table.rows,
    ...(more > 0 ? [`… and ${countText(more)} more (--top ${rows.length} shows all)`] : []),
    ...hiddenNote(table.hidden, screen, "json"),
    ...notes
      .slice(0, brief === 0 ? undefined : fewNotes)
      .map((note) => style.quiet(`· ${wrapped(noteSentence(note), width, "  ").slice(2)}`)),
    "",
  ].join("\n");
}

function headline({ rows: [first], problem }: PurchasePlan, { budget, labels }: PurchaseQuestion): string {
  const said = moneyText(budget);
  if (problem !== null) return explain(problem);
  if (first === undefined || first.examples === 0) return `${said} buys no training run at any offer.`;
  const bought =
    first.bought === undefined || labels.cost === "0"
      ? ""
      : `, ${countText(first.bought)} of them bought at ${moneyText({ amount: labels.cost, currency: budget.currency })}`;
  const owned = labels.owned > 0 ? ` and ${counted(labels.owned, "example")} at hand` : "";
  return `With ${said}${owned}: at most ${counted(first.examples, "example")}${bought}, at ${first.id}.`;
}

/** Who may still buy at the offers that the sentences name, where that is not everybody. */
function statusSentence({ rows, next, stop }: PurchasePlan, { answer }: PurchaseQuestion): string {
  const named = new Set([rows[0]?.id, next?.offer, stop?.offer]);
  return answer.offers
    .filter(({ id, status }) => named.has(id) && ["closed_to_new_customers", "preview"].includes(status.kind))
    .map(({ id, status }) => `${id}: ${statusText(status)}.`)
    .join(" ");
}

function stopSentence({ stop }: PurchasePlan): string {
  if (stop === null) return "";
  const { n, net, atLimit, rule } = stop.best;
  const size = (count: number): string => counted(Math.round(count), "example");
  if (net === "0")
    return `At ${stop.offer} more examples cost more than they are worth (plain rule: stop at ${size(rule.n)}).`;
  const limit = atLimit ? ", the farthest that pilots of this size say anything about" : "";
  return `Stop buying at about ${size(n)}${limit}, where one more is worth what it costs at ${stop.offer}; by the plain doubling rule at ${size(rule.n)}.`;
}

function nextSentence({ next }: PurchasePlan, { budget: { currency } }: PurchaseQuestion): string {
  if (next === null) return "";
  const { examples, offer, points, dollarsPerPoint } = next;
  const cost = moneyText({ amount: next.cost, currency });
  const worth =
    dollarsPerPoint === null
      ? "and is expected to bring nothing"
      : `${moneyText({ amount: dollarsPerPoint, currency })} for each of the ${points.toFixed(1)} points to expect`;
  return `The next doubling, to ${counted(examples, "example")}, costs ${cost} at ${offer}: ${worth}.`;
}

function targetSentence({ target }: PurchasePlan): string {
  if (target === null) return "";
  const { median, low80, high80 } = target.n;
  const size = (count: number | null): string => (count === null ? "never" : countText(Math.round(count)));
  return median === null
    ? `${target.value} is not in reach of more data alone.`
    : `${target.value} takes about ${size(median)} examples (80 %: ${size(low80)} to ${size(high80)}).`;
}

function qualitySentence({ pilots }: PurchaseQuestion): string {
  return pilots === undefined ? "Costs only: without pilot runs (--pilots) nothing is said of quality." : "";
}

function cellsOf(
  { id, examples, examplesCapped, bought = 0, spent }: PurchaseRow,
  { budget }: PurchaseQuestion,
): string[] {
  const money = (amount: string): string => moneyText({ amount, currency: budget.currency });
  return [
    id,
    `${countText(examples)}${examplesCapped ? " max" : ""}`,
    countText(bought),
    money(spent.labels),
    money(spent.training),
    money(spent.total),
  ];
}

function expectedCell({ expected }: PurchaseRow): string {
  if (expected === null) return "";
  const value = (one: number): string => String(Number(one.toPrecision(3)));
  return `${value(expected.median)} (${value(expected.low80)} to ${value(expected.high80)})`;
}
