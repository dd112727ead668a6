import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { histogramExamples, histogramTokens, type FindingCount, type RuleCounts } from "@tunecast/estimator/profile";
import { jsonValue } from "../formats/jsonValue.ts";
import { isRow, type Row } from "../formats/row.ts";
import { histograms, isCount, isHistogram, isPair } from "./histogram.ts";
import { numbers, profileOf, tallies, type DatasetPart, type DatasetProfile, type ProfileParts } from "./profile.ts";

const schemaVersion = 1;

function isRuleCounts(value: unknown): value is RuleCounts {
  if (!isRow(value) || typeof value["exact"] !== "boolean") return false;
  const { longestTurn, doubt } = value;
  return (
    (doubt === undefined || (isRow(doubt) && isCount(doubt["less"]) && isCount(doubt["more"]))) &&
    histograms.every((field) => isHistogram(value[field])) &&
    isCount(longestTurn)
  );
}

function holdsAll(counts: RuleCounts, examples: number): boolean {
  const { recounted, records = [] } = counts;
  const whole = histograms.every((field) => field === "records" || histogramExamples(counts[field]) === examples);
  return whole && histogramTokens(records) === histogramTokens(recounted);
}

function isFinding(value: unknown): value is FindingCount {
  if (!isRow(value) || typeof value["code"] !== "string" || !isCount(value["count"])) return false;
  const severities: unknown[] = ["error", "warning", "advice"];
  return severities.includes(value["severity"]) && Array.isArray(value["lines"]) && value["lines"].every(isPair);
}

function isPart(value: unknown): value is DatasetPart {
  if (!isRow(value) || !isCount(value["of"]) || !isCount(value["shard"]) || !isCount(value["lines"])) return false;
  const { blank, missing, file } = value;
  return optional(isCount)(file) && optional(list(isText))(missing) && (blank === undefined || blank === true);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isTally = (value: unknown): boolean => isRow(value) && Object.values(value).every(isCount);
const optional = (is: (value: unknown) => boolean) => (value: unknown) => value === undefined || is(value);
const list = (is: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(is);

const fields: readonly (readonly [name: string, is: (value: unknown) => boolean])[] = [
  ["schemaVersion", (value) => value === schemaVersion],
  ...numbers.map((name) => [name, isCount] as const),
  ...tallies.map((name) => [name, name === "shapes" || name === "scripts" ? isTally : optional(isTally)] as const),
  ["counts", isRow],
  ["findings", list(isFinding)],
  ["places", optional((value) => value === "rows")],
  ["sources", optional(list(isText))],
  ["parts", optional(list(isPart))],
];

function wrongField(value: Row): string | undefined {
  const wrong = fields.find(([name, is]) => !is(value[name]));
  if (wrong !== undefined) return wrong[0];
  const counts = Object.entries(value["counts"] as Row);
  const odd = counts.find(([, count]) => !isRuleCounts(count) || !holdsAll(count, value["examples"] as number));
  return odd === undefined ? undefined : `counts.${odd[0]}`;
}

/** A profile from its JSON text. Problems: `written_by_a_newer_version`; `not_a_profile` with the first field that is wrong. */
export function readProfile(text: string): Result<DatasetProfile> {
  const value = jsonValue(text);
  if (value === undefined) return fail({ kind: "not_a_profile", field: "(no JSON)" });
  if (!isRow(value)) return fail({ kind: "not_a_profile", field: "(no object)" });
  const version = value["schemaVersion"];
  if (isCount(version) && version > schemaVersion)
    return fail({ kind: "written_by_a_newer_version", version, known: schemaVersion });
  const field = wrongField(value);
  if (field !== undefined) return fail({ kind: "not_a_profile", field });
  return ok(profileOf(value as unknown as ProfileParts));
}

/** Whether a file holds a profile (of any version) rather than data, from its first bytes. */
export function looksLikeProfile(head: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(head.subarray(0, 256));
  return /^\s*\{\s*"schemaVersion"\s*:\s*\d+\s*,\s*"format"\s*:/u.test(text);
}
