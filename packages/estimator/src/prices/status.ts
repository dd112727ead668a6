import { isOneOf, statusKinds } from "./bookWords.ts";
import { offeredOn, type Open } from "./offered.ts";
import type { BookOffer } from "./offers.ts";
import { onceADay } from "./once.ts";
import type { ModelEntry, ProviderFile, StatusEntry } from "./priceFile.ts";

/** Statuses under which no job is taken. */
export const shut: ReadonlySet<string> = new Set(["not_offered", "no_new_jobs", "inference_off"]);

/** What holds for a model on a day, and when its answers will stop. */
export interface Status {
  /** One of `statusKinds`, or a word of a newer book; `listed` where the book has no dated statement. */
  readonly kind: string;
  readonly source: string;
  readonly from?: string;
  /** The day of the next stricter status that ends something, if one is announced. */
  readonly until?: string;
  readonly inferenceOff?: string;
  /** Of `not_offered`: the day of the last list that had it, where one did. */
  readonly lastSeen?: string;
  /** Of `closed_to_new_customers`: each such statement in force, oldest first. */
  readonly closings?: readonly StatusEntry[];
  /** Why it is open whether it is still sold. */
  readonly open?: Open;
}

/** The status of one offer: that of its model, unless the provider's newest list lacks it. */
export const offerStatusOn: (offer: BookOffer, day: string) => Status = onceADay((offer, day) => {
  const status = statusOn(offer.provider, offer.model, day);
  const sold = offeredOn(offer, day);
  if (sold.state === "open") return { ...status, open: sold.why };
  if (sold.state !== "off" || rank(status.kind) >= rank("not_offered")) return status;
  const { since: from, lastSeen, source } = sold;
  return { ...status, kind: "not_offered", source, from, ...(lastSeen !== undefined && { lastSeen }) };
});

/** The stricter of the provider's and the model's status on a day; any past day gives what held then. */
export function statusOn(provider: ProviderFile, model: ModelEntry, day: string): Status {
  const lists = [provider.status ?? [], model.status ?? []];
  const all = lists.flat();
  const now = lists.map((entries) => latest(entries, day)).filter((entry) => entry !== undefined);
  const off = all.filter((entry) => entry.kind === "inference_off").map((entry) => entry.from);
  const strictest = now.reduce<StatusEntry | undefined>(
    (held, entry) => (held === undefined || rank(entry.kind) > rank(held.kind) ? entry : held),
    undefined,
  );
  // A preview takes jobs as well: that it begins ends nothing.
  const least = Math.max(rank("preview"), rank(strictest?.kind ?? "listed"));
  const next = all.filter((entry) => entry.from > day && rank(entry.kind) > least);
  const closings = all.filter((entry) => entry.kind === "closed_to_new_customers" && entry.from <= day);
  return {
    kind: strictest?.kind ?? "listed",
    source: strictest?.source ?? provider.page,
    ...(strictest && { from: strictest.from }),
    ...(strictest?.kind === "closed_to_new_customers" && { closings }),
    ...(next.length > 0 && { until: earliest(next.map((entry) => entry.from)) }),
    ...(off.length > 0 && { inferenceOff: earliest(off) }),
  };
}

function latest(entries: readonly StatusEntry[], day: string): StatusEntry | undefined {
  return entries.reduce<StatusEntry | undefined>(
    (held, entry) => (entry.from <= day && (held === undefined || entry.from >= held.from) ? entry : held),
    undefined,
  );
}

/** What a newer book says in a word of its own is taken to be the strictest. */
function rank(kind: string): number {
  return isOneOf(statusKinds, kind) ? statusKinds.indexOf(kind) : statusKinds.length;
}

function earliest(days: readonly string[]): string {
  return days.reduce((first, day) => (day < first ? day : first));
}
