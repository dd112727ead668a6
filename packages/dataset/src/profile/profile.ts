import type { Profile } from "@tunecast/estimator";
import type { FilePart, FindingCount, Nature, RuleCounts } from "@tunecast/estimator/profile";
import { shapeNamed } from "../shapes/table.ts";
import { repeatedOf, type Digests, type Repeated } from "./histogram.ts";

/** A {@link Profile} with what merging needs. Plain JSON. */
export interface DatasetProfile extends Profile {
  readonly shapes: Readonly<Record<string, number>>;
  /** `rows` where the places of findings are numbers of rows: in a JSON array or Parquet a row has no line of its own. */
  readonly places?: "rows";
  /** Digests of the files that were counted, or of what `parts` are parts of, sorted: merging counts nothing twice. */
  readonly sources?: readonly string[];
  readonly parts?: readonly DatasetPart[];
  /** Digests of the examples, where they were asked for: what is in several files or parts is found when they merge. */
  readonly digests?: Digests;
  readonly repeated?: Repeated;
}

export interface DatasetPart extends FilePart {
  /** Which of several files it is of, 1-based: lines are numbered in each. Absent where there is one. */
  readonly file?: number;
  readonly blank?: true;
  /** Columns that were named and that no row of it has; absent where none were named, and where it has no row. */
  readonly missing?: readonly string[];
}

type Derived = "schemaVersion" | "format" | "natures" | "repeated";
type Counted = "counts" | "findings" | "shapes" | (typeof numbers)[number];

export type ProfileParts = Pick<DatasetProfile, Counted> & {
  readonly [field in Exclude<keyof DatasetProfile, Derived | Counted>]?: DatasetProfile[field] | undefined;
};

export const numbers = [
  "bytes",
  "rows",
  "examples",
  "badRows",
  "messages",
  "modelTurns",
  "images",
  "textExamples",
  "toolExamples",
  "wanted",
] as const;
export const tallies = ["shapes", "scripts", "unread", "rejected"] as const;

/** The shape of a file from its rows' shapes: the only one, the more frequent of two akin, else `mixed`; `none` for no row. */
export function formatOf(shapes: Readonly<Record<string, number>>): string {
  const names = Object.keys(shapes).sort((a, b) => (shapes[b] ?? 0) - (shapes[a] ?? 0) || (a < b ? -1 : 1));
  const [first, second] = names;
  if (first === undefined) return "none";
  if (second === undefined) return first;
  const akin = shapeNamed(first)?.akin?.includes(second) === true;
  return names.length === 2 && akin ? first : "mixed";
}

function mixedFinding(shapes: Readonly<Record<string, number>>): FindingCount[] {
  if (formatOf(shapes) !== "mixed") return [];
  const rows = Object.values(shapes);
  const count = rows.reduce((sum, n) => sum + n, 0) - Math.max(...rows);
  return [{ severity: "error", code: "mixed_formats", count, lines: [] }];
}

function naturesOf(shapes: Readonly<Record<string, number>>): Record<string, Nature> {
  const known = Object.keys(shapes).flatMap((id) => {
    const nature = shapeNamed(id)?.nature;
    return nature === undefined ? [] : [[id, nature] as const];
  });
  return sortedByName(Object.fromEntries(known));
}

/** Columns named at most: a file with more of them keys its rows by something else. */
const mostColumns = 64;

function firstNames(columns: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(columns)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, mostColumns);
}

function inexact(counts: Readonly<Record<string, RuleCounts>>): Record<string, RuleCounts> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, { ...count, exact: false }]));
}

function sortedByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A profile in its canonical order of fields: equal profiles have equal text. */
export function profileOf(parts: ProfileParts): DatasetProfile {
  const own = parts.findings.filter(({ code }) => code !== "mixed_formats");
  const findings = [...own, ...mixedFinding(parts.shapes)].sort((a, b) =>
    `${a.code} ${a.severity}` < `${b.code} ${b.severity}` ? -1 : 1,
  );
  const unread = firstNames(parts.unread ?? {});
  const isShort = unread.length > 0;
  const fields: { [field in keyof DatasetProfile]: DatasetProfile[field] | undefined } = {
    schemaVersion: 1,
    format: formatOf(parts.shapes),
    bytes: parts.bytes,
    rows: parts.rows,
    examples: parts.examples,
    badRows: parts.badRows,
    messages: parts.messages,
    modelTurns: parts.modelTurns,
    images: parts.images,
    scripts: parts.scripts && sortedByName(parts.scripts),
    textExamples: parts.textExamples,
    toolExamples: parts.toolExamples,
    wanted: parts.wanted,
    natures: naturesOf(parts.shapes),
    unread: isShort ? Object.fromEntries(unread) : undefined,
    rejected: parts.rejected && sortedByName(parts.rejected),
    counts: sortedByName(isShort ? inexact(parts.counts) : parts.counts),
    findings,
    shapes: sortedByName(parts.shapes),
    repeated: parts.digests && repeatedOf(parts.digests, parts.examples),
    digests: parts.digests,
    places: parts.places,
    sources: parts.sources && [...parts.sources].sort(),
    parts: parts.parts === undefined || parts.parts.length === 0 ? undefined : parts.parts,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as DatasetProfile;
}

/** The profile with a warning about the whole file, such as `file_changed`. */
export function withWarning(profile: DatasetProfile, code: string): DatasetProfile {
  const warning: FindingCount = { severity: "warning", code, count: 1, lines: [] };
  return profileOf({ ...profile, findings: [...profile.findings, warning] });
}

/** The profile of nothing: merged with any other it gives the other. */
export const emptyProfile: DatasetProfile = profileOf({
  ...(Object.fromEntries(numbers.map((field) => [field, 0])) as Record<(typeof numbers)[number], number>),
  shapes: {},
  scripts: {},
  rejected: {},
  counts: {},
  findings: [],
});

export function profileText(profile: DatasetProfile): string {
  return JSON.stringify(profileOf(profile));
}
