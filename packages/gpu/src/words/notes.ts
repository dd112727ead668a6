import { countText, moneyText, sentences, spelt, spokenBy, textOf, worded } from "@tunecast/estimator/parts";
import type { Assumption, Words, Note, NotesOf } from "@tunecast/estimator/parts";
import plain from "./sentences.json" with { type: "json" };

type Facts<Numbers extends string, Texts extends string = never> = Readonly<
  Record<Numbers, number> & Record<Texts, string>
>;
type Share = "none" | "some" | "all";

/** What an answer about GPUs assumes and has to say, as data. Memory is in GiB, rates in GB/s. */
export interface GpuNoteFacts {
  readonly defaults: { readonly options: readonly (readonly [option: string, value: string])[] };
  readonly framework: Facts<never, "id" | "loss">;
  readonly cards_taken: Facts<"gpus", "card"> & { readonly because: "one_does_not_hold" | "cheapest_machines" };
  readonly gpu_offer: Facts<"machines", "cloud" | "machine" | "sharding"> & { readonly tight: boolean };
  readonly counted_tokens:
    | ({ readonly by: "vocabulary"; readonly texts: Share } & Facts<never, "vocabulary" | "template">)
    | ({ readonly by: "unpublished_form" } & Facts<"less" | "more">)
    | { readonly by: "template"; readonly template: string }
    | { readonly by: "usual_template" };
  readonly launch_bound: Facts<"tokens">;
  readonly does_not_fit: Facts<"gpus", "card">;
  /** Such runs fit in so many of ten cases; `usableGiB` is what the driver leaves of `cardGiB`. */
  readonly uncertain_memory: Facts<"needsGiB" | "usableGiB" | "cardGiB" | "inTen", "card">;
  readonly low_mfu: Facts<"percent">;
  readonly communication_bound: Facts<"linkGBs">;
  readonly network: Facts<"networkGBs">;
  readonly host_memory: Facts<"hostGiB">;
  readonly no_fp8: Facts<never, "card">;
  readonly unified_memory: Facts<never, "card" | "note">;
  readonly card: Facts<never, "card"> & { readonly note: string | null };
  readonly model: Facts<never, "model">;
  readonly unknown_cards: { readonly cards: readonly string[] };
  /** `forAMonth`: cards that would do it in a month, at the same speed each. */
  readonly long_run: Facts<"days" | "gpus" | "forAMonth", "card">;
  readonly experts: { readonly by: "loop" | "grouped" };
  readonly expert_adapters: Facts<"millions">;
  readonly hybrid: object;
  /** What reads pictures, with `billions` of parameters; null where the rows hold none. */
  readonly pictures: Facts<"billions"> & {
    readonly rows: (Facts<"images" | "width" | "height" | "tokens"> & { readonly trained: boolean }) | null;
  };
  readonly unknown_family: Facts<never, "family">;
  readonly shape_of_size: Facts<never, "model" | "like">;
  readonly quantised_file: { readonly method: string | null };
  readonly dpo: object;
  readonly pairs_share_gathers: object;
  readonly scratch: object;
  readonly rollouts: Facts<"perPrompt" | "tokens"> & { readonly percent: number | null };
  readonly rows_cut: Facts<"longest" | "after"> | Facts<"over" | "rows" | "after" | "percent">;
  readonly mean_length: Facts<"after">;
  readonly longest_row: Facts<"tokens"> & { readonly packed: boolean };
  readonly self_served: Facts<"machines" | "requestsPerMonth" | "busyPercent", "machine"> & {
    readonly perMillionTokens: Facts<never, "amount" | "currency">;
  };
}

export type RunNote = Note | NotesOf<GpuNoteFacts, keyof GpuNoteFacts>;

