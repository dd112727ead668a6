import { likely, type Spread } from "../../contract/fields/kind.ts";
import type { StageJob, TypedJob } from "../../contract/fields/job.ts";
import type { Traffic } from "../../contract/fields/traffic.ts";
import { histogramTokens, shownRule, type FindingCount, type Histogram, type Profile } from "../../contract/profile.ts";
import { order } from "../../check/order.ts";
import { countText, counted, countedAre, moneyText } from "../amount.ts";
import type { Note } from "./report.ts";
import type { Offer, Range, Refusal } from "../../contract/answer.ts";

const few = 16;

/** Reasons that lie with the offer's day, whatever the job. */
const endings: readonly string[] = ["retired", "not_offered", "closed_to_new_jobs"];

/** Reasons that lie with the price: the offer takes the job. */
const unpriced: readonly string[] = ["price_unknown", "no_rate_yet", "stale_price", "not_stated"];

export function noneTakesIt(refused: readonly Refusal[]): string {
  const isPrice = refused.some(({ reason }) => unpriced.includes(reason.kind));
  const [only] = refused;
  if (only !== undefined && refused.length === 1)
    return `${only.id} ${isPrice ? "cannot be priced" : "does not take it"}.`;
  return `None of ${counted(refused.length, "offer")} ${isPrice ? "can be priced" : "takes it"}.`;
}

/**
 * The offers that are left out: each sentence with its offers, or how many there are and how to see why.
 * @param asked "all" names every offer; "why" gives each reason, and counts the offers where many share it
 */
export function refusedNotes(refused: readonly Refusal[], asked: "all" | "why" | "no"): Note[] {
  if (refused.length === 0) return [];
  const count = `${countedAre(refused.length, "offer")} left out`;
  if (asked === "no" && refused.length > few) return [{ text: `${count}: --show-refused says why.` }];
  const stale = asked === "all" ? [] : refused.filter(({ reason }) => reason.kind === "stale_price");
  const ended = asked === "all" ? [] : refused.filter(({ reason }) => endings.includes(reason.kind));
  // What is wrong with the job is said at length, not that an offer has ended: unless that is all there is to say.
  const isShort = ended.length > few && ended.length + stale.length < refused.length;
  const others = refused.filter((one) => !stale.includes(one) && !(isShort && ended.includes(one)));
  const sentences = others.map(sentenceWithArithmetic);
  const groups = [...new Set(sentences)].map((sentence) => {
    const own = others.filter((_, at) => sentences[at] === sentence);
    return { text: `${sentence} (${asked === "all" ? own.map(({ id }) => id).join(", ") : namesOf(own)})` };
  });
  const past = isShort ? [{ text: `No new jobs are taken, or the model is retired. (${namesOf(ended)})` }] : [];
  return [{ text: `${count}:` }, ...staleNote(stale), ...groups, ...past];
}

function namesOf(refused: readonly Refusal[]): string {
  const isFolded = refused.length > few;
  return isFolded
    ? `${counted(refused.length, "offer")}, named by estimate --show-refused`
    : refused.map(({ id }) => id).join(", ");
}

/** Offers whose prices are too old, whatever the day of each: one choice brings all of them back. */
function staleNote(stale: readonly Refusal[]): Note[] {
  const [newest] = stale.map(({ reason }) => String(reason["seen"])).sort((a, b) => order(b, a));
  if (newest === undefined) return [];
  const text = `No price was seen in the year before the day asked for, the newest on ${newest}. (${namesOf(stale)})`;
  return [{ text, options: ["--set only.includeStale=true"] }];
}

function sentenceWithArithmetic({ sentence, wouldBe }: Refusal): string {
  // If nothing is billed there is no arithmetic: $0.00 would be no price of it.
  if (wouldBe === undefined || wouldBe.lines.length === 0) return sentence;
  const { billedTokens, epochs, total, lines } = wouldBe;
  // Further stages have epochs of their own.
  const staged = lines.some(({ label }) => label.startsWith("Stage "));
  const over = staged ? "" : ` over ${counted(epochs, "epoch")}`;
  return `${sentence} It would be ${moneyText(total)} for ${counted(billedTokens, "billed token")}${over}.`;
}

export interface ProfileShown extends Profile {
  /** What the findings count: lines, or rows of a table. */
  readonly places?: string | undefined;
}

export interface FileShown {
  readonly name: string;
  readonly profile: ProfileShown;
  readonly warnings: readonly string[];
}

const findingsShown = 6;
const columnsShown = 8;

/** `train.jsonl: 1,000 examples (chat-sft), 3,000 messages, 127,075 tokens of text, longest 188.` */
export function fileLine({ name, profile }: FileShown): string {
  const { examples, badRows, format, messages, images, counts } = profile;
  // A long path by its last part: you know the folders that you typed.
  const shown = name.length > 30 ? name.slice(name.lastIndexOf("/") + 1) : name;
  const none = badRows === 1 ? "which could not be read" : "none of which could be read";
  if (examples === 0 && badRows > 0) return `${shown}: ${counted(badRows, "row")}, ${none}.`;
  const rule = shownRule(profile);
  const count = counts[rule];
  const parts = [
    `${counted(examples, "example")} (${format})`,
    counted(messages, "message"),
    ...(images > 0 ? [counted(images, "image")] : []),
    ...(count === undefined ? [] : [tokensText(count.tokens, rule)]),
  ];
  return `${shown}: ${parts.join(", ")}.`;
}

