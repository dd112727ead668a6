import { amountText, zero, type Amount } from "../money.ts";
import type { BookOffer } from "../prices/offers.ts";
import type { Problem } from "../problem.ts";
import type { Nature, Profile } from "../contract/profile.ts";
import type { Job } from "../contract/fields/job.ts";
import { canCount, type Counted } from "./counted.ts";
import { jobsOf, type Stage } from "./stages.ts";
import type { TrainingBill } from "./training.ts";

/** Why the provider would not take the job, by its first refused stage, or null. The arithmetic is still shown beside it. */
export function jobRefusal(offer: BookOffer, stages: readonly Stage[], bills: readonly TrainingBill[]): Problem | null {
  return firstRefusal(stages, ({ job, counted, epochs }, index) => {
    const file = fileTooLarge(offer, job);
    return (
      dataRefusal(offer, counted) ??
      toolsRefusal(offer, job) ??
      (file?.way === undefined ? file : null) ??
      sizeRefusal(offer, epochs, bills[index]?.tokens.typical ?? zero)
    );
  });
}

/** The first stage has no number: most jobs have no other. */
function firstRefusal<T>(stages: readonly T[], refusalOf: (stage: T, index: number) => Problem | null): Problem | null {
  for (const [index, stage] of stages.entries()) {
    const refused = refusalOf(stage, index);
    if (refused !== null) return index === 0 ? refused : { ...refused, stage: index + 1 };
  }
  return null;
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

/** Converting cannot help where the provider has no place for tools. */
function toolsRefusal({ dataRules }: BookOffer, job: Job): Problem | null {
  if (dataRules.tools !== false || !("profile" in job)) return null;
  const { toolExamples = 0, examples } = job.profile;
  return toolExamples > 0 ? { kind: "no_tools", examples: toolExamples, of: examples } : null;
}

type OversizedFile = Problem & { readonly megabytes: number; readonly most: number; readonly way?: string };

/** A file over the provider's limit. `way` is the way out: `split`, upload in `parts`, or `convert` and see; without one it is refused. */
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

function sizeRefusal(offer: BookOffer, epochs: number, tokens: Amount): Problem | null {
  const { jobTokens = Infinity, minEpochs = 1, maxEpochs = Infinity } = offer.limits;
  if (epochs < minEpochs || epochs > maxEpochs)
    return { kind: "epochs_not_taken", epochs, least: minEpochs, ...(maxEpochs !== Infinity && { most: maxEpochs }) };
  return tokens.greaterThan(jobTokens) ? { kind: "job_too_large", tokens: amountText(tokens), most: jobTokens } : null;
}

export function countRefusal(offer: BookOffer, job: Job): Problem | null {
  return firstRefusal(jobsOf(job), (data) =>
    "profile" in data ? uncounted(offer, data.profile, data.rollouts !== undefined) : null,
  );
}

/** @param draws whether the model draws the answers itself: then those of the rows are not learnt */
function uncounted(offer: BookOffer, profile: Profile, draws: boolean): Problem | null {
  const { counting, textOnly } = offer.model;
  if (!canCount(counting, profile)) return { kind: "unknown_token_rule", rule: counting };
  if (textOnly === true && profile.images > 0) return { kind: "no_pictures", pictures: profile.images };
  const strange = rowsIn(profile).find((rows) => !takesRows(offer, rows, draws));
  const format = strange?.shape ?? (holdsNoAnswer(offer, profile) ? profile.format : undefined);
  return format === undefined ? null : unsupported(format, offer.method, profile);
}

/** Rows that a method is not trained on; of rated answers it says how many are wanted, since those can be made examples. */
export function unsupported(format: string, method: string, { natures, wanted, examples }: Profile): Problem {
  const labelled = natures?.[format] === "labelled" && format !== "classification" && wanted !== undefined;
  return { kind: "unsupported_shape", format, method, ...(labelled && { wanted, examples }) };
}

/** Whether a supervised method has nothing to learn from the data. */
export function holdsNoAnswer({ method }: Pick<BookOffer, "method">, { wanted }: Profile): boolean {
  return isSupervised(method) && wanted === 0;
}

interface RowKind {
  readonly shape: string;
  readonly nature: Nature;
}

/** The kinds of rows in a file, by name. */
export function rowsIn({ natures = {} }: Profile): readonly RowKind[] {
  const kinds = Object.entries(natures).map(([shape, nature]) => ({ shape, nature }));
  return kinds.sort((a, b) => (a.shape < b.shape ? -1 : 1));
}

/** What else than prompts and their answers is trained on, by the beginning of the method's name. */
const others = /* @__PURE__ */ Object.entries<Nature>({ dpo: "pair", rft: "graded", classifier: "labelled" });

function asked(method: string): Nature | null {
  return others.find(([name]) => method.startsWith(name))?.[1] ?? null;
}

/** Whether a method learns prompts and their answers, or running text. */
export function isSupervised(method: string): boolean {
  return asked(method) === null;
}

/** Whether a method can be trained on rows of a kind. @param draws whether the model draws the answers: then rows give prompts */
export function takesRows(
  { method, formats }: Pick<BookOffer, "method" | "formats">,
  { shape, nature }: RowKind,
  draws: boolean = false,
): boolean {
  const wanted = asked(method);
  // Labels cannot be made by converting: only the shapes that the provider names have a place for them.
  if (wanted === "labelled") return nature === wanted && formats?.includes(shape) === true;
  // Reinforcement needs a prompt; what else a row holds is for the reward.
  if (wanted === "graded") return nature === "graded" || nature === "prompt" || (draws && nature === "chat");
  if (wanted !== null) return nature === wanted;
  // Running text has no question and answer that could be made messages.
  return (
    nature === "chat" || nature === "prompt" || (nature === "text" && (formats === null || formats.includes(shape)))
  );
}
