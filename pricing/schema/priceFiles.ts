import * as v from "valibot";
import type { CloudFile } from "../../packages/estimator/src/prices/cloudFile.ts";
import type { ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";
import type { Rate } from "../../packages/estimator/src/prices/rateEntry.ts";
import { billingSteps, epochRules, lengthRules } from "../../packages/estimator/src/prices/bookWords.ts";
import { address, amount, confidence, count, counting, currency, day, gpuRate, kind, method, offered, rate, status, text, word } from "./parts.ts";
import { definitions } from "./rules.ts";

const limits = v.strictObject({
  minExamples: v.exactOptional(count),
  maxExamples: v.exactOptional(count),
  contextTokens: v.exactOptional(count),
  overContext: v.exactOptional(v.picklist(lengthRules)),
  fileMegabytes: v.exactOptional(count),
  uploadMegabytes: v.exactOptional(count),
  splitFiles: v.exactOptional(v.boolean()),
  jobTokens: v.exactOptional(count),
  minEpochs: v.exactOptional(count),
  maxEpochs: v.exactOptional(count),
  source: v.exactOptional(address),
});

const dataRules = v.strictObject({
  check: v.exactOptional(word),
  endings: v.exactOptional(v.pipe(v.array(word), v.minLength(1, "one ending or more"))),
  minBytes: v.exactOptional(count),
  warnedExamples: v.exactOptional(count),
  advisedExamples: v.exactOptional(count),
  maxImages: v.exactOptional(count),
  maxImageMegabytes: v.exactOptional(count),
  maxVideos: v.exactOptional(count),
  imageFormats: v.exactOptional(v.array(word)),
  videoFormats: v.exactOptional(v.array(word)),
  tools: v.exactOptional(v.boolean()),
  systemTokens: v.exactOptional(count),
  tokenCharacters: v.exactOptional(count),
  source: v.exactOptional(address),
});

const epochs = v.strictObject({
  rule: v.picklist(epochRules),
  epochs: v.exactOptional(count),
  source: address,
  seen: day,
  note: v.exactOptional(text),
});

const offer = v.strictObject({
  method,
  variants: v.exactOptional(v.pipe(v.array(word), v.minLength(1, "one variant or more"))),
  billing: v.pipe(v.array(definitions.billingTag), v.minLength(1, "one rule or more")),
  serving: v.exactOptional(v.array(definitions.servingTag)),
  limits: v.exactOptional(limits),
});

const unknownPrice = v.strictObject({
  kind,
  method: v.exactOptional(method),
  variant: v.exactOptional(word),
  from: v.exactOptional(day),
  where: text,
  note: v.exactOptional(text),
});

const defaults = {
  offers: v.exactOptional(v.array(offer)),
  limits: v.exactOptional(limits),
  epochs: v.exactOptional(epochs),
  serving: v.exactOptional(v.array(definitions.servingTag)),
  formats: v.exactOptional(v.array(word)),
  dataRules: v.exactOptional(dataRules),
};

/** Where the provider says that it trains. */
const residency = v.strictObject({
  places: v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "EU, or a country code such as SG"))),
  variant: v.exactOptional(word),
  among: v.exactOptional(word),
  source: address,
  seen: day,
  confidence,
  note: v.exactOptional(text),
});

const model = v.strictObject({
  id: word,
  name: v.exactOptional(text),
  aliases: v.exactOptional(v.array(text)),
  shape: v.exactOptional(word),
  parameters: v.exactOptional(amount),
  licence: v.exactOptional(text),
  released: v.exactOptional(day),
  textOnly: v.exactOptional(v.boolean()),
  counting,
  ...defaults,
  status: v.exactOptional(v.array(status)),
  rates: v.exactOptional(rates(rate, rateKey)),
  unknown: v.exactOptional(v.array(unknownPrice)),
  note: v.exactOptional(text),
});

const tier = v.strictObject({
  id: word,
  label: text,
  over: amount,
  upTo: v.exactOptional(amount),
  rates: rates(rate, rateKey),
});

/** Currencies in which it bills beside the usual one: a price in any other is taken for a slip. */
const billsIn = v.exactOptional(v.array(currency));

/** A file of `pricing/providers`. Unknown fields are errors, so that a slip of the pen is found. */
export const providerFileSchema: v.GenericSchema<ProviderFile> = v.strictObject({
  $schema: v.exactOptional(text),
  provider: word,
  name: text,
  page: address,
  checked: day,
  billsIn,
  note: v.exactOptional(text),
  residency: v.exactOptional(v.array(residency)),
  defaults: v.exactOptional(v.strictObject(defaults)),
  status: v.exactOptional(v.array(status)),
  offered: v.exactOptional(
    v.pipe(
      v.array(offered),
      v.check(
        (lists) => lists.every((list, place) => place === 0 || list.day >= (lists[place - 1]?.day ?? "")),
        "the lists from the oldest to the newest",
      ),
    ),
  ),
  rates: v.exactOptional(rates(rate, rateKey)),
  tiers: v.exactOptional(v.array(tier)),
  models: v.pipe(
    v.array(model),
    v.minLength(1, "one model or more"),
    v.check((models) => new Set(models.map(({ id }) => id)).size === models.length, "each model once"),
  ),
});

/** A file of `pricing/gpus`. */
export const cloudFileSchema: v.GenericSchema<CloudFile> = v.strictObject({
  $schema: v.exactOptional(text),
  cloud: word,
  name: text,
  page: address,
  checked: day,
  billsIn,
  note: v.exactOptional(text),
  billedPer: v.picklist(billingSteps),
  market: v.exactOptional(v.boolean()),
  rates: v.pipe(
    rates(gpuRate, ({ id, term, region, from }) => [id, term, region, from]),
    v.minLength(1, "one rate or more"),
  ),
});

/** Rates of which no two are for the same thing from the same day, and none is from before its first copy but stated. */
function rates<
  TEntry extends v.GenericSchema<{
    readonly from: string;
    readonly fromKind: string;
    readonly seen: string;
    readonly alsoSeen?: readonly string[] | undefined;
  }>,
>(
  entry: TEntry,
  keyOf: (rate: v.InferOutput<TEntry>) => readonly (string | undefined)[],
): v.GenericSchema<v.InferOutput<TEntry>[]> {
  return v.pipe(
    v.array(entry),
    v.check(
      (list) => new Set(list.map((one) => keyOf(one).join("|"))).size === list.length,
      "one rate for one thing from one day",
    ),
    v.check(
      (list) =>
        list.every(
          ({ from, fromKind, seen, alsoSeen: [first = seen] = [] }) => fromKind === "stated" || from >= first,
        ),
      "no rate from before its first copy but a `stated` one",
    ),
  ) as v.GenericSchema<v.InferOutput<TEntry>[]>;
}

function rateKey(rate: Rate): readonly (string | undefined)[] {
  return [rate.kind, rate.method, rate.variant, rate.service, rate.from];
}
