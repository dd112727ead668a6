import { amount, day, each, having, list, maybe, number, text, type Check } from "../check/fields.ts";

const counts = "minExamples maxExamples contextTokens fileMegabytes uploadMegabytes jobTokens minEpochs maxEpochs";
const limits = maybe(having(each(counts, maybe(number()))));
const tags = list(having({ tag: text }));
const rates = maybe(
  list(
    having({
      ...each("kind currency per source confidence", text),
      ...each("from seen", day),
      amount,
      disputed: maybe(having({ amount, said: text })),
    }),
  ),
);
const status = maybe(list(having({ kind: text, from: day })));
const sold = {
  offers: maybe(
    list(having({ method: text, variants: maybe(list(text)), billing: tags, serving: maybe(tags), limits })),
  ),
  serving: maybe(tags),
  limits,
};

const shape = having({
  ...each("version sha256", text),
  since: maybe(day),
  providers: list(
    having({
      ...each("provider name page", text),
      checked: day,
      status,
      defaults: maybe(having(sold)),
      rates,
      tiers: maybe(list(having({ over: amount, upTo: maybe(amount), rates }))),
      models: list(
        having({
          ...each("id counting", text),
          parameters: maybe(amount),
          status,
          rates,
          unknown: maybe(list(having({ kind: text }))),
          ...sold,
        }),
      ),
    }),
  ),
});

/** Files of models that are sold untuned, as far as a decision looks them up. */
export const untunedFiles: Check = maybe(list(having({ provider: text, models: list(having({ id: text })) })));

/** A price book as far as every estimate reads it; `pricing/schema` has the whole. */
export const priceBook: Check = (value, path) => {
  const wrong = shape(value, path);
  if (wrong === null) return null;
  const { field, expected, got } = wrong;
  return { kind: "bad_prices", path: field, expected, got };
};
