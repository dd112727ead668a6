import { nearestNames } from "../check/nearest.ts";
import { fail, ok, type Result } from "../problem.ts";
import { date, nameParts, tuneOf, type LeftOff, type NameParts } from "./nameParts.ts";
import file from "./senses.json" with { type: "json" };

/** Things that a model reads or writes beside text; `encoder`: one that writes none token by token. */
type Sense = "images" | "sound" | "diffusion" | "encoder";

/** Parts of names by which such models are known, as a part between dashes begins. */
const signs = /* @__PURE__ */ Object.entries(file.senses).map(
  ([sense, sign]) => [new RegExp(sign, "u"), sense as Sense] as const,
);

function senseOf(name: string): Sense | undefined {
  const parts = name
    .slice(name.lastIndexOf("/") + 1)
    .toLowerCase()
    .replaceAll(/(\d)_(?=\d)/g, "$1.")
    .replace(/minicpm[-_](?=[ov]\b|[ov][-_])/, "minicpm")
    .split(/[-_\s]+/);
  return signs.find(([sign]) => parts.some((part) => sign.test(part)))?.[1];
}

const encoders = /* @__PURE__ */ new RegExp(file.encoders, "u");

export interface NamedModel {
  readonly id: string;
  readonly hf?: string;
  readonly aliases?: readonly string[];
}

/** A family that is known and not counted: what is missing. */
export interface UncountedModel {
  readonly names: readonly string[];
  /** `layers`: not all of one form; `sizes`: no public file with all of them was found. */
  readonly reason: "layers" | "sizes";
  readonly source: string;
}

/** A model of the list, and what of the name was not needed to find it. */
export interface ResolvedModel<T> {
  readonly model: T;
  /**
   * `name`: its id, repository or alias. `rule`: the rest of the name does not change the shape. `base`: a tune that bears the name of its
   * base. `path`: a local folder, taken by its name.
   */
  readonly by: "name" | "rule" | "base" | "path";
  readonly leftOff: readonly { readonly text: string; readonly why: LeftOff }[];
  readonly context?: number;
}

/**
 * The model of the list that a word names: an id, an alias, or a repository of the hub in any spelling. What only says how a model was
 * tuned, stored or mirrored is left off, and said. Problems: `unknown_model` (known: the nearest), `uncounted_model` for a shape that
 * cannot be reckoned with, `model_reads_more` for one that reads more than text.
 */
export function resolveModel<T extends NamedModel>(
  models: readonly T[],
  name: string,
  uncounted: readonly UncountedModel[] = [],
): Result<ResolvedModel<T>> {
  const spellings = [name, ...otherSpellings(models, name)];
  for (const spelling of spellings) {
    const found = (spelling === name ? exact(models, name) : undefined) ?? byRule(models, spelling);
    if (found) return ok(found);
    const missing = uncounted.find(({ names }) => names.some((known) => same(nameParts(known), nameParts(spelling))));
    if (missing) return fail({ kind: "uncounted_model", model: name, reason: missing.reason });
  }
  // A tune of a model that sees is one of the listed models that see, never one of text alone.
  const sense = senseOf(name);
  const alike = models.filter(({ id }) => senseOf(id) === sense);
  for (const spelling of spellings) {
    const found = ofBase(alike, spelling) ?? ofOnly(alike, spelling) ?? ofPath(models, spelling);
    if (found) return ok(found);
  }
  if (sense) return fail({ kind: "model_reads_more", model: name, sense });
  const own = name.slice(name.lastIndexOf("/") + 1);
  if (own.split(/[-_.\s]+/).some((part) => encoders.test(part.toLowerCase())))
    return fail({ kind: "model_reads_more", model: name, sense: "encoder" });
  const ids = models.map(({ id }) => id);
  return fail({ kind: "unknown_model", model: name, known: nearestNames(own, ids, 5) });
}

/** The same, where only the model matters; undefined where none is meant. */
export function modelNamed<T extends NamedModel>(models: readonly T[], name: string): T | undefined {
  const found = resolveModel(models, name);
  return found.ok ? found.value.model : undefined;
}

/**
 * The name without its owner's words, those of a listed model's maker (`zai-org_GLM-4.5-Air`) or of a catalogue (`huggingface-llm-…`)
 * before it, and with the point of a version that is written without (`llama32-3b`).
 */
