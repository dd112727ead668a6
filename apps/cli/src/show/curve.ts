import { curveSentence, dollarsPerPoint, noteSentence, type CurveReport } from "@tunecast/estimator/curve";
import { countText, moneyText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { counted } from "./counted.ts";
import { fitted } from "./fitted.ts";
import { hiddenNote, widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "examples", align: "right", rank: 0 },
  { title: "doubling\nrule", align: "right", rank: 0 },
  { title: "\nmedian", align: "right", rank: 0 },
  { title: "\n80 % interval", align: "right", rank: 0 },
  { title: "\n95 % interval", align: "right", rank: 1 },
  { title: "\n", align: "left", rank: 1 },
];

/**
 * The curve for people: the rule, the forecasts, what a target takes, what the next doubling is worth, the cautions. Closer
 * together where the screen is small.
 */
export function curveText(report: CurveReport, cost: string | null, currency: string, screen: Screen): string {
  return fitted(screen, undefined, 1, ({ brief }) => text(report, cost, currency, brief > 0, screen));
}

function text(report: CurveReport, cost: string | null, currency: string, isBrief: boolean, screen: Screen): string {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const line = (text: string): string => wrapped(text, width);
  const { model, pilots, fit, predictions, notes, scale } = report;
  const digits = digitsOf(report);
  const value = (one: number): string => one.toFixed(digits);
  const rows = predictions.map(({ n, rule, median, low80, high80, low95, high95, flag }) => [
    countText(Math.round(n)),
    value(rule),
    value(median),
    `${value(low80)} to ${value(high80)}`,
    `${value(low95)} to ${value(high95)}`,
    flag === null ? "" : "beyond 8 times the pilots",
  ]);
  const { heading, rows: lines, hidden } = textTable(columns, rows, screen.columns);
  const { median, low80, high80 } = fit.gainPerDoubling;
  const sided = (change: number): string => {
    const better = change * (scale.better === "higher" ? 1 : -1);
    return `${Math.abs(change).toFixed(digits)} ${better < 0 ? "worse" : "better"}`;
  };
  const sections = [
    style.strong(line(curveSentence(report, cost))),
    "",
    style.quiet(
      line(
        `${pilots.length} pilots of ${model ?? "one model"}, the largest of ${counted(pilots.at(-1)?.n ?? 0, "example")}`,
      ),
    ),
    line(`Doubling rule: ${sided(fit.rule.gainPerDoubling)} per doubling of the data`),
    line(
      `With intervals: ${sided(median)} by the next doubling (80 %: ${sided(low80)} to ${sided(high80)}); the gain shrinks after it with probability ${fit.pShrinking.toFixed(2)}`,
    ),
    "",
    style.strong(heading),
    ...lines,
    ...hiddenNote(hidden, screen, "json"),
    ...[...targetLines(report), ...doublingLines(report, cost, currency)]
      .filter((one) => one !== "" || !isBrief)
      .map(line),
    "",
    ...notes.map((note) => style.quiet(`· ${wrapped(noteSentence(note), width, "  ").slice(2)}`)),
  ];
  return `${sections.join("\n").trimEnd()}\n`;
}

function targetLines({ target, pilots }: CurveReport): string[] {
  if (target === null) return [];
  const { value, n, pWithin8x, rule } = target;
  const smallest = pilots[0]?.n ?? 0;
  const passed = [n.low80, n.median, n.high80].every((size) => size === smallest);
  const reached = passed
    ? `with the smallest pilot already, of ${counted(smallest, "example")}`
    : `${atSize(n.median)} (${sizesBetween(n)})`;
  return [
    "",
    `${value} is reached ${reached}; by the rule ${atSize(rule)}${rule !== null && rule < smallest ? ", below the pilots" : ""}. Within 8 times the largest pilot: probability ${pWithin8x.toFixed(2)}.`,
  ];
}

/** The sizes of the 80 % interval, as far as there are any. */
function sizesBetween({ low80, high80 }: NonNullable<CurveReport["target"]>["n"]): string {
  if (low80 === null) return "nor with probability 1/10";
  return `80 %: ${sizeText(low80)} ${high80 === null ? "or more" : `to ${sizeText(high80)}`}`;
}

function doublingLines({ fit, next, pilots }: CurveReport, cost: string | null, currency: string): string[] {
  const dollars = (amount: string): string => moneyText({ amount, currency });
  const lines: string[] = [];
  if (cost !== null) {
    // A point is one of a hundred where values are shares.
    const points = Math.abs(fit.rule.gainPerDoubling) * (pilots.every(({ value }) => Math.abs(value) <= 1) ? 100 : 1);
    const price = dollarsPerPoint(cost, points);
    const each = price === null ? "" : `, by the rule ${dollars(price)} per point`;
    lines.push("", `The next doubling costs ${dollars(cost)}${each}.`);
  }
  if (next === null) return lines;
  const { gain, worth, pPays, dollarsPerPoint: perPoint, best } = next;
  const each = perPoint === null ? "" : ` at ${dollars(perPoint)} each`;
  const pays = perPoint === null ? "" : `; it pays with probability ${(pPays ?? 0).toFixed(2)}`;
  const expected = `It should gain ${gain.toFixed(2)} points${each}, worth ${dollars(worth)}${pays}.`;
  if (cost === null) lines.push("", expected);
  else lines.push(`${lines.pop() ?? ""} ${expected}`);
  if (best !== null)
    lines.push(
      `Best size: ${sizeText(Math.round(best.n))} examples for ${dollars(best.spend)}${best.atLimit ? " (the search ends at 8 times the pilots)" : ""}; by the rule ${sizeText(Math.round(best.rule.n))} for ${dollars(best.rule.spend)}.`,
    );
  return lines;
}

/** Null is a size beyond the search, which ends at 1,024 times the largest pilot. */
function sizeText(n: number | null): string {
  return n === null ? "never" : countText(Math.ceil(n));
}

function atSize(n: number | null): string {
  return n === null ? "at no size" : `at ${counted(Math.ceil(n), "example")}`;
}

/** Decimals that tell the forecasts apart: three figures of the smallest interval's width, and as many of a gain of the rule that is seen beside them. */
function digitsOf({ predictions, fit }: CurveReport): number {
  const widths = predictions.map(({ high80, low80 }) => high80 - low80);
  const seen = [...widths, Math.abs(fit.rule.gainPerDoubling)].filter((one) => one > Math.max(...widths) / 100);
  return Math.min(6, Math.max(1, Math.ceil(-Math.log10(Math.min(...seen, 1))) + 1));
}