/** What is wrong with a file, the worst first. */
export function fileNotes({ profile, warnings }: FileShown): Note[] {
  const { badRows, examples, unread = {}, findings, places } = profile;
  const columns = Object.entries(unread);
  const named = columns.slice(0, columnsShown).map(([column, rows]) => `${column} in ${counted(rows, "row")}`);
  if (columns.length > columnsShown) named.push(`and ${counted(columns.length - columnsShown, "column")} more`);
  return [
    ...(badRows === 0 || examples === 0
      ? []
      : [{ text: `${counted(badRows, "row")} could not be read: every total is "at least".` }]),
    ...(named.length === 0
      ? []
      : [{ text: `Columns that are no part of the examples: ${named.join(", ")}. Every total is "at least".` }]),
    ...warnings.map((text) => ({ text })),
    ...findings.slice(0, findingsShown).map((finding) => ({
      text: findingText(finding, places),
      ...(finding.severity !== "error" && { small: true }),
    })),
  ];
}

function tokensText(tokens: Histogram, rule: string): string {
  const how = rule.startsWith("plain/") ? `in ${rule.slice("plain/".length)}` : `by ${rule}`;
  return `${counted(histogramTokens(tokens), "token")} of text ${how}, longest example ${countText(tokens.at(-1)?.[0] ?? 0)}`;
}

function findingText({ severity, code, count, lines, detail }: FindingCount, places: ProfileShown["places"]): string {
  const shown = lines.map(([shard, line]) => (shard === 0 ? String(line) : `${line} of part ${shard}`));
  const more = count > shown.length ? `, … (${countText(count)} in all)` : "";
  const place = `${places === "rows" ? "row" : "line"}${shown.length === 1 ? "" : "s"}`;
  const where = shown.length === 0 ? "" : `: ${place} ${shown.join(", ")}${more}`;
  const what = detail === undefined ? "" : ` (${code === "unknown_shape" ? "columns " : ""}${detail})`;
  return `${severity} ${code.replaceAll("_", " ")}${where}${what}`;
}

/** `8,000 examples of 620 tokens` */
export function typedText({ examples, tokensPerExample }: TypedJob): string {
  return `${counted(examples, "example")} of ${counted(tokensPerExample, "token")}`;
}

/** Stages after the first: `Stage 2, 1 epoch: 500 examples of 400 tokens.` @param files what was read for each */
export function stageLines(stages: readonly StageJob[], files: readonly (readonly FileShown[])[]): string[] {
  return stages.map((stage, index) => {
    const epochs = stage.epochs === undefined ? "" : `, ${counted(stage.epochs, "epoch")}`;
    const data = "examples" in stage ? `${typedText(stage)}.` : (files[index] ?? []).map(fileLine).join(" ");
    return `Stage ${index + 2}${epochs}: ${data}`;
  });
}

/** `240,000 requests a month, 900 tokens in and 120 out, for 3 months.` */
export function trafficText(traffic: Traffic): string {
  const { requestsPerMonth, inputTokens, cachedInputTokens, outputTokens, months } = traffic;
  const cached = cachedInputTokens === undefined ? "" : ` (${countText(cachedInputTokens)} cached)`;
  return `${spreadText(requestsPerMonth, "request")} a month, ${spreadText(inputTokens, "token")} in${cached} and ${spreadText(outputTokens)} out, for ${counted(months, "month")}.`;
}

export function spreadText(spread: Spread, what?: string): string {
  if (typeof spread === "number") return what === undefined ? countText(spread) : counted(spread, what);
  const unit = what === undefined ? "" : ` ${what}s`;
  const billed = what === undefined || what === "token" ? likely(spread) : Math.round(likely(spread));
  return `${countText(spread.low)} to ${countText(spread.high)}${unit} (billed: ${countText(billed)})`;
}

/** ` (16,029 to 20,349)`; nothing where the count is exact. */
function aroundText({ low, high }: Range): string {
  if (low === high) return "";
  return high === null ? ` (at least ${countText(low)})` : ` (${countText(low)} to ${countText(high)})`;
}

/** The tokens that the bills hold: `Billed as 397,347 to 616,000 tokens over all epochs, by each provider's tokenizer.` */
export function billedText(offers: readonly Offer[]): string[] {
  const tokens = offers.map(({ billedTokens }) => Number(billedTokens)).filter((count) => count > 0);
  if (tokens.length === 0) return [];
  const [least, most] = [Math.min(...tokens), Math.max(...tokens)];
  const ranges = [...new Set(offers.map(({ billedTokensRange }) => aroundText(billedTokensRange)))];
  const [range = ""] = ranges.length === 1 ? ranges : [];
  return least === most
    ? [`Billed as ${counted(least, "token")} over all epochs${range}.`]
    : [`Billed as ${countText(least)} to ${counted(most, "token")} over all epochs, by each provider's tokenizer.`];
}
