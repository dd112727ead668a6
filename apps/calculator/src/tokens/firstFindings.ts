import type { Finding } from "@tunecast/dataset";
import type { Offer } from "@tunecast/estimator";

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
export function rulesFor({ provider, model }: Pick<Offer, "provider" | "model">): string | null {
  return published.find(([id, models]) => id === provider && models.test(model))?.[2] ?? null;
}

/** At most so many findings in their order: as many places of every kind as of any other, so that none hides the rest. */
export function firstFindings(findings: readonly Finding[], most: number): readonly Finding[] {
  const met = new Map<string, number>();
  const ranked = findings.map((finding) => {
    const kind = `${finding.severity} ${finding.code}`;
    const place = met.get(kind) ?? 0;
    met.set(kind, place + 1);
    return { finding, place };
  });
  const shown = new Set(ranked.toSorted((a, b) => a.place - b.place).slice(0, most));
  return ranked.filter((each) => shown.has(each)).map(({ finding }) => finding);
}
