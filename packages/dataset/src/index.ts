export { detectFormat, type Detected } from "./shapes/detect.ts";
export type { Bytes } from "./formats/held.ts";
export { shardChunks, shardRange, type ByteRange } from "./formats/shard.ts";
export { shapes } from "./shapes/table.ts";
export { dealt, lostProfile, unitsOf, type ManifestFile, type Unit } from "./profile/manifest.ts";
export type { Digests, Repeated } from "./profile/digests.ts";
export { nearDuplicates, type Near } from "./cut/near.ts";
export { nearFindings } from "./cut/nearFindings.ts";
export { joinProfiles, mergeProfiles } from "./profile/merge.ts";
export { MergeFold } from "./profile/mergeFold.ts";
export { profileOfSample } from "./profile/sample.ts";
export { packedText } from "./profile/packed.ts";
export { emptyProfile, profileText, withWarning, type DatasetProfile } from "./profile/profile.ts";
export { profileBytes, type RowOptions } from "./profile/profileBytes.ts";
export { looksLikeProfile, readProfile } from "./profile/readProfile.ts";
export { countRule, countRules, ruleParts, type CountRule } from "./profile/rules.ts";
export type { Counter } from "./tokens/counter.ts";
export { loadCounter } from "./tokens/vocabularies.ts";
export { checkFor } from "./checks/checkFor.ts";
export type { CheckOptions } from "./checks/rowCheck.ts";
export { knownProviders, providerId } from "./checks/providers.ts";
export type { CheckReport, Finding } from "./checks/report.ts";
export { findingWords } from "./checks/words.ts";
export { cutBytes, type Cut, type CutOptions } from "./cut/cutBytes.ts";
export {
  convertBytes,
  convertTarget,
  convertTargets,
  type Conversion,
  type ConvertOptions,
} from "./convert/convert.ts";
export type { Loss } from "./convert/losses.ts";
export { loadTokenizerJson } from "./tokens/tokenizerJson.ts";
