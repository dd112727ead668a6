import table from "./diff.json" with { type: "json" };
import { apartText, changeParts, countText, moneyText, rateText } from "../amount.ts";
import { explain } from "../explain.ts";
import { worded, type Words } from "../visible.ts";
import { statusText } from "./offerTable.ts";
import type { AnswerDiff, Cause, OfferChange } from "../../plan/diff.ts";
import { bare, tableOf, type Report, columnsOf } from "./report.ts";

/** What changed between two answers, in a sentence, then offer by offer, and why. */
export function diffReport({ from, to, input, changes, unchanged }: AnswerDiff): Report {
  const counts = Object.entries(headWords).flatMap(([kind, words]) => {
    const count = changes.filter(({ change }) => change === kind).length;
    return count === 0 ? [] : [`${countText(count)} ${words}`];
  });
  const fields = [...dataTexts(input), ...input.filter(({ path }) => !path.includes("profile.")).map(fieldText)];
  const rows = changes.map((change) => ({ id: change.id, cells: [change.id, worded(changeTexts, "change", change)] }));
  return {
    ...bare,
    headline: `From ${from.asOf} to ${to.asOf}: ${[...counts, `${countText(unchanged)} the same`].join(", ")}.`,
    asked: fields.length === 0 ? [] : [`The questions differ in ${fields.join("; ")}.`],
    blocks: rows.length === 0 ? [] : [tableOf("changes", columns, rows, { more: `--top ${rows.length} shows all.` })],
  };
}

const columns = columnsOf("offer|what changed");

const headWords: Readonly<Record<OfferChange["change"], string>> = table.headWords;

/** Of other data how many examples they have: a profile holds hundreds of counts. */
function dataTexts(input: AnswerDiff["input"]): string[] {
  const sets = new Set(input.flatMap(({ path }) => /^(.*)\.profile\./u.exec(path)?.[1] ?? []));
  return [...sets].map((set) => {
    const examples = input.find(({ path }) => path === `${set}.profile.examples`);
    const name = set === "job" ? "the data" : "the validation data";
    return examples === undefined ? `${name}: other rows` : `${fieldText({ ...examples, path: name })} examples`;
  });
}

function fieldText({ path, before, after }: AnswerDiff["input"][number]): string {
  return `${path}: ${shortly(before)} → ${shortly(after)}`;
}

function shortly(value: unknown): string {
  if (typeof value === "number") return countText(value);
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value)) return "nothing";
  return value.some((item) => typeof item === "object") ? `a list of ${value.length}` : value.join(", ");
}

const changeTexts: Words<OfferChange, "change"> = {
  total: ({ currency, before, after, difference, because }) => {
    const money = (amount: string): string => moneyText({ amount, currency });
    const sign = difference.startsWith("-") ? "-" : "+";
    const parts = because.map(({ amount }) => amount);
    const shown = changeParts(before, after, parts, currency);
    const causes = because.map((one, at) => causeText(one, shown[at] ?? "", currency)).join("; ");
    return `${money(before)} → ${money(after)} (${sign}${apartText(before, after, currency)}): ${causes}`;
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

function causeText({ kind, line, rate }: Cause, money: string, currency: string): string {
  if (kind === "price" && rate !== undefined)
    return `${line} at ${rateText({ amount: rate.after, currency })} instead of ${rateText({ amount: rate.before, currency })} per ${rate.per} since ${rate.from}: ${money}`;
  const words = { quantity: "billed quantity", new_line: "new", line_gone: "gone", price: "price" };
  return `${line}, ${words[kind]}: ${money}`;
}
