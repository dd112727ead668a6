/** What does more data buy? The doubling rule and the forecast beside it, pilots and test sets. */
export { type CostOf, type ExampleCosts, costOfSet, dollarsPerPoint } from "./curve/worth/costs.ts";
export type { Curve, CurveReport, FitOptions, Prediction, TargetAnswer } from "./curve/curve.ts";
export { type Comparison, type TestSetSize, smallestGain, testSetSize } from "./curve/design/testSet.ts";
export { type DoublingRule, doublingRule, ruleValue } from "./curve/doublingRule.ts";
export { fitCurve } from "./curve/fitCurve.ts";
export { type CurveNote, noteSentence } from "./curve/notes.ts";
export { metricNamed, pilotMetric, readPilots } from "./curve/pilots/pilot.ts";
export { type ReportOptions, curveReport } from "./curve/report.ts";
export { curveSentence, testItemsSentence, testSetSentence } from "./words/curve.ts";
