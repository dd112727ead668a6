import { profilesOf } from "../bill/stages.ts";
import { daysBetween } from "../check/day.ts";
import { once } from "../prices/once.ts";
import type { Offer } from "../contract/answer.ts";
import { priceAges } from "../contract/priceAge.ts";
import type { Note } from "../contract/notes.ts";
import type { Job } from "../contract/fields/job.ts";
import type { CheckedQuestion } from "../contract/questionCheck.ts";
import type { Chosen } from "./filter.ts";

export function noticesOf(question: CheckedQuestion, { offers, unplaced, elsewhere }: Chosen): Note[] {
  const { asOf, job, only = {}, ownPrices = {} } = question;
  const notices: Note[] = [];
  const asked = Object.entries<readonly string[] | number | boolean | undefined>({ ...only });
  const filters = asked.flatMap(([filter, words]) =>
    words === undefined ? [] : [{ filter, words: typeof words === "object" ? words : [String(words)] }],
  );
  if (offers.length === 0) notices.push({ kind: "no_match", filters });
  notices.push(...elsewhere.map((named) => ({ kind: "sold_by_others" as const, ...named })));
  if (unplaced.length > 0) {
    const providers = [...new Set(unplaced.map(({ provider }) => provider.name))].sort();
    notices.push({ kind: "residency_unknown", offers: unplaced.length, providers });
  }
  for (const { from, to, date } of ownPrices.exchange ?? [])
    if (daysBetween(date, asOf) > priceAges.marked || date > asOf)
      notices.push({ kind: "old_exchange", from, to, date, days: priceAges.marked });
  if (job.evaluations !== undefined && job.validation === undefined) notices.push({ kind: "no_validation" });
  return [...notices, ...dataNotices(job)];
}

/** How old the prices are: of the book where none in it is fresh, else of providers without a fresh one. @param days of the newest rate */
export function ageNotices(
  offers: readonly Pick<Offer, "priceAge" | "providerName">[],
  days: number,
): Note<"old_book" | "old_prices">[] {
  if (days > priceAges.marked) return [{ kind: "old_book", days }];
  const fresh = new Set(
    offers.filter(({ priceAge }) => (priceAge ?? 0) <= priceAges.marked).map(({ providerName }) => providerName),
  );
  const providers = [...new Set(offers.map(({ providerName }) => providerName))].filter((name) => !fresh.has(name));
  return providers.length === 0 ? [] : [{ kind: "old_prices", days: priceAges.marked, providers: providers.sort() }];
}

export function epochNotices(offers: readonly Pick<Offer, "epochs">[]): Note<"epochs_differ">[] {
  return new Set(offers.map(({ epochs }) => epochs)).size > 1 ? [{ kind: "epochs_differ" }] : [];
}

/** What is missing of the data themselves, and so of every offer. */
export const dataNotices: (job: Job) => readonly Note[] = /* @__PURE__ */ once((job: Job) =>
  profilesOf(job).flatMap(({ parts: [part, ...others] = [], badRows, unread = {} }) => {
    const columns = Object.keys(unread);
    const rows = Math.max(...Object.values(unread));
    return [
      ...(part === undefined ? [] : [{ kind: "missing_parts", here: others.length + 1, of: part.of } as const]),
      ...(badRows > 0 ? [{ kind: "bad_rows", rows: badRows } as const] : []),
      ...(columns.length === 0 ? [] : [{ kind: "unread_columns", columns, rows } as const]),
    ];
  }),
);
