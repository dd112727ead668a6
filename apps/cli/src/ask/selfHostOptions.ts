import { InvalidArgumentError, Option, type Command } from "commander";
import { runWords, type SelfHostBook, type SelfHostQuestion } from "@tunecast/gpu";
import { wordsOf, type WordList } from "@tunecast/estimator/lists";
import { machinesOn } from "@tunecast/estimator/prices";
import { given, known, number, oneOf, pairs, positive, share, whole, words } from "./options.ts";
import { rolloutsOption } from "./groupOptions.ts";

/** The options of a run on GPUs, as the command line gives them. */
export type RunChoices = Omit<SelfHostQuestion, "model" | "data" | "owned" | "serving" | "measured" | "stages"> & {
  readonly measured?: Readonly<Record<string, string>>;
  readonly owned?: Readonly<Record<string, string>>;
  readonly networkGbs?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly utilisation?: number;
};

/** What the words of an option are about. */
const topics = {
  method: "what is trained",
  objective: "what it is trained on",
  targets: "what gets adapters",
  quantisation: "of a qlora base",
  weights: "the trained model is held in",
  precision: "arithmetic",
  optimizer: "optimizer",
  checkpointing: "activation checkpointing",
  loss: "cross-entropy",
  experts: "how experts are computed",
  packing: "rows in a batch",
  sharding: "over several cards",
} as const;

/** An option that takes one word of a list; its help says what each means. */
function wordOption(name: keyof typeof topics): Option {
  const list: WordList = runWords[name];
  const help = Object.entries(list).map(([word, gloss]) => `${word} (${gloss})`);
  return new Option(`--${name} <word>`, `${topics[name]}: ${help.join(", ")}`).argParser(oneOf(...wordsOf(list)));
}

/** Adds the options of a run on GPUs, in groups. */
export function addRunOptions(command: Command): Command {
  const run = [
    wordOption("method"),
    wordOption("objective"),
    rolloutsOption("grpo, rloo and ppo draw"),
    new Option("--rank <n>", "rank of the adapters").argParser(whole(0)),
    wordOption("targets"),
    wordOption("quantisation"),
    wordOption("weights"),
    wordOption("precision"),
    wordOption("optimizer"),
    new Option("--optimizer-in-backward", "each gradient is used and freed at once"),
    new Option("--no-optimizer-in-backward", "gradients are kept until the step (default)"),
    wordOption("checkpointing"),
    new Option("--no-flash-attention", "without FlashAttention"),
    wordOption("loss"),
    new Option("--compiled", "with torch.compile"),
    new Option("--no-compiled", "without it, where the framework has it"),
    new Option("--upcast-embeddings", "quantised runs keep embedding and head in 32 bits"),
    new Option("--no-upcast-embeddings", "or leave them in 16"),
    wordOption("experts"),
    new Option("--framework <name>", "hf, hf-fused, torchtune, unsloth, axolotl, megatron, …"),
    new Option("--max-tokens <n>", "rows are cut here (default: none is, up to what the model reads)").argParser(
      whole(1),
    ),
    new Option("--micro-batch <n>", "rows per GPU and micro-step").argParser(whole(1)),
    new Option("--accumulation <n>", "micro-steps per step").argParser(whole(1)),
    wordOption("packing"),
  ];
  const cards = [
    new Option("--gpu <name>", "only this card: h100-sxm-80, rtx-4090-24, …"),
    new Option("--gpus <n>", "cards in all").argParser(whole(1)),
    wordOption("sharding"),
    new Option("--tensor-parallel <n>", "cards that share one layer").argParser(whole(1)),
    new Option("--pipeline-parallel <n>", "cards that share the layers").argParser(whole(1)),
    new Option("--expert-parallel <n>", "cards that share the experts").argParser(whole(1)),
    new Option("--network-gbs <n>", "GB/s that one machine sends to the others").argParser(positive),
    new Option("--offload <parts>", `what the host holds: ${wordsOf(runWords.offload).join(", ")}`).argParser(words),
    new Option(
      "--owned <pairs>",
      "cards of your own: gpu=…,gpus=8,price=30000,kwh=0.20[,currency=USD][,years=4][,utilisation=0.5][,watts=1000]; price of one card and of a kWh",
    ).argParser(pairs),
    new Option(
      "--measured <pairs>",
      "ten steps on your machine with --gpu: tokens-per-second=… of all cards together, peak-gib=… of one",
    ).argParser(pairs),
    new Option("--tuning-rounds <n>", "trial runs of the same size").argParser(whole(0)),
    new Option("--failed-share <share>", "share of runs that fail half-way (default: 0.1)").argParser(share),
  ];
  const serving = [
    new Option("--input-tokens <n>", "tokens read by one request").argParser(positive),
    new Option("--output-tokens <n>", "tokens written by one request").argParser(positive),
    new Option("--utilisation <share>", "share of the paid hours in which requests come (default: 0.4)").argParser(
      share,
    ),
  ];
  for (const option of run) command.addOption(option.helpGroup("The run:"));
  for (const option of cards) command.addOption(option.helpGroup("The cards:"));
  for (const option of serving) command.addOption(option.helpGroup("Serving the tuned model:"));
  return command;
}

