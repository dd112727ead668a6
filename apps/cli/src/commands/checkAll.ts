import type { CheckReport } from "@tunecast/dataset";
import { fileRulesFor, type FileRules } from "@tunecast/estimator/prices";
import { fail, ok } from "@tunecast/estimator/problem";
import { counted, type Report, type TableRow } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import { given } from "../ask/options.ts";
import type { Host } from "../read/host.ts";
import type { FileResult } from "../read/readFiles.ts";
import { nameOf } from "../show/note.ts";

/** Shapes of files rather than providers or trainers: every file is of some shape. */
const shapesAlone: ReadonlySet<string> = new Set(["sharegpt", "text", "csv", "generic"]);

interface Reading {
  readonly shape?: string | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

/** What every provider and trainer says about a file, those that take it first. */
export async function checkedByAll(
  path: string,
  { files, prices }: Pick<Host, "files" | "prices">,
  { shape, columns }: Reading,
): Promise<FileResult<readonly CheckReport[]>> {
  const { checkForEach, knownProviders } = await import("@tunecast/dataset");
  const by: (FileRules | string)[] = [];
  for (const id of knownProviders.filter((one) => !shapesAlone.has(one))) {
    const rules = fileRulesFor(prices, id, undefined);
    if (!rules.ok) return fail(rules.problem);
    by.push(rules.value ?? id);
  }
  const chunks = await files.chunks(path);
  if (!chunks.ok) return chunks;
  const reports = await checkForEach(by, chunks.value, { name: path, ...given({ format: shape, columns }) });
  if (!reports.ok) return reports;
  return ok(reports.value.toSorted((a, b) => rank.indexOf(a.verdict) - rank.indexOf(b.verdict)));
}

const rank: readonly CheckReport["verdict"][] = ["valid", "warning", "error"];
const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
  valid: "takes it",
  warning: "takes it, with warnings",
  error: "rejects it",
};

/** The verdicts as a table, and what is advised whoever takes the file. */
export function allReport(path: string, reports: readonly CheckReport[]): Report {
  const taken = reports.filter(({ verdict }) => verdict !== "error");
  const [first] = taken.length > 0 ? taken : reports;
  const advice = (first?.findings ?? []).filter(({ severity }) => severity === "advice");
  const file = `${counted(first?.rows ?? 0, "row")}, ${counted(first?.examples ?? 0, "example")} (${first?.format ?? "unknown"}).`;
  return {
    headline: `${taken.length === 0 ? "None" : countText(taken.length)} of ${countText(reports.length)} providers and trainers ${taken.length === 1 ? "takes" : "take"} ${nameOf(path)}.`,
    asked: [file],
    figures: [],
    blocks: [
      {
        kind: "table",
        id: "rules",
        title: "",
        columns: [
          { title: "by the rules of", align: "left", rank: 0 },
          { title: "verdict", align: "left", rank: 1 },
          { title: "why, with the first places", align: "left", rank: 0 },
        ],
        rows: reports.map(rowOf),
        enough: 6,
        more: "",
      },
      {
        kind: "notes",
        id: "advice",
        title: "",
        items: firstOfEach(advice).map(({ sentence }) => ({ text: sentence })),
      },
      {
        kind: "steps",
        id: "next",
        title: "Next",
        items: [
          { command: "tunecast estimate FILE", text: "the bill at every provider" },
          { command: "tunecast check FILE --provider <id>", text: "each problem with its lines and what to do" },
          ...(taken.length === reports.length
            ? []
            : [{ command: "tunecast convert FILE --to <shape>", text: "the examples in a shape that others take" }]),
        ],
      },
    ],
    sources: [],
  };
}

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
