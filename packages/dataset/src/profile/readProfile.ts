import type { FindingCount, Histogram, RuleCounts } from "@tunecast/estimator/profile";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { jsonValue } from "../formats/jsonValue.ts";
import { isRow, type Row } from "../formats/row.ts";
import { shapeNamed } from "../shapes/table.ts";
import { isDigests } from "./digests.ts";
import { packedVersion, unpacked } from "./packed.ts";
import { profileOf, type DatasetPart, type DatasetProfile } from "./profile.ts";

/** The version of profiles that is plain; {@link packedVersion} is read, too. */
const schemaVersion = 1;
/** Counts that older profiles do not have. */
const laterNumbers = ["textExamples", "toolExamples", "wanted"] as const;
const numbers = ["bytes", "rows", "examples", "badRows", "messages", "modelTurns", "images"] as const;
const histograms = ["tokens", "trainable", "prompt", "recounted"] as const;

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && isCount(value[0]) && isCount(value[1]);
}

/** Sorted by tokens, no tokens twice. */
function isHistogram(value: unknown): value is Histogram {
  if (!Array.isArray(value)) return false;
  return value.every((pair, i) => isPair(pair) && (i === 0 || (value[i - 1] as [number, number])[0] < pair[0]));
}

function isRuleCounts(value: unknown): value is RuleCounts {
  if (!isRow(value) || typeof value["exact"] !== "boolean") return false;
  // Profiles made before 2026-11-25 hold neither records nor the longest turn, nor how sure their counts are.
  const { records, longestTurn, doubt } = value;
  return (
    (doubt === undefined || (isRow(doubt) && isCount(doubt["less"]) && isCount(doubt["more"]))) &&
    histograms.every((field) => isHistogram(value[field])) &&
    (records === undefined || isHistogram(records)) &&
    (longestTurn === undefined || isCount(longestTurn))
  );
}

/** Whether every histogram counts every example, and the records all that is re-counted. */
function holdsAll(counts: RuleCounts, examples: number): boolean {
  const { recounted, records = recounted } = counts;
  const tokens = (histogram: Histogram): number => histogram.reduce((sum, [each, times]) => sum + each * times, 0);
  const counted = (histogram: Histogram): number => histogram.reduce((sum, [, times]) => sum + times, 0);
  return histograms.every((field) => counted(counts[field]) === examples) && tokens(records) === tokens(recounted);
}

function isFinding(value: unknown): value is FindingCount {
  if (!isRow(value) || typeof value["code"] !== "string" || !isCount(value["count"])) return false;
  const severities: unknown[] = ["error", "warning", "advice"];
  return severities.includes(value["severity"]) && Array.isArray(value["lines"]) && value["lines"].every(isPair);
}

function isPart(value: unknown): value is DatasetPart {
  if (!isRow(value) || !isCount(value["of"]) || !isCount(value["shard"]) || !isCount(value["lines"])) return false;
  const { blank, missing, file } = value;
  if (file !== undefined && !isCount(file)) return false;
  const listed = missing === undefined || (Array.isArray(missing) && missing.every((one) => typeof one === "string"));
  return listed && (blank === undefined || blank === true);
}

function wrongField(value: Row): string | undefined {
  if (value["schemaVersion"] !== schemaVersion) return "schemaVersion";
  const number = numbers.find((field) => !isCount(value[field]));
  if (number !== undefined) return number;
  const { counts, shapes, scripts, unread, rejected, digests, findings, places, sources, parts } = value;
  const later = laterNumbers.find((name) => value[name] !== undefined && !isCount(value[name]));
  if (later !== undefined) return later;
  if (unread !== undefined && !(isRow(unread) && Object.values(unread).every(isCount))) return "unread";
  if (rejected !== undefined && !(isRow(rejected) && Object.values(rejected).every(isCount))) return "rejected";
  if (!isRow(shapes) || !Object.values(shapes).every(isCount)) return "shapes";
  if (scripts !== undefined && !(isRow(scripts) && Object.values(scripts).every(isCount))) return "scripts";
  if (!isRow(counts)) return "counts";
  const rule = Object.keys(counts).find((name) => !isRuleCounts(counts[name]));
  if (rule !== undefined) return `counts.${rule}`;
  const odd = Object.keys(counts).find((name) => !holdsAll(counts[name] as RuleCounts, value["examples"] as number));
  if (odd !== undefined) return `counts.${odd}`;
  if (!Array.isArray(findings) || !findings.every(isFinding)) return "findings";
  if (digests !== undefined && !isDigests(digests)) return "digests";
  if (places !== undefined && places !== "rows") return "places";
  if (sources !== undefined && !(Array.isArray(sources) && sources.every((one) => typeof one === "string")))
    return "sources";
  return parts === undefined || (Array.isArray(parts) && parts.every(isPart)) ? undefined : "parts";
}

/**
 * A profile from its JSON text, plain or packed.
 *
 * Problems: `written_by_a_newer_version`; `not_a_profile` with the first field that is wrong.
 */
export function readProfile(text: string): Result<DatasetProfile> {
  const value = jsonValue(text);
  if (value === undefined) return fail({ kind: "not_a_profile", field: "(no JSON)" });
  if (!isRow(value)) return fail({ kind: "not_a_profile", field: "(no object)" });
  const version = value["schemaVersion"];
  if (isCount(version) && version > packedVersion)
    return fail({ kind: "written_by_a_newer_version", version, known: packedVersion });
  const plain = version === packedVersion ? unpacked(value) : value;
  if (plain === null) return fail({ kind: "not_a_profile", field: "histograms" });
  const field = wrongField(plain);
  if (field !== undefined) return fail({ kind: "not_a_profile", field });
  const profile = plain as unknown as DatasetProfile;
  return ok(profileOf({ ...profile, textExamples: textExamplesOf(profile), parts: profile.parts ?? [] }));
}

/** Profiles made before 2026-11-25 do not say how many of their examples are texts: their shape does. */
function textExamplesOf({ textExamples, format, examples }: DatasetProfile): number {
  return textExamples ?? (shapeNamed(format)?.texts === true ? examples : 0);
}

/** Whether a file holds a profile (of any version) rather than data, from its first bytes. */
export function looksLikeProfile(head: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(head.subarray(0, 256));
  return /^\s*\{\s*"schemaVersion"\s*:\s*\d+\s*,\s*"format"\s*:/u.test(text);
}
