import { isKey, own } from "../check/keys.ts";
import type { Note } from "../contract/notes.ts";
import { decimal, type Amount } from "../money.ts";
import type { Profile, RuleCounts } from "../contract/profile.ts";
import type { CountedJob, TypedJob } from "../contract/fields/job.ts";
import type { BookOffer } from "../prices/offers.ts";
import { once, onceBy } from "../prices/once.ts";
import type { Limits } from "../prices/priceFile.ts";
import {
  asCounted,
  billedOf,
  doubted,
  limitedTokens,
  limitNotes,
  overContextNotes,
  scale,
  tooLongExamples,
  type CountedSet,
  type Part,
} from "./lengthLimits.ts";
import { nothing, ordered, type Spread } from "./spread.ts";
import { isOpenai, templateTokens, tokenRatio, type TokenRatio } from "./tokenRatios.ts";

export interface Counted extends Pick<CountedSet, "examples" | "modelTurns"> {
  /** True where the vocabulary was run over the data. */
  readonly exact: boolean;
  readonly tooLong: (limits: Limits) => number;
  /** Tokens billed for one pass, with the provider's treatment of what is too long. */
  readonly pass: (part: Part, limits: Limits) => Spread;
  readonly limitNotes: (part: Part, limits: Limits) => readonly Note[];
  readonly assumptions: readonly Note[];
}

/** A data set by rule, converted or not. Offers that count alike share the count. */
const countsOf = /* @__PURE__ */ once((set: TypedJob | CountedJob) =>
  onceBy(
    (rule: string, convert: boolean) => `${rule}|${convert}`,
    (rule, convert) => countedOnce(countedBy(rule, set, convert)),
  ),
);

/** A data set as an offer counts it, texts made messages where it takes none. */
export function countedFor(offer: BookOffer, set: TypedJob | CountedJob): Counted {
  const convert = "profile" in set && mustConvert(offer, set.profile);
  return countsOf(set)(offer.model.counting, convert);
}

function countedOnce(counted: Counted): Counted {
  const nameOf = ({ contextTokens, overContext }: Limits): string => `${contextTokens}|${overContext}`;
  const nameOfPart = (part: Part, limits: Limits): string => `${part}|${nameOf(limits)}`;
  return {
    ...counted,
    tooLong: onceBy(nameOf, counted.tooLong),
    pass: onceBy(nameOfPart, counted.pass),
    limitNotes: onceBy(nameOfPart, counted.limitNotes),
  };
}

/** Whether the rows are of no shape that the offer takes. */
export function mustConvert({ formats }: BookOffer, { format }: Profile): boolean {
  return formats !== null && !formats.includes(format);
}

/** Counts a typed or profiled data set by a counting rule `overhead/vocabulary`. @param convert texts have to be made messages first */
export function countedBy(rule: string, job: TypedJob | CountedJob, convert: boolean = false): Counted {
  return "profile" in job ? profiled(rule, job.profile, convert) : typed(rule, job);
}

/** Typed counts are taken as they stand; the range holds what the provider's own tokenizer and overhead may add. */
function typed(rule: string, { examples, tokensPerExample }: TypedJob): Counted {
  const [template, vocabulary] = splitRule(rule);
  const [low, , high] = tokenRatio(vocabulary).ratio;
  const overhead = templateTokens(template, examples, 3 * examples, examples);
  // In decimal: 100 × 128.3 is 12,830, where binary fractions give a little more and rounding up one more token.
  const each = (tokens: Amount, limits: Limits): Amount =>
    decimal(billedOf(tokens.toNumber(), limits)).times(examples).ceil();
  const typedTokens = decimal(tokensPerExample);
  const most = typedTokens.times(Math.max(high, 1)).plus(Math.max(0, overhead));
  // Where turns are dropped, the length of a whole example says nothing about them.
  const tooLong = ({ contextTokens = Infinity, overContext }: Limits): number =>
    tokensPerExample > contextTokens && overContext !== "drop" ? examples : 0;
  return {
    examples,
    // Unknown: a typed count stands for all that is billed.
    modelTurns: 0,
    exact: false,
    tooLong,
    pass: (part, limits) =>
      ordered({
        low: each(typedTokens.times(low), limits),
        typical: each(typedTokens, limits),
        // A typed example may be several records, none of them over the limit.
        high: each(most, part === "recounted" ? {} : limits),
      }),
    limitNotes: (_part, limits) => overContextNotes(tooLong(limits), "example", limits),
    assumptions: [{ kind: "typed_tokens", tokensPerExample }],
  };
}

