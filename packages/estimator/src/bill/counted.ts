import type { Assumption } from "../answer.ts";
import { decimal, type Amount } from "../money.ts";
import type { Profile } from "../profile.ts";
import type { CountedJob, TypedJob } from "../question.ts";
import type { Limits } from "../prices/priceFile.ts";
import {
  asCounted,
  billedOf,
  limitedTokens,
  limitNotes,
  overContextNotes,
  scale,
  tooLongExamples,
  type CountedSet,
  type Part,
} from "./lengthLimits.ts";
import { exactly, ordered, type Spread } from "./spread.ts";
import { templateTokens, tokenRatio, type TokenRatio } from "./tokenRatios.ts";

/** A data set as one counting rule sees it. */
export interface Counted {
  readonly examples: number;
  /** Turns by the model; 0 where they are not known. */
  readonly modelTurns: number;
  /** True where the vocabulary was run over the data. */
  readonly exact: boolean;
  /** Examples longer than the context. */
  readonly tooLong: (limits: Limits) => number;
  /** Tokens billed for one pass, with the provider's treatment of what is too long. */
  readonly pass: (part: Part, limits: Limits) => Spread;
  /** What was done with what is too long. */
  readonly limitNotes: (part: Part, limits: Limits) => readonly Assumption[];
  readonly assumptions: readonly Assumption[];
}

/** Counts a typed or profiled data set by a counting rule `overhead/vocabulary`. */
export function countedBy(rule: string, job: TypedJob | CountedJob): Counted {
  return "profile" in job ? profiled(rule, job.profile) : typed(rule, job);
}

/** Typed counts are taken as they stand; the range holds what the provider's own tokenizer and overhead may add. */
function typed(rule: string, { examples, tokensPerExample }: TypedJob): Counted {
  const [template, vocabulary] = splitRule(rule);
  const { ratio } = tokenRatio(vocabulary);
  const [low, , high] = ratio;
  const overhead = templateTokens(template, examples, 3 * examples, examples);
  // In decimal: 100 × 128.3 is 12,830, where binary fractions give a little more and rounding up one more token.
  const each = (tokens: Amount, limits: Limits): Amount =>
    decimal(billedOf(tokens.toNumber(), limits)).times(examples).ceil();
  const typedTokens = decimal(tokensPerExample);
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
        low: each(typedTokens.times(Math.min(low, 1)), limits),
        typical: each(typedTokens, limits),
        // A typed example may be several records, none of them over the limit.
        high: each(
          typedTokens.times(Math.max(high, 1)).plus(Math.max(0, overhead)),
          part === "recounted" ? {} : limits,
        ),
      }),
    limitNotes: (_part, limits) => overContextNotes(tooLong(limits), "example", limits),
    assumptions: [
      {
        kind: "typed_tokens",
        sentence: `${tokensPerExample} tokens per example were typed and are billed as they stand; the range allows for this provider's own tokenizer and the tokens it adds around each message.`,
      },
    ],
  };
}

function profiled(rule: string, profile: Profile): Counted {
  const [template, vocabulary] = splitRule(rule);
  const { examples, messages, modelTurns } = profile;
  const overhead = templateTokens(template, examples, messages, modelTurns);
  const common = { examples, modelTurns };
  const own = profile.counts[rule];
  if (own !== undefined) return { ...common, ...exactCount({ ...common, counts: own }, template, overhead) };
  const plain = profile.counts[`plain/${vocabulary}`];
  if (plain !== undefined) return { ...common, ...scaled({ ...common, counts: plain }, null, template, overhead) };
  const stand = profile.counts["plain/o200k_base"];
  if (stand !== undefined) {
    const measured = tokenRatio(vocabulary, profile.scripts);
    return { ...common, ...scaled({ ...common, counts: stand }, measured, template, overhead) };
  }
  return {
    ...common,
    exact: false,
    tooLong: () => 0,
    pass: () => exactly(decimal(0)),
    limitNotes: () => [],
    assumptions: [],
  };
}

/** True where a profile can say anything about a rule: its own counts, its vocabulary's, or the stand-in's. */
export function canCount(rule: string, profile: Profile): boolean {
  return [rule, `plain/${splitRule(rule)[1]}`, "plain/o200k_base"].some((name) => profile.counts[name] !== undefined);
}

function exactCount(set: CountedSet, template: string, overhead: number): Omit<Counted, "examples" | "modelTurns"> {
  const billsTemplate = template === "openai" || template === "plain";
  return {
    exact: set.counts.exact,
    tooLong: (limits) => tooLongExamples(set, limits, asCounted),
    pass: (part, limits) => {
      const counted = limitedTokens(part, set, limits, asCounted);
      if (billsTemplate || part === "trainable") return counted;
      const { low } = limitedTokens(part, set, limits, scale(1, -Math.round(overhead)));
      return ordered({ ...counted, low });
    },
    limitNotes: (part, limits) => limitNotes(part, set, limits, asCounted),
    assumptions: billsTemplate ? [] : [templateAssumption(template)],
  };
}

/** Counts without the template; `measured` where they are those of another vocabulary. */
function scaled(
  set: CountedSet,
  measured: TokenRatio | null,
  template: string,
  overhead: number,
): Omit<Counted, "examples" | "modelTurns"> {
  const [low, typical, high] = measured?.ratio ?? [1, 1, 1];
  // A provider that re-counts conversations states what it adds to each record: no template comes on top.
  const addedTo = (part: Part): number => (part === "trainable" || part === "recounted" ? 0 : overhead);
  return {
    exact: false,
    tooLong: (limits) => tooLongExamples(set, limits, scale(typical, overhead)),
    pass: (part, limits) => {
      const added = addedTo(part);
      return ordered({
        low: limitedTokens(part, set, limits, scale(low, 0)).low,
        typical: limitedTokens(part, set, limits, scale(typical, added)).typical,
        high: limitedTokens(part, set, limits, scale(high, Math.max(0, added))).high,
      });
    },
    limitNotes: (part, limits) => limitNotes(part, set, limits, scale(typical, addedTo(part))),
    assumptions: [
      measured === null
        ? templateAssumption(template)
        : {
            kind: "estimated_tokens",
            sentence: `Tokens are estimated from o200k_base at ${typical} (${low} to ${high}) per token, ${measured.measuredOn}: this model's own vocabulary was not run over the data.`,
          },
    ],
  };
}

function templateAssumption(template: string): Assumption {
  return {
    kind: "template_billing_unknown",
    sentence: `Counted with the ${template} chat template; whether the provider bills the template's own tokens is not stated, so the low end leaves them out.`,
  };
}

function splitRule(rule: string): readonly [template: string, vocabulary: string] {
  const [template = "plain", vocabulary = "any"] = rule.split("/");
  return [template, vocabulary];
}
