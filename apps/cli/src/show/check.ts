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
import words from "./check.json" with { type: "json" };
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
  const { verdict, findings, cut, model } = report;
  const provider = model === undefined ? report.provider : `${report.provider} (${model})`;
  const kindOf = ({ severity, code }: Finding): string => `${severity} ${code}`.replaceAll("_", " ");
  const kinds = [...new Set(findings.map(kindOf))];
  const errors = kinds.flatMap((kind) => (kind.startsWith("error ") ? [kind.slice(6)] : []));
  const notes = (kind: string): readonly (Note | string)[] =>
    kindNotes(
      findings.filter((one) => kindOf(one) === kind),
      whole ? Infinity : placesShown,
    );
  const file = nameOf(path);
  const taken = `takes ${file}${verdict === "warning" ? "; look at the warnings" : ""}`;
  const said = verdict === "error" ? `would reject ${file}: ${errors.join(", ")}` : taken;
  return {
    headline: `${provider} ${said}.`,
    asked: [contents(report), ...(cut === null ? [] : [cut.sentence])],
    figures: [],
    blocks: kinds.map((title) => ({ ...notesOf("finding", notes(title)), title, more: "--all-places" })),
    sources: [],
  };
}

const contents = ({ rows, examples, format }: Pick<CheckReport, "rows" | "examples" | "format">): string =>
  `${counted(rows, "row")}, ${counted(examples, "example")} (${format}).`;

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

/** The verdicts as a table, and what is advised whoever takes the file. @param own the file by the rules of its own shape alone */
export function allReport(path: string, reports: readonly CheckReport[], own: CheckReport | undefined): Report {
  const taken = reports.filter(({ verdict }) => verdict !== "error");
  const [first = own] = taken;
  const advised = (first?.findings ?? []).filter(({ severity }) => severity === "advice");
  const advice = firstOfEach(advised).map(({ sentence }) => sentence);
  const verb = taken.length > 1 ? "take" : "takes";
  return {
    headline: `${taken.length === 0 ? "None" : countText(taken.length)} of ${countText(reports.length)} providers and trainers ${verb} ${nameOf(path)}.`,
    asked: [contents(own ?? { rows: 0, examples: 0, format: "unknown" })],
    figures: [],
    blocks: [
      tableOf("rules", allColumns, reports.map(rowOf), { enough: 6 }),
      notesOf("advice", advice),
      {
        kind: "steps",
        id: "next",
        title: "Next",
        items: taken.length === reports.length ? words.next.slice(0, 2) : words.next,
      },
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
    cells: [provider, words.verdicts[verdict], [...why, ...more].join(", ")],
    ...(verdict === "error" && { quiet: true }),
  };
}

function firstOfEach<T extends { readonly code: string }>(findings: readonly T[]): readonly T[] {
  return [...new Map(findings.toReversed().map((one) => [one.code, one])).values()].toReversed();
}
