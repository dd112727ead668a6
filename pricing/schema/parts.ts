import * as v from "valibot";
import { parseDay } from "../../packages/estimator/src/check/day.ts";
import {
  bookStatuses,
  confidences,
  customerExceptions,
  dayKinds,
  rentalTerms,
  tuningMethods,
} from "../../packages/estimator/src/prices/bookWords.ts";
import { rateKinds, rateUnits } from "../../packages/estimator/src/prices/rateKinds.ts";

/** A sentence part that says what was expected, as the price files' own tests and `prices check` print it. */
export const text = v.pipe(v.string(), v.minLength(1, "some text"));
export const word = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]*$/, "lower-case letters, digits, dots and hyphens"));
export const day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, "a day, YYYY-MM-DD"),
  v.check((value) => parseDay(value).ok, "a day that exists, YYYY-MM-DD"),
);
export const amount = v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/, 'a plain non-negative decimal such as "0.48"'));
export const currency = v.pipe(v.string(), v.regex(/^(?:[A-Z]{3}|credits)$/, "a currency code such as USD"));
export const count = v.pipe(v.number(), v.integer("a whole number"), v.minValue(1, "at least 1"));
export const counting: v.GenericSchema<string, string> = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9.-]+\/[a-z0-9_.-]+$/, "overhead/vocabulary, such as openai/o200k_base"),
);
/** http or https with a host that has a dot: nothing local, nothing without a scheme. */
export const address = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s'"]*)?$/i, "a public address, http(s)://…"),
);

export const confidence = v.picklist(confidences);
export const method = v.picklist(tuningMethods);
export const kind = v.picklist(rateKinds);
export const unit = v.picklist(rateUnits);

/** A copy that was read. */
export const evidence = v.strictObject({
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
export const origin = {
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
export const dispute = v.strictObject({ amount, said: text, source: v.exactOptional(address) });

export const rate = v.strictObject({
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

export const gpuRate = v.strictObject({
  id: text,
  gpu: word,
  gpus: count,
  region: v.exactOptional(text),
  term: v.picklist(rentalTerms),
  amount,
  currency,
  ...origin,
});

export const dayKind = v.picklist(dayKinds);

export const offered = v.strictObject({
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

export const status = v.strictObject({
  kind: v.picklist(bookStatuses),
  unless: v.exactOptional(v.picklist(customerExceptions)),
  from: day,
  source: address,
  seen: day,
  confidence,
  note: v.exactOptional(text),
});
