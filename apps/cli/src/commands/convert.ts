import { takesJobsOn } from "@tunecast/estimator/prices";
import { countText } from "@tunecast/estimator/text";
import type { AddCommand } from "../ask/help.ts";
import { given } from "../ask/options.ts";
import { addReading } from "../ask/readQuestion.ts";
import { lossText } from "../show/losses.ts";
import { nameOf } from "../show/note.ts";
import { refuse, taken } from "../show/messages.ts";
import { printed, type Outcome, type Host, type ReadingOptions } from "../read/host.ts";

export const addConvert: AddCommand = (program) => {
  const command = program
    .command("convert")
    .summary("a data file in another provider's shape")
    .description(
      "Writes the examples as JSON lines of another shape. What that shape cannot hold, and rows that its provider's check would refuse, are listed on standard error.",
    )
    .argument("<file>", 'data file; "-" is standard input')
    .requiredOption("--to <shape>", "openai, together, …; a wrong one lists all")
    .option("--all-places", "every line of what was refused or changed, instead of the first ten");
  addReading(command);
  const exitCodes = "0 everything was held; 1 something was not, or a row could not be read; 2 a wrong option or file.";
  return [{ command, act, exitCodes }];
};

async function act(
  { files, write, prices, today }: Host,
  path: string,
  { to, shape, columns, allPlaces }: ReadingOptions & { readonly to: string; readonly allPlaces?: true },
): Promise<Outcome> {
  const { convertBytes, convertTargets, providerId } = await import("@tunecast/dataset");
  const how = { name: path, to, write, ...given({ format: shape, columns, allPlaces }) };
  const converted = await convertBytes(taken(await files.chunks(path)), how);
  const isUnknown = !converted.ok && converted.problem.kind === "unknown_target";
  if (isUnknown && takesJobsOn(prices, providerId(to) ?? to, today) === false)
    refuse(
      `Nothing can be tuned with files for "${to}" on ${today}, so convert does not write them: give one of ${convertTargets.join(", ")}.`,
    );
  const { rows, written, losses, places } = taken(converted);
  if (rows === 0) refuse(`${nameOf(path)} is empty: there is no row to convert.`);
  return printed("", losses.length > 0 ? 1 : 0, [
    `${countText(written)} of ${countText(rows)} rows written.`,
    ...losses.map((loss) => lossText(loss, places)),
  ]);
}
