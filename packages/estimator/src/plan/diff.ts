import { isRecord } from "../check/fields.ts";
import { isAnswer } from "../contract/answerCheck.ts";
import type { Answer, LineItem, Offer, Refusal } from "../contract/answer.ts";
import { amountText, decimal, sum, zero, type Amount } from "../money.ts";
import { order } from "../order.ts";
import { fail, ok, type Problem, type Result } from "../problem.ts";

/** What changed between two answers, and why, in money. */
export interface AnswerDiff {
  readonly from: AnswerStamp;
  readonly to: AnswerStamp;
  /** Fields of the question that differ: the reason of every change of quantity. */
  readonly input: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  /** Largest difference first, then offers that came, went or are refused, by id. */
  readonly changes: readonly OfferChange[];
  /** Offers whose total and status are the same. */
  readonly unchanged: number;
}

export interface AnswerStamp {
  readonly asOf: string;
  readonly prices: string;
}

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
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort(order);
  const changes = ids.flatMap((id) => changeOf(id, old.get(id), now.get(id)));
  return ok({
    from: stampOf(before),
    to: stampOf(after),
    input: differences(before.input, after.input, ""),
    changes: changes.sort((a, b) => sizeOf(b).comparedTo(sizeOf(a)) || order(a.id, b.id)),
    unchanged: ids.length - changes.length,
  });
}

function stampOf({ asOf, prices }: Answer): AnswerStamp {
  return { asOf, prices: prices.version };
}

type Entry = Offer | Refusal;

function entriesOf({ offers, refused }: Answer): Map<string, Entry> {
  return new Map([...offers, ...refused].map((entry) => [entry.id, entry]));
}

function isOffer(entry: Entry | undefined): entry is Offer {
  return entry !== undefined && !("reason" in entry);
}

function changeOf(id: string, before: Entry | undefined, after: Entry | undefined): OfferChange[] {
  const [old, now] = [before, after].map((entry) => (isOffer(entry) ? entry : null));
  const [was, is] = [before, after].map((entry) => (entry === undefined || isOffer(entry) ? null : entry));
  if (old != null && now != null) return offeredTwice(old, now);
  if (now != null) return [{ id, change: "offered", after: now.total.amount, was: was?.reason ?? null }];
  const total = old?.total.amount ?? null;
  if (is == null) return [{ id, change: "gone", before: total }];
  const { reason, sentence } = is;
  const isSame = was != null && withoutDay(was.reason) === withoutDay(reason);
  return isSame ? [] : [{ id, change: "refused", before: total, reason, sentence }];
}

/** A reason beside the day that was asked about: that a price is not known yet on either day is no change. */
function withoutDay(reason: Problem): string {
  return JSON.stringify({ ...reason, day: undefined });
}

function offeredTwice(before: Offer, after: Offer): OfferChange[] {
  const { id } = after;
  const [old, now] = [before.total, after.total];
  if (old.currency !== now.currency) return [{ id, change: "currency", before: old.currency, after: now.currency }];
  const difference = decimal(now.amount).minus(old.amount);
  const statuses = [before, after].map(
    ({ status }) => `${status.kind}${status.until === undefined ? "" : ` until ${status.until}`}`,
  );
  if (difference.isZero())
    return statuses[0] === statuses[1]
      ? []
      : [{ id, change: "status", before: statuses[0] ?? "", after: statuses[1] ?? "" }];
  const because = causesOf(before.lines, after.lines, difference);
  return [
    {
      id,
      change: "total",
      currency: now.currency,
      before: old.amount,
      after: now.amount,
      difference: amountText(difference),
      because,
    },
  ];
}

function causesOf(before: readonly LineItem[], after: readonly LineItem[], difference: Amount): Cause[] {
  const keys = [...new Set([...before, ...after].map(keyOf))];
  const causes = keys.flatMap((key) => {
    const [old, now] = [before, after].map((lines) => lines.filter((line) => keyOf(line) === key));
    return lineCauses(old ?? [], now ?? []);
  });
  // Credits and the like stand in a total beside its lines.
  const rest = difference.minus(sum(causes.map(({ amount }) => decimal(amount))));
  return rest.isZero() ? causes : [...causes, { kind: "quantity", line: "rest", amount: amountText(rest) }];
}

/** Lines that stand for the same thing: their labels may differ in numbers ("Training, 3 epochs"). */
function keyOf({ kind, label, rate }: LineItem): string {
  return `${kind} ${label.replaceAll(/\d+/gu, "#")} ${rate.per}`;
}

function lineCauses(before: readonly LineItem[], after: readonly LineItem[]): Cause[] {
  const [old, now] = [before[0], after[0]];
  const total = (lines: readonly LineItem[]): Amount => sum(lines.map(({ amount }) => decimal(amount)));
  const line = (now ?? old)?.label ?? "";
  const whole = total(after).minus(total(before));
  if (old === undefined || now === undefined || before.length + after.length > 2)
    return cause(old === undefined ? "new_line" : now === undefined ? "line_gone" : "quantity", line, whole);
  const unit = decimal(now.rate.amount).isZero()
    ? null
    : decimal(now.amount).dividedBy(now.rate.amount).dividedBy(zeroless(now.quantity));
  const price =
    old.rate.amount === now.rate.amount || unit === null
      ? zero
      : decimal(now.rate.amount).minus(old.rate.amount).times(old.quantity).times(unit);
  const rate = { before: old.rate.amount, after: now.rate.amount, per: now.rate.per, from: now.rate.from };
  return [
    ...cause("price", line, price).map((one) => ({ ...one, rate })),
    ...cause("quantity", line, whole.minus(price)),
  ];
}

function zeroless(quantity: string): Amount {
  const value = decimal(quantity);
  return value.isZero() ? decimal(1) : value;
}

function cause(kind: Cause["kind"], line: string, amount: Amount): Cause[] {
  return amount.isZero() ? [] : [{ kind, line, amount: amountText(amount) }];
}

/** Fields of two plain values that differ, by their path. */
function differences(before: unknown, after: unknown, path: string): AnswerDiff["input"][number][] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(order);
    return names.flatMap((name) => differences(before[name], after[name], path === "" ? name : `${path}.${name}`));
  }
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ path, before: before ?? null, after: after ?? null }];
}

function sizeOf(change: OfferChange): Amount {
  return change.change === "total" ? decimal(change.difference).abs() : zero;
}
