import { nearestNames } from "@tunecast/estimator/parts";
import { modelsMeant, providerNamed } from "@tunecast/estimator/prices";
import { counted, historyReport, columnsOf } from "@tunecast/estimator/report";
import { csvText, marketTable, rateRows, sortRates, type RateRow } from "@tunecast/estimator/rows";
import { countText, rateText } from "@tunecast/estimator/text";
import { plainOption } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { formatOption, oneOf, words } from "../ask/options.ts";
import { printed, type Host, type Outcome } from "../read/host.ts";
import { refuse } from "../show/messages.ts";
import { plainReport, reportText, tableBlock } from "../show/report.ts";
import { addPricesCheck, formats, laidOut } from "./pricesCheck.ts";

interface PricesOptions {
  readonly format: (typeof formats)[number];
  readonly asOf?: string;
  readonly provider?: readonly string[];
  readonly model?: readonly string[];
  readonly kind?: readonly string[];
  readonly sort?: keyof RateRow;
}

const columns = columnsOf(
  "provider|model|method 3|variant 1|kind|rate >|per|from 2|seen 4|age > 1|source 6|confidence 5|status 5",
);

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
  "age",
  "source",
  "confidence",
  "status",
] as const satisfies readonly (keyof RateRow)[];

/**
 * `tunecast prices`, `prices show ID` and `prices check`: the price files whole. They are four times the size of the
 * book that estimates are made from, so they are loaded only here.
 */
export const addPrices: AddCommand = (program) => {
  const command = program
    .command("prices")
    .summary("the dated rates of the price book, with their sources")
    .description("Every dated rate. `prices show ID` gives the history of a model, `prices check` what grows old.")
    .addOption(formatOption(formats))
    .addOption(
      plainOption("asOf", "only rates from that day or before, with its statuses (default: all, with those of today)"),
    )
    .option("--provider <ids>", "only these providers and clouds", words)
    .option("--model <ids>", "only these models, size tiers or machines", words)
    .option("--kind <kinds>", "only these: training, input, output, hosting, gpu, …", words)
    .option("--sort <field>", `one of ${fields.join(", ")}`, oneOf(...fields));
  const shown = command
    .command("show")
    .description("The history of a model, its sources, and figures that disagree.")
    .argument("<id>", "a model, provider/model, or a whole offer id");
  const exitCodes = "0 rates; 1 none has all that was asked for; 2 a wrong option or name.";
  const history = { command: shown, act: show, exitCodes: "0 its history; 2 no such model." };
  return [{ command, act: list, exitCodes }, history, ...addPricesCheck(command)];
};

async function list({ prices, today, screen }: Host, options: PricesOptions): Promise<Outcome> {
  const { provider, model, kind, sort, format, asOf } = options;
  const { files } = await import("@tunecast/pricing/files");
  const all = rateRows(files, asOf ?? today);
  const filters = Object.entries({ provider, model, kind }) as ["provider" | "model" | "kind", PricesOptions["kind"]][];
  const meant = new Map((model ?? []).map((name) => [name, modelsMeant(prices, name)]));
  const isOf = (row: RateRow, field: "provider" | "model" | "kind", word: string): boolean =>
    row[field] === word ||
    (field === "provider" && row.provider === providerNamed(word)) ||
    (field === "model" && meant.get(word)?.has(`${row.provider}/${row.model}`) === true);
  for (const [field, some = []] of filters) {
    const known = new Set(all.map((row) => row[field] ?? ""));
    const word = some.find((one) => !all.some((row) => isOf(row, field, one)));
    if (word === undefined) continue;
    const near = nearestNames(word, [...known]);
    const end = near.length === 0 ? "." : `; did you mean ${near.join(" or ")}?`;
    refuse(`No rate of the price book has --${field} ${word}${end}`);
  }
  const chosen = all.filter((row) =>
    filters.every(([field, some]) => some?.some((word) => isOf(row, field, word)) ?? true),
  );
  const known = knownOn(asOf, chosen);
  const rows = sort === undefined ? known : sortRates(known, sort);
  if (format === "json") return printed(`${JSON.stringify(rows, null, 2)}\n`);
  const texts = rows.map((row) => fields.map((field) => String(row[field] ?? "")));
  if (format === "csv") return printed(csvText(fields, texts));
  const isWhole = provider === undefined && model === undefined && kind === undefined;
  const report = plainReport(`${counted(rows.length, "rate")} of the price book.`, {
    tables: [...(isWhole ? [marketTable(prices, asOf ?? today)] : []), tableBlock(columns, rows.map(cells))],
  });
  return printed(laidOut(report, format, screen), rows.length > 0 ? 0 : 1);
}

/** The rates from a day or before it; all of them where no day is asked for. */
function knownOn(asOf: string | undefined, rows: readonly RateRow[]): readonly RateRow[] {
  if (asOf === undefined) return rows;
  const known = rows.filter(({ from }) => from <= asOf);
  const [first] = rows.map(({ from }) => from).sort();
  if (known.length === 0 && first !== undefined) refuse({ kind: "no_price_yet", day: asOf, first });
  return known;
}

function cells(row: RateRow): string[] {
  const { provider, model, method, variant, kind, per, from, seen, source, confidence, status, age } = row;
  const [rate, days] = [rateText(row), `${countText(age)} d`];
  const said = [method, variant].map((one) => one ?? "");
  const ends = status?.replaceAll("_", " ") ?? "";
  return [provider, model ?? "(all)", ...said, kind, rate, per, from, seen, days, source, confidence, ends];
}

async function show({ screen }: Host, id: string): Promise<Outcome> {
  const { files } = await import("@tunecast/pricing/files");
  const report =
    historyReport(files, id) ?? refuse(`No model of the price book is named "${id}": \`tunecast prices\` lists them.`);
  return printed(reportText(report, {}, screen));
}
