import { Option, type Command } from "commander";
import { metrics, type Metric } from "@tunecast/estimator/lists";
import { axisSentences, compareAxes, readAxisPilots } from "@tunecast/estimator/pilots";
import { wrapped } from "../../show/table.ts";
import { amount, given, oneOf, whole } from "../../ask/options.ts";
import { widthOf } from "../../show/note.ts";
import { refuse } from "../../show/messages.ts";
import { printed, type Outcome, type Host } from "../../read/host.ts";

interface AxesOptions {
  readonly moreExamples?: string;
  readonly moreEpochs?: string;
  readonly largerModel?: string;
  readonly metric?: Metric;
  readonly testSize?: number;
  readonly format: "table" | "json";
}

/** `tunecast pilots axes PILOTS`: more examples, more passes or a larger model, in dollars per point. */
export function addAxes(pilots: Command, around: Host, done: (outcome: Outcome) => void): void {
  pilots
    .command("axes")
    .summary("more examples, more passes or a larger model: dollars per point")
    .description(
      "Weighs twice as much of whatever the pilots vary: examples, passes over them, parameters of the model.",
    )
    .argument("<pilots>", 'CSV with the columns n,value[,se,epochs,parameters (millions)]; "-" is standard input')
    .addOption(new Option("--more-examples <dollars>", "twice the examples: labels and the run").argParser(amount))
    .addOption(new Option("--more-epochs <dollars>", "a run of twice the passes").argParser(amount))
    .addOption(new Option("--larger-model <dollars>", "a run of a model twice as large").argParser(amount))
    .addOption(new Option("--metric <name>", metrics.join(", ")).argParser(oneOf(...metrics)))
    .addOption(new Option("--test-size <n>", "items of the test set").argParser(whole(1)))
    .addOption(new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"))
    .addHelpText("after", help)
    .action(async (path: string, options: AxesOptions) => done(await act(path, options, around)));
}

const help = `
Exit codes: 0 an answer; 2 a wrong option or file.

Example:
  tunecast pilots axes pilots.csv --more-examples 600 --more-epochs 12 --larger-model 40
`;

async function act(path: string, options: AxesOptions, { files, screen }: Host): Promise<Outcome> {
  const text = await files.text(path);
  if (!text.ok) return refuse(text.problem);
  const pilots = readAxisPilots(text.value);
  if (!pilots.ok) return refuse(pilots.problem, path);
  const { format, ...question } = options;
  const answer = compareAxes(pilots.value, given(question));
  if (!answer.ok) return refuse(answer.problem, path);
  return printed(
    format === "json"
      ? `${JSON.stringify(answer.value, null, 2)}\n`
      : axisSentences(answer.value)
          .map((sentence) => `${wrapped(sentence, widthOf(screen))}\n`)
          .join(""),
  );
}
