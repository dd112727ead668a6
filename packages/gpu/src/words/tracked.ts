import { counted } from "@tunecast/estimator/report";
import { type Words, countText, moneyText, worded } from "@tunecast/estimator/parts";
import type { Interval, Tracked, TrackedNote } from "../track/tracked.ts";
import { briefly } from "./prices.ts";

/** What a tracked run says, the verdict first. */
export function trackedSentences(run: Tracked): readonly string[] {
  const { steps, finished, tool, hours, loss, pauses } = run;
  const estimated = hours.estimated === null ? "" : `, ${spread(hours.estimated, "estimated")}`;
  const done = ((100 * steps.done) / steps.of).toFixed(steps.done < steps.of / 10 ? 1 : 0);
  return [
    `${run.model} on ${run.cards.gpus} × ${run.cards.gpu}: ${verdictOf(run)}`,
    `Step ${countText(steps.done)} of ${run.endStated ? "" : "the estimate's "}${countText(steps.of)} (${done} %), by the log of ${tool}.`,
    finished
      ? `Hours: ${briefly(hours.spent)}${estimated}.`
      : `Hours: ${briefly(hours.spent)} spent, ${spread(hours.projected, "in all")}${estimated}.`,
    ...costSentence(run),
    ...(loss === null ? [] : [`Loss: ${loss.first} at first, ${loss.last} now, ${loss.lowest} at its lowest.`]),
    ...(pauses === null
      ? []
      : [`${counted(pauses.count, "pause")} of ${Math.round(pauses.seconds)} s for evaluation or saving are in it.`]),
    ...run.notes.map((note) => worded(notes, "kind", note)),
    ...speedSentence(run),
  ];
}

function verdictOf({ within, finished, hours }: Tracked): string {
  if (within === null) return "the estimate has no hours to hold it against.";
  const goes = finished ? "took" : "will take";
  if (within) return `it ${goes} as long as estimated.`;
  const { estimated, projected } = hours;
  const times = estimated === null ? 1 : projected.typical / estimated.typical;
  return `it ${goes} ${times.toFixed(1)} times as long as estimated, which is outside the range.`;
}

function spread({ low, typical, high }: Interval, what: string): string {
  return `${briefly(typical)} ${what} (${briefly(low)} to ${briefly(high)})`;
}

function costSentence({ cost, finished }: Tracked): string[] {
  if (cost === null) return [];
  const { currency, offer, perHour, spent, projected, estimated } = cost;
  const text = (amount: string): string => moneyText({ amount, currency });
  const whole = finished
    ? ""
    : ` spent, ${text(projected.typical)} in all (${text(projected.low)} to ${text(projected.high)})`;
  return [
    `Money: ${text(spent)}${whole} at ${text(perHour)} an hour (${offer}); ${text(estimated.typical)} estimated with set-up and failed runs.`,
  ];
}

function speedSentence({ tokensPerSecond, factor, cards }: Tracked): string[] {
  if (tokensPerSecond === null || factor === null) return [];
  return [
    `It trains ${factor.toFixed(2)} times as fast as estimated. For the next estimate: --gpu ${cards.gpu} --measured tokens-per-second=${Math.round(tokensPerSecond)}`,
  ];
}

const notes: Words<TrackedNote, "kind"> = {
  early: ({ percent }) =>
    `Only ${percent.toFixed(1)} % of the steps are done: the range is wide, and no evaluation may have come yet.`,
  other_steps: ({ log, estimate }) =>
    `The log has ${countText(log)} steps, the estimate ${countText(estimate)}: other data, batch or epochs, so its speed says nothing of the estimate's unless the log counts tokens.`,
  restarted: ({ times }) =>
    `The clock of the log began anew ${times === 1 ? "once" : `${times} times`}: the run was taken up again, and steps done twice are in its hours.`,
  cut: ({ lines, first }) =>
    lines === 1
      ? `Line ${countText(first)} cannot be read (a log that is still written ends like that) and is left out.`
      : `${countText(lines)} lines cannot be read and are left out, the first of them line ${countText(first)}.`,
  no_price: () => "The estimate has no price for these cards: name an offer of it with --offer.",
};
