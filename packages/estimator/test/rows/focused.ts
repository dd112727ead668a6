import { prices } from "@tunecast/pricing/history";
import { estimate, type Answer, type Question } from "../../src/index.ts";
import { decimal, sum } from "../../src/money.ts";
import { bookOffers } from "../../src/prices.ts";
import { readAllocation } from "../../src/rows.ts";
import type { Row } from "./focusSpecification.ts";

const methods = [...new Set(bookOffers(prices).map(({ method }) => method))];
export const job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
export const traffic = { requestsPerMonth: 5000, inputTokens: 700, outputTokens: 90, months: 3 };
/** Asks the whole book, by every method. */
export const ask = (more: Partial<Question>): Answer =>
  estimate({ asOf: "2026-11-24", prices, job, only: { methods }, ...more });
/** The sum of a column. */
export const costs = (rows: readonly Row[], name: string) => sum(rows.map((row) => decimal(row[name] ?? "")));

/** Shares that add up. */
export function allocation(shares: string) {
  const read = readAllocation(shares);
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
}
