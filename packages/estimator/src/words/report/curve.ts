import type { OthersGain } from "../../curve/before/before.ts";
import type { CurveReport } from "../../curve/curve.ts";
import type { NextPilot, PilotRun } from "../../curve/design/next.ts";
import { noteSentence } from "../../curve/notes.ts";
import { dollarsPerPoint } from "../../curve/worth/costs.ts";
import { countText, moneyText, counted } from "../amount.ts";
import { curveSentence, isWorsening, othersSentences, nextPilotSentence, pilotsSentence, unitOf } from "../curve.ts";
import { targetSentence } from "./doublings.ts";
import { bare, filled, columnsOf, notesOf, type Report, tableOf, type TableRow } from "./report.ts";

/** What more data buys, as people read it. @param cost price of the next doubling; null where nothing was said of costs */
export function forecastReport(report: CurveReport, cost: string | null, currency: string): Report {
  const { model, pilots, fit, predictions, notes, scale, target } = report;
  const digits = digitsOf(report);
  const value = (one: number): string => one.toFixed(digits);
  const sided = (change: number): string => {
    const better = change * (scale.better === "higher" ? 1 : -1);
    return `${value(Math.abs(change))} ${better < 0 ? "worse" : "better"}`;
  };
  const { median, low80, high80 } = fit.gainPerDoubling;
  const range = (scale.better === "higher" ? [low80, high80] : [high80, low80]).map(sided).join(" to ");
  const rule = `Doubling rule: ${sided(fit.rule.gainPerDoubling)}`;
  const [smallest, largest] = [pilots[0]?.n ?? 0, pilots.at(-1)?.n ?? 0];
  const aim = target === null ? [] : [targetSentence(target, [smallest, largest])];
  const rows = predictions.map((at): TableRow => {
    const ends = [`${value(at.low80)} to ${value(at.high80)}`, `${value(at.low95)} to ${value(at.high95)}`];
    const far = at.flag === null ? "" : "beyond 8 times the pilots";
    return { id: String(at.n), cells: [countText(Math.round(at.n)), value(at.rule), value(at.median), ...ends, far] };
  });
  return {
    headline: curveSentence(report, cost, currency),
    asked: [`${pilots.length} pilots of ${model ?? "one model"}, the largest of ${counted(largest, "example")}`],
    figures: [{ id: "double", label: "Twice the data", value: sided(median), range, note: rule }],
    blocks: filled([
      notesOf("fit", [
        `${rule} per doubling of the data`,
        `With intervals: ${sided(median)} by the next doubling at the median (80 %: ${range}); the gain shrinks after it with probability ${fit.pShrinking.toFixed(2)}`,
      ]),
      tableOf("forecasts", forecastColumns, rows),
      notesOf("worth", [...aim, ...doublingSentences(report, cost, currency)]),
      notesOf("cautions", notes.map(noteSentence)),
    ]),
    sources: [],
  };
}

const forecastColumns = columnsOf("examples >|doubling\nrule >|\nmedian >|\n80 % interval >|\n95 % interval > 1|\n 1");

function doublingSentences({ fit, next, notes, scale }: CurveReport, cost: string | null, currency: string): string[] {
  const dollars = (amount: string): string => moneyText({ amount, currency });
  const sentences: string[] = [];
  if (cost !== null) {
    const gain = (scale.better === "higher" ? 1 : -1) * fit.rule.gainPerDoubling;
    const price = dollarsPerPoint(cost, gain / scale.point);
    const byRule = price === null ? "" : `, by the rule ${dollars(price)} ${unitOf(scale.share)}`;
    sentences.push(`The next doubling costs ${dollars(cost)}${byRule}.`);
  }
  if (next === null || isWorsening(notes)) return sentences;
  const { gain, worth, pPays, dollarsPerPoint: perPoint, best } = next;
  const [each, pays] =
    perPoint === null
      ? ["", ""]
      : [` at ${dollars(perPoint)} ${unitOf(scale.share)}`, `; it pays with probability ${(pPays ?? 0).toFixed(2)}`];
  sentences.push(
    `On average it gains ${gain.toFixed(2)}${scale.share ? " points" : ""}${each}, worth ${dollars(worth)}${pays}.`,
  );
  if (best === null) return [sentences.join(" ")];
  const end = (times: string, atLimit: boolean): string =>
    atLimit ? ` (the search ends at ${times} times the pilots)` : "";
  const size = `${countText(Math.round(best.n))} examples for ${dollars(best.spend)}${end("8", best.atLimit)}`;
  const rule = `${countText(Math.round(best.rule.n))} for ${dollars(best.rule.spend)}${end("1,024", best.rule.atLimit)}`;
  return [sentences.join(" "), `Best size: ${size}; by the rule ${rule}.`];
}

/** Decimals that tell the forecasts apart: three figures of the smallest interval's width, and as many of a gain of the rule that is seen beside them. */
function digitsOf({ predictions, fit }: CurveReport): number {
  const widths = predictions.map(({ high80, low80 }) => high80 - low80);
  const seen = [...widths, Math.abs(fit.rule.gainPerDoubling)].filter((one) => one > Math.max(...widths) / 100);
  return Math.min(6, Math.max(1, Math.ceil(-Math.log10(Math.min(...seen, 1))) + 1));
}

const STATED: Readonly<Record<string, string>> = {
  labels: "--label-cost",
  training: "--training-cost, or --offer with --tokens-per-example",
};

/** Whether another pilot is worth its price. @param notCounted what nobody stated a price of: `labels`, `training` */
export function nextPilotReport(answer: NextPilot, notCounted: readonly string[], currency: string): Report {
  const isPriced = !notCounted.includes("training");
  const unstated = notCounted.map((part) => `${part} (${STATED[part]})`).join(", ");
  const least = `Every price is at least what is shown, since nobody stated what these cost: ${unstated}.`;
  const rows = answer.design.map(({ n, cost, done }): TableRow => {
    const price = isPriced ? moneyText({ amount: cost, currency }) : "not stated";
    return { id: String(n), cells: [countText(n), price, done ? "done" : "to run"] };
  });
  return {
    ...bare,
    headline: nextPilotSentence(answer, notCounted, currency),
    figures: [{ id: "decision", label: "Without a further pilot", value: countText(Math.round(answer.decision.n)) }],
    blocks: filled([notesOf("missing", unstated === "" ? [] : [least]), tableOf("pilots", pilotColumns, rows)]),
  };
}

const pilotColumns = columnsOf("pilot of >|its price >|>");

/** Which pilots to run, what they cost, and the test set. @param currency of the costs of an offer; null without one: then there is no table */
export function pilotsReport(design: readonly PilotRun[], currency: string | null, testSet: string | null): Report {
  const rows = design.map(({ n, cost }): TableRow => {
    return { id: String(n), cells: [countText(n), moneyText({ amount: cost, currency: currency ?? "USD" })] };
  });
  const table = tableOf("pilots", pilotColumns.slice(0, 2), currency === null ? [] : rows);
  const blocks = filled([table, notesOf("test", testSet === null ? [] : [testSet])]);
  return { ...bare, headline: pilotsSentence(design.at(-1)?.n ?? 0), blocks };
}

/** What the next doubling brought in others' runs, before any pilot. */
export function othersReport(others: OthersGain): Report {
  const [headline = "", ...rest] = othersSentences(others);
  const curves = others.sources.map(({ address, curves: of }) => `${of} of ${address}`);
  const small = [...curves, `such as ${others.examplesOf.join("; ")}`].map((text) => ({ text, small: true }));
  return { ...bare, headline, blocks: [notesOf("others", rest), notesOf("curves", small)] };
}
