import { alternativeKinds } from "@tunecast/estimator/lists";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Alternative, JobOptions, Traffic, TypedJob } from "@tunecast/estimator";
import { addFilters, type FilterOptions } from "./filterOptions.ts";
import { amount, day, epochs, given, grouped, notNegative, oneOf, pairs, positive, whole } from "./options.ts";
import { rolloutsOf, rolloutsOption } from "./rolloutsOption.ts";
import { stageOption, type StageChoice } from "./stageOption.ts";

/** The options that make a question, as the command line gives them. */
export interface QuestionOptions extends FilterOptions {
  readonly examples?: number;
  readonly tokensPerExample?: number;
  readonly epochs?: number | "provider";
  readonly asOf?: string;
  readonly ownPrices?: string;
  readonly hoursPerMonth?: number;

  readonly stage?: readonly StageChoice[];
  readonly validation?: string;
  readonly validationExamples?: number;
  readonly validationTokens?: number;
  readonly evaluations?: number;
  readonly packing: boolean;
  readonly maxSequenceTokens?: number;
  readonly steps?: number;
  readonly hours?: number;
  readonly rollouts?: Readonly<Record<string, string>>;
  readonly graderInputTokens?: number;
  readonly graderOutputTokens?: number;
  readonly imagesSeen?: number;
  readonly mixedInTokens?: number;
  readonly thinkingTurns?: number;
  readonly checkpointGb?: number;

  readonly requests?: number;
  readonly inputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly outputTokens?: number;
  readonly batchShare?: number;
  readonly deployedHours?: number;
  readonly months?: number;
  readonly alternative?: Alternative["kind"];
  readonly extraInputTokens?: number;
  readonly alternativeMonthlyCost?: string;

  readonly shape?: string;
  readonly columns?: Readonly<Record<string, string>>;
}

/** Adds the options of the question to a command, in groups. */
export function addQuestionOptions(command: Command): Command {
  return addReading(addFilters(addTraffic(addTraining(addJob(command)))));
}

/** Adds the options that say on which day and at whose prices. */
export function addPrices(command: Command): Command {
  return grouped(command, "Prices:", [
    new Option("--as-of <day>", "rates and statuses in force on that day (default: today)").argParser(day),
    new Option("--own-prices <file>", "your own rates, discounts, credits and exchange rates (JSON); they win"),
  ]);
}

/** Adds the options that say how a data file is read. */
export function addReading(command: Command): Command {
  return grouped(command, "Reading files:", [
    new Option("--shape <name>", "shape of the rows instead of the detected one: chat-sft, dpo, …"),
    new Option("--columns <pairs>", "what columns stand for: prompt=question,completion=answer").argParser(pairs),
  ]);
}

function addJob(command: Command): Command {
  return addPrices(
    grouped(command, "The job:", [
      new Option("--examples <n>", "training examples, where no file is given").argParser(whole(1)),
      new Option("--tokens-per-example <n>", "mean tokens of one example").argParser(positive),
      new Option("--epochs <n>", 'passes over the data, or "provider" for each default (default: 3)').argParser(epochs),
    ]),
  );
}

function addTraining(command: Command): Command {
  return grouped(command, "Details of training:", [
    stageOption("services"),
    new Option("--validation <file>", "validation file"),
    new Option("--validation-examples <n>", "validation examples, typed").argParser(whole(1)),
    new Option("--validation-tokens <n>", "mean tokens of one validation example").argParser(positive),
    new Option("--evaluations <n>", "times the validation set is scored").argParser(whole(0)),
    new Option("--no-packing", "bill rows × the longest sequence where a provider sells that"),
    new Option("--max-sequence-tokens <n>", "longest sequence of an unpacked run").argParser(whole(1)),
    new Option("--steps <n>", "training steps, for services that bill steps").argParser(whole(1)),
    new Option("--hours <n>", "training hours, for services that bill hours").argParser(positive),
    rolloutsOption("a reinforcement job draws"),
    new Option("--grader-input-tokens <n>", "tokens read by a model grader").argParser(whole(0)),
    new Option("--grader-output-tokens <n>", "tokens written by a model grader").argParser(whole(0)),
    new Option("--images-seen <n>", "images seen, for services that bill images").argParser(whole(1)),
    new Option("--mixed-in-tokens <n>", "tokens the provider mixes in, one pass").argParser(whole(0)),
    new Option("--thinking-turns <n>", "mean turns of a conversation with thinking traces").argParser(positive),
    new Option("--checkpoint-gb <n>", "size of the tuned checkpoint, where storage is billed").argParser(positive),
  ]);
}