function otherSpellings(models: readonly NamedModel[], name: string): string[] {
  const [own = "", owner = ""] = name.split("/").toReversed();
  const makers = models.map(({ hf = "" }) => hf.slice(0, Math.max(0, hf.indexOf("/"))));
  const before = [owner, owner.split(/[-_]/)[0] ?? "", ...makers]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 3 && own.toLowerCase().startsWith(word) && /[-_]/.test(own.charAt(word.length)))
    .filter((word) => !models.some(({ id }) => id.startsWith(word)))
    .toSorted((a, b) => b.length - a.length)[0];
  const short =
    before === undefined ? name.replace(/^huggingface-[a-z]+-/, "") : `${before}/${own.slice(before.length + 1)}`;
  const spread = short.replaceAll(/(?<![a-z\d])([a-z]{2,})([1-9])([1-9])(?=[-_])/gi, "$1-$2.$3");
  return [...new Set([short, spread])].filter((spelling) => spelling !== name);
}

/** Case and the kind of mark between two parts do not matter; that there is one does: `1.3b` is not `13b`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, " ");

function namesOf({ id, hf, aliases = [] }: NamedModel): string[] {
  return [id, ...(hf === undefined ? [] : [hf, hf.slice(hf.indexOf("/") + 1)]), ...aliases];
}

const read = /* @__PURE__ */ new WeakMap<NamedModel, readonly NameParts[]>();

/** What of a mixture works on a token: `qwen3-235b` is `qwen3-235b-a22b`. */
const active = /-a\d+(\.\d+)?b(?=-|$)/i;

/** The names of a listed model in their parts, its id first; a mixture's without what of it is active as well. */
function partsOf(model: NamedModel): readonly NameParts[] {
  const parts =
    read.get(model) ?? namesOf(model).flatMap((name) => [...new Set([name, name.replace(active, "")])].map(nameParts));
  read.set(model, parts);
  return parts;
}

function exact<T extends NamedModel>(models: readonly T[], name: string): ResolvedModel<T> | undefined {
  const wanted = plain(name);
  const model = models.find((one) => namesOf(one).some((known) => plain(known) === wanted));
  return model && { model, by: "name", leftOff: [] };
}

/** Points are marks like others, as names of code and of services write them: `qwen2_5_0_5b`, `llama3-1-8b`. */
const text = ({ core }: NameParts): string => plain(core.join(" "));

function same(one: NameParts, other: NameParts): boolean {
  return text(one) === text(other);
}

/** Version and date of a name: of models that differ by nothing else, the one with the same is meant. */
const markOf = ({ leftOff }: NameParts, marks: readonly LeftOff[] = ["version", "date"]): string =>
  leftOff
    .filter(({ why }) => marks.includes(why))
    .map(({ text: mark }) => mark)
    .join(" ");

function byRule<T extends NamedModel>(models: readonly T[], name: string): ResolvedModel<T> | undefined {
  const parts = nameParts(name);
  const alike = models.flatMap((model) => {
    const known = partsOf(model).filter((one) => same(one, parts));
    return known.length === 0 ? [] : [{ model, marks: known.map((one) => markOf(one)), tunes: known.map(tuneOf) }];
  });
  const [mark, version] = [markOf(parts), markOf(parts, ["version"])];
  const bearing = (own: string): typeof alike => alike.filter(({ marks }) => marks.includes(own));
  // A later day of the same version has its shape, and so has a version of a size that is listed without one.
  const plainOnes = version === "" || parts.core.some((word) => size.test(word)) ? bearing("") : [];
  const others = mark === "" ? alike : [...bearing(version), ...plainOnes];
  const named = alike.find(({ model }) => exact([model], name.slice(name.lastIndexOf("/") + 1)));
  const dated = bearing(mark).find(({ tunes }) => tunes.includes(tuneOf(parts))) ?? bearing(mark)[0];
  const meant = named ?? dated ?? (new Set(others).size === 1 ? others[0] : undefined);
  return meant && taken(meant.model, parts);
}

function taken<T extends NamedModel>(model: T, parts: NameParts, rest?: readonly string[]): ResolvedModel<T> {
  const owner = model.hf?.slice(0, model.hf.indexOf("/")).toLowerCase();
  const kept = parts.leftOff.filter(({ text: part, why }) => why !== "owner" || part.toLowerCase() !== owner);
  const leftOff = rest?.length ? [...kept, { text: rest.join(" "), why: "tuned" as const }] : kept;
  const { context } = parts;
  return { model, by: rest ? "base" : "rule", leftOff, ...(context !== undefined && { context }) };
}

const size = /^\d+(\.\d+)?[bm]$/;

/** Words that say that the layers or widths are others than those of the base. */
const otherShape = /* @__PURE__ */ new Set(file.otherShape.split(" "));

