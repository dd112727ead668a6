import type { Profile } from "@tunecast/estimator";
import type { FilePart, FindingCount } from "@tunecast/estimator/profile";
import { shapeNamed } from "../shapes/table.ts";
import { sum } from "./histogram.ts";

export interface DatasetProfile extends Profile {
  readonly shapes: Readonly<Record<string, number>>;
  /** `rows` where the places of findings are numbers of rows: in a JSON array or Parquet a row has no line of its own. */
  readonly places?: "rows";
  /** Digests of the files that were counted, or of what `parts` are parts of, sorted: merging counts nothing twice. */
  readonly sources?: readonly string[];
  readonly parts?: readonly DatasetPart[];
}

export interface DatasetPart extends FilePart {
  /** Which of several files it is of, 1-based: lines are numbered in each. Absent where there is one. */
  readonly file?: number;
  readonly blank?: true;
  /** Columns that were named and that no row of it has; absent where none were named, and where it has no row. */
  readonly missing?: readonly string[];
}

type Counted = "counts" | "findings" | "shapes" | (typeof numbers)[number];

export type ProfileParts = Pick<DatasetProfile, Counted> & {
  readonly [field in Exclude<keyof DatasetProfile, "schemaVersion" | "format" | "natures" | Counted>]?:
    | DatasetProfile[field]
    | undefined;
};

export const noNumbers = {
  bytes: 0,
  rows: 0,
  examples: 0,
  badRows: 0,
  messages: 0,
  modelTurns: 0,
  images: 0,
  textExamples: 0,
  toolExamples: 0,
  wanted: 0,
};
export const numbers = Object.keys(noNumbers) as readonly (keyof typeof noNumbers)[];
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

function sortedByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Columns named at most: a file with more of them keys its rows by something else. */
const mostColumns = 64;

/** A profile in its canonical order of fields: equal profiles have equal text. */
export function profileOf(parts: ProfileParts): DatasetProfile {
  const { shapes, counts } = parts;
  const format = formatOf(shapes);
  const findings: FindingCount[] = parts.findings.filter(({ code }) => code !== "mixed_formats");
  const most = Math.max(...Object.values(shapes));
  if (format === "mixed")
    findings.push({ severity: "error", code: "mixed_formats", count: sum(Object.values(shapes)) - most, lines: [] });
  const key = ({ code, severity }: FindingCount): string => `${code} ${severity}`;
  const unread = Object.entries(sortedByName(parts.unread ?? {})).slice(0, mostColumns);
  const natures = Object.keys(shapes).flatMap((id) => {
    const nature = shapeNamed(id)?.nature;
    return nature === undefined ? [] : [[id, nature] as const];
  });
  const inexact = Object.entries(counts).map(([name, count]) => [name, { ...count, exact: false }] as const);
  const isShort = unread.length > 0;
  const fields: { [field in keyof DatasetProfile]: DatasetProfile[field] | undefined } = {
    schemaVersion: 1,
    format,
    ...(Object.fromEntries(numbers.map((name) => [name, parts[name]])) as Pick<ProfileParts, (typeof numbers)[number]>),
    scripts: parts.scripts && sortedByName(parts.scripts),
    natures: sortedByName(Object.fromEntries(natures)),
    unread: isShort ? Object.fromEntries(unread) : undefined,
    rejected: parts.rejected && sortedByName(parts.rejected),
    counts: sortedByName(isShort ? Object.fromEntries(inexact) : counts),
    findings: findings.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    shapes: sortedByName(shapes),
    places: parts.places,
    sources: parts.sources && [...parts.sources].sort(),
    parts: parts.parts?.length === 0 ? undefined : parts.parts,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as DatasetProfile;
}

export function withWarning(profile: DatasetProfile, code: string): DatasetProfile {
  const warning: FindingCount = { severity: "warning", code, count: 1, lines: [] };
  return profileOf({ ...profile, findings: [...profile.findings, warning] });
}

/** The profile of nothing: merged with any other it gives the other. */
export const emptyProfile: DatasetProfile = profileOf({
  ...noNumbers,
  shapes: {},
  scripts: {},
  rejected: {},
  counts: {},
  findings: [],
});

export const profileText = (profile: DatasetProfile): string => JSON.stringify(profileOf(profile));
