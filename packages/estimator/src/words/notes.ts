import table from "./notes.json" with { type: "json" };
import type { Assumption } from "../contract/answer.ts";
import type { Note, NoteFacts, NoteKind, NotCounted } from "../contract/notes.ts";
import type { Overlaid } from "../prices/overlay.ts";
import { counted, countedAre, countText } from "./amount.ts";
import { fileTooLarge, noMatch } from "./estimateProblems.ts";
import { printable, worded, type Words } from "./visible.ts";
import { own } from "../check/keys.ts";

const parts: { readonly [K in NotCounted["what"]]: string } = table.parts;

const lacks = {
  bad_rows: "Rows that could not be read",
  missing_parts: "Parts of the file that are not here",
  unread_columns: "Columns of text or media that were not read",
} as const satisfies Readonly<Partial<Record<NoteKind, string>>>;

interface LeftOut {
  readonly notCounted: readonly string[];
  readonly inTraining: boolean;
}

/** What a total leaves out, by the assumptions of its offer and the notices of its answer. */
export function leftOutOf(assumptions: readonly Assumption[], notices: readonly { readonly kind: string }[]): LeftOut {
  const open = assumptions.filter(({ kind }) => kind === "not_counted");
  const missing = [...new Set(notices.flatMap(({ kind }) => own(lacks, kind) ?? []))];
  return {
    notCounted: [...open.flatMap(namesOf), ...missing],
    inTraining: missing.length > 0 || open.some(({ part }) => part === "training"),
  };
}

function namesOf({ facts: { names, what } = {} }: Assumption): readonly string[] {
  if (Array.isArray(names)) return names.map(String);
  return [(typeof what === "string" ? own(parts, what) : undefined) ?? "A part of the model"];
}

type Sentences = { readonly [K in NoteKind]: (facts: NoteFacts[K]) => string };

const stillOpenTo = {
  tuned_before: "organisations that ran a tuning job here before",
  recent_inference: "organisations with inference on a tuned model in the 60 days before that day",
} as const;

const withoutFacts = /* @__PURE__ */ Object.fromEntries(
  Object.entries(table.withoutFacts).map(([kind, sentence]) => [kind, () => sentence]),
) as Readonly<Record<keyof typeof table.withoutFacts, () => string>>;

