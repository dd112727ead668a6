/**
 * The closed words of a price file, each list once: the schema of the files, the filters, the command's options and help
 * derive from here. The types of a book take any text, so that a newer book breaks no build: a word that this version
 * does not know is read as the most careful of those it knows, or refuses the offer.
 */

/** Statuses of a model or a service, from freest to strictest. */
export const bookStatuses = ["open", "preview", "closed_to_new_customers", "no_new_jobs", "inference_off"] as const;

/** Ways to tune. */
export const tuningMethods = [
  "sft",
  "sft-lora",
  "sft-full",
  "dpo",
  "dpo-lora",
  "dpo-full",
  "rft",
  "distillation",
  "import",
  "classifier",
] as const;

/** `primary`: seen at the provider's own page, document or job output, or a verbatim copy of it. */
export const confidences = ["primary", "secondary"] as const;
export type Confidence = (typeof confidences)[number];

/** Whether the first day of a rate is the one that its source states, or that of the earliest dated copy. */
export const fromKinds = ["stated", "seen"] as const;

/** What becomes of an example over the length limit: its end is cut, the job is rejected, the turn is dropped. */
export const lengthRules = ["cut", "reject", "drop"] as const;

/** How a provider sets the epochs that nobody sets: a number, or OpenAI's published rule by number of examples. */
export const epochRules = ["fixed", "openai_auto"] as const;

/** Terms under which machines are rented; a machine of a community host is one on demand. */
export const rentalTerms = ["on_demand", "spot", "community", "reserved"] as const;

/** Smallest units of time that clouds bill. */
export const billingSteps = ["second", "minute", "hour"] as const;
export type BillingStep = (typeof billingSteps)[number];

/** Whether a text is one of a list's words. */
export function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return list.some((word) => word === text);
}
