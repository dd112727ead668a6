import type { Assumption } from "../answer.ts";
import { decimal, type Amount } from "../money.ts";
import { histogramExamples, type Histogram, type Profile, type RuleCounts } from "../profile.ts";
import type { CountedJob, TypedJob } from "../question.ts";
import type { Limits } from "../prices/priceFile.ts";
import { exactly, ordered, type Spread } from "./spread.ts";
import { templateTokens, tokenRatio } from "./tokenRatios.ts";

/** Which part of an example is billed. */
export type Part = "tokens" | "trainable" | "prompt" | "recounted";

/** A data set as one counting rule sees it. */
export interface Counted {
  readonly examples: number;
  /** Turns by the model; 0 where they are not known. */
  readonly modelTurns: number;
  /** True where the vocabulary was run over the data. */
  readonly exact: boolean;
  /** Examples longer than the context. */
  readonly tooLong: (limits: Limits) => number;
  /** Tokens billed for one pass, with the provider's treatment of longer examples. */
  readonly pass: (part: Part, limits: Limits) => Spread;
  readonly assumptions: readonly Assumption[];
}

/** Counts a typed or profiled data set by a counting rule `overhead/vocabulary`. */
export function countedBy(rule: string, job: TypedJob | CountedJob): Counted {
  return "profile" in job ? profiled(rule, job.profile) : typed(rule, job);
}

/** Typed counts are taken as they stand; the range holds what the provider's own tokenizer and overhead may add. */
function typed(rule: string, { examples, tokensPerExample }: TypedJob): Counted {
  const [template, vocabulary] = splitRule(rule);
  const [low, , high] = tokenRatio(vocabulary);
  const overhead = templateTokens(template, examples, 3 * examples, examples);
  // In decimal: 100 × 128.3 is 12,830, where binary fractions give a little more and rounding up one more token.
  const each = (tokens: Amount, limits: Limits): Amount =>
    decimal(billedOf(tokens.toNumber(), limits)).times(examples).ceil();
  const typedTokens = decimal(tokensPerExample);
  return {
    examples,
    // Unknown: a typed count stands for all that is billed.
    modelTurns: 0,
    exact: false,
    tooLong: (limits) => (tokensPerExample > (limits.contextTokens ?? Infinity) ? examples : 0),
    pass: (_part, limits) =>
      ordered({
        low: each(typedTokens.times(Math.min(low, 1)), limits),
        typical: each(typedTokens, limits),
        high: each(typedTokens.times(Math.max(high, 1)).plus(Math.max(0, overhead)), limits),
      }),
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
  if (own !== undefined) return { ...common, ...exactCount(own, template, overhead) };
  const plain = profile.counts[`plain/${vocabulary}`];
  if (plain !== undefined) return { ...common, ...scaled(plain, [1, 1, 1], template, overhead, true) };
  const stand = profile.counts["plain/o200k_base"];
  if (stand !== undefined) return { ...common, ...scaled(stand, tokenRatio(vocabulary), template, overhead, false) };
  return { ...common, exact: false, tooLong: () => 0, pass: () => exactly(decimal(0)), assumptions: [] };
}

/** True where a profile can say anything about a rule: its own counts, its vocabulary's, or the stand-in's. */
export function canCount(rule: string, profile: Profile): boolean {
  return [rule, `plain/${splitRule(rule)[1]}`, "plain/o200k_base"].some((name) => profile.counts[name] !== undefined);
}

function exactCount(counts: RuleCounts, template: string, overhead: number): Omit<Counted, "examples" | "modelTurns"> {
  const billsTemplate = template === "openai" || template === "plain";
  return {
    exact: counts.exact,
    tooLong: (limits) => over(counts.tokens, limits, asCounted),
    pass: (part, limits) => {
      const typical = total(counts[part], limits, asCounted);
      if (billsTemplate || part === "trainable") return exactly(typical);
      const low = total(counts[part], limits, scale(1, -Math.round(overhead)));
      return ordered({ low, typical, high: typical });
    },
    assumptions: billsTemplate ? [] : [templateAssumption(template)],
  };
}

function scaled(
  counts: RuleCounts,
  [low, typical, high]: readonly [number, number, number],
  template: string,
  overhead: number,
  exact: boolean,
): Omit<Counted, "examples" | "modelTurns"> {
  return {
    exact: false,
    tooLong: (limits) => over(counts.tokens, limits, scale(typical, overhead)),
    pass: (part, limits) => {
      // A provider that re-counts conversations states what it adds to each record: no template comes on top.
      const added = part === "trainable" || part === "recounted" ? 0 : overhead;
      const sumOf = (ratio: number, more: number): Amount => total(counts[part], limits, scale(ratio, more));
      return ordered({ low: sumOf(low, 0), typical: sumOf(typical, added), high: sumOf(high, Math.max(0, added)) });
    },
    assumptions: [
      exact
        ? templateAssumption(template)
        : {
            kind: "estimated_tokens",
            sentence: `Tokens are estimated from o200k_base at ${typical} (${low} to ${high}) per token, as measured on English, code and 18 languages: this model's own vocabulary was not run over the data.`,
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

/** From counted tokens to thousandths of a token as the model would count: whole numbers, so that sums stay exact. */
type Scale = (tokens: number) => number;

const asCounted: Scale = (tokens) => 1000 * tokens;

function scale(ratio: number, added: number): Scale {
  const [perToken, more] = [Math.round(1000 * ratio), Math.round(1000 * added)];
  return (tokens) => Math.max(0, tokens * perToken + more);
}

function total(histogram: Histogram, { contextTokens = Infinity, overContext }: Limits, scaled: Scale): Amount {
  const limits = { contextTokens: 1000 * contextTokens, ...(overContext !== undefined && { overContext }) };
  const sum = histogram.reduce((all, [tokens, examples]) => all + billedOf(scaled(tokens), limits) * examples, 0);
  return decimal(sum).dividedBy(1000).ceil();
}

/** Tokens billed of one example: an example over the context is cut or dropped as the provider does. */
function billedOf(tokens: number, { contextTokens = Infinity, overContext }: Limits): number {
  if (tokens <= contextTokens) return tokens;
  return overContext === "cut" ? contextTokens : overContext === "drop" ? 0 : tokens;
}

function over(histogram: Histogram, { contextTokens = Infinity }: Limits, scaled: Scale): number {
  return histogramExamples(histogram.filter(([tokens]) => scaled(tokens) > 1000 * contextTokens));
}

function splitRule(rule: string): readonly [template: string, vocabulary: string] {
  const [template = "plain", vocabulary = "any"] = rule.split("/");
  return [template, vocabulary];
}
