import file from "./preference.json" with { type: "json" };
import type { Parsed } from "./entry.ts";
import type { Objective } from "./settings.ts";

/** What a config is trained on, with the key or the words that say so; or a key that only some objectives have. */
export type Stated =
  | { readonly objective: Objective; readonly by: string }
  | { readonly among: readonly Objective[]; readonly by: string };

/** Keys that one objective alone has. */
const deciding = file.keys as Readonly<Record<string, Objective>>;

/** Names of losses that one objective alone has. */
const losses = new Map(
  Object.entries(file.losses).flatMap(([objective, words]) =>
    words.split(" ").map((word) => [word, objective as Objective] as const),
  ),
);

/** Words by which people name their files and runs. */
const named: readonly (readonly [RegExp, Objective])[] = [
  [/(^|[^a-z])dpo([^a-z]|$|trainer)/i, "dpo"],
  [/(^|[^a-z])(orpo|cpo|simpo)([^a-z]|$|trainer)/i, "orpo"],
  [/(^|[^a-z])kto([^a-z]|$|trainer)/i, "kto"],
  [/(^|[^a-z])grpo([^a-z]|$|trainer)/i, "grpo"],
];

/**
 * What a config that names no objective is trained on, by keys that only some objectives have. Keys decide first, then the
 * loss, then the names of the file and the run and its comments, where a shared key says that it is one of a few.
 * Undefined where no key belongs to an objective.
 */
export function statedObjective(config: Parsed): Stated | undefined {
  const { values } = config;
  const key = Object.keys(deciding).find(
    (one) => values[one] !== undefined && values[one] !== null && values[one] !== false,
  );
  const loss = [values["loss_type"]].flat().find((one) => typeof one === "string" && losses.has(one));
  if (typeof loss === "string") return { objective: losses.get(loss) ?? "dpo", by: "loss_type" };
  if (key !== undefined) return { objective: deciding[key] ?? "dpo", by: key };
  // Keys that only training on preferences has, whichever way.
  const among = file.shared.find((one) => one in values);
  if (among === undefined) return undefined;
  const found = new Set(
    namesIn(config).flatMap((name) => named.filter(([sign]) => sign.test(name)).map(([, objective]) => objective)),
  );
  const [only, ...more] = found;
  return only !== undefined && more.length === 0
    ? { objective: only, by: among }
    : { among: ["dpo", "orpo", "kto"], by: among };
}

function namesIn({ file, values, comments }: Parsed): string[] {
  const own = ["run_name", "output_dir", "hub_model_id", "trl_trainer"].map((key) => values[key]);
  return [file, ...own.filter((name) => typeof name === "string"), ...comments];
}
