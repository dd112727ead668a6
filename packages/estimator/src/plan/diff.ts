import { priceOf } from "../bill/line.ts";
import { isRecord } from "../check/fields.ts";
import { isAnswer } from "../contract/answerCheck.ts";
import type { Answer, LineItem, Offer, Refusal } from "../contract/answer.ts";
import { amountText, decimal, sum, zero, type Amount } from "../money.ts";
import { order } from "../check/order.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";

export interface AnswerDiff {
  readonly from: AnswerStamp;
  readonly to: AnswerStamp;
  /** Fields of the question that differ: the reason of every change of quantity. */
  readonly input: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  /** Largest difference first, then offers that came, went or are refused, by id. */
  readonly changes: readonly OfferChange[];
  readonly unchanged: number;
}

export type AnswerStamp = Readonly<Record<"asOf" | "prices", string>>;

export type OfferChange = { readonly id: string } & (
  | {
      readonly change: "total";
      readonly currency: string;
      readonly before: string;
      readonly after: string;
      readonly difference: string;
      /** The parts add up to the difference, exactly. */
      readonly because: readonly Cause[];
    }
  | { readonly change: "status"; readonly before: string; readonly after: string }
  | { readonly change: "currency"; readonly before: string; readonly after: string }
  | { readonly change: "refused"; readonly before: string | null; readonly reason: Problem; readonly sentence: string }
  | { readonly change: "offered"; readonly after: string; readonly was: Problem | null }
  | { readonly change: "gone"; readonly before: string | null }
);

/** One reason of a difference: a price, how much is billed, or a line that the other bill does not have. */
export interface Cause {
  readonly kind: "price" | "quantity" | "new_line" | "line_gone";
  readonly line: string;
  readonly amount: string;
  /** Of a price: what it was and is, and since when. */
  readonly rate?: { readonly before: string; readonly after: string; readonly per: string; readonly from: string };
}

/**
 * What changed from one answer to another. Each difference is taken apart line by line: the old quantity at the change of
 * the price, then the change of the quantity at the new price.
 *
 * Problems: `not_an_answer` (which) for what `estimate` has not written.
 */
export function answerDiff(before: Answer, after: Answer): Result<AnswerDiff> {
  for (const [which, answer] of Object.entries({ before, after }))
    if (!isAnswer(answer)) return fail({ kind: "not_an_answer", which });
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])];
  const changes = ids.flatMap((id) => changeOf(id, old.get(id), now.get(id)));
  const sizeOf = (one: OfferChange): Amount => (one.change === "total" ? decimal(one.difference).abs() : zero);
  return ok({
    from: { asOf: before.asOf, prices: before.prices.version },
    to: { asOf: after.asOf, prices: after.prices.version },
    input: differences(before.input, after.input, ""),
    changes: changes.sort((a, b) => sizeOf(b).comparedTo(sizeOf(a)) || order(a.id, b.id)),
    unchanged: ids.length - changes.length,
  });
}

type Entry = Offer | Refusal;

function entriesOf({ offers, refused }: Answer): Map<string, Entry> {
  return new Map([...offers, ...refused].map((entry) => [entry.id, entry]));
}

function changeOf(id: string, before: Entry | undefined, after: Entry | undefined): OfferChange[] {
  const [old, was] = before === undefined || "reason" in before ? [null, before?.reason ?? null] : [before, null];
  if (after !== undefined && "total" in after)
    return old === null ? [{ id, change: "offered", after: after.total.amount, was }] : offeredTwice(old, after);
  const total = old?.total.amount ?? null;
  if (after === undefined) return [{ id, change: "gone", before: total }];
  const { reason, sentence } = after;
  // That a price is not known yet on either day is no change.
  const withoutDay = (one: Problem): string => JSON.stringify({ ...one, day: undefined });
  const isSame = was !== null && withoutDay(was) === withoutDay(reason);
  return isSame ? [] : [{ id, change: "refused", before: total, reason, sentence }];
}

function offeredTwice(old: Offer, now: Offer): OfferChange[] {
  const { id, total } = now;
  const { currency, amount: after } = total;
  if (old.total.currency !== currency) return [{ id, change: "currency", before: old.total.currency, after: currency }];
  const before = old.total.amount;
  const apart = decimal(after).minus(before);
  if (!apart.isZero()) {
    const [difference, because] = [amountText(apart), causesOf(old.lines, now.lines, apart)];
    return [{ id, change: "total", currency, before, after, difference, because }];
  }
  const statusOf = ({ status: { kind, until } }: Offer): string =>
    until === undefined ? kind : `${kind} until ${until}`;
  const [was, is] = [statusOf(old), statusOf(now)];
  return was === is ? [] : [{ id, change: "status", before: was, after: is }];
}

function causesOf(before: readonly LineItem[], after: readonly LineItem[], difference: Amount): Cause[] {
  const keys = [...new Set([...before, ...after].map(keyOf))];
  const causes = keys.flatMap((key) => {
    const isOwn = (line: LineItem): boolean => keyOf(line) === key;
    return lineCauses(before.filter(isOwn), after.filter(isOwn));
  });
  // Credits and the like stand in a total beside its lines.
  return [...causes, ...cause("quantity", "rest", difference.minus(sumOf(causes)))];
}

/** Lines that stand for the same thing: their labels may differ in numbers ("Training, 3 epochs"). */
function keyOf({ kind, label, rate }: LineItem): string {
  return `${kind} ${label.replaceAll(/\d+(?:[.,]\d+)*/gu, "#")} ${rate.per}`;
}

function lineCauses(before: readonly LineItem[], after: readonly LineItem[]): Cause[] {
  const [old, now] = [before[0], after[0]];
  const line = (now ?? old)?.label ?? "";
  const whole = sumOf(after).minus(sumOf(before));
  if (old === undefined) return cause("new_line", line, whole);
  if (now === undefined) return cause("line_gone", line, whole);
  const [{ amount: was }, { amount: is, per, from }] = [old.rate, now.rate];
  const isOnePrice = before.every(({ rate }) => rate.amount === was) && after.every(({ rate }) => rate.amount === is);
  if (!isOnePrice || was === is) return cause("quantity", line, whole);
  const [much, more] = [before, after].map((lines) => sum(lines.map(({ quantity }) => decimal(quantity))));
  const price = much!.equals(more!) ? whole : priceOf(is, per).minus(priceOf(was, per)).times(much!);
  const rate = { before: was, after: is, per, from };
  return [
    ...cause("price", line, price).map((one) => ({ ...one, rate })),
    ...cause("quantity", line, whole.minus(price)),
  ];
}

function sumOf(lines: readonly { readonly amount: string }[]): Amount {
  return sum(lines.map(({ amount }) => decimal(amount)));
}

function cause(kind: Cause["kind"], line: string, amount: Amount): Cause[] {
  return amount.isZero() ? [] : [{ kind, line, amount: amountText(amount) }];
}

function differences(before: unknown, after: unknown, path: string): AnswerDiff["input"][number][] {
  // Field by field, where one of them has none of a group too.
  const [was, is] = [before ?? {}, after ?? {}];
  if (isRecord(was) && isRecord(is)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort(order);
    return names.flatMap((name) => differences(was[name], is[name], path === "" ? name : `${path}.${name}`));
  }
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  return isSame ? [] : [{ path, before: before ?? null, after: after ?? null }];
}
