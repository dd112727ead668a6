import { InvalidArgumentError, Option, type Command } from "commander";
import type { DecisionQuestion, Figure, Need, Project, Quality, Question, Way } from "@tunecast/estimator";
import { needs } from "@tunecast/estimator/lists";
import { amount, given, grouped, notNegative, number, positive, whole, words } from "./options.ts";

/** The options that surround a decision, as the command line gives them. */
export interface DecisionOptions {
  readonly longerPrompt?: Figure;
  readonly fewShot?: Figure;
  readonly chain?: Figure;
  readonly rag?: Figure;
  readonly ragMonthly?: Figure;
  readonly embedding?: readonly [perMillion: string, documentTokens: number, queryTokens: number];
  readonly domainModel?: string;
  readonly largerModel?: readonly string[];
  readonly cached?: boolean;
  readonly today?: string;
  readonly needs?: readonly Need[];

  readonly examplesOwned?: number;
  readonly labelCost?: Figure;
  readonly teacher?: string;
  readonly teacherTokens?: readonly [number, number];
  readonly samplesPerKept?: Figure;
  readonly evalItems?: number;
  readonly evalCost?: Figure;
  readonly tuningRounds?: Figure;
  readonly failedRuns?: Figure;
  readonly platformFee?: Figure;
  readonly retrainEvery?: number;
  readonly monitorItems?: Figure;

  readonly requestsRange?: Figure;
  readonly epochsRange?: Figure;
  readonly priceRange?: Figure;
  readonly inputRange?: Figure;
  readonly outputRange?: Figure;
  readonly growth?: number;
  readonly quality?: Readonly<Record<string, Quality>>;
  readonly seed?: number;
}

/** Reads a figure: `0.4`, or its range `0.2..0.5`. */
export function figure(text: string): Figure {
  const ends = text.split("..").map((end) => end.trim());
  if (ends.length > 2 || ends.some((end) => !/^\d+(?:\.\d+)?$/.test(end)))
    throw new InvalidArgumentError("Give a number such as 0.40, or a range such as 0.20..0.50.");
  const [low = "", high] = ends;
  return high === undefined ? low : { low, high };
}

/** Reads `few_shot=0.71:accuracy` or, with its interval, `few_shot=0.68..0.74:accuracy`; may be repeated. */
export function quality(
  text: string,
  before: Readonly<Record<string, Quality>> = {},
): Readonly<Record<string, Quality>> {
  const match = /^(.+)=(-?[\d.]+?)(?:\.\.(-?[\d.]+))?:(\w[\w-]*)$/.exec(text.trim());
  const [id, low, high, metric] = match?.slice(1) ?? [];
  if (id === undefined || low === undefined || metric === undefined)
    throw new InvalidArgumentError("Give the way, its score and the metric, such as few_shot=0.68..0.74:accuracy.");
  const [from, to] = [number(low), number(high ?? low)];
  const known = { metric, known: "measured", ...(metric === "loss" && { lowerIsBetter: true }) } as const;
  return { ...before, [id]: { score: (from + to) / 2, ...(high !== undefined && { low: from, high: to }), ...known } };
}

function twoCounts(text: string): readonly [number, number] {
  const [read, written, more] = text.split(",").map((one) => whole(0)(one.trim()));
  if (read === undefined || written === undefined || more !== undefined)
    throw new InvalidArgumentError("Give the tokens read and written, such as 800,200.");
  return [read, written];
}

function embedding(text: string): readonly [string, number, number] {
  const [price = "", documents, question, more] = text.split(",").map((one) => one.trim());
  if (documents === undefined || question === undefined || more !== undefined)
    throw new InvalidArgumentError(
      "Give the price of 1M tokens, and the tokens of all documents and of a question: 0.02,5000000,40.",
    );
  return [amount(price), whole(1)(documents), whole(1)(question)];
}