/** One sentence for every kind of note. */
export const sentences: Sentences = {
  ...withoutFacts,
  typed_tokens: ({ tokensPerExample }) =>
    `${countText(tokensPerExample)} tokens per example were typed and are billed as they stand; the range allows for this provider's own tokenizer and the tokens it adds around each message.`,
  rollouts_drawn: ({ perPrompt, turns, cached }) =>
    `The model draws ${counted(perPrompt, "completion")} of each prompt${turns === 1 ? "" : ` in ${countText(turns)} turns`}; prompts read, tokens written and whole conversations trained are billed apart. ${cached ? "What an earlier turn has read is billed from the cache; at the low end completions of one prompt share its reading, at the high end nothing is found in the cache." : "Nothing is billed from a cache."}`,
  estimated_tokens: ({ low, typical, high, mix }) =>
    `Tokens are estimated from o200k_base at ${typical} (${low} to ${high}) per token, ${measuredOn(mix)}: this model's own vocabulary was not run over the data.`,
  template_billing_unknown: ({ template }) =>
    `Counted with the ${template} chat template; whether its own tokens are billed is not stated, so the low end leaves them out.`,
  form_not_known: ({ of, less, more }) =>
    `${formsNotKnown[of]}: up to ${countText(less)} tokens less or ${countText(more)} more in one pass.`,
  not_counted: (facts) => worded(notCounted, "what", facts),
  over_context: ({ count, unit, limit, cut }) =>
    `${countedAre(count, unit)} longer than ${counted(limit, "token")}: ${cut ? "their end, the answer, is cut" : "what happens to them is not stated; they are billed whole"}.`,
  records_uncounted: ({ turns, limit }) =>
    `Each of the ${counted(turns, "model turn")} is a record that is cut at ${countText(limit)} tokens. This profile was made ` +
    "before records were counted one by one: the range runs from one record an example to none cut.",
  long_turns: ({ examples, limit, known }) =>
    `Turns over ${countText(limit)} tokens are dropped. Some ${known ? "are" : "may be"} that long, ` +
    `within the ${counted(examples, "longer example")}: the total leaves out one mean turn of ` +
    "each, the range runs from all turns of these dropped to none.",
  packed_steps: ({ size }) =>
    `The one run that shows its tokens bills whole steps of ${countText(size)}, padding included: the high end rounds each epoch up to them.`,
  band: ({ low, high }) => `The provider's own estimate allows ${low} to ${high} times its centre.`,
  pair_tokens: ({ billed }) =>
    billed === "once"
      ? "A pair is billed as its prompt and both answers, once each; no source says how this provider counts a pair."
      : "Tokens per example stand for a whole pair; this provider bills the prompt with each of the two answers.",
  minimum_exempt: ({ amount, currency }) =>
    `Some models, not named, are exempt from the minimum of ${amount} ${currency} per job: the low end leaves it out.`,
  minimum_disputed: ({ amount, currency }) =>
    `Sources disagree on a minimum of ${amount} ${currency} per job: the high end holds it.`,
  pause: ({ dollars }) => `The provider pauses the job at ${countText(dollars)} US dollars; resuming lifts the limit.`,
  not_billed: ({ rate, why }) =>
    `The price list has a rate for ${rate.replaceAll("_", " ")} that is not billed here. ${why}`,
  overlay: (set) => `Your own prices set ${worded(overlaid, "by", set)}.`,
  overlay_unused: ({ per, unit, from }) =>
    `Your own training price per ${per} (${from}) is not used: this offer bills by the ${unit}.`,
  credits_not_used: ({ currency, wanted, from }) =>
    `Your credits in ${currency} (${from}) are not taken off: pin an exchange rate to ${wanted}.`,
  no_batch_rate: ({ model, billed }) =>
    `No batch price of the ${model === "base" ? "un" : ""}tuned model was found: ${billed === "as_tuned" ? "break-even gives it the tuned model's batch discount" : "its batch share is billed as the rest"}.`,
  cards: ({ cards, parameters }) =>
    `${countText(cards)} cards are counted for serving: ${parameters} billion parameters in 16 bits need at least that many; heavy traffic needs more.`,
  region: ({ factor }) => `A deployment bound to one region costs ${factor} times as much.`,
  idle_deleted: ({ days }) =>
    `An idle deployment is deleted after ${counted(days, "day")}, which ends its hosting; the model stays.`,
  hosting_idle: ({ days }) =>
    `Hosting is billed for every hour, called or not; a deployment without a call for ${counted(days, "day")} is deleted.`,
  clipped: ({ day, months, of }) =>
    `The tuned model stops answering on ${day}: use is billed for ${Math.round(months * 100) / 100} of ${of} months.`,
  free_allowance: ({ tokens, until }) =>
    `The first ${countText(tokens)} training tokens of a day are free until ${until}: taken off as if no other job of the day used them, which the high end allows for.`,
  record_tokens: ({ tokens }) =>
    `The provider's own estimate adds ${counted(tokens, "token")} for each record, and a job's bill is known without them: the high end holds them.`,
  example_tokens: ({ tokens }) =>
    `A job of this model counted ${countText(tokens)} tokens more for each example; whether they were billed is not known, so the high end holds them.`,
  undated_price: ({ read }) => `A price here is from an undated copy, read on ${read}: its age is not known.`,
  existing_customers: ({ from, until, open }) =>
    `${open === undefined ? `Only customers who tuned here before may still train (since ${from}).` : `Only these may still train: ${open.map(({ since, unless }) => `since ${since} ${stillOpenTo[unless]}`).join(", and ")}.`}${until === undefined ? "" : ` New jobs end before ${until}.`}`,
  unconfirmed_offer: ({ lacking, having, priced }) =>
    `Whether it is still sold is not known: the list of ${lacking} lacks it, ${having === undefined ? `its price was seen on ${priced}` : `that of ${having} has it`}.`,
  convert_first: ({ shape, takes }) => `This offer takes ${takes.join(" or ")}, not ${shape}: convert the file first.`,
  rows_rejected: ({ rows, lines = 0 }) =>
    `${rows === 0 ? countedAre(lines, "line") : lines === 0 ? countedAre(rows, "row") : `${counted(rows, "row")} and ${counted(lines, "other line")} are`} not taken as written in the file: check it to see which, and why.`,
  file_size: fileTooLarge,
  seen_later: ({ seen, from }) => `A price here was seen on ${seen}; its source states that it holds since ${from}.`,
  old_price: ({ seen, asOf }) => `The oldest price here was last seen on ${seen}, more than 90 days before ${asOf}.`,
  price_disputed: ({ label, said, amount, currency, per }) =>
    `${label}: ${said}. The range holds ${amount} ${currency} per ${per} as well.`,
  no_match: noMatch,
  sold_by_others: ({ model, provider }) =>
    `${provider} is not among those who tune ${model} here: these are the offers of others.`,
  residency_unknown: ({ offers, providers }) =>
    `${countedAre(offers, "offer")} left out since the provider does not say where it trains: ${providers.join(", ")}.`,
  old_exchange: ({ from, to, date, days }) =>
    `Your exchange rate from ${from} to ${to} is of ${date}, not of the ${counted(days, "day")} before the day asked for.`,
  old_book: ({ days }) =>
    `Old prices: the newest here was last seen ${counted(days, "day")} before the day asked for. Use a newer version, or check the provider's page.`,
  old_prices: ({ days, providers }) => `Not seen for ${counted(days, "day")}: the prices of ${providers.join(", ")}.`,
  missing_parts: ({ here, of }) =>
    `Only ${countText(here)} of ${countText(of)} parts of the file are here: every total is "at least".`,
  unread_columns: ({ columns, rows }) =>
    `${lacks.unread_columns} (${columns.slice(0, 8).join(", ")}${columns.length > 8 ? ", …" : ""}) in ${counted(rows, "row")} are in no figure: every total is "at least".`,
  bad_rows: ({ rows }) => `${countedAre(rows, "row")} unreadable and in no figure: every total is "at least".`,
};

