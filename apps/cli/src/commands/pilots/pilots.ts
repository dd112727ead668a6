import { InvalidArgumentError, Option, type Command } from "commander";
import type { Result } from "@tunecast/estimator";
import {
  proposePilots,
  testItemsSentence,
  testSetSentence,
  testSetSize,
  type PilotPlan,
  type TestSetSize,
} from "@tunecast/estimator/curve";
import { ok } from "@tunecast/estimator/problem";
import { pilotsReport } from "@tunecast/estimator/report";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { addAxes } from "./axes.ts";
import { addCut } from "./cut.ts";
import { addNext } from "./next.ts";
import { addRead } from "./read.ts";
import { addScore } from "./score.ts";
import { plainOption } from "../../ask/fieldOption.ts";
import { given, oneOf, share, whole } from "../../ask/options.ts";
import { refuse } from "../../show/messages.ts";
import { reportText } from "../../show/report.ts";
import { printed, type Outcome, type Host } from "../../read/host.ts";

interface PilotsOptions extends OfferOptions {
  readonly examples?: number;
  readonly runs: number;
  readonly score?: number;
  readonly gain?: number;
  readonly testSize?: number;
  readonly format: "table" | "json";
}

/** What is printed: the designs, and the test set where a gain was asked for. */
interface PilotsAnswer extends PilotPlan {
  readonly testSet: (TestSetSize & { readonly sentence: string | null }) | null;
}

/** `tunecast pilots --examples N --runs K`: which pilot runs say most. */
export function addPilots(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("pilots")
    .summary("which pilot runs say most, and how large a test set must be")
    .description("Proposes sizes and repeats of pilot runs, what they cost, and how much each narrows the forecast.")
    .addOption(plainOption("job.examples", "examples at hand"))
    .addOption(new Option("--runs <n>", "training runs that may be spent").argParser(whole(1)).default(4))
    .addOption(new Option("--score <share>", "score expected with all examples (default: 0.8)").argParser(share))
    .addOption(new Option("--gain <share>", "gain that the test set should show, such as 0.02").argParser(share))
    .addOption(plainOption("pilots.testSize", "items of the test set"))
    .addOption(new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"));
  addOffer(command)
    .addHelpText("after", help)
    .action(async (options: PilotsOptions) => done(await act(options, around)));
  // The commands within have options of the same names.
  command.enablePositionalOptions();
  for (const add of [addCut, addRead, addScore, addNext, addAxes]) add(command, around, done);
}

const help = `
Exit codes: 0 a plan; 2 a wrong option or file.

Example:
  tunecast pilots --examples 4000 --runs 4 --gain 0.02 --test-size 1500
`;

async function act(options: PilotsOptions, around: Host): Promise<Outcome> {
  if (options.examples === undefined)
    throw new InvalidArgumentError("Give --examples, or one of the commands cut, read, score, next and axes.");
  const { examples, runs, score, testSize, format } = options;
  const cost = await trainingCost(options, around, examples);
  if (!cost.ok) return refuse(cost.problem);
  const plan = proposePilots({ examples, runs, ...given({ score, testSize, costOf: cost.value?.costOf }) });
  if (!plan.ok) return refuse(plan.problem);
  const testSet = testSetOf(options);
  if (!testSet.ok) return refuse(testSet.problem);
  const answer: PilotsAnswer = { ...plan.value, testSet: testSet.value };
  return printed(
    format === "json"
      ? `${JSON.stringify(answer, null, 2)}\n`
      : reportText(pilotsReport(plan.value, examples, testSetText(answer, options)), {}, around.screen),
  );
}

function testSetOf({ score = 0.8, gain, testSize }: PilotsOptions): Result<PilotsAnswer["testSet"]> {
  if (gain === undefined) return ok(null);
  if (gain === 0) throw new InvalidArgumentError("--gain must be above 0.");
  const size = testSetSize({ score, gain });
  if (!size.ok) return size;
  const sentence = testSize === undefined ? null : testSetSentence({ score, gain }, testSize);
  return ok({ ...size.value, sentence });
}

function testSetText({ testSet }: PilotsAnswer, { gain = 0 }: PilotsOptions): string | null {
  return testSet === null ? null : (testSet.sentence ?? testItemsSentence(gain, testSet));
}
