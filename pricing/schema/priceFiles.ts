import * as v from "valibot";
import { parseDay } from "../../packages/estimator/src/check/day.ts";
import type { Parameter } from "../../packages/estimator/src/bill/rules/parameter.ts";
import { billingRules, rolesOf } from "../../packages/estimator/src/bill/rules/table.ts";
import type { BillingTag, CloudFile, ProviderFile, Rate } from "../../packages/estimator/src/prices/priceFile.ts";
import {
  billingSteps,
  bookStatuses,
  confidences,
  customerExceptions,
  dayKinds,
  epochRules,
  lengthRules,
  rentalTerms,
  tuningMethods,
} from "../../packages/estimator/src/prices/bookWords.ts";
import { rateKinds, rateUnits } from "../../packages/estimator/src/prices/rateKinds.ts";

/** A sentence part that says what was expected, as the price files' own tests and `prices check` print it. */
const text = v.pipe(v.string(), v.minLength(1, "some text"));
const word = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/, "lower-case letters, digits, dots and hyphens"));
const day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, "a day, YYYY-MM-DD"),
  v.check((value) => parseDay(value).ok, "a day that exists, YYYY-MM-DD"),
);
const amount = v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/, 'a plain non-negative decimal such as "0.48"'));
const currency = v.pipe(v.string(), v.regex(/^(?:[A-Z]{3}|credits)$/, "a currency code such as USD"));
const count = v.pipe(v.number(), v.integer("a whole number"), v.minValue(1, "at least 1"));
export const counting: v.GenericSchema<string, string> = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9.-]+\/[a-z0-9_.-]+$/, "overhead/vocabulary, such as openai/o200k_base"),
);
/** http or https with a host that has a dot: nothing local, nothing without a scheme. */
const address = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]\S*)?$/i, "a public address, http(s)://…"),
);

const confidence = v.picklist(confidences);
const method = v.picklist(tuningMethods);
const kind = v.picklist(rateKinds);
const unit = v.picklist(rateUnits);

/** A copy that was read. */
const evidence = v.strictObject({
  copy: v.pipe(
    v.string(),
    v.regex(
      /^(?:[\w.-]+\/[\w.-]+@[0-9a-f]{6,40}:\S+|https?:\/\/\S+)$/,
      "owner/name@commit:path, or the address of a capture",
    ),
  ),
  day: v.nullable(day),
  quote: text,
  times: v.exactOptional(amount),
  sha256: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits"))),
});

/** What every rate says about where it comes from. */
const origin = {
  from: day,
  fromKind: v.picklist(dayKinds),
  source: address,
  seen: day,
  seenKind: v.exactOptional(v.literal("read")),
  alsoSeen: v.exactOptional(v.array(day)),
  evidence: v.exactOptional(v.array(evidence)),
  confidence,
  conflicts: v.exactOptional(v.array(text)),
  note: v.exactOptional(text),
};

/** Another figure for a rate, and who has it. */
const dispute = v.strictObject({ amount, said: text, source: v.exactOptional(address) });

const rate = v.strictObject({
  kind,
  method: v.exactOptional(method),
  variant: v.exactOptional(word),
  service: v.exactOptional(word),
  amount,
  currency,
  per: unit,
  disputed: v.exactOptional(dispute),
  ...origin,
});

const gpuRate = v.strictObject({
  id: text,
  gpu: word,
  gpus: count,
  region: v.exactOptional(text),
  term: v.picklist(rentalTerms),
  amount,
  currency,
  ...origin,
});

const dayKind = v.picklist(dayKinds);

const offered = v.strictObject({
  day,
  dayKind,
  source: address,
  confidence,
  of: v.exactOptional(v.array(text)),
  among: v.exactOptional(text),
  models: v.array(text),
  lacks: v.exactOptional(v.array(text)),
  note: v.exactOptional(text),
});

const status = v.strictObject({
  kind: v.picklist(bookStatuses),
  unless: v.exactOptional(v.picklist(customerExceptions)),
  from: day,
  source: address,
  seen: day,
  confidence,
  note: v.exactOptional(text),
});

/** The schema of a rule's parameter: what its values are is said by the rule alone. */
function parameter({ type, least, most, optional }: Parameter<unknown>): v.GenericSchema<string | number | boolean> {
  const schema = values[type](least ?? 0, most);
  return (optional === true ? v.exactOptional(schema) : schema);
}

const values: Readonly<
  Record<
    Parameter<unknown>["type"],
    (least: number, most?: number) => v.GenericSchema<string> | v.GenericSchema<number> | v.GenericSchema<boolean>
  >
> = {
  whole: (least) => v.pipe(v.number(), v.integer("a whole number"), v.minValue(least, `at least ${least}`)),
  number: (least, most = Infinity) =>
    most === Infinity
      ? v.pipe(v.number(), v.minValue(least, `at least ${least}`))
      : v.pipe(v.number(), v.minValue(least, `at least ${least}`), v.maxValue(most, `at most ${most}`)),
  flag: () => v.boolean(),
  decimal: () => amount,
  text: () => text,
  rate: () => kind,
};

/** The tags of the rules that may stand in a list of a price file. */
function tagsOf(list: keyof typeof rolesOf): v.GenericSchema<BillingTag> {
  const rules = billingRules.filter(({ role }) => rolesOf[list].includes(role));
  const [first, ...rest] = rules.map(({ tag, parameters }) =>
    v.strictObject({
      tag: v.literal(tag),
      ...Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, parameter(one)])),
      variant: v.exactOptional(word),
      source: v.exactOptional(address),
    }),
  );
  if (first === undefined) throw new Error(`No rule stands in ${list}.`);
  return v.variant("tag", [first, ...rest]);
}

/** What JSON Schema names once and refers to. */
export const definitions: Readonly<Record<"billingTag" | "servingTag", v.GenericSchema<BillingTag>>> = {
  billingTag: tagsOf("billing"),
  servingTag: tagsOf("serving"),
};

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
  residency: v.exactOptional(v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "a country code such as SG")))),
};

const model = v.strictObject({
  id: word,
  name: v.exactOptional(text),
  aliases: v.exactOptional(v.array(text)),
  shape: v.exactOptional(word),
  parameters: v.exactOptional(amount),
  licence: v.exactOptional(text),
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

/** A file of `pricing/providers`. Unknown fields are errors, so that a slip of the pen is found. */
export const providerFileSchema: v.GenericSchema<ProviderFile> = v.strictObject({
  $schema: v.exactOptional(text),
  provider: word,
  name: text,
  page: address,
  checked: day,
  note: v.exactOptional(text),
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
  note: v.exactOptional(text),
  billedPer: v.picklist(billingSteps),
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
