/** Amounts, tables and words for people. */
export { apartText, billText, countText, isAtMost, moneyText, rangeText, rateText, total } from "./words/amount.ts";
export { ageText, priceText, shownDay, spanText, timeText } from "./words/time.ts";
export { methodSentences, termNames, type TuningMethodWord, tuningMethods, wayNames } from "./words/plan/decision.ts";
export { cutSentence, reconciledSentences, verdictText } from "./words/plan/verdict.ts";
export { statusText } from "./words/report/offerTable.ts";
export { type Column, markdownTable } from "./words/report/report.ts";
export { visibleText } from "./words/visible.ts";
export { type Piece, type SaidVerdict, verdictWords } from "./words/report/verdict.ts";
