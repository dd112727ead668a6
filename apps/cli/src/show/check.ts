import type { CheckReport, Finding } from "@tunecast/dataset";
import {
  counted,
  notesOf,
  tableOf,
  type Note,
  type Report,
  type TableRow,
  columnsOf,
} from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import { nameOf } from "./note.ts";

interface Checked extends Omit<CheckReport, "cut"> {
  /** What the examples over a limit cost. */
  readonly cut: { readonly sentence: string } | null;
  /** The model by whose rules the file was checked, as it was named. */
  readonly model?: string;
}

/** So many places of one kind of problem are printed at first; JSON has them all. */
const placesShown = 3;

/** The verdict first, then each kind of problem with its places and what to do. @param whole every place, however long that is */
export function checkReport(path: string, report: Checked, whole: boolean): Report {
  const { format, rows, examples, verdict, findings, cut, model } = report;
  const provider = model === undefined ? report.provider : `${report.provider} (${model})`;
  const kindOf = ({ severity, code }: Finding): string => `${severity} ${code}`.replaceAll("_", " ");
  const kinds = [...new Set(findings.map(kindOf))];
  const errors = kinds.flatMap((kind) => (kind.startsWith("error ") ? [kind.slice(6)] : []));
  const notes = (kind: string): readonly (Note | string)[] =>
    kindNotes(
      findings.filter((one) => kindOf(one) === kind),
      whole ? Infinity : placesShown,
    );
  const headlines: Readonly<Record<CheckReport["verdict"], string>> = {
    valid: `${provider} takes ${nameOf(path)}.`,
    warning: `${provider} takes ${nameOf(path)}; look at the warnings.`,
    error: `${provider} would reject ${nameOf(path)}: ${errors.join(", ")}.`,
  };
  const file = `${counted(rows, "row")}, ${counted(examples, "example")} (${format}).`;
  return {
    headline: headlines[verdict],
    asked: [file, ...(cut === null ? [] : [cut.sentence])],
    figures: [],
    blocks: kinds.map((title) => ({ ...notesOf("finding", notes(title)), title, more: "--all-places" })),
    sources: [],
  };
}

function kindNotes(same: readonly Finding[], most: number): readonly (Note | string)[] {
  const [first] = same;
  if (first === undefined) return [];
  const { fix, source } = first;
  const more = first.count - Math.min(same.length, most);
  const small = [...(fix === "" ? [] : [fix]), ...(source === null ? [] : [`${source.page} (read ${source.read})`])];
  return [
    ...same.slice(0, most).map(({ sentence: text }, at) => ({ text, small: at > 0 })),
    ...(more > 0 ? [{ text: `… and ${countText(more)} more` }] : []),
    ...small.map((text) => ({ text, small: true })),
  ];
}

const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
  valid: "takes it",
  warning: "takes it, with warnings",
  error: "rejects it",
};

/** The verdicts as a table, and what is advised whoever takes the file. @param own the file by the rules of its own shape alone */
export function allReport(path: string, reports: readonly CheckReport[], own: CheckReport | undefined): Report {
  const taken = reports.filter(({ verdict }) => verdict !== "error");
  const [first = own] = taken;
  const advised = (first?.findings ?? []).filter(({ severity }) => severity === "advice");
  const advice = firstOfEach(advised).map(({ sentence }) => sentence);
  const { rows = 0, examples = 0, format = "unknown" } = own ?? {};
  const file = `${counted(rows, "row")}, ${counted(examples, "example")} (${format}).`;
  const verb = taken.length > 1 ? "take" : "takes";
  const next = [
    { command: "tunecast estimate FILE", text: "the bill at every provider" },
    { command: "tunecast check FILE --provider <id>", text: "each problem with its lines and what to do" },
    { command: "tunecast convert FILE --to <shape>", text: "the examples in a shape that others take" },
  ];
  return {
    headline: `${taken.length === 0 ? "None" : countText(taken.length)} of ${countText(reports.length)} providers and trainers ${verb} ${nameOf(path)}.`,
    asked: [file],
    figures: [],
    blocks: [
      tableOf("rules", allColumns, reports.map(rowOf), { enough: 6 }),
      notesOf("advice", advice),
      { kind: "steps", id: "next", title: "Next", items: taken.length === reports.length ? next.slice(0, 2) : next },
    ],
    sources: [],
  };
}

const allColumns = columnsOf("by the rules of|verdict 1|why, with the first places");

function rowOf({ provider, verdict, findings, places }: CheckReport): TableRow {
  const severity = verdict === "error" ? "error" : "warning";
  const kinds = firstOfEach(findings.filter((one) => one.severity === severity));
  const why = kinds.slice(0, 2).map(({ code, count, line }) => {
    const at = `${places === "rows" ? "row" : "line"} ${line}`;
    const place = line === null ? "" : count === 1 ? ` (${at})` : ` (${countText(count)}, from ${at})`;
    return `${code.replaceAll("_", " ")}${place}`;
  });
  const more = kinds.length > 2 ? [counted(kinds.length - 2, "more kind")] : [];
  return {
    id: provider,
    cells: [provider, verdicts[verdict], [...why, ...more].join(", ")],
    ...(verdict === "error" && { quiet: true }),
  };
}

function firstOfEach<T extends { readonly code: string }>(findings: readonly T[]): readonly T[] {
  return [...new Map(findings.toReversed().map((one) => [one.code, one])).values()].toReversed();
}