function addTraffic(command: Command): Command {
  return grouped(command, "Using the tuned model:", [
    new Option("--requests <n>", "requests a month").argParser(whole(0)),
    new Option("--input-tokens <n>", "tokens read by one request").argParser(notNegative),
    new Option("--cached-input-tokens <n>", "of these, tokens from the prompt cache").argParser(notNegative),
    new Option("--output-tokens <n>", "tokens written by one request").argParser(notNegative),
    new Option("--batch-share <share>", "share of the requests, 0 to 1, that can wait for a batch").argParser(
      notNegative,
    ),
    new Option("--deployed-hours <n>", "hours of a month in which the deployment is up (default: all)").argParser(
      notNegative,
    ),
    new Option("--months <n>", "horizon of the total (default: 1)").argParser(positive),
    new Option("--hours-per-month <n>", "hours of a month (default: 730)").argParser(positive),
    new Option("--alternative <kind>", `compare with not tuning: ${alternativeKinds.join(", ")}`).argParser(
      oneOf(...alternativeKinds),
    ),
    new Option("--extra-input-tokens <n>", "tokens that the alternative adds to a request").argParser(notNegative),
    new Option("--alternative-monthly-cost <amount>", "its fixed cost a month").argParser(amount),
  ]);
}

/** The typed job; undefined where neither of its two numbers was given. */
export function typedJob({ examples, tokensPerExample }: QuestionOptions): TypedJob | undefined {
  if (examples === undefined && tokensPerExample === undefined) return undefined;
  if (examples === undefined) throw new InvalidArgumentError("--tokens-per-example needs --examples too.");
  if (tokensPerExample === undefined) throw new InvalidArgumentError("--examples needs --tokens-per-example too.");
  return { examples, tokensPerExample };
}

/** The typed validation set; undefined where none was given. */
export function typedValidation({
  validationExamples,
  validationTokens,
  validation,
}: QuestionOptions): TypedJob | undefined {
  if (validationExamples === undefined && validationTokens === undefined) return undefined;
  if (validation !== undefined)
    throw new InvalidArgumentError(
      "Give either --validation FILE or typed --validation-examples and --validation-tokens.",
    );
  if (validationExamples === undefined || validationTokens === undefined)
    throw new InvalidArgumentError("--validation-examples and --validation-tokens need each other.");
  return { examples: validationExamples, tokensPerExample: validationTokens };
}

/** How the job is run; only what was given. */
export function jobOptions(options: QuestionOptions): Omit<JobOptions, "validation"> {
  const { evaluations, maxSequenceTokens, steps, hours, graderInputTokens, graderOutputTokens } = options;
  if (maxSequenceTokens !== undefined && options.packing)
    throw new InvalidArgumentError("--max-sequence-tokens needs --no-packing: a packed run is billed by its tokens.");
  const { imagesSeen, mixedInTokens, thinkingTurns, checkpointGb, packing, rollouts } = options;
  return given({
    epochs: options.epochs,
    evaluations,
    packing: packing ? undefined : false,
    maxSequenceTokens,
    steps,
    hours,
    rollouts: rollouts === undefined ? undefined : rolloutsOf(rollouts),
    graderInputTokens,
    graderOutputTokens,
    imagesSeen,
    mixedInTokens,
    thinkingTurns,
    checkpointGigabytes: checkpointGb,
  });
}

/** The traffic; undefined where no requests were given. */
export function traffic(options: QuestionOptions): Traffic | undefined {
  const { requests, inputTokens, cachedInputTokens, outputTokens, months, batchShare, deployedHours } = options;
  if (requests === undefined) {
    const without = Object.keys(
      given({
        "--input-tokens": inputTokens,
        "--cached-input-tokens": cachedInputTokens,
        "--output-tokens": outputTokens,
        "--batch-share": batchShare,
        "--deployed-hours": deployedHours,
        "--months": months,
      }),
    );
    if (without.length === 0) return undefined;
    throw new InvalidArgumentError(
      `${without.join(", ")} ${without.length === 1 ? "needs" : "need"} --requests, --input-tokens and --output-tokens: how the tuned model is used.`,
    );
  }
  if (inputTokens === undefined || outputTokens === undefined)
    throw new InvalidArgumentError("--requests needs --input-tokens and --output-tokens too.");
  const more = given({ cachedInputTokens, batchShare, deployedHoursPerMonth: deployedHours });
  return { requestsPerMonth: requests, inputTokens, ...more, outputTokens, months: months ?? 1 };
}

/** What the tuned model would replace; undefined where nothing was given. */
export function alternative(options: QuestionOptions): Alternative | undefined {
  const { alternative: kind, extraInputTokens, alternativeMonthlyCost: monthlyCost } = options;
  if (kind === undefined && extraInputTokens === undefined && monthlyCost === undefined) return undefined;
  if (extraInputTokens === undefined) throw new InvalidArgumentError("--alternative needs --extra-input-tokens too.");
  return { kind: kind ?? "prompt", extraInputTokens, ...given({ monthlyCost }) };
}
