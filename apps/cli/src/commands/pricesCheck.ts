import type { Command } from "commander";
import { bookNotices, csvText, isPinned, proofOf, quotedCopies, trainingHeadlines } from "@tunecast/estimator/rows";
import type { BookNotice, Headline, Proof, Quoted } from "@tunecast/estimator/rows";
import { countText, type Column } from "@tunecast/estimator/text";
import { plainOption, reads } from "../ask/fieldOption.ts";
import type { Added } from "../ask/help.ts";
import { formatOption } from "../ask/options.ts";
import { checkQuotes, type CheckedQuote } from "../read/copies.ts";
import { type Host, type Outcome, printed, type Screen } from "../read/host.ts";
import { refuse } from "../show/messages.ts";
import { plainReport, tableBlock, reportText } from "../show/report.ts";
import { reportMarkdown, type Report, columnsOf } from "@tunecast/estimator/report";

export const formats = ["table", "json", "csv", "markdown"] as const;
type Format = (typeof formats)[number];

/** A list as it is asked for: on a terminal as many rows as there is room for. */
export function laidOut(report: Report, format: Format, screen: Screen): string {
  return format === "markdown" ? reportMarkdown(report) : reportText(report, {}, screen);
}

interface CheckOptions {
  readonly format: Format;
  readonly asOf?: string;
  readonly days: number;
  readonly fail?: boolean;
  readonly fetch?: boolean;
  readonly repositories?: string;
}

export function addPricesCheck(prices: Command): readonly Added[] {
  const command = prices
    .command("check")
    .description("What was not checked or seen for long, what is about to change, and what proves today's prices.")
    .addOption(formatOption(formats))
    .addOption(plainOption("asOf", "as it looks on that day (default: today)"))
    .option("--days <n>", "how old, and how far ahead", reads("count", "days"), 90)
    .option("--fetch", "open every copy that a training price of the day quotes, and look for its words")
    .option("--repositories <address>", "with --fetch: a mirror to read in place of https://github.com")
    .option(
      "--fail",
      "exit code 1 where a file was not checked, a rate not seen for so long, or words not found (for CI)",
    );
  const exitCodes = "0 a list, be it empty; 1 --fail was given and something is old or not proved; 2 a wrong option.";
  return [{ command, act: check, exitCodes }];
}

const noticeColumns = columnsOf("what|provider|model|day 1|detail");

const copyColumns = columnsOf("found|offers >|day 1|copy|quote 2");

async function check({ today, screen }: Host, options: CheckOptions): Promise<Outcome> {
  const { asOf: on = today, days, format, fail: strict = false, fetch: opened = false, repositories } = options;
  if (repositories !== undefined && !opened)
    refuse("--repositories says where --fetch reads copies: give --fetch, too.");
  const { files } = await import("@tunecast/pricing/files");
  const { prices } = await import("@tunecast/pricing/history");
  const headlines = trainingHeadlines(prices, on);
  const quoted = quotedCopies(headlines, files);
  const isRead = format === "table" || format === "markdown";
  const list = opened ? await fetched(headlines, quoted, repositories, isRead) : listed(bookNotices(files, on, days));
  const exitCode = strict && list.fails ? 1 : 0;
  if (format === "json") return printed(`${JSON.stringify(list.entries, null, 2)}\n`, exitCode);
  const { columns, rows, line } = list;
  const titles = columns.map(({ title }) => title);
  if (format === "csv") return printed(csvText(titles, rows), exitCode);
  const asked = [headlineText(headlines), quotedText(headlines, quoted), ...line];
  const notes = rows.length === 0 ? ["Nothing is old and nothing is about to change."] : [];
  const shown = { asked, tables: [tableBlock(columns, rows)], notes };
  return printed(laidOut(plainReport(proofText(proofOf(files, on, days), days), shown), format, screen), exitCode);
}

