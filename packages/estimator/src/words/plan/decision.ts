import { own } from "../../check/keys.ts";
import { decimal } from "../../money.ts";
import type { AdviceReason, Approach } from "../../plan/decision/advice.ts";
import type { DecidedWay, Decision, Payback, QualityAgainst } from "../../plan/decision/answer.ts";
import type { TermKind } from "../../plan/decision/terms.ts";
import { countText, moneyText } from "../amount.ts";
import { timeText } from "../time.ts";

/** What each way is called. */
export const wayNames: Readonly<Record<Approach | DecidedWay["kind"], string>> = {
  prompt: "plain prompt",
  longer_prompt: "a longer prompt",
  few_shot: "examples in the prompt",
  chain: "a chain of calls",
  rag: "retrieval",
  larger_model: "a larger model",
  domain_model: "a model of the field",
  scratch: "training from scratch",
  own_gpus: "your own cards",
  tuned: "a tuned model",
  tuning: "fine-tuning",
};

/** What each term of a bill is called. */
export const termNames: Readonly<Record<TermKind, string>> = {
  training: "Training",
  tuning_rounds: "Further tuning rounds",
  failed_runs: "Runs that fail",
  labels: "Labels",
  teacher: "Examples written by a larger model",
  evaluation: "Evaluation",
  platform: "Platform fee",
  platform_monthly: "Platform fee",
  retraining: "Training anew",
  monitoring: "Evaluation of the running model",
  input: "Input tokens",
  extra_prompt: "What the prompt adds",
  cached_prompt: "What the prompt cache takes off",
  output: "Output tokens",
  embedding: "Vectors of the questions",
  indexing: "Vectors of the documents",
  store: "Fixed cost",
  deployment: "Deployment and storage",
  stated: "Stated cost",
};

/** Why an approach stands where it stands. */
export const adviceSentences: Readonly<Record<AdviceReason, string>> = {
  cheapest_change: "costs only time, and shows what the model lacks",
  examples_in_prompt: "costs input tokens on every request",
  no_examples: "there are no examples to show",
  splits_the_task: "steps with tools are more reliable as separate calls",
  one_call_is_enough: "only if one call is not enough; you pay for each call",
  looks_facts_up: "supplies facts that the model does not know, or that change",
  no_facts_needed: "the task needs no facts",
  facts_not_stated: "for facts that the model does not know",
  words_not_stated: "for words of a field that models seldom read",
  knows_the_field: "a model trained on the texts of a field knows its facts",
  dearer_model: "the quickest way to better answers, at a higher price per request",
  teaches_behaviour: "teaches style, format and the use of tools",
  few_examples: "fewer than 50 examples seldom show what tuning can do; collect more first",
  facts_are_not_taught: "tuning teaches style, not facts",
  shorter_prompts: "shortens the prompt, so each request is cheaper and faster",
  speaks_the_field: "a model trained on the texts of a field knows its words",
  general_words_do: "the task needs no special words",
  last_resort: "BloombergGPT read 569 billion tokens",
};

const qualityWords: Readonly<Record<QualityAgainst, string>> = {
  better: "and answers better",
  worse: "but answers worse",
  close: "and answers about as well",
  unknown: "if it answers as well",
  not_comparable: "if it answers as well (the two were measured differently)",
};

/** One sentence on whether and when a way pays for itself against today's, and who may still buy it. */
export function paybackSentence(way: DecidedWay, { currency, today }: Decision): string {
  const { against, name } = way;
  if (against === null) return "This is today's way.";
  const { withCaching, verdict } = against;
  const held = `${name.slice(0, 1).toUpperCase()}${name.slice(1)} against ${nameOfWay(today)}`;
  const saved = moneyText({ amount: decimal(against.savedPerMonth).abs().toFixed(), currency });
  const sentences = [`${held}: ${verdicts[verdict](against, saved, qualityWords[against.quality])}`];
  const cached = "With that prompt in the provider's cache";
  if (withCaching !== null && (verdict === "pays" || verdict === "at_once")) {
    if (withCaching.verdict === "never") sentences.push(`${cached}, the case is gone: it would never pay for itself.`);
    else if (withCaching.months !== null) sentences.push(`${cached} it would take ${timeText(withCaching.months)}.`);
  }
  return [...sentences, ...buyersOf(way)].join(" ");
}

/** Who may still buy a tuned offer, if that is not everybody. */
export function buyersOf({ status }: Pick<DecidedWay, "status">): string[] {
  if (status === null) return [];
  const until = status.until === undefined ? "" : ` until ${status.until}`;
  if (status.kind === "closed_to_new_customers") return [`Only earlier customers may still train it${until}.`];
  if (status.kind === "preview") return [`It is a preview${until}.`];
  return until === "" ? [] : [`It takes new jobs${until}.`];
}

type Said = (against: Payback, saved: string, quality: string) => string;

