import { isRecord } from "../check/fields.ts";
import { amountText, decimal, isDecimalText, sum } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { TuningJob } from "../contract/tuningJob.ts";

type Row = Readonly<Record<string, unknown>>;

/** The rows of a bill in FOCUS's columns, where a value is one or some; null for anything else. */
export function focusLines(value: unknown): readonly Row[] | null {
  const rows = Array.isArray(value) ? value : [value];
  const isLine = (row: unknown): row is Row => isRecord(row) && "BilledCost" in row && "BillingCurrency" in row;
  return rows.length > 0 && rows.every(isLine) ? rows : null;
}

/**
 * A job as its lines of the bill state it: what was billed, and the tokens that were consumed where they are tokens.
 *
 * Problems: `lines_in_currencies` (currencies) where they are in several, `not_a_job` where a cost is no number.
 */
export function focusJob(rows: readonly Row[]): Result<TuningJob> {
  const costs = rows.map((row) => numberOf(row["BilledCost"]));
  if (costs.includes(null))
    return fail({
      kind: "not_a_job",
      provider: "FOCUS",
      source: "https://focus.finops.org",
      got: "a line without a cost",
    });
  const currencies = [...new Set(rows.map((row) => String(row["BillingCurrency"])))].sort();
  const [currency = "", other] = currencies;
  if (other !== undefined) return fail({ kind: "lines_in_currencies", currencies });
  const counts = rows.map(tokensOf).filter((count) => count !== null);
  const days = rows.flatMap(({ ChargePeriodStart: start }) => (typeof start === "string" ? [start.slice(0, 10)] : []));
  const tokens = sum(counts.map((count) => decimal(count)));
  return ok({
    id: null,
    model: null,
    createdOn: days.sort()[0] ?? null,
    epochs: null,
    tokens: tokens.isZero() ? null : { count: tokens.toNumber(), counted: "billed" },
    money: { amount: amountText(sum(costs.map((cost) => decimal(cost ?? "0")))), currency, basis: "billed" },
    quoted: null,
    hasValidation: false,
  });
}

/** Tokens of a line: consumed ones, or the pricing quantity times the block that is priced (`1000000 Tokens`). */
function tokensOf(row: Row): string | null {
  return inTokens(row["ConsumedQuantity"], row["ConsumedUnit"]) ?? inTokens(row["PricingQuantity"], row["PricingUnit"]);
}

/** A quantity of `Tokens`, of blocks such as `1000000 Tokens`, or of `1K tokens` and `1M tokens`, as AWS writes them. */
function inTokens(quantity: unknown, unit: unknown): string | null {
  const [whole, block = "1", thousands = ""] = /^(?:(\d+)\s?([KM]?)\s)?\s*tokens?$/iu.exec(String(unit)) ?? [];
  const number = numberOf(quantity);
  if (whole === undefined || number === null) return null;
  const times = { "": 1, K: 1000, M: 1_000_000 }[thousands.toUpperCase()] ?? 1;
  return amountText(decimal(number).times(block).times(times));
}

function numberOf(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? amountText(decimal(value)) : null;
  return isDecimalText(value) ? value : null;
}