function needList(text: string, before: readonly Need[] = []): readonly Need[] {
  const found = words(text).map((word) => {
    const known = needs.find((need) => need === word);
    if (known === undefined) throw new InvalidArgumentError(`Give some of: ${needs.join(", ")}.`);
    return known;
  });
  return [...before, ...found];
}

/** Adds the options of a decision to a command, in groups. */
export function addDecisionOptions(command: Command): Command {
  return addUncertainty(addProject(addWays(command)));
}

function addWays(command: Command): Command {
  return grouped(command, "Ways to hold against tuning:", [
    new Option("--longer-prompt <tokens>", "tokens that a longer instruction adds to a request").argParser(figure),
    new Option("--few-shot <tokens>", "tokens that examples in the prompt add to a request").argParser(figure),
    new Option("--chain <calls>", "calls for one request").argParser(figure),
    new Option("--rag <tokens>", "tokens of retrieved passages in a request").argParser(figure),
    new Option("--rag-monthly <amount>", "its store and index, a month").argParser(figure),
    new Option(
      "--embedding <price,documents,question>",
      "vectors of --rag: price of 1M tokens, tokens of the documents, tokens of a question",
    ).argParser(embedding),
    new Option("--domain-model <id>", "a model of the field, at its rates of the book"),
    new Option(
      "--larger-model <id>",
      "an untuned model, such as anthropic/claude-haiku-4-5; may be repeated",
    ).argParser(words),
    new Option("--cached", "what is added to the prompt stands in the provider's cache"),
    new Option("--today <way>", "the way used today (default: the first of these)"),
    new Option("--needs <list>", `what the task needs: ${needs.join(", ")}`).argParser(needList),
  ]);
}

function addProject(command: Command): Command {
  return grouped(command, "The project around the run (amounts: 0.40, or a range 0.20..0.50):", [
    new Option("--examples-owned <n>", "examples that are labelled already").argParser(whole(0)),
    new Option("--label-cost <amount>", "label and review of one more example").argParser(figure),
    new Option("--teacher <model>", "a model that writes the missing examples, priced by its rates"),
    new Option("--teacher-tokens <read,written>", "its tokens for one example").argParser(twoCounts),
    new Option("--samples-per-kept <n>", "samples that it writes for each one kept").argParser(figure),
    new Option("--eval-items <n>", "items of the test set").argParser(whole(1)),
    new Option("--eval-cost <amount>", "one score of one item").argParser(figure),
    new Option("--tuning-rounds <n>", "trainings until one is right").argParser(figure),
    new Option("--failed-runs <share>", "share of the runs that fail and are paid").argParser(figure),
    new Option("--platform-fee <amount>", "paid once").argParser(figure),
    new Option("--retrain-every <months>", "train anew every so many months").argParser(positive),
    new Option("--monitor-items <n>", "items scored every month once it runs").argParser(figure),
  ]);
}

function addUncertainty(command: Command): Command {
  return grouped(command, "What is not certain:", [
    new Option("--requests-range <n..n>", "least and most requests a month").argParser(figure),
    new Option("--input-range <n..n>", "least and most tokens read by a request").argParser(figure),
    new Option("--output-range <n..n>", "least and most tokens written by a request").argParser(figure),
    new Option("--epochs-range <n..n>", "least and most passes over the data; --epochs is the likeliest").argParser(
      figure,
    ),
    new Option("--price-range <n..n>", "what listed prices may become, as a factor: 0.8..1.1").argParser(figure),
    new Option("--growth <share>", "growth of the traffic from month to month: 0.05 is 5 %").argParser(notNegative),
    new Option(
      "--quality <way=score:metric>",
      "a measured score, few_shot=0.68..0.74:accuracy; may be repeated",
    ).argParser(quality),
    new Option("--seed <n>", "decides the draws of the ranges (default: 1)").argParser(whole(0)),
  ]);
}

