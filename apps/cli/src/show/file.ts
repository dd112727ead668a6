import type { FileShown } from "@tunecast/estimator/report";
import type { FileProfile } from "../read/host.ts";
import { sentenceOf } from "./messages.ts";
import { nameOf } from "./note.ts";

/** A file as a report names it. */
export function fileShown({ path, profile, warnings }: FileProfile): FileShown {
  return { name: nameOf(path), profile, warnings: warnings.map(sentenceOf) };
}
