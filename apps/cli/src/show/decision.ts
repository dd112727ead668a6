import { explain, type AdviceStep, type DecidedWay, type Decision } from "@tunecast/estimator";
import {
  adviceSentences,
  inputName,
  leftOutSentence,
  moneyText,
  paybackSentence,
  standNames,
  termNames,
  timeText,
  wayNames,
  type Column,
} from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import { styleOf, type Style } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { fitted, type Shape } from "./fitted.ts";
import { widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "way", align: "left", rank: 0 },
  { title: "model", align: "left", rank: 2 },
  { title: "once", align: "right", rank: 1 },
  { title: "a month", align: "right", rank: 0 },
  { title: "in all", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 3 },
  { title: "pays back", align: "right", rank: 1 },
  { title: "quality", align: "left", rank: 2 },
];

/** A decision on one screen: the sentence first, then the ways side by side, what decides, and what is left out. */
export function decisionText(decision: Decision, steps: readonly AdviceStep[], screen: Screen): string {
  return fitted(screen, undefined, 3, ({ top, brief }) => text(decision, steps, screen, { top, brief }));
}

function text(decision: Decision, steps: readonly AdviceStep[], screen: Screen, { top, brief }: Shape): string {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const tuned = decision.ways.filter(
    ({ kind, against }) => kind === "tuned" || (kind === "own_gpus" && against !== null),
  );
  const months = decision.months === 1 ? "1 month" : `${decision.months} months`;
  const { heading, rows } = textTable(
    columns,
    decision.ways.slice(0, top).map((way) => cells(way, decision)),
    screen.columns,
  );
  return [
    ...(tuned.length === 0 ? [style.strong(wrapped(aloneSentence(decision), width))] : []),
    ...tuned.map((way) => style.strong(wrapped(paybackSentence(way, decision), width))),
    "",
    style.strong(`Side by side, over ${months}`),
    style.strong(heading),
    ...rows,
    ...(decision.ways.length > rows.length ? [style.quiet(`… and ${decision.ways.length - rows.length} more`)] : []),
    ...decision.ways.flatMap(({ clippedAt, months: until, id }) =>
      clippedAt === null
        ? []
        : [
            style.quiet(
              wrapped(
                `* ${id} stops answering on ${clippedAt}: ${Math.round(until * 10) / 10} months are counted.`,
                width,
              ),
            ),
          ],
    ),
    ...decision.refused.map(({ id, reason }) => style.quiet(wrapped(`${id}: ${explain(reason)}`, width))),
    "",
    ...(brief < 2 ? orderText(steps, brief, style, width) : orderLine(steps, width)),
    ...influenceText(decision, style, width),
    ...footText(decision, brief).map((text) => style.quiet(wrapped(text, width))),
    "",
  ].join("\n");
}

/** What the figures leave out, and what a range means; in one paragraph where room is short. */
function footText({ leftOut, currency, seed }: Decision, brief: number): string[] {
  const foot = [
    leftOutSentence(leftOut),
    `Amounts in ${currency}; a range holds in 80 of 100 draws (seed ${seed}).`,
  ].filter(Boolean);
  return brief < 3 ? foot : [foot.join(" ")];
}

/** What there is where nothing is held against another way. */
function aloneSentence({ ways: [first], currency, months }: Decision): string {
  if (first === undefined) return "There is no way to compare.";
  const money = (amount: string): string => moneyText({ amount, currency });
  const [once, monthly] = [money(first.once.amount), money(first.monthly.amount)];
  return `Only ${wayNames[first.kind]} (${first.name}): ${once} once and ${monthly} a month, ${money(first.total.amount)} over ${months === 1 ? "1 month" : `${months} months`}.`;
}

function cells(way: DecidedWay, { currency, today }: Decision): string[] {
  const money = (amount: string): string => moneyText({ amount, currency });
  const { total, against, quality } = way;
  const mark = way.id === today ? " (today)" : "";
  return [
    `${way.kind === "tuned" ? way.id : wayNames[way.kind]}${mark}`,
    way.name,
    money(way.once.amount),
    money(way.monthly.amount),
    `${money(total.amount)}${way.clippedAt === null ? "" : "*"}`,
    total.low === total.high ? "" : `${money(total.low)}–${money(total.high)}`,
    against === null ? "" : paybackCell(against),
    quality === null ? "unknown" : `${quality.score} ${quality.metric}`,
  ];
}

function paybackCell({ verdict, months }: NonNullable<DecidedWay["against"]>): string {
  if (verdict === "at_once") return "at once";
  return verdict === "pays" && months !== null ? timeText(months) : "never";
}

/** The order with the reason of each step; where room is short, what is not for this task is only named. */
function orderText(steps: readonly AdviceStep[], brief: number, style: Style, width: number): string[] {
  if (steps.length === 0) return [];
  const lines = steps.flatMap(({ approach, stand, reason }, index) => {
    if (stand === "not" && brief > 0) return [];
    const place = stand === "not" ? "–" : `${index + 1}`;
    return [wrapped(`${place} ${wayNames[approach]} (${standNames[stand]}): ${adviceSentences[reason]}`, width)];
  });
  const source = style.quiet(wrapped(`Advice: ${steps[0]?.source ?? ""}`, width));
  const not = brief > 0 ? [notSentence(steps)].filter(Boolean).map((one) => wrapped(one, width)) : [];
  return [style.strong("In which order to try"), ...lines, ...not, source, ""];
}

/** The order alone. */
function orderLine(steps: readonly AdviceStep[], width: number): string[] {
  if (steps.length === 0) return [];
  const named = (stand: AdviceStep["stand"]): string =>
    steps
      .filter((step) => step.stand === stand)
      .map(({ approach }) => wayNames[approach])
      .join(", ");
  const order = [named("first"), named("later")].filter(Boolean).join("; then ");
  return [wrapped(`Try ${order}. ${notSentence(steps)} (--format json has the reasons)`, width)];
}

function notSentence(steps: readonly AdviceStep[]): string {
  const not = steps.filter(({ stand }) => stand === "not").map(({ approach }) => wayNames[approach]);
  return not.length === 0 ? "" : `Not for this task: ${not.join(", ")}.`;
}

function influenceText({ influences }: Decision, style: Style, width: number): string[] {
  const [first, second] = influences;
  if (first === undefined) return [];
  const share = (one: typeof first): string =>
    `${inputName(one.input)} (${Math.round(100 * one.share)} % of what is open)`;
  const also = second === undefined || second.share < 0.1 ? "" : `, then ${share(second)}`;
  return [style.strong(wrapped(`Find out first: ${share(first)}${also}.`, width))];
}

/** The bill of each way, line by line. */
export function decisionLines({ ways, currency }: Decision, screen: Screen): string {
  const style = styleOf(screen);
  const money = (amount: string): string => moneyText({ amount, currency });
  const text = ways.map(({ id, lines }) => {
    const rows = lines.map(({ kind, period, amount, low, high, from }) => {
      const range = low === high ? "" : ` (${money(low)}–${money(high)})`;
      const source =
        from.source === undefined ? from.kind : `${from.source}${from.seen === undefined ? "" : `, seen ${from.seen}`}`;
      return `  ${termNames[kind]}, ${period === "once" ? "once" : "a month"}: ${money(amount)}${range}  ${style.quiet(source)}`;
    });
    return [style.strong(id), ...rows].join("\n");
  });
  return `${text.join("\n")}\n`;
}
