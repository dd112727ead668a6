import type { Parsed } from "../config/entry.ts";
import { isQuantisedFile, type SomeSettings } from "../config/settings.ts";

/** Offloads as DeepSpeed has them, where it splits the run; they are FSDP's or the trainer's own otherwise. */
export function withDeepspeed(
  values: Readonly<Record<string, unknown>>,
  settings: SomeSettings,
): Record<string, unknown> {
  const { zeroStage, offloadOptimizer, offloadWeights } = settings;
  if (zeroStage === undefined) return { ...values };
  const zero = {
    stage: zeroStage,
    ...(offloadOptimizer === true && { offload_optimizer: { device: "cpu" } }),
    ...(offloadWeights === true && { offload_param: { device: "cpu" } }),
  };
  const auto = {
    bf16: { enabled: "auto" },
    train_micro_batch_size_per_gpu: "auto",
    gradient_accumulation_steps: "auto",
    gradient_clipping: "auto",
  };
  return { ...values, deepspeed: { zero_optimization: zero, ...auto } };
}

/** Cards that the command at the head of a file, or a command line, starts a run on. */
export function cardsOf({ head, command, values }: Parsed): { processes?: number } {
  const said = /(?:--(?:nproc_per_node|num_processes|nproc-per-node)[= ]|NPROC_PER_NODE=)(\d+)/.exec(
    `${head} ${command.join(" ")}`,
  )?.[1];
  const known = said ?? values["nproc_per_node"];
  return known === undefined ? {} : { processes: Number(known) };
}

/** `accelerate launch` on as many cards; on all that are there where nobody counted them. */
export function launched({ processes }: SomeSettings, rest: string): string {
  return `accelerate launch ${processes === undefined ? "" : `--num_processes ${processes} `}${rest}`;
}

/** FSDP offloaded where the weights are. */
export function withFsdp(
  values: Readonly<Record<string, unknown>>,
  { fsdp, offloadWeights }: SomeSettings,
): Record<string, unknown> {
  if (fsdp !== "full") return { ...values };
  return { ...values, fsdp: `full_shard auto_wrap${offloadWeights === true ? " offload" : ""}` };
}

/** A base whose file is quantised needs no key that says so. */
export function withoutFileQuantisation(settings: SomeSettings): SomeSettings {
  const { gptq, ...rest } = settings;
  return gptq === true && isQuantisedFile(settings.model ?? "") ? rest : settings;
}

/** Where a trainer cuts prompts and not whole rows, its length is that of the prompts. */
export function withPrompts(settings: SomeSettings): SomeSettings {
  const { promptTokens, ...rest } = settings;
  return promptTokens === undefined ? settings : { ...rest, maxTokens: promptTokens };
}
