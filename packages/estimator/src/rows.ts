/** Answers and prices as flat rows: CSV, FOCUS. */
export { csvRecords, csvText, readCsv } from "./rows/csv.ts";
export { readAllocation, type AllocatedPart } from "./rows/focusCharges.ts";
export { type FocusOptions, type FocusVersion, focusRows, focusVersions, hasFocusRows } from "./rows/focus.ts";
export { type FlatTable, offerRows } from "./rows/offers.ts";
export {
  type BookNotice,
  type Headline,
  type Proof,
  type Quoted,
  type QuotedCopy,
  bookNotices,
  isPinned,
  proofOf,
  quotedCopies,
  trainingHeadlines,
} from "./rows/bookNotices.ts";
export { marketTable } from "./rows/market.ts";
export { type PriceFiles, type RateRow, rateRows, sortRates } from "./rows/rates.ts";
