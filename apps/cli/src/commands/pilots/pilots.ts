import { InvalidArgumentError, Option, type Command } from "commander";
import type { Result } from "@tunecast/estimator";
import {
  proposePilots,
  testSetSentence,
  testSetSize,
  type PilotPlan,
  type TestSetSize,
} from "@tunecast/estimator/curve";
import { ok } from "@tunecast/estimator/problem";
import { pilotsSentence } from "@tunecast/estimator/pilots";
import { countText, moneyText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "../../show/table.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { addAxes } from "./axes.ts";
import { addCut } from "./cut.ts";
import { addNext } from "./next.ts";
import { addRead } from "./read.ts";
import { addScore } from "./score.ts";
import { plainOption } from "../../ask/fieldOption.ts";
import { given, oneOf, share, whole } from "../../ask/options.ts";
import { hiddenNote, widthOf } from "../../show/note.ts";
import { refuse } from "../../show/messages.ts";
import { styleOf } from "../../show/style.ts";
import { printed, type Outcome, type Screen, type Host } from "../../read/host.ts";

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

const columns: readonly Column[] = [
  { title: "\ndesign", align: "left", rank: 0 },
  { title: "\nexamples", align: "right", rank: 0 },
  { title: "\nruns", align: "right", rank: 0 },
  { title: "\ncost", align: "right", rank: 1 },
  { title: "one run narrows\nthe interval by", align: "right", rank: 2 },
];

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
    format === "json" ? `${JSON.stringify(answer, null, 2)}\n` : pilotsText(answer, options, around.screen),
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

function pilotsText(
  { at, designs, testSet }: PilotsAnswer,
  { gain = 0, examples = 0 }: PilotsOptions,
  screen: Screen,
): string {
  const style = styleOf(screen);
  const rows = designs.flatMap(({ sizes, width, cost }, index) =>
    sizes.map(({ n, repeats, cost: own, narrows }, place) => [
      place === 0 ? `${index + 1}: ± ${(width / 2).toFixed(1)} points${cost === null ? "" : `, ${dollars(cost)}`}` : "",
      countText(n),
      String(repeats),
      own === null ? "" : dollars(own),
      narrows === null ? "" : `${narrows.toFixed(1)} points`,
    ]),
  );
  const { heading, rows: lines, hidden } = textTable(columns, rows, screen.columns);
  const title = `Designs, narrowest first, by the expected 80 % interval at ${countText(at)} examples`;
  const size =
    testSet === null
      ? []
      : [
          "",
          wrapped(
            testSet.sentence ??
              `A gain of ${Number((100 * gain).toPrecision(3))} points shows with probability 0.8 on ${countText(testSet.unpaired)} test items, or on ${countText(testSet.paired)} when both models are compared item by item.`,
            widthOf(screen),
          ),
        ];
  return `${[style.strong(wrapped(pilotsSentence(examples), widthOf(screen))), "", wrapped(title, widthOf(screen)), "", style.strong(heading), ...lines, ...hiddenNote(hidden, screen, "json"), ...size].join("\n")}\n`;
}

function dollars(amount: string): string {
  return moneyText({ amount, currency: "USD" });
}
