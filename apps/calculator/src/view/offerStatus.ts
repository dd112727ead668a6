import type { Offer } from "@tunecast/estimator";
import { statusText } from "@tunecast/estimator/text";
import { dayText, withDays } from "../question/dayText.ts";

/** What of the status is worth a word beside an offer: that it can be had is not. */
export function saidStatus(status: Offer["status"]): string | null {
  if (status.kind !== "open" && status.kind !== "listed") return withDays(statusText(status));
  return status.until === undefined ? null : `until ${dayText(status.until)}`;
}
