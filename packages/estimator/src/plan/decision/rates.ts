import { batchRates } from "../../bill/inference.ts";
import { overContextNotes } from "../../bill/lengthLimits.ts";
import { unitPrice } from "../../bill/line.ts";
import type { LookUp, Meter } from "../../bill/rules/roles.ts";
import { exactly, mapSpread, type Spread } from "../../bill/spread.ts";
import { nearestNames } from "../../check/nearest.ts";
import type { ModelPrice } from "../../contract/fields/kind.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { priceSeen } from "../../contract/priceAge.ts";
import type { Question } from "../../contract/question.ts";
import type { Way } from "../../contract/fields/ways.ts";
import { decimal } from "../../money.ts";
import { namesOf, type BookOffer } from "../../prices/offers.ts";
import { once } from "../../prices/once.ts";
import type { Overlay } from "../../prices/overlay.ts";
import type { ModelEntry, ProviderFile } from "../../prices/priceFile.ts";
import { rateOn } from "../../prices/rates.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { modelName } from "../../words/modelName.ts";
import { spoken } from "../../words/notes.ts";
import type { DecidedWay } from "./answer.ts";
import { adderTo, reading, requestsInput as requests, stated, term, type PriceSource, type Term } from "./terms.ts";

/** The question at its likeliest values: what the bills are made of. */
export type LikelyQuestion = Question & { readonly traffic: LikelyTraffic };

export interface PricedWay {
  readonly id: string;
  readonly way: Way;
  readonly prices: TokenPrices;
  readonly terms: readonly Term[];
  readonly assumptions: DecidedWay["assumptions"];
}

export function wayId(way: Way): string {
  return way.id ?? way.kind;
}

/** A way priced: calls × tokens, less what the cache takes off, vectors, fixed costs. @param inputs takes what is not certain */
export function pricedWay(
  way: Way,
  model: ModelPrice,
  field: string,
  traffic: LikelyTraffic,
  book: RateBook,
  inputs: Map<string, Spread>,
): Result<PricedWay> {
  const prices = pricesOf(model, field, book);
  if (!prices.ok) return prices;
  const { input, output, context = Infinity } = prices.value;
  const { extraInputTokens: extra, embedding, once, monthly } = way;
  const id = wayId(way);
  const own = adderTo(inputs, id);
  const calls = way.calls === undefined ? [] : [own("calls", way.calls)];
  const answer = way.outputTokens === undefined ? "traffic.outputTokens" : own("outputTokens", way.outputTokens);
  const inputPrice = own("inputPrice", input.price);
  const terms: Term[] = [
    term("input", "month", input.from, requests, "traffic.inputTokens", inputPrice, ...calls),
    term("output", "month", output.from, requests, answer, own("outputPrice", output.price), ...calls),
  ];
  const add = (...parts: Parameters<typeof term>): number => terms.push(term(...parts));
  if (extra !== undefined)
    add("extra_prompt", "month", input.from, requests, own("extraInputTokens", extra), inputPrice, ...calls);
  const cached = way.cachedInputTokens ?? traffic.cachedInputTokens ?? 0;
  const saving = cached > 0 ? cachedTerm(prices.value, cached, calls) : null;
  if (saving !== null) terms.push(saving);
  if (embedding !== undefined) {
    const documents = own("documentTokens", embedding.documentTokens);
    const price = [own("embeddingPrice", embedding.perMillion), decimal("0.000001")];
    const queries = own("queryTokens", embedding.queryTokens);
    add("indexing", "once", stated, documents, ...price);
    add("embedding", "month", stated, requests, queries, ...price);
  }
  if (once !== undefined) add("stated", "once", stated, own("once", once));
  if (monthly !== undefined) add("store", "month", stated, own("monthly", monthly));
  const written = reading(way.outputTokens ?? traffic.outputTokens).typical;
  const isLong = written
    .plus(reading(extra ?? 0).typical)
    .plus(traffic.inputTokens)
    .greaterThan(context);
  const long = overContextNotes(isLong ? traffic.requestsPerMonth : 0, "request", { contextTokens: context });
  return ok({ id, way, prices: prices.value, terms, assumptions: long.map(spoken) });
}

/** What the provider's cache takes off so many tokens of each request; null where they have no price of their own. */
export function cachedTerm({ input, cachedInput }: TokenPrices, tokens: number, calls: readonly string[]): Term | null {
  if (cachedInput === null) return null;
  const saved = cachedInput.price.typical.minus(input.price.typical);
  return term("cached_prompt", "month", cachedInput.from, requests, decimal(tokens), saved, ...calls);
}

interface TokenPrice {
  readonly price: Spread;
  readonly from: PriceSource;
}

interface TokenPrices extends Pick<ModelEntry, "context"> {
  readonly name: string;
  readonly currency: string;
  readonly input: TokenPrice;
  readonly cachedInput: TokenPrice | null;
  readonly output: TokenPrice;
}

