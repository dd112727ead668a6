/** Answers as people read them: headline, figures, rows, notes and sources, and the same as Markdown. */
export type {
  Block,
  Note,
  Notes,
  Plot,
  Report,
  ReportFigure,
  ReportSource,
  Steps,
  Table,
  TableRow,
} from "./words/report/report.ts";
export { type DecisionHead, type DecisionReport, type DecisionShown, decisionReport } from "./words/report/decision.ts";
export type { DecisionVerdict } from "./words/report/decisionVerdict.ts";
export type { Comparison, WayRow } from "./words/report/comparison.ts";
export { explainDecision } from "./words/explainDecision.ts";
export { curveDigits, type Doubling, type DoublingPrices, doublings } from "./plan/doublings.ts";
export {
  type DataVerdict,
  dataVerdict,
  doublingFigure,
  doublingRow,
  gainText,
  scoreText,
  targetSentence,
} from "./words/report/doublings.ts";
export { type MonthBill, monthBill } from "./words/report/monthBill.ts";
export { type OfferShown, offerReport } from "./words/report/offer.ts";
export { verdictSentence } from "./words/report/verdict.ts";
export { filled, firstRows, legendOf, uniqueSources } from "./words/report/report.ts";
export { counted } from "./words/report/counted.ts";
export { reportMarkdown, reportPreview } from "./words/report/markdown.ts";
export { type EstimateShown, estimateReport } from "./words/report/estimate.ts";
export type { BudgetShown } from "./words/report/budget.ts";
export { type FileShown, fileLine, fileNotes } from "./words/report/data.ts";
export { type ModelRow, modelRows } from "./words/report/models.ts";
export { type PlanShown, planReport } from "./words/report/plan.ts";
export { forecastReport, nextPilotReport, othersReport, pilotsReport } from "./words/report/curve.ts";