const gpuSentences: {
  readonly [K in Exclude<keyof GpuNoteFacts, keyof typeof plain>]: (facts: GpuNoteFacts[K]) => string;
} = {
  defaults: ({ options }) =>
    `Taken as usual: ${options.map(([option, value]) => spelt(`${option}=${value}`)).join(", ")}.`,
  framework: ({ id, loss }) => {
    const own = `Framework profile ${id}; loss ${loss}.`;
    if (loss === "plain") return `${own} A fused loss saves the memory of the logits.`;
    return loss === "chunked" && id === "hf"
      ? `${own} TRL computes logits so since 1.7, for preferences and RL since 1.15: state loss=plain for an older release.`
      : own;
  },
  cards_taken: ({ gpus, card, because }) =>
    `${because === "one_does_not_hold" ? `One ${card} does not hold the run, so ${gpus} of them are taken` : `The cheapest machines have ${gpus} cards, so as many are taken`}: state the number of cards for another.`,
  gpu_offer: ({ machines, cloud, machine, sharding, tight }) =>
    `${machines} × ${cloud} (${machine}), ${sharding}, ${tight ? "with little memory to spare" : "fits"}.`,
  launch_bound: ({ tokens }) =>
    `Fewer than ${countText(tokens)} tokens per micro-step: the host decides the speed. Packing makes it faster.`,
  uncertain_memory: ({ card, needsGiB, usableGiB, cardGiB, inTen }) =>
    `Needs about ${needsGiB.toFixed(1)} GiB of the ${usableGiB.toFixed(1)} that the driver leaves of the ${cardGiB.toFixed(0)} of a ${card}, too close to be sure: about ${inTen} of ten such runs fit.`,
  low_mfu: ({ percent }) =>
    `The cards work at ${percent.toPrecision(1)} % of their peak: they wait for the host, for the network or for each other. Larger micro-batches, longer packs or fewer cards cost less.`,
  host_memory: ({ hostGiB }) =>
    `What is offloaded takes about ${countText(Math.round(hostGiB))} GiB of each machine's own memory: see that it has as much.`,
  card: ({ card, note }) => `${card}: ${note ?? "figures not checked"}.`,
  unknown_cards: ({ cards }) => `Prices of cards without a specification are left out: ${cards.join(", ")}.`,
  long_run: ({ days, gpus, card, forAMonth }) =>
    `${days < 365 ? `${Math.round(days)} days` : `${(days / 365.25).toFixed(1)} years`} on ${gpus} × ${card} is longer than anybody waits: about ${countText(forAMonth)} of them would take a month, at about the same price. State the number of cards.`,
  experts: ({ by }) =>
    by === "loop"
      ? "Experts are computed by a loop over them: hardly slower with a few large experts, many times with many small ones. Transformers 5 groups them: experts=grouped."
      : "Experts are computed by grouped kernels, as transformers does since 5.0.0; older releases loop over them.",
  pictures: ({ billions, rows }) =>
    rows === null
      ? `The part that reads pictures (${billions.toFixed(2)} billion parameters) is in memory and frozen; no row holds a picture: state ${spelt("images=1")} where they do, and ${spelt("imageWidth=1024")} and ${spelt("imageHeight=1024")}.`
      : `${rows.images === 1 ? "A picture" : `${countText(rows.images)} pictures`} of ${rows.width} × ${rows.height} pixels add ${countText(rows.tokens)} tokens to each row; the part that reads them (${billions.toFixed(2)} billion parameters) is ${rows.trained ? "trained" : "frozen"}. No measured run has pictures, so the ranges are wide.`,
  quantised_file: ({ method }) =>
    `The file describes quantised weights${method === null ? "" : ` (${method})`}. They are not what is computed: the run loads the model in 16 bits, or quantises it itself with method qlora.`,
  rollouts: ({ perPrompt, tokens, percent }) =>
    `${countText(perPrompt)} completions of ${countText(Math.round(tokens))} tokens are drawn for each prompt${percent === null ? "" : `, in ${percent.toFixed(0)} % of the hours`}: the speed of drawing is reckoned, not measured, so the range is wide. State environment and judge where they take seconds.`,
  rows_cut: (facts) =>
    "longest" in facts
      ? `The longest row has ${countText(facts.longest)} tokens and loses its end after ${countText(facts.after)}.`
      : `${countText(facts.over)} of ${countText(facts.rows)} rows are longer than ${countText(facts.after)} tokens and lose their end, which holds the answer: ${facts.percent < 1 ? "less than 1 %" : `${facts.percent.toFixed(0)} %`} of the tokens are neither trained nor paid for.`,
  mean_length: ({ after }) =>
    `Only a mean length is known, so no row is taken to be longer than ${countText(after)} tokens: name a data file, or set max tokens to the longest row.`,
  longest_row: ({ tokens, packed }) =>
    `No row is cut: the longest has ${countText(tokens)} tokens, ${packed ? "so a pack holds as many" : "and memory is counted for it"}.`,
  counted_tokens: (facts) => worded(countedTokens, "by", facts),
  self_served: ({ machines, machine, requestsPerMonth, busyPercent, perMillionTokens }) =>
    `Serving is paid for every hour, called or not, at the cheapest price of the card in the book: ${machines} × ${machine} would carry about ${countText(requestsPerMonth)} such requests a month, ` +
    `busy ${busyPercent} % of the time; so busy, a million tokens cost ${moneyText(perMillionTokens)}. ` +
    "The speed is reckoned, not measured: the range holds half and twice of it.",
};

const countedTokens: Words<GpuNoteFacts["counted_tokens"], "by"> = {
  vocabulary: ({ vocabulary, template, texts }) =>
    `Tokens are counted in the vocabulary ${vocabulary}${withTemplate[texts](template)}.`,
  unpublished_form: ({ less, more }) =>
    `Tools and calls are counted in a form that is not published: ${countText(less)} tokens fewer to ${countText(more)} more.`,
  template: ({ template }) => `The tokens around messages are those of the chat template ${template}.`,
  usual_template: () =>
    "The tokens around messages are those of a usual chat template: this model's own is not known here.",
};

const withTemplate: Readonly<Record<"none" | "some" | "all", (template: string) => string>> = {
  all: () => ", without a chat template: the rows are texts",
  some: (template) => ` with the chat template ${template}, without it where a row is text`,
  none: (template) => ` with the chat template ${template}`,
};

type Say = (facts: Readonly<Record<string, unknown>>) => string;
const templated = Object.entries(plain).map(([kind, text]): [string, Say] => [kind, (facts) => textOf(text, facts)]);
const all: Readonly<Record<string, unknown>> = { ...sentences, ...gpuSentences, ...Object.fromEntries(templated) };

export function spokenOfRun(note: RunNote): Assumption {
  return spokenBy(all[note.kind] as (facts: unknown) => string, note);
}