interface List {
  readonly entries: readonly unknown[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** What is said of all of them. */
  readonly line: readonly string[];
  readonly fails: boolean;
}

function listed(entries: readonly BookNotice[]): List {
  const rows = entries.map(({ kind, provider, model, day, detail }) => [
    kind.replaceAll("_", " "),
    provider,
    model ?? "",
    day ?? "",
    detail,
  ]);
  return { entries, columns: noticeColumns, rows, line: [], fails: entries.some(({ kind }) => failing.has(kind)) };
}

/** What became of the copies; for a reader a row for each copy, else one for each quote. */
async function fetched(
  headlines: readonly Headline[],
  { copies, bare }: Quoted,
  repositories: string = "https://github.com",
  isRead: boolean,
): Promise<List> {
  const quotes = await checkQuotes(copies, repositories);
  const proved = new Set(quotes.filter(({ found }) => found === "quote in copy").flatMap(({ offers }) => offers));
  const share = Math.floor((100 * proved.size) / Math.max(1, headlines.length));
  const rest = headlines.filter(({ offer }) => !proved.has(offer.id)).length - bare.length;
  const line = `Quote in copy: ${countText(proved.size)} of ${countText(headlines.length)} (${share} %). Not found or not opened: ${countText(rest)}; without a quote: ${countText(bare.length)}.`;
  // What is not proved comes first: it is what somebody has to do.
  const rank = ({ found }: CheckedQuote): number => Number(found === "quote in copy");
  const entries = quotes.toSorted((a, b) => rank(a) - rank(b));
  const kept = isRead ? [...new Map(entries.map((one) => [`${one.found} ${one.copy}`, one])).values()] : entries;
  const rows = kept.map(({ found, offers, day, copy, quote }) => {
    const same = entries.filter((one) => one.found === found && one.copy === copy).flatMap((one) => one.offers);
    return [found, countText(isRead ? new Set(same).size : offers.length), day ?? "", copy, quote];
  });
  return {
    entries,
    columns: isRead ? copyColumns.slice(0, -1) : copyColumns,
    rows: rows.map((row) => (isRead ? row.slice(0, -1) : row)),
    line: [line],
    fails: proved.size < headlines.length,
  };
}

const failing: ReadonlySet<BookNotice["kind"]> = new Set(["not_checked", "not_seen"]);

/** `1,023 rates: 663 with a quoted copy (64 %), 61 of copies without a day, 402 not seen for 90 days, none without a source.` */
function proofText({ rates, withEvidence, undated, stale }: Proof, days: number): string {
  const share = Math.floor((100 * withEvidence) / Math.max(1, rates));
  return `${countText(rates)} rates: ${countText(withEvidence)} with a quoted copy (${share} %), ${countText(undated)} of copies without a day, ${countText(stale)} not seen for ${days === 1 ? "a day" : `${countText(days)} days`}, none without a source.`;
}

function headlineText(headlines: readonly Headline[]): string {
  const ages = headlines.map(({ age }) => age).sort((a, b) => a - b);
  const over = (days: number): string => countText(ages.filter((age) => age > days).length);
  return `Training prices of the day: ${countText(ages.length)} offers, median age ${countText(ages[ages.length >> 1] ?? 0)} days; ${over(90)} not seen for 90 days, ${over(180)} not for 180.`;
}

function quotedText(headlines: readonly Headline[], { copies, bare }: Quoted): string {
  const offersOf = (some: Quoted["copies"]): Set<string> =>
    new Set(some.flatMap(({ quotes }) => quotes.flatMap(({ offers }) => offers)));
  const pinned = offersOf(copies.filter(({ copy }) => isPinned(copy))).size;
  const all = offersOf(copies).size;
  const share = Math.floor((100 * all) / Math.max(1, headlines.length));
  return `Of these, ${countText(all)} quote a copy (${share} %): ${countText(pinned)} a file at a commit, ${countText(all - pinned)} a page of a day; ${countText(bare.length)} have none. \`prices check --fetch\` opens the copies.`;
}
