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
export { type DecisionShown, decisionReport } from "./words/report/decision.ts";
export { reportMarkdown, reportPreview } from "./words/report/markdown.ts";