export interface RateBook {
  /** Models of the price book, each with its offers, and those that are sold untuned. */
  readonly models: ReadonlyMap<string, readonly BookOffer[]>;
  /** Region or tier of the tuned offer: untuned rates of the same one go before others. */
  readonly variant: string | null;
  readonly day: string;
  readonly overlay: Overlay;
  readonly currency: string;
  /** Share of the requests that can wait for a batch service. */
  readonly batchShare: number;
}

type ModelsOf = (untuned: readonly ProviderFile[]) => (offers: readonly BookOffer[]) => RateBook["models"];

/** Models by `provider/model`: what `offers` were tuned from, and the untuned ones, each with its aliases; made once a book. */
export const modelsOf: ModelsOf = /* @__PURE__ */ once((untuned) =>
  once((offers) => {
    const models = new Map<string, BookOffer[]>();
    const sold = untuned.flatMap((provider) => provider.models.map((model) => untunedOffer(provider, model)));
    for (const offer of [...sold, ...offers])
      for (const name of namesOf(offer.model)) {
        const id = `${offer.provider.provider}/${name}`;
        models.set(id, [...(models.get(id) ?? []), offer]);
      }
    return models;
  }),
);

/** A model that is sold as it is, in the form in which rates are looked up. */
function untunedOffer(provider: ProviderFile, model: ProviderFile["models"][number]): BookOffer {
  const rates = [model.rates ?? [], provider.rates ?? []];
  const none = { billing: [], serving: [], epochs: null, formats: null, dataRules: {}, residency: [] };
  const id = `${provider.provider}/${model.id}`;
  return { ...none, id, provider, model, method: "untuned", variant: null, variants: new Set(), limits: {}, rates };
}

/** The rates of a model on the day, or those stated. Problems: `unknown_model`, `currency_without_rate`, those of `rateOn`. */
export function pricesOf(model: ModelPrice, field: string, book: RateBook): Result<TokenPrices> {
  if (typeof model !== "string") return ok(statedPrices(model, book.currency));
  const offers = book.models.get(model) ?? [];
  const elsewhere = ({ variant }: BookOffer): number => Number(variant !== book.variant);
  const found = offers.toSorted((a, b) => elsewhere(a) - elsewhere(b)).map(bookPrices(book));
  const prices = found.find((one) => one.ok) ?? found[0];
  if (prices?.ok === true && prices.value.currency !== book.currency)
    return fail({ kind: "currency_without_rate", currency: prices.value.currency });
  if (prices !== undefined) return prices;
  return fail({ kind: "unknown_model", field, model, known: nearestNames(model, [...book.models.keys()]) });
}

function statedPrices(
  { input, cachedInput, output, source }: Exclude<ModelPrice, string>,
  currency: string,
): TokenPrices {
  const from: PriceSource = { ...stated, ...(source !== undefined && { source }) };
  const price = (perMillion: typeof input): TokenPrice => ({
    price: mapSpread(reading(perMillion), (amount) => amount.dividedBy(1_000_000)),
    from,
  });
  return {
    name: "stated",
    currency,
    input: price(input),
    cachedInput: cachedInput === undefined ? null : price(cachedInput),
    output: price(output),
  };
}

type RateDay = Pick<RateBook, "day" | "overlay" | "batchShare">;

/** The untuned model's rates, once for all ways: rows of its own (`base_input`), or those of a model sold untuned alone. */
export const bookPrices: (book: RateDay) => (offer: BookOffer) => Result<TokenPrices> = /* @__PURE__ */ once((book) =>
  once((offer) => ratesOf(offer, book)),
);

function ratesOf(offer: BookOffer, { day, overlay, batchShare }: RateDay): Result<TokenPrices> {
  const tuned: LookUp = (kind, service) => rateOn(offer, { kind, service }, day, overlay);
  const base: LookUp = (kind, service) => rateOn(offer, { kind: `base_${kind}`, unit: "token", service }, day, overlay);
  const { inBatch } = batchRates(base, tuned);
  const isBatch = batchShare > 0 && inBatch("input").ok && inBatch("output").ok;
  const look = (meter: Meter): Result<TokenPrice & { currency: string }> => {
    const rate = base(meter);
    if (!rate.ok) return rate;
    // As in a bill: what waits is billed as input where a batch has no cached price.
    const batch = [inBatch(meter), inBatch("input")].find((one) => isBatch && one.ok) ?? rate;
    const waiting = unitPrice((batch.ok ? batch : rate).value).times(batchShare);
    const price = unitPrice(rate.value).times(decimal(1).minus(batchShare)).plus(waiting);
    const from: PriceSource = { kind: "rate", provider: offer.provider.provider, ...priceSeen(rate.value) };
    return ok({ price: exactly(price), from, currency: rate.value.currency });
  };
  const [input, cached, output] = [look("input"), look("cached_input"), look("output")];
  if (!input.ok) return input;
  if (!output.ok) return output;
  const { currency } = input.value;
  if (output.value.currency !== currency)
    return fail({ kind: "currency_without_rate", currency: output.value.currency });
  return ok({
    name: offer.model.name ?? modelName(offer.model.id),
    context: offer.model.context,
    currency,
    input: input.value,
    cachedInput: cached.ok ? cached.value : null,
    output: output.value,
  });
}
