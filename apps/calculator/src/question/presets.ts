import type { Inputs } from "./inputs.ts";

/** A common kind of job: what one request reads and writes. Round numbers to start from, nobody's measurement. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export const presets: readonly Preset[] = [
  { id: "support", name: "Support replies", inputTokens: 900, outputTokens: 120 },
  { id: "classification", name: "Classification", inputTokens: 400, outputTokens: 5 },
  { id: "extraction", name: "Extraction", inputTokens: 1500, outputTokens: 200 },
  { id: "style", name: "Writing in a style", inputTokens: 500, outputTokens: 400 },
  { id: "tools", name: "Use of tools", inputTokens: 2500, outputTokens: 150 },
];

/** The preset whose numbers stand in the fields; undefined for numbers of one's own. */
export function presetOf({
  inputTokens,
  outputTokens,
}: Pick<Inputs, "inputTokens" | "outputTokens">): Preset | undefined {
  return presets.find((preset) => preset.inputTokens === inputTokens && preset.outputTokens === outputTokens);
}