function profiled(rule: string, profile: Profile, convert: boolean): Counted {
  const [template, vocabulary] = splitRule(rule);
  const { examples, modelTurns } = profile;
  const common = { examples, modelTurns };
  const marks = marksOf(template, profile, convert);
  // OpenAI's rules differ in pictures alone: a profile without them, counted before a model had its own rule, says the same.
  const openai = isOpenai(template) && profile.images === 0 ? profile.counts[`openai/${vocabulary}`] : undefined;
  const counts = own(profile.counts, rule) ?? openai;
  if (counts !== undefined) return { ...common, ...exactCount({ ...common, counts }, template, marks, profile) };
  const plain = profile.counts[`plain/${vocabulary}`];
  const stand = plain ?? profile.counts["plain/o200k_base"];
  if (stand !== undefined) {
    const measured = plain === undefined ? tokenRatio(vocabulary, profile.scripts) : null;
    const scaledCount = scaled({ ...common, counts: stand }, measured, template, marks);
    return { ...common, ...scaledCount, assumptions: [...scaledCount.assumptions, ...pictures(profile)] };
  }
  return { ...common, exact: false, tooLong: () => 0, pass: () => nothing, limitNotes: () => [], assumptions: [] };
}

/** Mean tokens per example that a template writes around messages. */
interface Marks {
  /** That the counts of the template's own rule hold: texts are counted without. */
  readonly counted: number;
  /** That come on top once texts are made messages, as an offer wants that takes no texts. */
  readonly toCome: number;
}

function marksOf(template: string, profile: Profile, convert: boolean): Marks {
  const { examples, messages, modelTurns } = profile;
  const all = templateTokens(template, examples, messages, modelTurns);
  const texts = examples === 0 ? 0 : (profile.textExamples ?? 0) / examples;
  return { counted: all * (1 - texts), toCome: convert ? all * texts : 0 };
}

/** True where a profile can say anything about a rule: its own counts, its vocabulary's, or the stand-in's. */
export function canCount(rule: string, profile: Profile): boolean {
  return [rule, `plain/${splitRule(rule)[1]}`, "plain/o200k_base"].some((name) => isKey(profile.counts, name));
}

function exactCount(
  set: CountedSet,
  template: string,
  { counted, toCome }: Marks,
  profile: Profile,
): Omit<Counted, keyof CountedSet> {
  const billsTemplate = isOpenai(template) || template === "plain";
  const leastScale = billsTemplate ? asCounted : scale(1, -Math.round(counted));
  const mostScale = toCome === 0 ? asCounted : scale(1, toCome);
  return {
    exact: set.counts.exact && toCome === 0,
    assumptions: [
      ...(billsTemplate || counted === 0 ? [] : [{ kind: "template_billing_unknown", template } as const]),
      ...(toCome === 0 ? [] : [convertedAssumption]),
      ...doubtAssumption(template, set.counts),
      ...(isOpenai(template) ? [] : pictures(profile)),
    ],
    tooLong: (limits) => tooLongExamples(set, limits, mostScale),
    pass: (part, limits) => {
      if (part === "trainable") return limitedTokens(part, set, limits, asCounted);
      const whole = limitedTokens(part, set, limits, mostScale);
      const { low } = limitedTokens(part, set, limits, leastScale);
      return doubted(ordered({ ...whole, low }), part, set);
    },
    limitNotes: (part, limits) => limitNotes(part, set, limits, part === "trainable" ? asCounted : mostScale),
  };
}

/** Counts without the template; `measured` where they are those of another vocabulary. */
function scaled(
  set: CountedSet,
  measured: TokenRatio | null,
  template: string,
  { counted, toCome }: Marks,
): Omit<Counted, keyof CountedSet> {
  const [low, typical, high] = measured?.ratio ?? [1, 1, 1];
  const overhead = counted + toCome;
  // A provider that re-counts conversations states what it adds to each record: no template comes on top.
  const addedTo = (part: Part): number => (part === "trainable" || part === "recounted" ? 0 : overhead);
  return {
    exact: false,
    tooLong: (limits) => tooLongExamples(set, limits, scale(typical, overhead)),
    pass: (part, limits) => {
      const added = addedTo(part);
      const spread = ordered({
        low: limitedTokens(part, set, limits, scale(low, 0)).low,
        typical: limitedTokens(part, set, limits, scale(typical, added)).typical,
        high: limitedTokens(part, set, limits, scale(high, Math.max(0, added))).high,
      });
      return part === "trainable" ? spread : doubted(spread, part, set);
    },
    limitNotes: (part, limits) => limitNotes(part, set, limits, scale(typical, addedTo(part))),
    assumptions: [
      measured === null
        ? { kind: "template_billing_unknown", template }
        : { kind: "estimated_tokens", low, typical, high, mix: measured.mix },
      ...(toCome === 0 ? [] : [convertedAssumption]),
      ...doubtAssumption("plain", set.counts),
    ],
  };
}

function splitRule(rule: string): readonly [template: string, vocabulary: string] {
  const [template = "plain", vocabulary = "any"] = rule.split("/");
  return [template, vocabulary];
}

const convertedAssumption: Note = { kind: "converted_tokens" };

function doubtAssumption(template: string, { doubt }: RuleCounts): Note[] {
  if (doubt === undefined) return [];
  const { less, more } = doubt;
  return [{ kind: "form_not_known", of: isOpenai(template) ? "pictures_names_tools" : "tools", less, more }];
}

function pictures({ images }: Profile): Note[] {
  return images === 0 ? [] : [{ kind: "not_counted", what: "pictures", pictures: images, part: "training" }];
}
