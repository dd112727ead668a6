// @ts-check
const text = { type: "string" };
const day = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" };

/** JSON Schema of the lists. */
export const listSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Tunecast: prices of fine-tuning, resolved",
  type: "object",
  required: ["schemaVersion", "version", "sha256", "license", "offers", "prices"],
  properties: {
    schemaVersion: { const: 1 },
    version: { ...day, description: "Newest day on which a file was checked; prices-v1 holds what is in force on it." },
    sha256: text,
    license: { const: "CC0-1.0" },
    offers: {
      type: "array",
      description: "What holds for an offer beside its prices; every `offer` of a row of `prices` but a machine's.",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["offer", "ids", "counting", "billing"],
        properties: {
          offer: text,
          ids: {
            type: "object",
            description: "The model's names: the provider's own, and those in other lists that have it.",
            additionalProperties: false,
            required: ["native"],
            properties: Object.fromEntries(
              ["native", "huggingFace", "openRouter", "modelsDev", "liteLLM"].map((name) => [name, text]),
            ),
          },
          released: { ...day, description: "First known day of the model: no price holds before it." },
          counting: { type: "string", description: "Whose tokens are billed: `overhead/vocabulary`." },
          parameters: { type: "string", description: "Total, in billions." },
          epochs: { type: "object", description: "The provider's passes over the data where nobody sets them." },
          billing: {
            type: "array",
            description: "Rules of RULES.md: what the training rate is multiplied by, rounding and minimum.",
            items: { type: "object", required: ["tag"] },
          },
          serving: { type: "array", items: { type: "object", required: ["tag"] } },
        },
      },
    },
    prices: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["offer", "provider", "kind", "amount", "currency", "per", "from", "fromKind", "seen", "status"],
        properties: {
          offer: text,
          provider: text,
          ...Object.fromEntries(
            ["model", "method", "variant", "service", "term", "region", "gpu"].map((name) => [name, text]),
          ),
          kind: text,
          gpus: { type: "integer" },
          context: { type: "integer", description: "Tokens of the longest example." },
          amount: { type: "string", pattern: "^\\d+(\\.\\d+)?$" },
          currency: text,
          per: text,
          from: day,
          fromKind: { enum: ["stated", "copy", "before", "read"] },
          until: { ...day, description: "First day on which another price holds." },
          seen: day,
          age: { type: "integer", description: "Days from `seen` to `version`; in prices-v1 alone." },
          undated: { type: "boolean", description: "The copy bears no day: never fresh." },
          confidence: { enum: ["primary", "secondary"] },
          source: text,
          status: text,
          evidence: { type: "array", items: { type: "object" } },
          conflicts: { type: "array", items: text },
          disputed: { type: "object" },
        },
      },
    },
  },
};
