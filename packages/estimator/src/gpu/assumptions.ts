import type { Assumption } from "../contract/answer.ts";
import { networkGBs } from "./physics/communication.ts";
import type { Gpu } from "./run/hardware.ts";
import type { SelfHostQuestion } from "./run/question.ts";
import { dataAssumptions, isForLongRows } from "./run/lengthNotes.ts";
import { gathersWeights, type Run } from "./run/run.ts";
import { spelt } from "../words/spelt.ts";

/** Where the formulas and constants come from. */
export const sources: readonly string[] = [
  "https://arxiv.org/abs/2205.05198 (activation memory, recomputation)",
  "https://arxiv.org/abs/1910.02054 (ZeRO)",
  "https://arxiv.org/abs/2305.14314 (NF4, double quantisation)",
  "https://github.com/mosaicml/llm-foundry scripts/train/benchmarking (throughput of 216 runs)",
  "https://github.com/modelscope/ms-swift docs/source_en/LLM/Benchmark.md (memory and speed of 56 runs)",
  "https://github.com/pytorch/torchtune README.md; https://github.com/Lightning-AI/litgpt tutorials/resource-tables.md",
  "https://github.com/NVIDIA/NeMo performance_summary.md; https://github.com/NVIDIA-NeMo/Megatron-Bridge performance-summary",
  "https://github.com/huggingface/peft method_comparison; https://docs.unsloth.ai/basics/unsloth-benchmarks",
  "https://github.com/foundation-model-stack/fms-acceleration scripts/benchmarks/refs (memory and speed of 112 runs)",
  "https://github.com/QwenLM/Qwen README.md; https://github.com/hiyouga/LLaMA-Factory wiki, performance comparison",
  "https://github.com/pytorch/torchtitan benchmarks; https://github.com/VectorInstitute/vectorlm docs/reference_throughput.md",
  "https://github.com/NVIDIA-NeMo/Automodel docs/performance-summary.md; https://unsloth.ai/docs/new/faster-moe",
];

/** Tokens per micro-step under which the host's launches and not the card decide. */
const launchBound = 2048;

const say = (when: boolean, kind: string, sentence: string): Assumption[] => (when ? [{ kind, sentence }] : []);

/** What was filled in, and what the reader should know before trusting a figure. */
export function assumptionsOf(
  run: Run,
  gpu: Gpu,
  question: SelfHostQuestion,
  unknownCards: readonly string[],
  fits: boolean,
): Assumption[] {
  const defaults = (["method", "maxTokens", "microBatch", "packing", "checkpointing"] as const).filter(
    (option) => question[option] === undefined && !(option === "maxTokens" && isForLongRows(run, question)),
  );
  return [
    ...say(
      defaults.length > 0,
      "defaults",
      `Taken as usual: ${defaults.map((option) => spelt(`${option}=${run[option]}`)).join(", ")}.`,
    ),
    ...say(
      true,
      "framework",
      `Framework profile ${run.profile.id}; loss ${run.loss}. A fused loss saves the memory of the logits.`,
    ),
    ...say(
      run.packing !== "packed" && run.microBatch * run.rowTokens < launchBound,
      "launch_bound",
      `Fewer than ${launchBound} tokens per micro-step: the host decides the speed. Packing makes it faster.`,
    ),
    ...say(
      !fits,
      "does_not_fit",
      `The run does not fit ${run.gpus} × ${gpu.name}; no hours are given. What would make it fit stands with each card.`,
    ),
    ...ofCards(run, gpu, unknownCards),
    ...dataAssumptions(run, question),
    ...ofModel(run),
    ...say(
      run.objective === "dpo",
      "dpo",
      "Each pair is two rows of about the same length, and the reference model reads both; tokens count the prompt twice.",
    ),
    ...say(
      run.objective === "scratch",
      "scratch",
      "One run of the stated tokens; research runs before it are tuning rounds.",
    ),
  ];
}

function ofCards(run: Run, gpu: Gpu, unknownCards: readonly string[]): Assumption[] {
  return [
    ...say(
      gathersWeights(run) && gpu.link === "pcie",
      "communication_bound",
      `Weights are gathered over PCIe (${gpu.linkGBs} GB/s): cards with NVLink are faster.`,
    ),
    ...say(
      run.gpus > gpu.linkedCards,
      "network",
      `More than one machine: ${networkGBs(run, gpu)} GB/s between machines.`,
    ),
    ...say(
      run.precision === "fp8" && gpu.fp8Tflops === undefined,
      "no_fp8",
      `${gpu.name} has no 8-bit arithmetic: its 16-bit rate is taken.`,
    ),
    ...say(
      gpu.confidence !== "primary" && gpu.confidence !== "secondary",
      "card",
      `${gpu.name}: ${gpu.note ?? "figures not checked"}.`,
    ),
    ...say(
      unknownCards.length > 0,
      "unknown_cards",
      `Prices of cards without a specification are left out: ${unknownCards.join(", ")}.`,
    ),
  ];
}

function ofModel({ shape, experts, adapters, targets }: Run): Assumption[] {
  const loop =
    "a loop over them: hardly slower with a few large experts, about six times with many small ones. Transformers 5 groups them: experts=grouped";
  return [
    ...(shape.notes ?? []),
    ...say(
      shape.moe !== undefined,
      "experts",
      `Experts are computed by ${experts === "loop" ? loop : "grouped kernels"}.`,
    ),
    ...say(
      shape.moe !== undefined && adapters > 0 && (targets === "all" || targets === "mlp"),
      "expert_adapters",
      `Every expert has adapters, ${(adapters / 1e6).toFixed(0)} million parameters in all: targets=attention leaves the experts as they are.`,
    ),
    ...say(
      shape.linearAttention !== undefined,
      "hybrid",
      "Linear-attention layers are counted by their matrices; their kernels were not measured.",
    ),
  ];
}