const verdicts: Readonly<Record<Payback["verdict"], Said>> = {
  at_once: (_, saved, quality) => `cheaper from the first day, by ${saved} a month, ${quality}.`,
  pays: ({ months, day, low, high }, saved, quality) => {
    const time = timeText(months ?? 0);
    // What is less than a day is not about anything.
    const about = time.startsWith("less") ? time : `about ${time}`;
    const ends = [low, high].map((end) => (end === null ? "never" : timeText(end)));
    const band = ends.every((end) => end === time) ? "" : ` (${ends.join(" to ")})`;
    return `saves ${saved} a month and pays for itself in ${about}${band}, on ${day}, ${quality}.`;
  },
  never: ({ requestsPerMonth, savedPerMonth }, saved) => {
    const more = decimal(savedPerMonth).isZero() ? "as much" : `${saved} more`;
    const from = requestsPerMonth ? ` (from ${countText(requestsPerMonth)} requests a month on it costs less)` : "";
    return `never pays for itself: it costs ${more} a month${from}.`;
  },
  after_it_stops: ({ months, stops }) =>
    `never pays for itself: that would take ${timeText(months ?? 0)}, and it stops answering on ${stops}.`,
};

export function nameOfWay(id: string): string {
  return own(wayNames, id) ?? id;
}

/** What an input of a decision is called: `project.labelCost`, `traffic.requestsPerMonth`. */
export function inputName(input: string): string {
  const [group = "", ...rest] = input.split(".");
  if (group === "epochs") return `the passes over the data (${rest.join(".")})`;
  if (group === "prices") return "what listed prices become";
  if (group === "training") return `the price of training (${rest.join(".")})`;
  const name = rest.join(".");
  const known = Object.hasOwn(inputNames, name) ? inputNames[name] : name;
  return group === "traffic" || group === "project" ? `${known}` : `${known} of ${nameOfWay(group)}`;
}

const inputNames: Readonly<Record<string, string>> = {
  requestsPerMonth: "the requests a month",
  inputTokens: "the input tokens of a request",
  outputTokens: "the output tokens of a request",
  labelCost: "the price of a label",
  "teacher.samplesPerKept": "the samples drawn for each example",
  "teacher.inputTokens": "the tokens that the teacher reads",
  "teacher.outputTokens": "the tokens that the teacher writes",
  "evaluation.models": "the models that are scored",
  "evaluation.costPerItem": "the price of a score",
  furtherRounds: "the number of tuning rounds",
  failedRuns: "the share of runs that fail",
  platformFee: "the platform fee",
  platformFeePerMonth: "the platform fee a month",
  monitoringItemsPerMonth: "the items scored each month",
  extraInputTokens: "the tokens added to the prompt",
  calls: "the number of calls",
  once: "the cost paid once",
  monthly: "the fixed cost a month",
};

export function leftOutNames(leftOut: readonly string[]): string[] {
  return leftOut.map((one) => own(parts, one)?.name ?? one);
}

export function leftOutOptions(leftOut: readonly string[]): string[] {
  return [...new Set(leftOut.flatMap((one) => own(parts, one)?.options ?? []))];
}

const parts: Readonly<Record<string, { readonly name: string; readonly options: readonly string[] }>> = {
  labels: { name: "labels", options: ["--label-cost"] },
  evaluation: { name: "evaluation", options: ["--eval-items", "--eval-cost"] },
  evaluation_price: { name: "evaluation (no price of a score was stated)", options: ["--eval-cost"] },
  tuning_rounds: { name: "more tuning rounds", options: ["--tuning-rounds"] },
  monitoring: { name: "monitoring", options: ["--monitor-items"] },
  monitoring_price: { name: "monitoring (no price of a score was stated)", options: ["--eval-cost"] },
};

/** Methods of training in the field's own words, the least change of the model first: what each is called, does and needs. */
export const methodSentences = {
  transfer: {
    name: "transfer learning",
    does: "the model stays as it is, a new head is trained on it",
    needs: "labelled examples of a few classes; least data and time; cards, since no service sells it",
  },
  adapters: {
    name: "adapters (LoRA, QLoRA)",
    does: "small matrices learn beside the frozen weights",
    needs: "some hundred examples; one card, or any service",
  },
  task_specific: {
    name: "task-specific (full)",
    does: "every weight learns the task",
    needs: "more data and time than a head or adapters, and memory for all weights",
  },
  multi_task: {
    name: "multi-task",
    does: "several tasks are learned in one run, none of them forgotten",
    needs: "a file for each task: two data files or more",
  },
  sequential: {
    name: "sequential fine-tuning",
    does: "one data set after another, from the general to the particular",
    needs: "a stage for each data set: --stage",
  },
  domain_model: {
    name: "domain model",
    does: "training goes on over the field's own texts before the task",
    needs: "millions of tokens of running text: --domain-tokens",
  },
  scratch: {
    name: "from scratch",
    does: "a new model, as BloombergGPT was made",
    needs: "hundreds of billions of tokens and hundreds of cards",
  },
} as const;
export type TuningMethodWord = keyof typeof methodSentences;
/** The words of these methods, in that order. */
export const tuningMethods = /* @__PURE__ */ Object.keys(methodSentences) as TuningMethodWord[];
