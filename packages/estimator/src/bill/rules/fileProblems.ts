import { readOffers, tierOf, type BookOffer } from "../../prices/offers.ts";
import type { ProviderFile } from "../../prices/priceFile.ts";
import type { Problem } from "../../problem.ts";
import { offerRules } from "./offerRules.ts";

export interface FileProblem {
  /** The place in the file: `defaults.offers.0.billing.1.low`. */
  readonly path: string;
  readonly problem: Problem;
  readonly offers: readonly string[];
}

/** Every place of a price file at which an offer's billing rules cannot be read, contradict each other or leave a rate out. */
export function fileProblems(file: ProviderFile): FileProblem[] {
  const found = new Map<string, FileProblem>();
  for (const offer of readOffers({ providers: [file] })) {
    const read = offerRules(offer);
    if (read.ok) continue;
    const { problem } = read;
    const path = placeIn(file, offer, String(problem["path"]));
    const key = `${path} ${problem.kind}`;
    found.set(key, { path, problem, offers: [...(found.get(key)?.offers ?? []), offer.id] });
  }
  return [...found.values()];
}

/** `billing.1.low` of an offer as a place in its file. */
function placeIn(file: ProviderFile, { model, billing }: BookOffer, path: string): string {
  const [list = "", ...rest] = path.split(".");
  const own = `models.${file.models.indexOf(model)}`;
  if (list === "rates") {
    const tier = tierOf(file, model);
    const lists = [`${own}.rates`, `tiers.${tier === undefined ? "" : file.tiers?.indexOf(tier)}.rates`, "rates"];
    return [lists[Number(rest[0])], ...rest.slice(1)].join(".");
  }
  const field = list === "billing" ? "offers" : "serving";
  const from = model[field] === undefined ? "defaults" : own;
  if (field === "serving") return [from, field, ...rest].join(".");
  const entry = (model.offers ?? file.defaults?.offers ?? []).findIndex((one) => one.billing === billing);
  return [from, field, entry, list, ...rest].join(".");
}
