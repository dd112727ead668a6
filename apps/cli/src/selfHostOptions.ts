import { InvalidArgumentError, Option, type Command } from "commander";
import { machinesOn, type SelfHostBook, type SelfHostQuestion } from "@tunecast/estimator";
import { given, known, number, oneOf, pairs, positive, share, whole, words } from "./options.ts";

/** The options of a run on GPUs, as the command line gives them. */
export type RunChoices = Omit<SelfHostQuestion, "model" | "data" | "owned" | "serving" | "measured" | "stages"> & {
  readonly measured?: Readonly<Record<string, string>>;
  readonly owned?: Readonly<Record<string, string>>;
  readonly networkGbs?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly utilisation?: number;
};

/** Adds the options of a run on GPUs, in groups. */
export function addRunOptions(command: Command): Command {
  const run = [
    new Option("--method <name>", "full, lora, qlora or head").argParser(oneOf("full", "lora", "qlora", "head")),
    new Option("--objective <name>", "sft, dpo, continued or scratch").argParser(
      oneOf("sft", "dpo", "continued", "scratch"),
    ),
    new Option("--rank <n>", "rank of the adapters").argParser(whole(0)),
    new Option("--targets <name>", "what gets adapters: qv, qkv, attention, mlp or all").argParser(
      oneOf("qv", "qkv", "attention", "mlp", "all"),
    ),
    new Option("--quantisation <name>", "nf4, nf4-double, gptq4 or int8").argParser(
      oneOf("nf4", "nf4-double", "gptq4", "int8"),
    ),
    new Option("--weights <type>", "bf16 or fp32").argParser(oneOf("bf16", "fp32")),
    new Option("--precision <type>", "arithmetic: bf16 or fp8").argParser(oneOf("bf16", "fp8")),
    new Option("--optimizer <name>", "adamw, adamw-bf16, adamw-8bit, paged-adamw-8bit or sgd").argParser(
      oneOf("adamw", "adamw-bf16", "adamw-8bit", "paged-adamw-8bit", "sgd"),
    ),
    new Option("--optimizer-in-backward", "each gradient is used and freed at once"),
    new Option("--no-optimizer-in-backward", "gradients are kept until the step (default)"),
    new Option("--checkpointing <kind>", "none, selective or full").argParser(oneOf("none", "selective", "full")),
    new Option("--no-flash-attention", "without FlashAttention"),
    new Option("--loss <kind>", "plain, chunked or fused").argParser(oneOf("plain", "chunked", "fused")),
    new Option("--compiled", "with torch.compile"),
    new Option("--no-compiled", "without it, where the framework has it"),
    new Option("--upcast-embeddings", "quantised runs keep embedding and head in 32 bits"),
    new Option("--no-upcast-embeddings", "or leave them in 16"),
    new Option("--experts <kind>", "how experts are computed: loop or grouped").argParser(oneOf("loop", "grouped")),
    new Option("--framework <name>", "hf, hf-fused, torchtune, unsloth, axolotl, megatron, …"),
    new Option("--max-tokens <n>", "rows are cut here (default: none is, up to what the model reads)").argParser(
      whole(1),
    ),
    new Option("--micro-batch <n>", "rows per GPU and micro-step").argParser(whole(1)),
    new Option("--accumulation <n>", "micro-steps per step").argParser(whole(1)),
    new Option("--packing <kind>", "packed, padded or unpacked").argParser(oneOf("packed", "padded", "unpacked")),
  ];
  const cards = [
    new Option("--gpu <name>", "only this card: h100-sxm-80, rtx-4090-24, …"),
    new Option("--gpus <n>", "cards in all").argParser(whole(1)),
    new Option("--sharding <kind>", "single, ddp, zero1, zero2, zero3 or fsdp").argParser(
      oneOf("single", "ddp", "zero1", "zero2", "zero3", "fsdp"),
    ),
    new Option("--tensor-parallel <n>", "cards that share one layer").argParser(whole(1)),
    new Option("--pipeline-parallel <n>", "cards that share the layers").argParser(whole(1)),
    new Option("--expert-parallel <n>", "cards that share the experts").argParser(whole(1)),
    new Option("--network-gbs <n>", "GB/s that one machine sends to the others").argParser(positive),
    new Option("--offload <parts>", "optimizer, weights, activations").argParser(words),
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
  const { measured, owned, inputTokens, outputTokens, utilisation, flashAttention, offload, networkGbs, ...run } =
    choices;
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
    }),
  };
}

const runFields = [
  "method",
  "objective",
  "rank",
  "targets",
  "quantisation",
  "weights",
  "precision",
  "optimizer",
  "optimizerInBackward",
  "compiled",
  "upcastEmbeddings",
  "experts",
  "checkpointing",
  "loss",
  "framework",
  "maxTokens",
  "microBatch",
  "accumulation",
  "packing",
  "gpu",
  "gpus",
  "sharding",
  "tensorParallel",
  "pipelineParallel",
  "expertParallel",
  "tuningRounds",
  "failedShare",
  "epochs",
] as const satisfies readonly (keyof RunChoices)[];

/** The fields of a run, without what else the command has. */
function pick(run: RunChoices): Partial<SelfHostQuestion> {
  return Object.fromEntries(runFields.flatMap((field) => (run[field] === undefined ? [] : [[field, run[field]]])));
}

function offloads(parts: readonly string[]): NonNullable<SelfHostQuestion["offload"]> {
  return parts.map(oneOf("optimizer", "weights", "activations"));
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
  const { clouds, hardware, openModels } = await import("@tunecast/pricing");
  return { models: openModels, hardware, rates: machinesOn(clouds, day) };
}
