import { counted } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import type { SelfHostAnswer } from "../answer.ts";

/** `1.9 hours (38 minutes to 6.3 hours)` */
export function runText({ low, typical, high }: NonNullable<SelfHostAnswer["hours"]>): string {
  const [from = "", likely = "", to = ""] = [low, typical, high].map(hoursText);
  // `12 to 26 minutes`, but `less than a minute to 2 minutes`.
  const [digits, unit] = from.split(" ");
  const sameUnit = /^\d/u.test(from) && unit !== undefined && to.includes(unit.replace(/s$/u, ""));
  return from === to ? likely : `${likely} (${sameUnit ? digits : from} to ${to})`;
}

function hoursText(hours: number): string {
  if (hours >= 1) return counted(hours.toFixed(1), "hour");
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "less than a minute" : counted(minutes, "minute");
}

/** `3.4 h`, `12 min`; set-up and failed runs are in the price and not in here. */
export function briefly(hours: number): string {
  if (hours >= 1) return `${countText(hours.toFixed(1))} h`;
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "< 1 min" : `${minutes} min`;
}
