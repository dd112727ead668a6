import type { Conversion, Loss } from "@tunecast/dataset";
import { counted } from "@tunecast/estimator/report";
import words from "./losses.json" with { type: "json" };

/** What was changed, and why rows are not written where the code alone does not say it. */
const { changes, refusals }: Readonly<Record<"changes" | "refusals", Readonly<Record<string, string>>>> = words;

/** What a conversion could not hold: `images left out of 3 rows: lines 4, 7, 9`. */
export function lossText({ kind, what, count, lines, detail }: Loss, places: Conversion["places"]): string {
  const rows = what === "repeated_column" ? "the table" : counted(count, "row");
  if (what === "cut_off")
    return `the file breaks off at ${places.slice(0, -1)} ${lines.join(", ")}: rows may be missing.`;
  const did =
    kind === "refused"
      ? `${rows} not written, ${Object.hasOwn(refusals, what) ? refusals[what] : what.replaceAll("_", " ")}`
      : `${(Object.hasOwn(changes, what) ? changes[what] : undefined) ?? `${what} left out of`} ${rows}`;
  const place = lines.length === 1 ? places.slice(0, -1) : places;
  const columns = detail === undefined ? "" : ` (columns ${detail})`;
  return `${did}: ${place} ${lines.join(", ")}${count > lines.length ? ", …" : ""}${columns}.`;
}