/** `qwen3_1_7b` is `qwen3-1.7b`. */
const pointless = (core: readonly string[]): string[] => core.flatMap((word) => word.split("."));

/**
 * A tune whose name holds that of its base, words of its own between: its id with family, version and size (`Skywork-Reward-V2-Qwen3-8B`,
 * not `R1-Finetune-Qwen-7B`), or another of three words with a size or a day (`Mistral-Small-Instruct-2409-dpo-unsafe`).
 */
function ofBase<T extends NamedModel>(models: readonly T[], name: string): ResolvedModel<T> | undefined {
  const parts = nameParts(name);
  const names = models.flatMap((model) => partsOf(model).map((known, at) => ({ model, known, isId: at === 0 })));
  const fits = names.flatMap(({ model, known, isId }) => {
    const { core, words } = known;
    const rest = isId
      ? (without(core, parts.core) ?? without(pointless(core), pointless(parts.core)))
      : without(words, parts.words);
    if (rest === undefined || rest.some((word) => size.test(word) || otherShape.has(word.replace(/\d+$/, ""))))
      return [];
    // `qwen 7b` may be Qwen's first, its second or its third.
    const versions = new RegExp(`^${core[0]}-?\\d+(\\.\\d+)*(-|$)`);
    const isShort = isId ? core.length < 3 && models.some(({ id }) => versions.test(id)) : words.length < 3;
    if (isShort || !(isId ? core : words).some((word) => size.test(word) || (!isId && date.test(word)))) return [];
    // Of two that differ by a mark, the one with a mark of the tune's, else the one without.
    const mark = ["", ...markOf(parts).split(" ")].indexOf(markOf(known));
    return [{ model, rest, words: core.length, mark }];
  });
  const best = fits.toSorted((a, b) => b.words - a.words || b.mark - a.mark)[0];
  return best && taken(best.model, parts, best.rest);
}

/** A tune that bears the name of a family with one model alone, `tinyllama_lora_norobots`, or whose first model has no other: `gpt2-imdb`. */
function ofOnly<T extends NamedModel>(models: readonly T[], name: string): ResolvedModel<T> | undefined {
  const parts = nameParts(name);
  const [family = ""] = parts.core;
  const own = models
    .map((model) => ({ model, core: partsOf(model)[0]?.core ?? [] }))
    .filter(({ core }) => core[0] === family);
  const first = own.find(
    ({ model, core }) => /^[a-z]+\d*$/.test(model.id) && core.every((word, at) => word === parts.core[at]),
  );
  const alone = own.length === 1 && family.length > 5 && own[0]?.core.slice(1).every((word) => size.test(word));
  const only = first ?? (alone ? own[0] : undefined);
  if (only === undefined) return undefined;
  const rest = parts.core.slice(first ? first.core.length : 1);
  // `sarvam-2` is no tune of `sarvam-30b`.
  if (/^\d/.test(rest[0] ?? "") || rest.some((word) => size.test(word) || otherShape.has(word))) return undefined;
  return taken(only.model, parts, rest);
}

/** A list without the words of a shorter one, in their order, perhaps with words between (`Llama-3-Open-Ko-8B`); undefined if not all there. */
function without(words: readonly string[], all: readonly string[]): string[] | undefined {
  for (const start of all.keys()) {
    const places = [start];
    for (const word of words.slice(1)) {
      const before = places.at(-1) ?? start;
      const next = all.indexOf(word, before + 1);
      // `llama-3-1-8b` has no point, `llama-3-tulu-2-8b` has a word of its own.
      if (next < 0 || (next > before + 1 && /^\d/.test(all[before + 1] ?? ""))) break;
      places.push(next);
    }
    if (all[start] === words[0] && places.length === words.length) return all.filter((_, at) => !places.includes(at));
  }
  return undefined;
}

/** A local folder by the name of one of its parts, the last that means a model: `models/Llama-2-7b`. */
function ofPath<T extends NamedModel>(models: readonly T[], path: string): ResolvedModel<T> | undefined {
  const folders = path.split("/").filter((folder) => folder !== "" && folder !== "." && folder !== "..");
  if (folders.length < 3 && !/^[./~]/.test(path)) return undefined;
  for (const folder of folders.toReversed()) {
    const sense = senseOf(folder);
    const alike = models.filter(({ id }) => senseOf(id) === sense);
    const found = exact(alike, folder) ?? byRule(alike, folder) ?? ofBase(alike, folder);
    if (found) return { ...found, by: "path" };
    if (sense) return undefined;
  }
  return undefined;
}
