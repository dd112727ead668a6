import { InvalidArgumentError, type Command } from "commander";
import { leaving, trainingCostAt } from "@tunecast/estimator/answer";
import { proposePilots, type PilotDesign } from "@tunecast/estimator/curve";
import type { Question } from "@tunecast/estimator";
import { changedIn } from "../read/changedData.ts";
import { given } from "../ask/options.ts";
import { billReads, readQuestion, type ReadingOptions } from "../ask/readQuestion.ts";
import { checkedDestinations, type Accepted } from "../read/leavingFile.ts";
import { leavingText, type LeavingAnswer } from "../show/leaving.ts";
import { refuse } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

/** Training runs that tell how good another model becomes on this data. */
const pilotRuns = 4;

/** `tunecast advise FILE --leaving OFFER`: where a job goes whose offer closes. */
export async function actLeaving(
  paths: readonly string[],
  word: string,
  command: Command,
  around: Host,
): Promise<Outcome> {
  const [path, more] = paths;
  if (path === undefined || more !== undefined || path === "-")
    throw new InvalidArgumentError("--leaving needs one data file, whose rows each provider's check is run on.");
  const { shape, columns, format } = command.opts<ReadingOptions & { readonly format: "table" | "json" }>();
  const asked = await readQuestion(paths, command, [...billReads, "traffic"], around);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { question, notices } = asked.value;
  const found = leaving(question, word);
  if (!found.ok) return refuse(found.problem);
  const verdicts = await checkedDestinations(path, found.value.destinations, given({ shape, columns }), around);
  if (!verdicts.ok) return refuse(verdicts.problem, path);
  const { destinations: _, ...left } = found.value;
  const answer: LeavingAnswer = {
    asOf: question.asOf,
    months: question.traffic?.months ?? null,
    ...left,
    ...verdicts.value,
    pilots: pilotsAt(verdicts.value.accepted[0], question),
  };
  const said = notices.map((one) => `tunecast: ${one}\n`).join("");
  const exitCode = answer.accepted.length > 0 ? 0 : 1;
  if (format === "json")
    return printed(`${JSON.stringify({ ...answer, ...changedIn(question) }, null, 2)}\n`, exitCode, said);
  return printed(leavingText(answer, path, around.screen), exitCode, said);
}

/** The pilots that tell how good the first of the accepted offers becomes, and what they cost there. */
function pilotsAt(first: Accepted | undefined, question: Question): LeavingAnswer["pilots"] {
  const { job } = question;
  if (first === undefined || !("profile" in job)) return null;
  const { offer } = first;
  const { examples } = job.profile;
  const plan = proposePilots({ examples, runs: pilotRuns, costOf: trainingCostAt(question, offer) });
  const design: PilotDesign | undefined = plan.ok ? plan.value.designs[0] : undefined;
  return design === undefined ? null : { offer: offer.id, design };
}
