export { checkFor, checkForEach } from "./checks/checkFor.ts";
export { knownProviders, providerId } from "./checks/providers.ts";
export { findingWords, type CheckReport, type Finding } from "./checks/report.ts";
export type { CheckOptions } from "./checks/rowCheck.ts";
export {
  convertBytes,
  convertTarget,
  convertTargets,
  type Conversion,
  type ConvertOptions,
} from "./convert/convert.ts";
export type { Loss } from "./convert/losses.ts";
export { cutBytes, type Cut, type CutOptions } from "./cut/cutBytes.ts";
export { nearDuplicates, nearFindings, type Near } from "./cut/near.ts";
export { shardChunks, shardRange, type ByteRange, type Bytes } from "./formats/held.ts";
export { peek } from "./formats/packing.ts";
export { sniff } from "./formats/sniff.ts";
export { dealt, lostProfile, unitsOf, type ManifestFile, type Unit } from "./profile/manifest.ts";
export { joinProfiles, MergeFold, mergeProfiles } from "./profile/merge.ts";
export { emptyProfile, profileText, withWarning, type DatasetProfile } from "./profile/profile.ts";
export { profileBytes } from "./profile/profileBytes.ts";
export { looksLikeProfile, readProfile } from "./profile/readProfile.ts";
export { repeatedKey } from "./formats/jsonValue.ts";
export { countableRules, countRule, countRules, ruleParts, type CountRule } from "./profile/rules.ts";
export { profileOfSample } from "./profile/sample.ts";
export { fileColumns, type FileColumns } from "./shapes/proposal.ts";
export type { RowOptions } from "./shapes/readRow.ts";
export type { ColumnMapping } from "./shapes/reading/columns.ts";
export { shapes } from "./shapes/table.ts";
export type { Counter } from "./tokens/counter.ts";
export { loadTokenizerJson } from "./tokens/tokenizerJson.ts";
export { loadCounter } from "./tokens/vocabularies.ts";
