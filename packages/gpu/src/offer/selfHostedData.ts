import {
  canCount,
  countedBy,
  fail,
  histogramTokens,
  holdsNoAnswer,
  ok,
  own,
  rowsIn,
  takesRows,
  tokenRatio,
  unsupported,
} from "@tunecast/estimator/parts";
import type { Assumption, Histogram, Profile, Result, RuleCounts } from "@tunecast/estimator/parts";
import { type GpuNoteFacts, spokenOfRun } from "../words/notes.ts";
import { type Objective, objectives } from "../run/run.ts";
import type { CountedData } from "../run/question.ts";
import type { OpenModel } from "../model/shape.ts";

/** Of a model that is not in the list: neither template nor vocabulary is known. */
const unknownRule = "estimate/any";

/** The counting rule of an open model. @param model undefined for one that is not in the list */
export function ruleOf(model: OpenModel | undefined): string {
  return model?.counting ?? unknownRule;
}

/** Whether the file has pairs of a better and a worse answer. */
export function holdsPairs(profile: Profile): boolean {
  return rowsIn(profile).every((rows) => takesRows({ method: "dpo", formats: null }, rows));
}

/** A shape of rows that a run cannot be trained on; running text is made of any. */
function strangeShape(profile: Profile, objective: Objective): string | undefined {
  const asked = objective === "orpo" ? "dpo" : objective;
  if (asked !== "sft" && asked !== "dpo") return undefined;
  const strange = rowsIn(profile).find((rows) => !takesRows({ method: asked, formats: null }, rows));
  return strange?.shape ?? (holdsNoAnswer({ method: asked }, profile) ? profile.format : undefined);
}

/**
 * Counted data as a run on one's own cards reads them: tokens by the model's own rule, or estimated as the offers of
 * services with that rule are; of pairs, the prompt twice.
 *
 * Problems: `unknown_token_rule` where the profile says nothing of the rule, `unsupported_shape` for rows of another kind
 * than the objective learns from.
 */
export function selfHostedData(rule: string, profile: Profile, objective: Objective): Result<CountedData> {
  if (!canCount(rule, profile)) return fail({ kind: "unknown_token_rule", rule });
  const format = strangeShape(profile, objective);
  if (format !== undefined) return fail(unsupported(format, objective, profile));
  const counts = own(profile.counts, rule);
  const { rows, rolled } = objectives[objective];
  const counted =
    counts === undefined ? estimated(rule, profile, rows === 2) : exact(rule, profile, counts, rows === 2);
  const prompts = (counts ?? profile.counts["plain/o200k_base"])?.prompt;
  // Completions are drawn anew: of the data the prompts are read.
  return ok(rolled && prompts !== undefined ? { ...counted, tokens: prompts } : counted);
}

function exact(rule: string, profile: Profile, own: RuleCounts, pairs: boolean): CountedData {
  const tokens = pairs ? withPrompt(own) : own.tokens;
  const all = histogramTokens(tokens);
  const { less, more } = own.doubt ?? { less: 0, more: 0 };
  const [template = "", vocabulary = ""] = rule.split("/");
  const { textExamples = 0, examples } = profile;
  const texts = textExamples === examples ? "all" : textExamples > 0 ? "some" : "none";
  const doubt = all > 0 && less + more > 0 ? { low: clamped(1 - less / all), high: 1 + more / all } : undefined;
  return {
    tokens,
    ...longerOfPair(pairs, own),
    ...(doubt && { tokenRange: doubt }),
    notes: [
      note({ by: "vocabulary", vocabulary, template, texts }),
      ...(doubt ? [note({ by: "unpublished_form", less, more })] : []),
      ...pictures(profile),
    ],
  };
}

function estimated(rule: string, profile: Profile, pairs: boolean): CountedData {
  const [template = "", vocabulary = "any"] = rule.split("/");
  const plain = profile.counts[`plain/${vocabulary}`];
  const stand = plain ?? profile.counts["plain/o200k_base"];
  if (stand === undefined) return { tokens: [] };
  const [least, ratio] = plain === undefined ? tokenRatio(vocabulary, profile.scripts).ratio : [1, 1];
  const counted = countedBy(rule, { profile });
  const { low, typical, high } = counted.pass("tokens", {});
  const base = histogramTokens(stand.tokens);
  const all = typical.toNumber();
  // What the rule adds to the examples, so that all of them have the tokens that services with it bill.
  const marks = all - ratio * base;
  const scaled = scaling(ratio, marks / Math.max(1, profile.examples));
  const counts = { ...stand, tokens: scaled(stand.tokens), prompt: scaled(stand.prompt) };
  // A template that is known is trained: what is not known of it is whether a service bills it.
  const isKnown = template !== "estimate";
  const fewest = isKnown ? least * base + marks - (stand.doubt?.less ?? 0) : low.toNumber();
  return {
    tokens: pairs ? withPrompt(counts) : counts.tokens,
    ...longerOfPair(pairs, { ...counts, ...(stand.records && { records: scaled(stand.records) }) }),
    ...(all > 0 && { tokenRange: { low: clamped(fewest / all), high: Math.max(1, high.toNumber() / all) } }),
    notes: [
      ...counted.assumptions.filter(({ kind }) => kind === "estimated_tokens").map(spokenOfRun),
      note(isKnown ? { by: "template", template } : { by: "usual_template" }),
      ...pictures(profile),
    ],
  };
}

/** Lengths × `ratio` and `added` more, in whole tokens: of the examples of one bar, as many are longer as make up the sum. */
function scaling(ratio: number, added: number): (histogram: Histogram) => Histogram {
  return (histogram) => {
    let owed = 0;
    return histogram.flatMap(([length, examples]) => {
      const each = Math.max(0, ratio * length + added);
      const least = Math.floor(each);
      const wanted = owed + examples * each;
      const longer = Math.min(examples, Math.max(0, Math.round(wanted - examples * least)));
      owed = wanted - examples * least - longer;
      const bars = [[least, examples - longer] as const, [least + 1, longer] as const];
      return bars.filter(([, count]) => count > 0);
    });
  };
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function note(facts: GpuNoteFacts["counted_tokens"]): Assumption {
  return spokenOfRun({ kind: "counted_tokens", ...facts });
}

function pictures({ images }: Profile): Assumption[] {
  if (images === 0) return [];
  return [spokenOfRun({ kind: "not_counted", what: "pictures_of_run", pictures: images, part: "training" })];
}

/** Two of a pair; the longest of its rows stands among the records of its conversations. */
function longerOfPair(pairs: boolean, { records }: RuleCounts): { longest?: number } {
  const longest = records?.at(-1)?.[0];
  return pairs && longest !== undefined ? { longest } : {};
}

/** Tokens of whole pairs with their prompt once more, the longest prompt to the longest pair: the sum is exact. */
function withPrompt({ tokens, prompt }: RuleCounts): Histogram {
  const bars: [number, number][] = [];
  let at = 0;
  let left = prompt[0]?.[1] ?? 0;
  for (const [length, examples] of tokens) {
    for (let rest = examples; rest > 0;) {
      const now = Math.min(rest, left);
      if (now <= 0) return [...bars, [length, rest]];
      bars.push([length + (prompt[at]?.[0] ?? 0), now]);
      rest -= now;
      left -= now;
      if (left === 0) left = prompt[++at]?.[1] ?? 0;
    }
  }
  return bars;
}
