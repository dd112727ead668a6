/** Answers as people read them: headline, figures, rows, notes and sources, and the same as Markdown. */
export {
  type Block,
  type Note,
  type Notes,
  type Report,
  type ReportFigure,
  type ReportSource,
  type Steps,
  type Table,
  type TableRow,
  columnsOf,
  filled,
  firstRows,
  legendOf,
  notesOf,
  reportMarkdown,
  tableOf,
  uniqueSources,
} from "./words/report/report.ts";
export { type DecisionHead, decisionReport, type OfferShown, offerReport } from "./words/report/decision.ts";
export { comparisonOf, type Comparison, type WayRow } from "./words/report/comparison.ts";
export { ageMarks, billSources, monthBill, offerLegend } from "./words/report/offerTable.ts";
export { explainDecision } from "./words/explainDecision.ts";
export { curveDigits, type Doubling, type DoublingPrices, doublings } from "./plan/doublings.ts";
export {
  dataVerdict,
  doublingFigure,
  doublingRow,
  gainText,
  scoreText,
  targetSentence,
} from "./words/report/doublings.ts";
export { type DecisionVerdict, verdictSentence } from "./words/report/verdict.ts";
export { counted } from "./words/amount.ts";
export { budgetVerdict, type EstimateShown, estimateReport } from "./words/report/estimate.ts";
export { type FileShown, fileLine, fileNotes } from "./words/report/data.ts";
export { historyReport } from "./words/report/history.ts";
export { diffReport } from "./words/report/diff.ts";
export { type BudgetShown, planReport } from "./words/report/plan.ts";
export { forecastReport, nextPilotReport, othersReport, pilotsReport } from "./words/report/curve.ts";
