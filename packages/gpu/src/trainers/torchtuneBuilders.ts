import file from "./keys/torchtuneBuilders.json" with { type: "json" };

/** torchtune's builders, by the model that they build as the list of models calls it: `family.name`. */
const builders: Readonly<Record<string, string>> = file.builders;

/** What a family's checkpoints are called, and its tokenizer where it has none of its own name. */
const families: Readonly<Record<string, { readonly type: string; readonly tokenizer?: string }>> = file.families;

/** How a family of models is loaded. */
export function familyOf(family: string): { type: string; tokenizer: string } {
  const { type = family.toUpperCase(), tokenizer = `${family}.${family}_tokenizer` } = families[family] ?? {};
  return { type, tokenizer: `torchtune.models.${tokenizer}` };
}

/** The builder of a model, by its id in the list or by the builder's own name; undefined where torchtune has none. */
export function builderOf(model: string): { family: string; name: string } | undefined {
  const own = Object.values(builders).find(
    (path) => path.slice(path.indexOf(".") + 1).replace(/_(instruct|base)$/, "") === model,
  );
  const [family, name] = (builders[model] ?? own ?? "").split(".");
  return family !== undefined && name !== undefined ? { family, name } : undefined;
}
