/** Amounts, tables and words for people. */
export { alternativeNames } from "./words/alternatives.ts";
export {
  aboutMoneyText,
  billText,
  countText,
  difference,
  isAtMost,
  moneyText,
  rangeText,
  rateText,
  shareOut,
  spentAfter,
  total,
} from "./words/amount.ts";
export { shownDay } from "./words/day.ts";
export { ageText, horizonText, timeText } from "./words/time.ts";
export { cutSentence } from "./words/plan/truncationCost.ts";
export {
  adviceSentences,
  inputName,
  leftOutSentence,
  paybackSentence,
  standNames,
  termNames,
  wayNames,
} from "./words/plan/decision.ts";
export { type TuningMethodWord, methodSentences, tuningMethods } from "./words/plan/methods.ts";
export { verdictText } from "./words/plan/verdict.ts";
export { reconciledSentences } from "./words/plan/reconcile.ts";
export { offerTableRows, offerColumns, offerMarkdown, statusText } from "./words/offerTable.ts";
export { marketColumns, marketText } from "./words/market.ts";
export { type Column, markdownTable } from "./words/markdown.ts";
export { visibleText } from "./words/visible.ts";
export { gapOf, paybackText, roundedUp, saidVerdict, todayText, underVerdict } from "./words/report/saidVerdict.ts";
export { type Piece, recommendationText, type SaidVerdict, verdictWords } from "./words/report/verdict.ts";
