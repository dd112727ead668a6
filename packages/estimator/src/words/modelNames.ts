import type { Assumption } from "../contract/answer.ts";
import type { LeftOff } from "../names/nameParts.ts";
import type { ResolvedModel } from "../names/resolveModel.ts";

const reasons: Readonly<Record<LeftOff, string>> = {
  owner: "a copy under another owner",
  maker: "the maker",
  tuned: "a tune or a layout of the same layers",
  format: "how the weights are stored",
  date: "a date",
  version: "a version",
  context: "how much it reads",
};

/** Layers whose forms differ are counted by their matrices alone. */
export const mixersNote: Assumption = {
  kind: "mixers_counted_as_attention",
  sentence:
    "Not all of its layers are attention of one form: their weights are counted each by its own, their activations, adapters and speed as those of attention.",
};

/** What a name was taken for, and what of it was not needed; nothing where it is the model's own. */
export function modelTaken(name: string, { model, by, leftOff }: ResolvedModel<{ readonly id: string }>): Assumption[] {
  if (by === "name" || (by === "rule" && leftOff.length === 0)) return [];
  const parts = leftOff.map(({ text, why }) => `${text} (${reasons[why]})`).join(", ");
  const rest = parts === "" ? "" : `: ${parts} says nothing of its shape`;
  const doubt = by === "base" || by === "path" ? " If its config.json says otherwise, give the path of that file." : "";
  return [{ kind: "model_taken", sentence: `${name} is taken for ${model.id}${rest}.${doubt}` }];
}
