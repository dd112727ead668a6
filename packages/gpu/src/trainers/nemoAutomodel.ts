import { isMap, type Parsed } from "../config/entry.ts";
import type { Objective, SomeSettings } from "../config/settings.ts";
import { cardsOf } from "./shared.ts";
import file from "./keys/nemo-automodel.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** Its recipes, by what their names hold; the others are supervised. */
const recipes: readonly (readonly [RegExp, Objective])[] = [
  [/KnowledgeDistillation/, "distillation"],
  [/Eagle|DSpark|DFlash|Domino|JetSpec|Vispec|BiEncoder|CrossEncoder|Diffusion|SequenceClassification/, "other"],
  [/Pretrain/, "scratch"],
];

function recipeOf(config: Parsed): SomeSettings {
  const { recipe, peft } = config.values;
  const name = isMap(recipe) ? String(recipe["_target_"]) : String(recipe);
  const objective = recipes.find(([sign]) => sign.test(name))?.[1];
  return { ...cardsOf(config), ...(isMap(peft) && { adapter: "lora" }), ...(objective !== undefined && { objective }) };
}

/** NeMo AutoModel's YAML. */
export const nemoAutomodel: Trainer = trainerOf(file, {
  is: ({ values }) => "step_scheduler" in values && isMap(values["model"]),
  beside: recipeOf,
});
