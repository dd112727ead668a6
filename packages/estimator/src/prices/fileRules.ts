/** A provider of the price book, the models it means, and the rules that it publishes for their data. */
const published: readonly (readonly [provider: string, models: RegExp, rules: string])[] = [
  ["openai", /./u, "openai"],
  ["azure", /./u, "azure-openai"],
  ["together", /./u, "together"],
  ["fireworks", /./u, "fireworks"],
  ["google-vertex", /^gemini-/u, "vertex-gemini"],
  ["aws-bedrock", /^nova-/u, "bedrock-nova"],
  ["aws-bedrock", /^claude-/u, "bedrock-claude"],
  ["aws-bedrock", /^llama-/u, "bedrock-llama"],
  ["aws-bedrock", /^titan-text-/u, "bedrock-titan"],
  ["aws-bedrock", /^model-distillation$/u, "bedrock-distillation"],
  ["mistral", /./u, "mistral"],
  ["cohere", /./u, "cohere"],
  ["nebius", /./u, "nebius"],
];

/** Id of the rules that an offer's provider publishes for data files; null where it publishes none. */
export function fileRules({ provider, model }: { readonly provider: string; readonly model: string }): string | null {
  return published.find(([id, models]) => id === provider && models.test(model))?.[2] ?? null;
}
