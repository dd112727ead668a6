import type { Answer, Offer } from "../contract/answer.ts";
import { fail, ok, type Result } from "../problem.ts";
import { tuningJob } from "./tuningJob.ts";

/**
 * The offer that a job ran at, where it tells: the only one of its provider and model. A job object has no word for methods
 * and tiers, so that some stay open.
 *
 * Problems: `name_an_offer` (known: those that the job may have run at first).
 */
export function offerOfJob({ offers }: Pick<Answer, "offers">, job: unknown): Result<Offer> {
  const [only] = offers;
  if (only !== undefined && offers.length === 1) return ok(only);
  const read = offers.map((offer) => ({ offer, job: tuningJob(offer.provider, job) }));
  const ofProvider = read.flatMap(({ offer, job: one }) => (one.ok ? [{ offer, model: one.value.model }] : []));
  const ofModel = ofProvider.filter(({ offer, model }) => model !== null && plain(model) === plain(offer.model));
  const [first, second] = ofModel;
  if (first !== undefined && second === undefined) return ok(first.offer);
  const likely = (ofModel.length > 0 ? ofModel : ofProvider).map(({ offer }) => offer.id);
  return fail({ kind: "name_an_offer", known: [...new Set([...likely, ...offers.map(({ id }) => id)])] });
}

/** A name without its owner, its day and what Together puts around Llama's: `meta-llama/Meta-Llama-3.1-8B-Instruct-Reference`. */
function plain(name: string): string {
  return (name.toLowerCase().split("/").at(-1) ?? "")
    .replaceAll(/[^a-z0-9]/gu, "")
    .replace(/^meta(?=llama)/u, "")
    .replace(/(?:reference|20\d{6})$/u, "");
}
