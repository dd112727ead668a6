import { decimal, type Amount } from "../../money.ts";
import type { Overlay } from "../../prices/overlay.ts";
import type { BookOffer } from "../../prices/offers.ts";
import { rateOn, type RateInForce } from "../../prices/rates.ts";
import type { ProviderFile } from "../../prices/priceFile.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { nearestNames } from "../../check/nearest.ts";
import { certain, reading, type Reading } from "./figure.ts";
import type { ModelPrice } from "../../contract/fields/kind.ts";
import { modelName } from "../../words/modelName.ts";
import type { PriceSource } from "./terms.ts";

/** Price of one token, with its origin. */
export interface TokenPrice {
  readonly price: Reading;
  readonly from: PriceSource;
}

/** What a model costs that answers requests. */
export interface TokenPrices {
  /** As people write it; "your rates" where these were stated. */
  readonly name: string;
  readonly currency: string;
  readonly input: TokenPrice;
  /** Input from the provider's prompt cache; null where no price of it is known. */
  readonly cachedInput: TokenPrice | null;
  readonly output: TokenPrice;
}

/** Where rates are looked up. */
export interface RateBook {
  /** Models of the price book, one entry a model, and those that are sold untuned. */
  readonly models: ReadonlyMap<string, BookOffer>;
  readonly day: string;
  readonly overlay: Overlay;
  /** Currency of rates that a person states. */
  readonly currency: string;
  /** Share of the requests that can wait for a batch service. */
  readonly batchShare: number;
}

type Models = ReadonlyMap<string, BookOffer>;
const made = new WeakMap<
  readonly BookOffer[],
  { readonly untuned: readonly ProviderFile[]; readonly models: Models }
>();

/** Models by `provider/model`: what `offers` were tuned from, and the untuned ones, each with its aliases; made once a book. */
export function modelsOf(offers: readonly BookOffer[], untuned: readonly ProviderFile[]): Models {
  const known = made.get(offers);
  if (known?.untuned === untuned) return known.models;
  const models = new Map<string, BookOffer>();
  const add = (offer: BookOffer): void => {
    const { provider, model } = offer;
    for (const name of [model.id, ...(model.aliases ?? [])])
      if (!models.has(`${provider.provider}/${name}`)) models.set(`${provider.provider}/${name}`, offer);
  };
  for (const provider of untuned) for (const model of provider.models) add(untunedOffer(provider, model));
  for (const offer of offers) add(offer);
  made.set(offers, { untuned, models });
  return models;
}

/** A model that is sold as it is, in the form in which rates are looked up. */
function untunedOffer(provider: ProviderFile, model: ProviderFile["models"][number]): BookOffer {
  const rates = [model.rates ?? [], provider.rates ?? []];
  const none = { billing: [], serving: [], epochs: null, formats: null, dataRules: {}, residency: [] };
  const id = `${provider.provider}/${model.id}`;
  return { ...none, id, provider, model, method: "untuned", variant: null, variants: new Set(), limits: {}, rates };
}

/** The rates of a model on the day, or those that the person stated. Problems: `unknown_model`, those of `rateOn`. */
export function pricesOf(model: ModelPrice, field: string, book: RateBook): Result<TokenPrices> {
  if (typeof model !== "string") return ok(statedPrices(model, book.currency));
  const found = book.models.get(model);
  if (found === undefined) {
    const near = nearestNames(model, [...book.models.keys()]);
    return fail({ kind: "unknown_model", field, model, known: near });
  }
  return bookPrices(found, book);
}

function statedPrices(
  { input, cachedInput, output, source }: Exclude<ModelPrice, string>,
  currency: string,
): TokenPrices {
  const from: PriceSource = { kind: "stated", ...(source !== undefined && { source }) };
  const price = (figure: typeof input): TokenPrice => ({ price: perToken(reading(figure)), from });
  return {
    name: "stated",
    currency,
    input: price(input),
    cachedInput: cachedInput === undefined ? null : price(cachedInput),
    output: price(output),
  };
}

function perToken({ low, typical, high }: Reading): Reading {
  const token = (amount: Amount): Amount => amount.dividedBy(1_000_000);
  return { low: token(low), typical: token(typical), high: token(high) };
}

/** The untuned model's rates: rows of its own (`base_input`), or those of a model that is sold untuned alone. */
export function bookPrices(
  offer: BookOffer,
  { day, overlay, batchShare }: Pick<RateBook, "day" | "overlay" | "batchShare">,
): Result<TokenPrices> {
  const look = (
    kind: "base_input" | "base_cached_input" | "base_output",
  ): Result<TokenPrice & { currency: string }> => {
    const rate = rateOn(offer, { kind, unit: "token" }, day, overlay);
    if (!rate.ok) return rate;
    const batch = batchShare === 0 ? rate : rateOn(offer, { kind, unit: "token", service: "batch" }, day, overlay);
    const price = mixed(rate.value, batch.ok ? batch.value : rate.value, batchShare);
    const from = sourceOf(rate.value, offer.provider.provider);
    return ok({ price: certain(price), from, currency: rate.value.currency });
  };
  const [input, cached, output] = [look("base_input"), look("base_cached_input"), look("base_output")];
  if (!input.ok) return input;
  if (!output.ok) return output;
  const { currency } = input.value;
  if (output.value.currency !== currency) return fail(otherCurrency(output.value.currency));
  const cachedInput = cached.ok ? cached.value : null;
  return ok({
    name: offer.model.name ?? modelName(offer.model.id),
    currency,
    input: input.value,
    cachedInput,
    output: output.value,
  });
}

function otherCurrency(currency: string): Problem {
  return { kind: "currency_without_rate", currency };
}

/** Price of a token where a share of the requests is billed at the batch rate. */
function mixed(standard: RateInForce, batch: RateInForce, share: number): Amount {
  const token = ({ amount, per }: RateInForce): Amount =>
    decimal(amount).dividedBy(per === "1K tokens" ? 1000 : 1_000_000);
  return token(standard).times(decimal(1).minus(share)).plus(token(batch).times(share));
}

function sourceOf({ source, seen, confidence }: RateInForce, provider: string): PriceSource {
  return { kind: "rate", provider, source, seen, confidence };
}
