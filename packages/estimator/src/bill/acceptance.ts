import { amountText, zero, type Amount } from "../money.ts";
import type { BookOffer } from "../prices/offers.ts";
import type { Problem } from "../problem.ts";
import type { Profile } from "../contract/profile.ts";
import type { Job } from "../contract/question.ts";
import { canCount, type Counted } from "./counted.ts";
import type { Stage } from "./stages.ts";
import type { TrainingBill } from "./training.ts";

/** Formats of a profile that a method can be trained on; `prompt-completion` and `text` pass for supervised tuning. */
const preference = ["dpo", "preference"];

/** Formats of running text, which no conversion makes a conversation. */
const runningText = ["text", "parquet-tokenised"];

/** Formats whose rows hold no answer to train on. */
const unanswered = ["prompt-only", "stepwise"];

/**
 * Why the provider would not take the job, the first of its stages that it would not take, or null. The arithmetic is
 * still shown beside the refusal.
 */
export function jobRefusal(offer: BookOffer, stages: readonly Stage[], bills: readonly TrainingBill[]): Problem | null {
  for (const [index, { job, counted, epochs }] of stages.entries()) {
    const file = fileTooLarge(offer, job);
    const refused =
      dataRefusal(offer, counted) ??
      (file?.way === undefined ? file : null) ??
      sizeRefusal(offer, epochs, bills[index]?.tokens.typical ?? zero);
    if (refused !== null) return ofStage(refused, index);
  }
  return null;
}

/** The first stage has no number: most jobs have no other. */
function ofStage(problem: Problem, index: number): Problem {
  return index === 0 ? problem : { ...problem, stage: index + 1 };
}

function dataRefusal(offer: BookOffer, counted: Counted): Problem | null {
  const { minExamples = 1, maxExamples = Infinity, overContext, contextTokens = Infinity } = offer.limits;
  const { examples } = counted;
  if (examples < minExamples) return { kind: "too_few_examples", examples, least: minExamples };
  if (examples > maxExamples) return { kind: "too_many_examples", examples, most: maxExamples };
  const over = counted.tooLong(offer.limits);
  if (overContext === "reject" && over > 0) return { kind: "over_context", examples: over, most: contextTokens };
  return null;
}

type OversizedFile = Problem & { readonly megabytes: number; readonly most: number; readonly way?: string };

/**
 * A data file larger than the provider takes at once. `way` says what can be done: `split` it, upload it in `parts`, or
 * see how large it is once it has been made the shape that is taken (`convert`); without one the file is refused.
 */
export function fileTooLarge({ limits, formats }: BookOffer, job: Job): OversizedFile | null {
  if (!("profile" in job)) return null;
  const { bytes, format } = job.profile;
  const { fileMegabytes = Infinity, uploadMegabytes = 0, splitFiles } = limits;
  const megabytes = Math.ceil(bytes / 1024 ** 2);
  if (megabytes <= fileMegabytes) return null;
  const asItIs = formats?.includes(format) === true;
  const way = splitFiles ? "split" : !asItIs ? "convert" : megabytes <= uploadMegabytes ? "parts" : undefined;
  return { kind: "file_too_large", megabytes, most: Math.max(fileMegabytes, uploadMegabytes), ...(way && { way }) };
}

/** Why the job is larger than the provider takes, or null. */
function sizeRefusal(offer: BookOffer, epochs: number, tokens: Amount): Problem | null {
  const { jobTokens = Infinity, minEpochs = 1, maxEpochs = Infinity } = offer.limits;
  if (epochs < minEpochs || epochs > maxEpochs)
    return { kind: "epochs_not_taken", epochs, least: minEpochs, ...(maxEpochs !== Infinity && { most: maxEpochs }) };
  return tokens.greaterThan(jobTokens) ? { kind: "job_too_large", tokens: amountText(tokens), most: jobTokens } : null;
}

/** Why nothing can be worked out for this offer from this data, or null. */
export function countRefusal(offer: BookOffer, { stages = [], ...first }: Job): Problem | null {
  for (const [index, data] of [first, ...stages].entries()) {
    const refused = "profile" in data ? uncounted(offer, data.profile) : null;
    if (refused !== null) return ofStage(refused, index);
  }
  return null;
}

function uncounted(offer: BookOffer, profile: Profile): Problem | null {
  const { counting, textOnly } = offer.model;
  if (!canCount(counting, profile)) return { kind: "unknown_token_rule", rule: counting };
  if (textOnly === true && profile.images > 0) return { kind: "no_pictures", pictures: profile.images };
  const format = shapesIn(profile).find((shape) => !takesShape(offer, shape));
  return format === undefined ? null : { kind: "unsupported_shape", format, method: offer.method };
}

/** The shapes of a mixed file, one by one, as far as they are known. */
export function shapesIn({ format, shapes }: Profile): readonly string[] {
  return format === "mixed" && shapes !== undefined ? Object.keys(shapes).sort() : [format];
}

/** Whether a method can be trained on rows of a shape, converted or as they are. */
export function takesShape({ method, formats }: Pick<BookOffer, "method" | "formats">, shape: string): boolean {
  // Labels cannot be made by converting: only the shapes that the provider names have a place for them.
  if (method.startsWith("classifier")) return formats?.includes(shape) === true;
  if (unanswered.includes(shape)) return false;
  // Running text has no question and answer that could be made messages.
  if (runningText.includes(shape) && formats !== null && !formats.includes(shape)) return false;
  const pairs = preference.some((word) => shape.includes(word));
  const graded = shape.includes("rft");
  if (method.startsWith("dpo")) return pairs;
  return method.startsWith("rft") ? graded : !pairs && !graded;
}