/** The ways that the options name; the untuned model with today's prompt where they name none. */
export function waysOf(options: DecisionOptions): Way[] {
  const { longerPrompt, fewShot, chain, rag, ragMonthly, largerModel = [], domainModel, cached = false } = options;
  if (options.embedding !== undefined && rag === undefined)
    throw new InvalidArgumentError("--embedding needs --rag: it is what retrieval pays for vectors.");
  const [perMillion = "", documentTokens = 0, queryTokens = 0] = options.embedding ?? [];
  const vectors = options.embedding === undefined ? undefined : { perMillion, documentTokens, queryTokens };
  const longer = (kind: Way["kind"], extraInputTokens: Figure | undefined, more: Partial<Way> = {}): Way[] =>
    extraInputTokens === undefined
      ? []
      : [
          {
            kind,
            extraInputTokens,
            ...more,
            ...(cached && { cachedInputTokens: Math.round(middle(extraInputTokens)) }),
          },
        ];
  const named = [
    ...longer("few_shot", fewShot),
    ...longer("longer_prompt", longerPrompt),
    ...longer("rag", rag, given({ monthly: ragMonthly, embedding: vectors })),
    ...(chain === undefined ? [] : [{ kind: "chain" as const, calls: chain }]),
  ];
  const field = domainModel === undefined ? [] : [{ kind: "domain_model" as const, model: domainModel }];
  const larger = largerModel.map((model): Way => ({ id: model, kind: "larger_model", model }));
  return [...named, { kind: "prompt" }, ...larger, ...field];
}

function middle(figure: Figure): number {
  return typeof figure === "object" ? (Number(figure.low) + Number(figure.high)) / 2 : Number(figure);
}

/** The parts of a decision that are not the question of the bill. */
export function decisionParts(options: DecisionOptions): Omit<DecisionQuestion, "question" | "untuned" | "offers"> {
  const { today, quality: known, seed, priceRange: priceFactor } = options;
  return { ways: waysOf(options), project: projectOf(options), ...given({ today, quality: known, seed, priceFactor }) };
}

/** The question with its ranges around what was typed. */
export function withRanges(question: Question, options: DecisionOptions): Question {
  const { requestsRange, inputRange, outputRange, epochsRange, growth } = options;
  const { traffic, job } = question;
  return {
    ...question,
    job: { ...job, ...given({ epochs: around(epochsRange, job.epochs ?? 3) }) },
    ...(traffic !== undefined && {
      traffic: {
        ...traffic,
        ...given({
          requestsPerMonth: around(requestsRange, traffic.requestsPerMonth),
          inputTokens: around(inputRange, traffic.inputTokens),
          outputTokens: around(outputRange, traffic.outputTokens),
          growthPerMonth: growth,
        }),
      },
    }),
  };
}

function around(
  range: Figure | undefined,
  typical: unknown,
): number | { low: number; typical?: number; high: number } | undefined {
  if (typeof range !== "object") return range === undefined ? undefined : Number(range);
  return { low: Number(range.low), high: Number(range.high), ...(typeof typical === "number" && { typical }) };
}

function projectOf(options: DecisionOptions): Project {
  const { teacher: model, teacherTokens: tokens, samplesPerKept, evalItems: items, evalCost: costPerItem } = options;
  if ((model === undefined) !== (tokens === undefined))
    throw new InvalidArgumentError("--teacher and --teacher-tokens need each other.");
  if (items === undefined && costPerItem !== undefined)
    throw new InvalidArgumentError("--eval-cost needs --eval-items too.");
  const teacher =
    model === undefined || tokens === undefined
      ? undefined
      : { model, inputTokens: tokens[0], outputTokens: tokens[1], ...given({ samplesPerKept }) };
  return given({
    examplesOwned: options.examplesOwned,
    labelCost: options.labelCost,
    teacher,
    evaluation: items === undefined ? undefined : { items, ...given({ costPerItem }) },
    tuningRounds: options.tuningRounds,
    failedRuns: options.failedRuns,
    platformFee: options.platformFee,
    retrainEveryMonths: options.retrainEvery,
    monitoringItemsPerMonth: options.monitorItems,
  });
}