/** The question of a run; the model and the data are the caller's. */
export function runQuestion(
  model: SelfHostQuestion["model"],
  data: SelfHostQuestion["data"],
  choices: RunChoices,
): SelfHostQuestion {
  const {
    measured,
    owned,
    rollouts,
    inputTokens,
    outputTokens,
    utilisation,
    flashAttention,
    offload,
    networkGbs,
    ...run
  } = choices;
  if ((inputTokens === undefined) !== (outputTokens === undefined))
    throw new InvalidArgumentError("--input-tokens and --output-tokens need each other.");
  if (measured !== undefined && run.gpu === undefined)
    throw new InvalidArgumentError("--measured needs --gpu: the card that was measured.");
  const serving =
    inputTokens === undefined || outputTokens === undefined
      ? undefined
      : { inputTokens, outputTokens, ...given({ utilisation }) };
  return {
    ...pick(run),
    model,
    ...given({
      data,
      serving,
      networkGBs: networkGbs,
      flashAttention: flashAttention === false ? false : undefined,
      offload: offload === undefined ? undefined : offloads(offload),
      measured: measured === undefined ? undefined : measurement(measured),
      owned: owned === undefined ? undefined : ownedCards(owned),
      rollouts,
    }),
  };
}

const wordFields = Object.keys(topics) as (keyof typeof topics)[];

const runFields = [
  ...wordFields,
  "rank",
  "optimizerInBackward",
  "compiled",
  "upcastEmbeddings",
  "framework",
  "maxTokens",
  "microBatch",
  "accumulation",
  "gpu",
  "gpus",
  "tensorParallel",
  "pipelineParallel",
  "expertParallel",
  "tuningRounds",
  "failedShare",
  "epochs",
] satisfies readonly (keyof RunChoices)[];

/** The fields of a run, without what else the command has. */
function pick(run: RunChoices): Partial<SelfHostQuestion> {
  return Object.fromEntries(runFields.flatMap((field) => (run[field] === undefined ? [] : [[field, run[field]]])));
}

function offloads(parts: readonly string[]): NonNullable<SelfHostQuestion["offload"]> {
  return parts.map(oneOf(...wordsOf(runWords.offload)));
}

function measurement(fields: Readonly<Record<string, string>>): NonNullable<SelfHostQuestion["measured"]> {
  const { "tokens-per-second": tokens, "peak-gib": peak } = known("--measured", fields, [
    "tokens-per-second",
    "peak-gib",
  ]);
  return given({ tokensPerSecond: maybe(tokens), peakGiB: maybe(peak) });
}

function ownedCards(fields: Readonly<Record<string, string>>): NonNullable<SelfHostQuestion["owned"]> {
  const names = ["gpu", "gpus", "price", "kwh", "currency", "years", "utilisation", "watts"];
  const { gpu, gpus, price, kwh, currency, years, utilisation, watts } = known("--owned", fields, names);
  if (gpu === undefined || price === undefined || kwh === undefined)
    throw new InvalidArgumentError("--owned needs gpu, price and kwh.");
  for (const amount of [price, kwh]) positive(amount);
  return {
    gpu,
    gpus: gpus === undefined ? 1 : whole(1)(gpus),
    price,
    kwhPrice: kwh,
    ...given({ currency, lifeYears: maybe(years), utilisation: maybe(utilisation), watts: maybe(watts) }),
  };
}

function maybe(text: string | undefined): number | undefined {
  return text === undefined ? undefined : number(text);
}

/** Models, cards and the prices of machines on a day: loaded only for runs on GPUs. */
export async function selfHostBook(day: string): Promise<SelfHostBook> {
  const { hardware, openModels, uncounted } = await import("@tunecast/pricing");
  const { clouds } = await import("@tunecast/pricing/history");
  return { models: openModels, uncounted, hardware, rates: machinesOn(clouds, day) };
}
