import { bookStatuses, isOneOf } from "./bookWords.ts";
import type { ModelEntry, ProviderFile, StatusEntry } from "./priceFile.ts";

/** What holds for a model on a day, and when its answers will stop. */
export interface Status {
  /** One of `statusKinds`, or a word of a newer book; `listed` where the book has no dated statement. */
  readonly kind: string;
  readonly source: string;
  readonly from?: string;
  /** The day of the next stricter status, if one is announced. */
  readonly until?: string;
  /** First day on which the tuned model no longer answers. */
  readonly inferenceOff?: string;
}

/** Every status, from freest to strictest; `listed` is the one of a model of which nobody says anything. */
export const statusKinds: readonly StatusKind[] = ["listed", ...bookStatuses];
export type StatusKind = "listed" | (typeof bookStatuses)[number];

/** The stricter of the provider's and the model's status on a day; any past day gives what held then. */
export function statusOn(provider: ProviderFile, model: ModelEntry, day: string): Status {
  const lists = [provider.status ?? [], model.status ?? []];
  const now = lists.map((entries) => latest(entries, day)).filter((entry) => entry !== undefined);
  const later = lists.flat().filter((entry) => entry.from > day);
  const off = lists
    .flat()
    .filter((entry) => entry.kind === "inference_off")
    .map((entry) => entry.from);
  const strictest = now.reduce<StatusEntry | undefined>(
    (held, entry) => (held === undefined || rank(entry.kind) > rank(held.kind) ? entry : held),
    undefined,
  );
  const next = later.filter((entry) => rank(entry.kind) > (strictest === undefined ? 0 : rank(strictest.kind)));
  return {
    kind: strictest?.kind ?? "listed",
    source: strictest?.source ?? provider.page,
    ...(strictest && { from: strictest.from }),
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
