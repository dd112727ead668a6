import type { Command } from "commander";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { csvText, rateRows, sortRates, type RateRow } from "@tunecast/estimator/rows";
import { countText, rateText, type Column } from "@tunecast/estimator/text";
import { oneOf, words } from "../ask/options.ts";
import { printed, type Host, type Outcome, type Screen } from "../read/host.ts";
import { historyText } from "../show/history.ts";
import { refuse } from "../show/messages.ts";
import { plainReport, tableBlock } from "../show/report.ts";
import { addPricesCheck, asOfOption, formatOption, laidOut, type Format } from "./pricesCheck.ts";
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
  { title: "age", align: "right", rank: 1 },
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
    .option("--provider <ids>", "only these providers and clouds", words)
    .option("--model <ids>", "only these models, size tiers or machines", words)
    .option("--kind <kinds>", "only these: training, input, output, hosting, gpu, …", words)
    .option("--sort <field>", `one of ${fields.join(", ")}`, oneOf(...fields))
    .addHelpText("after", listHelp)
    .action(async (options: PricesOptions) => done(await list(options, around)));
  prices
    .command("show")
    .description("The history of a model, its sources, and figures that disagree.")
    .argument("<id>", "a model, provider/model, or a whole offer id")
    .addHelpText("after", "\nExit codes: 0 its history; 2 no such model.\n")
    .action(async (id: string) => done(await show(id, around.screen)));
  addPricesCheck(prices, around, done);
}

const listHelp = "\nExit codes: 0 rates; 1 none has all that was asked for; 2 a wrong option or name.\n";

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
        rows.map((row) => fields.map((field) => String(row[field] ?? ""))),
      ),
    );
  const report = plainReport(`${countText(rows.length)} rates of the price book.`, {
    tables: [tableBlock(columns, rows.map(cells), "All of them: | less.")],
  });
  return printed(laidOut(report, format, screen), rows.length > 0 ? 0 : 1);
}

/** The rates from a day or before it; all of them where no day is asked for. */
function knownOn(asOf: string | undefined, rows: readonly RateRow[]): Result<readonly RateRow[]> {
  if (asOf === undefined) return ok(rows);
  const known = rows.filter(({ from }) => from <= asOf);
  const first = rows.map(({ from }) => from).sort()[0];
  return known.length > 0 || first === undefined ? ok(known) : fail({ kind: "no_price_yet", day: asOf, first });
}

function cells(row: RateRow): string[] {
  const { provider, model, method, variant, kind, per, from, seen, source, confidence, status, age } = row;
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
    `${countText(age)} d`,
    source,
    confidence,
    status?.replaceAll("_", " ") ?? "",
  ];
}

async function show(id: string, screen: Screen): Promise<Outcome> {
  const { files: history } = await import("@tunecast/pricing/files");
  const text = historyText(history, id, screen);
  return text === null
    ? refuse(`No model of the price book is named "${id}": \`tunecast prices\` lists them.`)
    : printed(text);
}
