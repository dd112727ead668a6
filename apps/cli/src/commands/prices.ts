import { Option, type Command } from "commander";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import {
  bookNotices,
  csvText,
  proofOf,
  rateRows,
  sortRates,
  type BookNotice,
  type Proof,
  type RateRow,
} from "@tunecast/estimator/rows";
import { countText, markdownTable, rateText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "../show/table.ts";
import { day, oneOf, whole, words } from "../ask/options.ts";
import { refuse } from "../show/messages.ts";
import { styleOf } from "../show/style.ts";
import { printed, type Outcome, type Screen, type Host } from "../read/host.ts";
import { historyText } from "../show/history.ts";
import { fitted } from "../show/fitted.ts";
import { hiddenNote, widthOf } from "../show/note.ts";

type Format = "table" | "json" | "csv" | "markdown";

const fields = [
  "provider",
  "model",
  "method",
  "variant",
  "kind",
  "amount",
  "currency",
  "per",
  "from",
  "seen",
  "source",
  "confidence",
  "status",
] as const satisfies readonly (keyof RateRow)[];

interface PricesOptions {
  readonly format: Format;
  readonly asOf?: string;
  readonly provider?: readonly string[];
  readonly model?: readonly string[];
  readonly kind?: readonly string[];
  readonly sort?: keyof RateRow;
}

const columns: readonly Column[] = [
  { title: "provider", align: "left", rank: 0 },
  { title: "model", align: "left", rank: 0 },
  { title: "method", align: "left", rank: 3 },
  { title: "variant", align: "left", rank: 1 },
  { title: "kind", align: "left", rank: 0 },
  { title: "rate", align: "right", rank: 0 },
  { title: "per", align: "left", rank: 0 },
  { title: "from", align: "left", rank: 2 },
  { title: "seen", align: "left", rank: 4 },
  { title: "source", align: "left", rank: 6 },
  { title: "confidence", align: "left", rank: 5 },
  { title: "status", align: "left", rank: 5 },
];

/**
 * `tunecast prices`, `prices show ID` and `prices check`: the price files whole. They are four times the size of the
 * book that estimates are made from, so they are loaded only here.
 */
export function addPrices(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const prices = program
    .command("prices")
    .summary("the dated rates of the price book, with their sources")
    .description(
      "Every dated rate of the price book. `prices show ID` gives the history of a model, `prices check` what grows old.",
    )
    .addOption(formatOption())
    .addOption(asOfOption("only rates from that day or before, with its statuses (default: all, with those of today)"))
    .addOption(new Option("--provider <ids>", "only these providers and clouds").argParser(words))
    .addOption(new Option("--model <ids>", "only these models, size tiers or machines").argParser(words))
    .addOption(new Option("--kind <kinds>", "only these: training, input, output, hosting, gpu, …").argParser(words))
    .addOption(new Option("--sort <field>", `one of ${fields.join(", ")}`).argParser(oneOf(...fields)))
    .addHelpText("after", listHelp)
    .action(async (options: PricesOptions) => done(await list(options, around)));
  prices
    .command("show")
    .description("The history of a model, its sources, and figures that disagree.")
    .argument("<id>", "a model, provider/model, or a whole offer id")
    .addHelpText("after", "\nExit codes: 0 its history; 2 no such model.\n")
    .action(async (id: string) => done(await show(id, around.screen)));
  prices
    .command("check")
    .description("What was not checked or seen for long, and what is about to change.")
    .addOption(formatOption())
    .addOption(asOfOption("as it looks on that day (default: today)"))
    .addOption(new Option("--days <n>", "how old, and how far ahead").argParser(whole(1)).default(90))
    .option("--fail", "exit code 1 where a file was not checked, or a rate not seen, for so long (for CI)")
    .addHelpText(
      "after",
      "\nExit codes: 0 a list, be it empty; 1 something is old and --fail was given; 2 a wrong option.\n",
    )
    .action(async (options: PricesOptions & { days: number; fail?: boolean }) => done(await check(options, around)));
}

const listHelp = "\nExit codes: 0 rates; 1 none has all that was asked for; 2 a wrong option or name.\n";

function formatOption(): Option {
  return new Option("--format <name>", "table, json, csv or markdown")
    .argParser(oneOf<Format>("table", "json", "csv", "markdown"))
    .default("table");
}

function asOfOption(what: string): Option {
  return new Option("--as-of <day>", what).argParser(day);
}

async function list(options: PricesOptions, { today, screen }: Host): Promise<Outcome> {
  const { provider, model, kind, sort, format } = options;
  const { files: history } = await import("@tunecast/pricing/files");
  const all = rateRows(history, options.asOf ?? today);
  const unknown = [
    ...(provider ?? []).filter((word) => !all.some((row) => row.provider === word)).map((word) => `--provider ${word}`),
    ...(model ?? []).filter((word) => !all.some((row) => row.model === word)).map((word) => `--model ${word}`),
    ...(kind ?? []).filter((word) => !all.some((row) => row.kind === word)).map((word) => `--kind ${word}`),
  ];
  if (unknown.length > 0) return refuse(`No rate of the price book has ${unknown.join(" or ")}.`);
  const chosen = all.filter(
    (row) =>
      (provider?.includes(row.provider) ?? true) &&
      (model?.includes(row.model ?? "") ?? true) &&
      (kind?.includes(row.kind) ?? true),
  );
  const known = knownOn(options.asOf, chosen);
  if (!known.ok) return refuse(known.problem);
  const rows = sort === undefined ? known.value : sortRates(known.value, sort);
  if (format === "json") return printed(`${JSON.stringify(rows, null, 2)}\n`);
  if (format === "csv")
    return printed(
      csvText(
        fields,
        rows.map((row) => fields.map((field) => row[field] ?? "")),
      ),
    );
  return printed(tableOf([], columns, rows.map(cells), format, screen), rows.length > 0 ? 0 : 1);
}

/** The rates from a day or before it; all of them where no day is asked for. */
function knownOn(asOf: string | undefined, rows: readonly RateRow[]): Result<readonly RateRow[]> {
  if (asOf === undefined) return ok(rows);
  const known = rows.filter(({ from }) => from <= asOf);
  const first = rows.map(({ from }) => from).sort()[0];
  return known.length > 0 || first === undefined ? ok(known) : fail({ kind: "no_price_yet", day: asOf, first });
}

function cells(row: RateRow): string[] {
  const { provider, model, method, variant, kind, per, from, seen, source, confidence, status } = row;
  const rate = rateText(row);
  return [
    provider,
    model ?? "(all)",
    method ?? "",
    variant ?? "",
    kind,
    rate,
    per,
    from,
    seen,
    source,
    confidence,
    status?.replaceAll("_", " ") ?? "",
  ];
}

const noticeColumns: readonly Column[] = [
  { title: "what", align: "left", rank: 0 },
  { title: "provider", align: "left", rank: 0 },
  { title: "model", align: "left", rank: 0 },
  { title: "day", align: "left", rank: 1 },
  { title: "detail", align: "left", rank: 0 },
];

async function check(
  { asOf, days, format, fail: strict = false }: PricesOptions & { days: number; fail?: boolean },
  { today, screen }: Host,
): Promise<Outcome> {
  const { files: history } = await import("@tunecast/pricing/files");
  const on = asOf ?? today;
  const notices = bookNotices(history, on, days);
  const exitCode = strict && notices.some(({ kind }) => failing.has(kind)) ? 1 : 0;
  const rows = notices.map(({ kind, provider, model, day: when, detail }) => [
    kind.replaceAll("_", " "),
    provider,
    model ?? "",
    when ?? "",
    detail,
  ]);
  if (format === "json") return printed(`${JSON.stringify(notices, null, 2)}\n`, exitCode);
  if (format === "csv")
    return printed(
      csvText(
        noticeColumns.map(({ title }) => title),
        rows,
      ),
      exitCode,
    );
  const proof = [wrapped(proofText(proofOf(history, on, days), days), widthOf(screen)), ""];
  return printed(
    rows.length === 0
      ? [...proof, "Nothing is old and nothing is about to change.", ""].join("\n")
      : tableOf(proof, noticeColumns, rows, format, screen),
    exitCode,
  );
}

/** What makes `--fail` fail. */
const failing: ReadonlySet<BookNotice["kind"]> = new Set(["not_checked", "not_seen"]);

/** `1,023 rates: 663 with a quoted copy (64 %), 61 of copies without a day, 402 not seen for 90 days, none without a source.` */
function proofText({ rates, withEvidence, undated, stale }: Proof, days: number): string {
  const share = Math.floor((100 * withEvidence) / Math.max(1, rates));
  return `${countText(rates)} rates: ${countText(withEvidence)} with a quoted copy (${share} %), ${countText(undated)} of copies without a day, ${countText(stale)} not seen for ${days === 1 ? "a day" : `${days} days`}, none without a source.`;
}

/** A table under some lines; on a terminal as many rows as there is room for. */
function tableOf(
  above: readonly string[],
  head: readonly Column[],
  rows: readonly (readonly string[])[],
  format: Format,
  screen: Screen,
): string {
  if (format === "markdown") return [...above, markdownTable(head, rows)].join("\n");
  const style = styleOf(screen);
  return fitted(screen, undefined, 0, ({ top = rows.length }) => {
    const left = rows.length - top;
    const more = `… and ${countText(left)} more: all of it with | less`;
    const { heading, rows: lines, hidden } = textTable(head, rows.slice(0, top), screen.columns);
    const rest = left > 0 ? [style.quiet(more)] : [];
    return [...above, style.strong(heading), ...lines, ...rest, ...hiddenNote(hidden, screen), ""].join("\n");
  });
}

async function show(id: string, screen: Screen): Promise<Outcome> {
  const { files: history } = await import("@tunecast/pricing/files");
  const text = historyText(history, id, screen);
  return text === null
    ? refuse(`No model of the price book is named "${id}": \`tunecast prices\` lists them.`)
    : printed(text);
}
