/** A field of `tunecast.json`, and the option that it stands for. */
export interface Setting {
  readonly path: string;
  /** The option's name as commander has it: `inputTokens` for `--input-tokens`. */
  readonly option: string;
  readonly form: "number" | "amount" | "text" | "words";
  readonly description: string;
}

function setting(path: string, option: string, form: Setting["form"], description: string): Setting {
  return { path, option, form, description };
}

/** The one list of settings: what is read, what the schema says, and the names in the environment. */
export const settings: readonly Setting[] = [
  setting("offers", "model", "words", "Models, or offers by their ids."),
  setting("providers", "provider", "words", "Only these providers."),
  setting("methods", "method", "words", "Only these methods: sft, sft-lora, dpo, …"),
  setting("licences", "licence", "words", "Only open models under these licences."),
  setting(
    "residency",
    "residency",
    "words",
    "Only where the provider says that it trains here: EU, US, another country, regional.",
  ),
  setting("maxParameters", "maxParameters", "number", "Largest model, billions of parameters."),
  setting("asOf", "asOf", "text", "The day whose rates count, YYYY-MM-DD."),
  setting("ownPrices", "ownPrices", "text", "File of your own rates, discounts, credits and exchange rates."),
  setting("job.examples", "examples", "number", "Training examples, where no data are named."),
  setting("job.tokensPerExample", "tokensPerExample", "number", "Mean tokens of one example."),
  setting("job.epochs", "epochs", "number", "Passes over the data."),
  setting("traffic.requestsPerMonth", "requests", "number", "Requests a month."),
  setting("traffic.inputTokens", "inputTokens", "number", "Tokens read by one request."),
  setting("traffic.cachedInputTokens", "cachedInputTokens", "number", "Of these, tokens from the prompt cache."),
  setting("traffic.outputTokens", "outputTokens", "number", "Tokens written by one request."),
  setting("traffic.batchShare", "batchShare", "number", "Share of the requests, 0 to 1, that can wait for a batch."),
  setting("traffic.months", "months", "number", "The horizon of the total."),
  setting("budget.total", "budget", "amount", "What may be spent: what it buys."),
  setting("budget.max", "max", "amount", "Most that the cheapest complete offer may cost."),
  setting("budget.maxMonthly", "maxMonthly", "amount", "Most that a month of its use may cost."),
  setting("budget.warn", "warn", "amount", "Total above which to warn."),
  setting("labels.cost", "labelCost", "amount", "Label and review of one more example."),
  setting("labels.owned", "examplesOwned", "number", "Examples that are labelled already."),
];

const forms: Readonly<Record<Setting["form"], object>> = {
  number: { type: "number", minimum: 0 },
  amount: { type: ["string", "integer"], pattern: String.raw`^\d+(?:\.\d+)?$`, minimum: 0 },
  text: { type: "string", minLength: 1 },
  words: { anyOf: [{ type: "string", minLength: 1 }, texts()] },
};

function texts(): object {
  return { type: "array", items: { type: "string", minLength: 1 }, minItems: 1 };
}

/** The JSON Schema of the file, made of the list. */
export function settingsSchema(): object {
  const properties: Record<string, { properties?: Record<string, object> }> = {
    $schema: { type: "string" } as object,
    data: { description: "Data files or profiles.", ...forms.words } as object,
  };
  for (const { path, form, description } of settings) {
    const [group = "", name] = path.split(".");
    if (name === undefined) properties[group] = { description, ...forms[form] } as object;
    else {
      const own = (properties[group] ??= { type: "object", additionalProperties: false, properties: {} } as object);
      own.properties = { ...own.properties, [name]: { description, ...forms[form] } };
    }
  }
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://unpkg.com/tunecast/schema/tunecast.json",
    title: "Settings of Tunecast",
    type: "object",
    additionalProperties: false,
    properties,
  };
}
