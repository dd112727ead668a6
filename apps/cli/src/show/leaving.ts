import { explain, type Offer } from "@tunecast/estimator";
import { isAtLeast, type Leaving } from "@tunecast/estimator/answer";
import type { PilotRun } from "@tunecast/estimator/pilots";
import { countText, moneyText, total } from "@tunecast/estimator/text";
import type { Accepted, Verdicts } from "../read/leavingFile.ts";
import { plainReport } from "./report.ts";
import {
  ageMarks,
  billSources,
  columnsOf,
  counted,
  offerLegend,
  tableOf,
  uniqueSources,
} from "@tunecast/estimator/report";
import type { Report, TableRow } from "@tunecast/estimator/report";
import { lossText } from "./losses.ts";
import { nameOf } from "./note.ts";

/** Everything that is known of leaving an offer, as JSON has it. */
export interface LeavingAnswer extends Omit<Leaving, "destinations">, Verdicts {
  readonly asOf: string;
  readonly months: number | null;
  /** Runs at the first accepted offer that tell its quality, priced in its currency; null where there are too few examples to split. */
  readonly pilots: { readonly offer: string; readonly currency: string; readonly design: readonly PilotRun[] } | null;
}

const columns = columnsOf(
  "\noffer|\nfile|train\nonce >|\na month >|1,000\nrequests > 1|a month,\nagainst today > 2|\nends 3",
);

/** So many of a kind of sentence are printed; JSON has them all. */
const few = 2;

/** Where a job goes: the dates first, then who takes the file, and what it would cost there. */
export function leavingReport(answer: LeavingAnswer, path: string): Report {
  const { today, accepted } = answer;
  const others = accepted.map(({ offer, file, monthly, noAnswersFrom }) =>
    row(offer, file.converted === null ? "as it is" : "converted", monthly, noAnswersFrom),
  );
  const rows = [...(today === null ? [] : [row(today, "today", null, answer.noAnswersFrom)]), ...others];
  const table = tableOf("leaving", columns, rows, { legend: offerLegend });
  const offers = [...(today === null ? [] : [today]), ...accepted.map(({ offer }) => offer)];
  const notes = [
    refusedSentence(answer),
    lossSentence(answer),
    rejectedSentence(answer),
    uncheckedSentence(answer),
    pilotsSentence(answer),
  ];
  return {
    ...plainReport(`${endSentence(answer)} ${takenSentence(answer, path)}`, {
      tables: [table],
      notes: notes.filter(Boolean),
    }),
    sources: uniqueSources(offers.flatMap(billSources)),
  };
}

function endSentence({ left, asOf, noJobsFrom, noAnswersFrom }: LeavingAnswer): string {
  const name = `${left.modelName} at ${left.providerName}`;
  const end = (day: string | null, before: string, after: string): string[] =>
    day === null ? [] : [day > asOf ? `${before} from ${day}` : `${after} since ${day}`];
  const ends = [
    ...end(noJobsFrom === noAnswersFrom ? null : noJobsFrom, "takes no new job", "has taken no new job"),
    ...end(noAnswersFrom, "answers no more", "has not answered"),
  ];
  return ends.length === 0 ? `No end of ${name} is announced.` : `${name} ${ends.join(" and ")}.`;
}

function refusedSentence({ today, refused }: LeavingAnswer): string {
  if (refused === null) return "";
  return `${today === null ? "Not compared with a bill of today." : "It does not take the job today."} ${explain(refused)}`;
}

function takenSentence({ accepted, rejected }: LeavingAnswer, path: string): string {
  const asIs = accepted.filter(({ file }) => file.converted === null).length;
  const all = accepted.length + rejected.length;
  if (accepted.length === 0) return `${nameOf(path)} is taken by none of ${counted(all, "other provider")} checked.`;
  const how =
    asIs === accepted.length
      ? "as it is"
      : asIs === 0
        ? "converted"
        : `${asIs} as it is, ${accepted.length - asIs} converted`;
  return `${nameOf(path)} is taken by ${countText(accepted.length)} of ${counted(all, "other provider")} checked (${how}), each with a model of its own: a lower price says nothing of quality.`;
}

function row(offer: Offer, file: string, monthly: Accepted["monthly"], ends: string | null): TableRow {
  const least = isAtLeast(offer) ? "≥ " : "";
  const difference = monthly === null ? "" : `${monthly.amount.startsWith("-") ? "" : "+"}${moneyText(monthly)}`;
  const cells = [
    `${offer.id}${ageMarks(offer)}`,
    file,
    moneyText(offer.training),
    offer.monthly === null ? (offer.horizon.months > 0 ? "unknown" : "") : `${least}${moneyText(offer.monthly)}`,
    offer.perThousandRequests === null ? "unknown" : moneyText(offer.perThousandRequests),
    difference,
    ends ?? "",
  ];
  return { id: offer.id, cells };
}

function lossSentence({ accepted }: LeavingAnswer): string {
  const losses = accepted.flatMap(({ offer, file }) =>
    file.losses.map((loss) => `${offer.providerName}: ${lossText(loss, file.places).replace(/\.$/u, "")}`),
  );
  if (accepted.every(({ file }) => file.converted === null)) return "";
  return losses.length === 0 ? "Conversion loses nothing." : `Lost in conversion: ${listed(losses)}.`;
}

function rejectedSentence({ rejected }: LeavingAnswer): string {
  if (rejected.length === 0) return "";
  return `Rejected: ${listed(rejected.map(({ provider, sentence }) => `${provider} (${sentence.replace(/\.$/u, "")})`))}.`;
}

function uncheckedSentence({ unchecked }: LeavingAnswer): string {
  return unchecked.length === 0 ? "" : `Not named, for want of a public check of files: ${unchecked.join(", ")}.`;
}

function pilotsSentence({ pilots, accepted }: LeavingAnswer): string {
  if (accepted.length === 0) return "";
  if (pilots === null) return "Too few examples for pilot runs: no quality can be known before the whole is trained.";
  const { design, offer, currency } = pilots;
  const runs = design.map(({ n }) => countText(n)).join(", ");
  const cost = moneyText({ amount: total(design.map((run) => run.cost)), currency });
  return `To know the quality first: pilots on ${runs} examples at ${offer}, about ${cost}.`;
}

function listed(texts: readonly string[]): string {
  const more = texts.length - few;
  return texts.slice(0, few).join("; ") + (more > 0 ? `; and ${countText(more)} more (--format json)` : "");
}
