import presets from "./scratchPresets.json" with { type: "json" };

/** A published model from scratch: its configuration as the Hugging Face hub writes one, its corpus, and what its training took. */
export interface ScratchPreset {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Tokens of the corpus, one pass. */
  readonly tokens: number;
  readonly gpu: string;
  readonly gpus: number;
  /** GPU-hours of the run, as published; BloombergGPT's 53 days, without the runs before, are those of its table 4. */
  readonly gpuHours: number;
  readonly source: string;
}

/** Models from scratch that can be named instead of described. */
export const scratchPresets: Readonly<Record<string, ScratchPreset>> = presets;

/** Ways to have a task done, in the words of the field, cheapest change first. */
export const approaches = [
  "prompt",
  "few_shot",
  "chain",
  "rag",
  "larger_model",
  "tuning",
  "domain_model",
  "scratch",
] as const;
export type Approach = (typeof approaches)[number];

/** What a task needs, as a person says it. */
export const needs = ["facts", "style", "tools", "vocabulary", "latency"] as const;
export type Need = (typeof needs)[number];

export interface Task {
  readonly needs: readonly Need[];
  /** Examples of good answers at hand; null where nobody said. */
  readonly examples: number | null;
  readonly requestsPerMonth: number | null;
}

/** Now; once those before it have failed; only if the task needs what nobody said; not for this task. */
export type Stand = "first" | "later" | "if_needed" | "not";

export type AdviceReason =
  | "cheapest_change"
  | "examples_in_prompt"
  | "no_examples"
  | "splits_the_task"
  | "one_call_is_enough"
  | "looks_facts_up"
  | "no_facts_needed"
  | "facts_not_stated"
  | "dearer_model"
  | "teaches_behaviour"
  | "few_examples"
  | "facts_are_not_taught"
  | "shorter_prompts"
  | "speaks_the_field"
  | "general_words_do"
  | "words_not_stated"
  | "knows_the_field"
  | "last_resort";

export interface AdviceStep {
  readonly approach: Approach;
  readonly stand: Stand;
  readonly reason: AdviceReason;
  /** Public address of the advice. */
  readonly source: string;
}

/** Examples from which tuning is said to show something. @source see `sources.tuning` (read 2026-11-25) */
export const fewExamples = 50;

/** Requests a month from which a shorter prompt is worth a look, whatever the quality. */
const manyRequests = 100_000;

const sources = {
  order:
    "https://learn.microsoft.com/en-us/training/modules/optimize-generative-ai-model-performance/5-compare-combine-strategies",
  tuning: "https://platform.openai.com/docs/guides/fine-tuning",
  scratch: "https://arxiv.org/abs/2303.17564",
} as const;

/**
 * The order in which to try: a prompt first, since it costs nothing to change. If the answers need facts, retrieval comes
 * next and then a model that was trained on the field, before ways that cannot supply facts. Tuning comes where the answers
 * need a manner that examples show; a model from scratch last. What is not for this task stands at the end, with its reason.
 */
export function adviceFor(stated: Partial<Task>): AdviceStep[] {
  const task: Task = { needs: [], examples: null, requestsPerMonth: null, ...stated };
  const rank: Readonly<Record<Stand, number>> = { first: 0, later: 1, if_needed: 2, not: 3 };
  const order = task.needs.includes("facts") ? factsFirst : approaches;
  return order
    .map((approach) => ({ approach, ...standings[approach](task) }))
    .sort((a, b) => rank[a.stand] - rank[b.stand]);
}

const factsFirst: readonly Approach[] = [...new Set<Approach>(["prompt", "rag", "domain_model", ...approaches])];

type Standing = Omit<AdviceStep, "approach">;

function standing(stand: Stand, reason: AdviceReason, source: string = sources.order): Standing {
  return { stand, reason, source };
}

const standings: Readonly<Record<Approach, (task: Task) => Standing>> = {
  prompt: () => standing("first", "cheapest_change"),
  few_shot: ({ examples }) =>
    examples === 0 ? standing("not", "no_examples") : standing("first", "examples_in_prompt"),
  chain: ({ needs: wanted }) =>
    wanted.includes("tools") ? standing("first", "splits_the_task") : standing("later", "one_call_is_enough"),
  rag: ({ needs: wanted }) =>
    needsOf(wanted, "facts", standing("first", "looks_facts_up"), "facts_not_stated", "no_facts_needed"),
  larger_model: () => standing("later", "dearer_model"),
  tuning,
  domain_model: ({ needs: wanted }) =>
    wanted.includes("facts")
      ? standing("first", "knows_the_field")
      : needsOf(wanted, "vocabulary", standing("later", "speaks_the_field"), "words_not_stated", "general_words_do"),
  scratch: ({ needs: wanted }) =>
    standing(wanted.includes("vocabulary") ? "later" : "not", "last_resort", sources.scratch),
};

/** The standing of what one need calls for: where nothing was said of the task, nobody knows that it is not needed. */
function needsOf(
  wanted: readonly Need[],
  need: Need,
  found: Standing,
  unsaid: AdviceReason,
  unneeded: AdviceReason,
): Standing {
  if (wanted.includes(need)) return found;
  return wanted.length === 0 ? standing("if_needed", unsaid) : standing("not", unneeded);
}

function tuning({ needs: wanted, examples, requestsPerMonth }: Task): Standing {
  const manner = wanted.some((need) => need === "style" || need === "tools" || need === "vocabulary");
  if (examples !== null && examples < fewExamples) return standing("not", "few_examples", sources.tuning);
  if (manner) return standing("later", "teaches_behaviour");
  if (wanted.includes("latency") || (requestsPerMonth ?? 0) >= manyRequests)
    return standing("later", "shorter_prompts", sources.tuning);
  return wanted.includes("facts") ? standing("not", "facts_are_not_taught") : standing("later", "teaches_behaviour");
}
