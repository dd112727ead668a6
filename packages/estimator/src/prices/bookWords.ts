/**
 * The closed words of a price file, each list once: the schema of the files, the filters, the command's options and help
 * derive from here. The types of a book take any text, so that a newer book breaks no build: a word that this version
 * does not know is read as the most careful of those it knows, or refuses the offer.
 */

/**
 * Statuses of an offer, from freest to strictest. `listed`: nobody says anything; `not_offered`: the provider's newest
 * list of what can be tuned lacks it. The others are stated by the book.
 */
export const statusKinds = [
  "listed",
  "open",
  "preview",
  "closed_to_new_customers",
  "not_offered",
  "no_new_jobs",
  "inference_off",
] as const;

export const bookStatuses: readonly Exclude<(typeof statusKinds)[number], "listed" | "not_offered">[] =
  statusKinds.filter((kind) => kind !== "listed" && kind !== "not_offered");

/** Who may still train where new customers may not, beside who did before. */
export const customerExceptions = ["tuned_before", "recent_inference"] as const;
export type CustomerException = (typeof customerExceptions)[number];

/**
 * How sure a day is, that of a list or the first of a price: `stated` by the source; the day of a dated `copy`; known to be no later (`before`); or
 * the day on which somebody `read` a copy that bears none.
 */
export const dayKinds = ["stated", "copy", "before", "read"] as const;

export const tuningMethods = [
  "sft",
  "sft-lora",
  "sft-full",
  "dpo",
  "dpo-lora",
  "dpo-full",
  "rft",
  "rft-lora",
  "distillation",
  "import",
  "classifier",
] as const;

/** `primary`: seen at the provider's own page, document or job output, or a verbatim copy of it. */
export const confidences = ["primary", "secondary"] as const;
export type Confidence = (typeof confidences)[number];

/** What becomes of an example over the length limit: its end is cut, the job is rejected, the turn is dropped. */
export const lengthRules = ["cut", "reject", "drop"] as const;

/** How a provider sets the epochs that nobody sets: a number, or OpenAI's published rule by number of examples. */
export const epochRules = ["fixed", "openai_auto"] as const;

/** Terms under which machines are rented; a machine of a community host is one on demand. */
export const rentalTerms = ["on_demand", "spot", "community", "reserved"] as const;

export const billingSteps = ["second", "minute", "hour"] as const;
export type BillingStep = (typeof billingSteps)[number];

export function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return list.some((word) => word === text);
}
