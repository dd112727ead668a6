import { linkKey } from "@tunecast/estimator/fields";
import { alternativeKinds, metrics } from "@tunecast/estimator/lists";
import { parseDay } from "@tunecast/estimator/prices";
import { defaults, type Inputs, type PilotInput, type Scores, sortKeys } from "./inputs.ts";
import { numberText } from "./numberText.ts";

export interface Address {
  readonly inputs: Inputs;
  readonly unknown: readonly (readonly [key: string, value: string])[];
  /** One sentence for every value that had to be replaced. */
  readonly notes: readonly string[];
}

const version = "1";

/** How one input is written; `read` gives undefined for a text that means nothing. */
interface Parameter<Value> {
  readonly key: string;
  readonly read: (text: string) => Value | undefined;
  readonly write: (value: Value) => string;
}

const parameters: { readonly [Field in keyof Inputs]: Parameter<Inputs[Field]> } = {
  examples: number(linkKey("job.examples")),
  tokensPerExample: number(linkKey("job.tokensPerExample")),
  epochs: number(linkKey("job.epochs")),
  evaluations: number(linkKey("job.evaluations")),
  providerEpochs: flag("provider-epochs"),
  requests: number(linkKey("traffic.requestsPerMonth")),
  inputTokens: number(linkKey("traffic.inputTokens")),
  outputTokens: number(linkKey("traffic.outputTokens")),
  cachedTokens: number(linkKey("traffic.cachedInputTokens")),
  months: number(linkKey("traffic.months")),
  instead: oneOf(linkKey("alternative.kind"), alternativeKinds),
  saved: number(linkKey("alternative.extraInputTokens")),
  insteadCost: number(linkKey("alternative.monthlyCost")),
  day: { key: linkKey("asOf"), read: readDay, write: (day) => day ?? "" },
  offer: name("offer"),
  find: { key: "find", read: (text) => text, write: (text) => text },
  sort: oneOf("sort", sortKeys),
  metric: oneOf(linkKey("pilots.metric"), metrics),
  pilotModel: name("pilot-model"),
  target: { key: linkKey("pilots.target"), read: readNumber, write: writeNumber },
  pilots: { key: "pilots", read: readPilots, write: writePilots },
  budget: number(linkKey("spend.budget")),
  pointValue: number("value-per-point"),
  examplesOwned: number(linkKey("project.examplesOwned")),
  labelCost: number(linkKey("project.labelCost")),
  evalItems: number(linkKey("project.evaluation.items")),
  evalCost: number(linkKey("project.evaluation.costPerItem")),
  failedRuns: number("failed-runs"),
  ragTokens: number("rag"),
  ragMonthly: number("rag-monthly"),
  largerModel: name("larger-model"),
  onCards: name("on-cards"),
  scores: { key: "scores", read: readScores, write: writeScores },
};

const fields = Object.keys(parameters) as (keyof Inputs)[];

/** The fragment of the inputs, `#v=1&examples=500`; what equals the page's defaults is left out. */
export function encodeAddress(inputs: Inputs, unknown: Address["unknown"] = []): string {
  const written = new URLSearchParams([["v", version]]);
  for (const field of fields) {
    const text = writeField(field, inputs);
    if (text !== writeField(field, defaults)) written.append(parameters[field].key, text);
  }
  for (const [key, value] of unknown) written.append(key, value);
  return `#${written.toString()}`;
}

/** Reads a fragment; never fails. A parameter given twice counts once, the last time. */
export function decodeAddress(fragment: string): Address {
  const given = new URLSearchParams(fragment.replace(/^#/u, ""));
  const notes: string[] = [];
  let inputs = defaults;
  for (const field of fields) {
    const { key } = parameters[field];
    const text = given.getAll(key).at(-1);
    if (text === undefined) continue;
    const read = readField(field, text, inputs);
    if (read === undefined) notes.push(replaced(key, text, writeField(field, defaults)));
    else inputs = read;
  }
  const v = given.get("v");
  if (v !== null && v !== version)
    notes.push(`This link is of version ${shown(v)} of the page; what is understood is used.`);
  if (given.has("own"))
    notes.push("The link carries own prices of somebody, which are not read: add them under “Offers”.");
  const keys = new Set(["v", ...fields.map((field) => parameters[field].key)]);
  const unknown = [...given].filter(([key]) => !keys.has(key));
  return { inputs, unknown, notes };
}

// The type parameters tie a value to its own field: without them the compiler would take it for any field's.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function writeField<Field extends keyof Inputs>(field: Field, inputs: Inputs): string {
  return parameters[field].write(inputs[field]);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function readField<Field extends keyof Inputs>(field: Field, text: string, inputs: Inputs): Inputs | undefined {
  const value = parameters[field].read(text);
  return value === undefined ? undefined : { ...inputs, [field]: value };
}

function replaced(key: string, text: string, instead: string): string {
  const value = /^\d+$/u.test(instead) ? numberText(Number(instead)) : instead || "nothing";
  return `The link says ${key} = “${shown(text)}”, which cannot be read; ${value} is used instead.`;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function number(key: string): Parameter<number | null> {
  const read = (text: string): number | null | undefined => {
    const value = readNumber(text);
    return (value ?? 0) < 0 ? undefined : value;
  };
  return { key, read, write: writeNumber };
}

function readNumber(text: string): number | null | undefined {
  if (text === "") return null;
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function writeNumber(value: number | null): string {
  return value === null || !Number.isFinite(value) ? "" : String(value);
}

function name(key: string): Parameter<string | null> {
  return { key, read: (text) => (text === "" ? null : text), write: (value) => value ?? "" };
}

function flag(key: string): Parameter<boolean> {
  const read = (text: string): boolean | undefined => (["0", "1"].includes(text) ? text === "1" : undefined);
  return { key, read, write: (value) => (value ? "1" : "0") };
}

function oneOf<Value extends string>(key: string, values: readonly Value[]): Parameter<Value> {
  return { key, read: (text) => values.find((value) => value === text), write: (value) => value };
}

function readDay(text: string): string | null | undefined {
  if (text === "") return null;
  return parseDay(text).ok ? text : undefined;
}

/** `500:61.2:1.1,1000:64`: examples, score, standard error where known. */
function readPilots(text: string): readonly PilotInput[] | undefined {
  if (text === "") return [];
  const pilots = text.split(",").map((part) => {
    const [n, value, se, ...rest] = part.split(":").map(readNumber);
    const whole = rest.length === 0 && typeof n === "number" && typeof value === "number";
    return whole ? { n, value, se: se ?? null } : undefined;
  });
  const good = pilots.filter((pilot) => pilot !== undefined);
  return good.length === pilots.length ? good : undefined;
}

/** `few_shot:71.5,tuned:74`: scores by way. */
function readScores(text: string): Scores | undefined {
  if (text === "") return {};
  const scores = text.split(",").map((part) => {
    const at = part.lastIndexOf(":");
    return [part.slice(0, at), at < 1 ? undefined : readNumber(part.slice(at + 1))] as const;
  });
  const good = scores.filter((score): score is readonly [string, number] => typeof score[1] === "number");
  return good.length === scores.length ? Object.fromEntries(good) : undefined;
}

function writeScores(scores: Scores): string {
  return Object.entries(scores)
    .map(([way, score]) => `${way}:${writeNumber(score)}`)
    .join(",");
}

function writePilots(pilots: readonly PilotInput[]): string {
  return pilots
    .map(({ n, value, se }) => [n, value, ...(se === null ? [] : [se])].map(writeNumber).join(":"))
    .join(",");
}
