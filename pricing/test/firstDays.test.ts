import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { bookOffers } from "../../packages/estimator/src/prices.ts";
import { rateOn } from "../../packages/estimator/src/prices/rates.ts";
import { releaseName } from "../compact/encode.mjs";
import { releases } from "./priceFiles.ts";
import { offerStatusOn } from "../../packages/estimator/src/prices/status.ts";

const days = ["2023-03-01", "2023-08-15", "2024-02-01", "2024-08-01", "2025-01-15", "2025-05-01", "2025-08-15"].concat([
  "2026-03-15",
  "2026-06-15",
  "2026-09-01",
]);
const offers = bookOffers(prices);

describe("the first day of a model", () => {
  it("stands in the book for nearly every model", () => {
    const models = new Set(prices.providers.flatMap(({ models: all }) => all));
    const dated = [...models].filter(({ released }) => released !== undefined);
    console.log(`${dated.length} of ${models.size} models of the book have a first day.`);
    expect(dated.length / models.size).toBeGreaterThan(0.95);
  });

  it("stands beside an id of LiteLLM or models.dev, where one of them has the model", () => {
    const named = (release: (typeof releases)[number]): boolean =>
      [release, ...Object.values(release.at ?? {})].some((one) => "liteLLM" in one || "modelsDev" in one);
    const byName = new Map(releases.flatMap((release) => release.names.map((name) => [name, release] as const)));
    const models = prices.providers.flatMap(({ models: all }) => all.map(({ id }) => byName.get(releaseName(id))));
    const known = models.filter((release) => release !== undefined);
    const joined = known.filter(named);
    const nowhere = known.filter(({ listed }) => listed === false);
    console.log(
      `${joined.length} of ${known.length} models join; ${nowhere.length} stand in neither list; ${models.length - known.length} wares are no model.`,
    );
    // A model that nobody lists says so, with the lists that were looked at; a missing id is a gap.
    expect(known.filter((release) => named(release) === (release.listed === false))).toEqual([]);
    expect(joined.length / (known.length - nowhere.length)).toBeGreaterThan(0.9);
  });

  it("stands once for every name", () => {
    const names = releases.flatMap((release) => release.names);
    expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
  });

  it.each(days)("comes before every price of %s", (day) => {
    const early = offers.filter(
      (offer) => (offer.model.released ?? "") > day && rateOn(offer, { kind: "training" }, day).ok,
    );
    expect(early.map(({ id }) => id)).toEqual([]);
  });

  it("is no later than the first price of its own that anybody saw", () => {
    const late = offers.flatMap(({ id, model: { released = "", rates = [] } }) =>
      rates.filter(({ from, fromKind }) => fromKind !== "stated" && from < released).map(({ from }) => `${id} ${from}`),
    );
    expect(late).toEqual([]);
  });
});

describe("lists from before a model", () => {
  const onDays = ["2025-12-26", "2026-01-20", "2026-02-10", "2026-03-15", "2026-08-15", "2026-08-28", "2026-10-14"];
  const tuned = offers.filter(
    ({ provider, model }) => provider.provider === "google-vertex" && model.id.startsWith("gemini-2.5"),
  );

  it.each(onDays)("neither refuse nor doubt gemini-2.5 on %s", (day) => {
    expect(tuned.length).toBeGreaterThan(2);
    expect(tuned.map((offer) => [offer.id, offerStatusOn(offer, day).kind, offerStatusOn(offer, day).open])).toEqual(
      tuned.map(({ id }) => [id, expect.stringMatching(/^(?:listed|open|closed_to_new_customers)$/u), undefined]),
    );
  });

  it("refuse or doubt no offer whose first price came after them", () => {
    const wrong = ["2025-02-01", "2025-11-01", ...days, "2026-11-28"].flatMap((day) =>
      offers.flatMap((offer) => {
        const status = offerStatusOn(offer, day);
        const lacking = status.open?.lacking ?? (status.kind === "not_offered" ? status.from : undefined);
        const first = (offer.model.rates ?? [])
          .filter(
            (rate) => rate.kind === "training" && rate.from <= day && (rate.method ?? offer.method) === offer.method,
          )
          .map(({ from }) => from)
          .sort()[0];
        return lacking !== undefined &&
          first !== undefined &&
          lacking < first &&
          offer.variant === null &&
          (offer.provider.offered ?? []).at(-1)?.models.length !== 0
          ? [`${day} ${offer.id}`]
          : [];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe("a price that a provider's post changes", () => {
  const post = [
    ["gpt-oss-20b", "1.5", "0.4"],
    ["gpt-oss-120b", "5", "2.5"],
    ["qwen3.5-9b", "0.48", "0.34"],
    ["gemma-4-31b-it", "1.5", "1.05"],
    ["qwen3.8-27b", "1.5", "1.05"],
  ] as const;

  it.each(post)("together/%s: %s on the day before the post, %s on its day", (model, old, now) => {
    const offer = offers.find(({ id }) => id === `together/${model}:sft-lora`);
    const told = ["2026-09-10", "2026-09-11"].map((day) => {
      const rate = offer === undefined ? undefined : rateOn(offer, { kind: "training" }, day);
      const sold = offer === undefined ? "none" : offerStatusOn(offer, day).kind;
      return rate?.ok === true ? `${rate.value.amount} ${sold}` : sold;
    });
    expect(told).toEqual([`${old} listed`, `${now} listed`]);
  });
});
