import file from "./nameWords.json" with { type: "json" };

/** Why a part of a name says nothing of the model's shape. */
export type LeftOff = "owner" | "maker" | "tuned" | "format" | "date" | "version" | "context";

/** A name in its parts: the words that tell the shape, and the parts that do not. */
export interface NameParts {
  /** Letters and numbers apart, versions whole: `qwen`, `2.5`, `7b`. */
  readonly core: readonly string[];
  readonly leftOff: readonly { readonly text: string; readonly why: LeftOff }[];
  /** In their order, without those that say how a model was tuned or is stored. */
  readonly words: readonly string[];
  /** Tokens that the name says the model reads: `-128k`, `-1M`. */
  readonly context?: number;
}

/** What a model was made for after its pre-training, or how its weights are laid out. */
const tuned = /* @__PURE__ */ new Set(file.tuned.split(" "));

/** How the weights are stored, of which the shape is the same. */
const format = /* @__PURE__ */ new RegExp(`^(${file.format.join("|")})$`, "u");

const makers = new Set(["meta", "nvidia", "google", "microsoft", "mistralai"]);

/** `2507` (year and month), `0414` (month and day), `2024`, `20251029`. */
export const date: RegExp = /^(2[3-9](0[1-9]|1[0-2])|(0[1-9]|1[0-2])([0-2]\d|3[01])|20[23]\d([01]\d[0-3]\d)?)$/;
const version = /^v\d+(\.\d+)*$/;
/** The number of a job or a commit. */
const job = /^(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{7,}$/;
/** `128k`, `1M`: from 14M on it is the size of a small model. */
const context = /^(?:(\d+)(k)|(\d|10)(m))$/;

/**
 * A name with points where people write none (`phi-1_5`, `Llama-3_1`, `qwen2p5`, `qwen3-06b`; in `llama3_8b` the size is its own), and
 * without the blocks of `Q4_K_M`.
 */
function pointed(name: string): string {
  return name
    .replaceAll(/(?<=[-_.:]i?q\d)_(?:k(?:_(?:xl|[lsm]))?|x{0,2}s|[lm]|nl)(?![a-z\d])/gi, "")
    .replaceAll(/\.(?=(?:gguf|i?q\d|w\d+a\d+)(?![a-z]))/gi, "-")
    .replaceAll(/([a-z]\d*)_(?=\d+(?:\.\d+)?[bm](?![a-z\d]))/gi, "$1-")
    .replaceAll(/(\d)[_p](?=\d)/gi, "$1.")
    .replaceAll(/(?<![\d.])0(?=\db(?![a-z\d]))/gi, "0.");
}

/** The parts of a name of the hub, `owner/name` or the name alone; case, dashes and underscores do not matter. */
export function nameParts(name: string): NameParts {
  const slash = name.lastIndexOf("/");
  const owner = slash < 0 ? undefined : name.slice(0, slash);
  const own = pointed(name.slice(slash + 1)).toLowerCase();
  const parts = own
    .split(/[-_\s:]+/)
    .filter((part) => part !== "")
    .map((text, at, all) => partOf(text, at, all));
  const said = parts.map(({ text, leftOff }) => (leftOff === "context" ? context.exec(text) : null)).find(Boolean);
  return {
    core: parts.filter((part) => part.leftOff === undefined).flatMap(({ text }) => text.match(words) ?? []),
    leftOff: [
      ...(owner === undefined ? [] : [{ text: owner, why: "owner" as const }]),
      ...parts.flatMap(({ text, leftOff }) => (leftOff === undefined ? [] : [{ text, why: leftOff }])),
    ],
    words: own.split(/[^a-z0-9]+/).filter((word) => word !== "" && !tuned.has(word) && !format.test(word)),
    ...(said && { context: said[1] === undefined ? Number(said[3]) * 1_000_000 : Number(said[1]) * 1024 }),
  };
}

/** How a model was tuned, the words of it that stand for one another as one: `it` and `instruct` are a chat model. */
export function tuneOf({ leftOff }: NameParts): string {
  const words = leftOff.filter(({ why }) => why === "tuned").map(({ text }) => (chat.has(text) ? "chat" : text));
  return [...new Set(words.filter((word) => !layout.has(word)))].sort().join(" ");
}

const chat = new Set(["instruct", "it", "chat"]);
/** Words that say how the weights are laid out or that they are the base's, which no word says as well. */
const layout = new Set(["hf", "base", "pt", "text", "source", "linearized", "converted", "merged"]);

/** Whether two names mean one release: the same sizes, version, date and tune, whoever's copy it is and however its weights are stored. */
export function sameRelease(one: string, other: string): boolean {
  return releaseOf(nameParts(one)) === releaseOf(nameParts(other));
}

/** What two names of one release have in common; a name that says `base` is none of what was tuned from it. */
export function releaseKey(name: string): string {
  const parts = nameParts(name);
  return releaseOf(parts) + (parts.leftOff.some(({ text }) => text === "base") ? " base" : "");
}

function releaseOf(parts: NameParts): string {
  const dated = parts.leftOff.filter(({ why }) => why === "date" || why === "version" || why === "context");
  const core = parts.core.join(" ").replaceAll(".", " ");
  return [core, dated.map(({ text }) => text).join(" "), tuneOf(parts)].join("|");
}

function partOf(text: string, at: number, all: readonly string[]): { text: string; leftOff?: LeftOff } {
  if (at === 0) return makers.has(text) && all.length > 1 ? { text, leftOff: "maker" } : { text };
  if (tuned.has(text) || job.test(text)) return { text, leftOff: "tuned" };
  if (format.test(text)) return { text, leftOff: "format" };
  if (date.test(text) || (/^\d\d$/.test(text) && date.test(all[at + 1] ?? ""))) return { text, leftOff: "date" };
  if (version.test(text)) return { text, leftOff: "version" };
  return context.test(text) ? { text, leftOff: "context" } : { text };
}

const words = /h2o[a-z]*|\d+(?:\.\d+)*[a-z]*|[a-z]+/g;
