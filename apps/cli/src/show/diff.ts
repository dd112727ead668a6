import { explain, type AnswerDiff, type Cause, type OfferChange } from "@tunecast/estimator";
import { countText, moneyText, rateText, statusText } from "@tunecast/estimator/text";
import { wrapped, styleOf } from "./table.ts";
import type { Screen } from "../read/host.ts";
import { fitted } from "./fitted.ts";
import { widthOf } from "./note.ts";

/** What changed, the sentence first. @param top so many changes are shown */
export function diffText(diff: AnswerDiff, most: number, screen: Screen): string {
  return fitted(screen, most, 0, ({ top = most }) => text(diff, top, screen));
}

function text({ from, to, input, changes, unchanged }: AnswerDiff, top: number, screen: Screen): string {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const kinds = Object.entries(headWords).map(([kind, words]): [number, string] => [
    changes.filter(({ change }) => change === kind).length,
    words,
  ]);
  const counts = kinds.filter(([count]) => count > 0).map(([count, words]) => `${countText(count)} ${words}`);
  const head = `From ${from.asOf} to ${to.asOf}: ${[...counts, `${countText(unchanged)} the same`].join(", ")}.`;
  const fields = input.map(({ path, before, after }) => `${path}: ${shortly(before)} → ${shortly(after)}`);
  const rest = changes.length - top;
  return [
    style.strong(wrapped(head, width)),
    ...(fields.length === 0 ? [] : [wrapped(`The questions differ in ${fields.join("; ")}.`, width)]),
    "",
    ...changes.slice(0, top).map((change) => wrapped(`${change.id}: ${changeText(change)}`, width, "  ")),
    ...(rest > 0 ? [style.quiet(`… and ${countText(rest)} more (--top ${changes.length} shows all)`)] : []),
    "",
  ].join("\n");
}

const headWords: Readonly<Record<OfferChange["change"], string>> = {
  total: "with another total",
  status: "with another status",
  currency: "in another currency",
  refused: "newly refused",
  offered: "newly offered",
  gone: "gone",
};

function shortly(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

type Change<K extends OfferChange["change"]> = Extract<OfferChange, { readonly change: K }>;

const changeTexts: { readonly [K in OfferChange["change"]]: (change: Change<K>) => string } = {
  total: ({ currency, before, after, difference, because }) => {
    const money = (amount: string): string => moneyText({ amount, currency });
    const sign = difference.startsWith("-") ? "" : "+";
    const causes = because.map((one) => causeText(one, currency)).join("; ");
    return `${money(before)} → ${money(after)} (${sign}${money(difference)}): ${causes}`;
  },
  status: ({ before, after }) => `${statusWords(before)} → ${statusWords(after)}`,
  currency: ({ before, after }) => `now in ${after}, before in ${before}`,
  refused: ({ sentence }) => `refused. ${sentence}`,
  offered: ({ was }) =>
    was === null
      ? "new"
      : was.kind === "no_rate_yet"
        ? `no price before ${String(was["first"])}`
        : `offered again; before: ${explain(was)}`,
  gone: () => "no longer in the answer",
};

/** A status of two answers, `listed until 2026-10-14`, as the table of offers words it. */
function statusWords(status: string): string {
  const [kind = "", until] = status.split(" until ");
  return statusText({ kind, source: "", ...(until !== undefined && { until }) });
}

function changeText(change: OfferChange): string {
  return (changeTexts[change.change] as (change: OfferChange) => string)(change);
}

function causeText({ kind, line, amount, rate }: Cause, currency: string): string {
  const money = moneyText({ amount, currency });
  if (kind === "price" && rate !== undefined)
    return `${line} at ${rateText({ amount: rate.after, currency })} instead of ${rateText({ amount: rate.before, currency })} per ${rate.per} since ${rate.from}: ${money}`;
  const words = { quantity: "billed quantity", new_line: "new", line_gone: "gone", price: "price" };
  return `${line}, ${words[kind]}: ${money}`;
}