/** Every kind of assumption and notice that an answer can hold; a newer version may have more. */
export const noteKinds: readonly string[] = /* @__PURE__ */ Object.keys(sentences);

/** A note as the answer gives it: with its sentence, and its facts where it has any. */
export function spoken(note: Note): Assumption {
  return spokenBy(sentences[note.kind] as (facts: unknown) => string, note);
}

/** The same by a given sentence. */
export function spokenBy(
  say: (facts: unknown) => string,
  { source, ...note }: { readonly kind: string; readonly source?: string },
): Assumption {
  const { kind, part, ...facts } = note as typeof note & { readonly part?: "training" };
  return {
    kind,
    sentence: printable(say, note),
    ...(part !== undefined && { part }),
    ...(source !== undefined && { source }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}

const formsNotKnown: Readonly<Record<NoteFacts["form_not_known"]["of"], string>> = table.formsNotKnown;

const notCounted: Words<NotCounted, "what"> = {
  prices: ({ names, page }) =>
    `No price was found for ${names.join(", ")} (look at ${page}): not counted, so the total is at least this.`,
  checkpoint: () =>
    "Storage is billed by the gigabyte; the size of the checkpoint was not stated, so it is not counted.",
  load: ({ tokens, most }) =>
    `One deployment is billed. This traffic is ${countText(tokens)} tokens a second on average; whether one carries more than ${countText(most)} is not known, so further ones are not counted.`,
  cards: () => "One card is billed. The size of this model is not published, so further cards are not counted.",
  validation: () => "Validation tokens are not counted.",
  grader_tokens: () => "Tokens of a model grader were not stated and are not counted.",
  pictures: ({ pictures }) =>
    `${countedAre(pictures, "picture")} not counted: how this provider counts pictures is not known.`,
  pictures_of_run: ({ pictures }) =>
    `${countedAre(pictures, "picture")} not counted: tokens, hours and price are at least this.`,
  serving: ({ because }) => `${unserved[because]}: the total is at least this.`,
  towers: ({ reads }) =>
    `What reads ${reads.join(" and ")} is not counted: parameters, memory and time are those of the language model alone.`,
};

const unserved: Readonly<Record<"not_asked" | "no_machine", string>> = {
  not_asked: "Serving on your own cards is not counted",
  no_machine: "No rented machine with this card holds the model for serving in 16 bits",
};

const overlaid: Words<Overlaid, "by"> = {
  rate: ({ rate, amount, currency, per, from }) => `${rate} at ${amount} ${currency} per ${per} (${from})`,
  discount: ({ rate, percent, from }) => `${rate} less ${percent} % (${from})`,
  exchange: ({ currency, worth, to, date, from }) => `1 ${currency} = ${worth} ${to} on ${date} (${from})`,
};

/** What the ratio of one vocabulary to another was measured on; kinds of text of less than one per cent are left out. */
function measuredOn(mix: NoteFacts["estimated_tokens"]["mix"]): string {
  if (mix === null) return "as measured on English, code and 18 languages";
  const shown = mix.filter(([, share]) => share >= 0.01).map(([kind, share]) => `${kind} ${Math.round(100 * share)} %`);
  return `as measured on what these data hold (${shown.join(", ")} by tokens)`;
}
