import type { LineItem } from "../contract/answer.ts";
import { amountText, apportioned, decimal, isDecimalText, roundTo, sum, zero, type Amount } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { unitPrice, type AllocatedPart, type Charge } from "./focusCharges.ts";

/** A cent, to which each party's total is brought. */
const cents = 2;

/** Places of a party's share of a quantity; what is left of it falls to the last party. */
const places = 12;

const hundred = "100";

/**
 * Reads `team=50,ops=30,lab=20` (percent) or `a=1/3,b=1/3,c=1/3`.
 *
 * Problem: `bad_allocation` (got, expected) where a part cannot be read, is not above 0, a party is named twice, or the parts
 * do not add up to the whole.
 */
export function readAllocation(text: string): Result<readonly AllocatedPart[]> {
  const found = text.split(",").map((one) => {
    const [, to = "", parts = "", of = hundred] = /^\s*([^=]+?)\s*=\s*([\d.]+)(?:\/(\d+))?\s*$/u.exec(one) ?? [];
    return { to, parts, of };
  });
  const wrong = found.some(({ to, parts, of }) => to === "" || !isPositive(parts) || !isPositive(of));
  if (wrong) return fail({ kind: "bad_allocation", field: "allocate", got: text, expected: "shares" });
  if (new Set(found.map(({ to }) => to)).size < found.length)
    return fail({ kind: "bad_allocation", field: "allocate", got: text, expected: "once" });
  // Σ parts/of = 1, over the product of all denominators: nothing is rounded.
  const whole = found.reduce((all, { of }) => all.times(of), decimal(1));
  const given = sum(found.map(({ parts, of }) => whole.dividedBy(of).times(parts)));
  return given.equals(whole)
    ? ok(found)
    : fail({ kind: "bad_allocation", field: "allocate", got: text, expected: "whole" });
}

function isPositive(text: string): boolean {
  return isDecimalText(text) && decimal(text).greaterThan(0);
}

/**
 * The rows of one offer shared out: every row once for each party, and an adjustment for each party that brings its total to
 * whole cents, by largest remainder. The party with the largest share keeps what is less than a cent, so that all rows
 * still add up to the estimate exactly.
 */
export function allocated(charges: readonly Charge[], parties: readonly AllocatedPart[]): Charge[] {
  const shared = charges.flatMap((charge) => partsFor(charge, parties));
  const [first] = charges;
  if (first === undefined) return [];
  const total = sum(charges.map(({ part }) => part.amount));
  const wanted = centsOf(total, parties);
  const adjusted = parties.flatMap((party, at) => {
    const own = sum(shared.filter((one) => one.party === party).map(({ part }) => part.amount));
    const difference = (wanted[at] ?? zero).minus(own);
    return difference.isZero() ? [] : [adjustment(first, party, difference)];
  });
  return [...shared, ...adjusted];
}

function partsFor(charge: Charge, parties: readonly AllocatedPart[]): Charge[] {
  const { part, line } = charge;
  const price = unitPrice(line);
  const exact = part.quantity.times(price).equals(part.amount);
  const own = parties.slice(0, -1).map((party) => {
    const quantity = roundTo(shareOf(part.quantity, party), places);
    return { quantity, amount: exact ? quantity.times(price) : roundTo(shareOf(part.amount, party), places) };
  });
  const rest = {
    quantity: part.quantity.minus(sum(own.map(({ quantity }) => quantity))),
    amount: part.amount.minus(sum(own.map(({ amount }) => amount))),
  };
  return parties.map((party, at) => ({ ...charge, party, part: { ...part, ...(own[at] ?? rest) } }));
}

function shareOf(amount: Amount, { parts, of }: AllocatedPart): Amount {
  return amount.times(parts).dividedBy(of);
}

/** Each party's total: whole cents that add up to the total to the cent; the largest share has the rest, too. */
function centsOf(total: Amount, parties: readonly AllocatedPart[]): Amount[] {
  const exact = parties.map((party) => shareOf(total, party));
  const rounded = roundTo(total, cents);
  const whole = apportioned(exact, cents, rounded);
  const shares = parties.map((party) => shareOf(decimal(1), party));
  const largest = shares.reduce((best, share, at) => (share.greaterThan(shares[best] ?? zero) ? at : best), 0);
  return whole.map((amount, at) => (at === largest ? amount.plus(total.minus(rounded)) : amount));
}

/** A row without a price of its own, in the day of the prices. */
function adjustment(like: Charge, party: AllocatedPart, amount: Amount): Charge {
  const { rate } = like.line;
  const line: LineItem = {
    kind: "allocation",
    label: "Rounding of the shares to the cent",
    quantity: "1",
    unit: "job",
    rate: { ...rate, amount: amountText(amount), per: "job", source: "", overlay: false },
    amount: amountText(amount),
  };
  return { ...like, line, party, part: { ...like.part, quantity: decimal(1), amount } };
}
