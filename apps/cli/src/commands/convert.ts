import type { Command } from "commander";
import type { Conversion } from "@tunecast/dataset";
import { takesJobsOn } from "@tunecast/estimator/prices";
import { countText } from "@tunecast/estimator/text";
import { given } from "../ask/options.ts";
import { addReading } from "../ask/readQuestion.ts";
import { lossText } from "../show/losses.ts";
import { nameOf } from "../show/note.ts";
import { refuse } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface ConvertCommandOptions {
  readonly to: string;
  readonly allPlaces?: true;
  readonly shape?: string;
  readonly columns?: Readonly<Record<string, string>>;
}

/** `tunecast convert FILE --to FORMAT`: the same examples in another provider's shape. */
export function addConvert(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("convert")
    .summary("a data file in another provider's shape")
    .description(
      "Writes the examples as JSON lines of another shape. What that shape cannot hold, and rows that its provider's check would refuse, are listed on standard error.",
    )
    .argument("<file>", 'data file; "-" is standard input')
    .requiredOption("--to <shape>", "openai, together, …; a wrong one lists all")
    .option("--all-places", "every line of what was refused or changed, instead of the first ten");
  addReading(command)
    .addHelpText(
      "after",
      "\nExit codes: 0 everything was held; 1 something was not, or a row could not be read; 2 a wrong option or file.\n",
    )
    .action(async (path: string, options: ConvertCommandOptions) => done(await act(path, options, around)));
}

async function act(
  path: string,
  { to, shape, columns, allPlaces }: ConvertCommandOptions,
  { files, write, prices, today }: Host,
): Promise<Outcome> {
  const { convertBytes, convertTargets, providerId } = await import("@tunecast/dataset");
  const chunks = await files.chunks(path);
  if (!chunks.ok) return refuse(chunks.problem);
  const converted = await convertBytes(chunks.value, {
    name: path,
    to,
    write,
    ...given({ format: shape, columns, allPlaces }),
  });
  if (!converted.ok) {
    const isEnded =
      converted.problem.kind === "unknown_target" && takesJobsOn(prices, providerId(to) ?? "", today) === false;
    return refuse(
      isEnded
        ? `Nothing can be tuned with files for "${to}" on ${today}, so convert does not write them: give one of ${convertTargets.join(", ")}.`
        : converted.problem,
    );
  }
  const { losses, rows } = converted.value;
  if (rows === 0) return refuse(`${nameOf(path)} is empty: there is no row to convert.`);
  return printed("", losses.length > 0 ? 1 : 0, summary(converted.value));
}

function summary({ rows, written, losses, places }: Conversion): string {
  const lines = [
    `${countText(written)} of ${countText(rows)} rows written.`,
    ...losses.map((loss) => lossText(loss, places)),
  ];
  return lines.map((line) => `tunecast: ${line}\n`).join("");
}
