import billWords from "./billWords.json" with { type: "json" };
import { dayOfTime } from "../check/day.ts";
import { cellText, isRecord } from "../check/fields.ts";
import type { TuningJob } from "../contract/tuningJob.ts";
import { isDecimalText } from "../check/decimalText.ts";
import { amountText, decimal, sum } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { plainDecimal } from "../contract/fields/plainDecimal.ts";

type Row = Readonly<Record<string, unknown>>;

const ownBeside = /^(?:inference|hosting|provisioned|storage|credit)$/u;

/** Kinds of lines that an estimate does not hold: taxes, own credits and what was bought in advance. @source https://focus.finops.org/focus-specification/v1-2/ (ChargeCategory; read 2026-11-30) */
const noSale = /^(?:tax|credit|purchase)$/iu;

/**
 * A job as its lines of the bill state it: what was billed, and the tokens that were consumed where they are tokens.
 *
 * Problems: `lines_in_currencies` (currencies) where they are in several, `lines_of_several` (column, got) where they are of
 * several providers, services, meters or offers, `not_a_job` where a cost is no number.
 */
export function focusJob(rows: readonly Row[]): Result<TuningJob> {
  const costs = rows.map((row) => numberOf(row["BilledCost"]));
  const currencies = [...new Set(rows.map((row) => String(row["BillingCurrency"])))].sort();
  const got = costs.includes(null) ? "a line without a cost" : "a line without a currency";
  if (costs.includes(null) || currencies.includes(""))
    return fail({ kind: "not_a_job", provider: "FOCUS", source: "https://focus.finops.org", got });
  const [currency = "", other] = currencies;
  if (other !== undefined) return fail({ kind: "lines_in_currencies", currencies });
  // Own lines of one offer have a meter each for training and validation.
  const sold = rows[0]?.["x_OfferId"] === undefined ? "SkuMeter" : "x_OfferId";
  for (const column of ["ProviderName", "ServiceProviderName", "ServiceName", sold]) {
    const all = [...new Set(rows.map((row) => cellText(row[column])))].sort();
    if (all.length > 1) return fail({ kind: "lines_of_several", column, got: all });
  }
  const [createdOn = null] = rows.flatMap(({ ChargePeriodStart: start }) => dayOfTime(start) ?? []).sort();
  const tokensOf = (row: Row, of: string): string | null => inTokens(row[`${of}Quantity`], row[`${of}Unit`]);
  const trained = rows.filter(({ x_LineKind: kind = "training" }) => kind === "training");
  const tokens = sum(trained.map((row) => decimal(tokensOf(row, "Consumed") ?? tokensOf(row, "Pricing") ?? 0)));
  return ok({
    id: null,
    model: null,
    createdOn,
    epochs: null,
    status: null,
    tokens: tokens.isZero() ? null : { count: tokens.toNumber(), counted: "billed" },
    money: { amount: amountText(sum(costs.map((cost) => decimal(cost ?? "0")))), currency, basis: "billed" },
    quoted: null,
    hasValidation: false,
  });
}

/** A quantity of `Tokens`, of blocks such as `1000000 Tokens`, or of `1K tokens` and `1M tokens`, as AWS writes them. */
function inTokens(quantity: unknown, unit: unknown): string | null {
  const [whole, block = "1", thousands = ""] = /^(?:(\d+)\s?([KM]?)\s)?\s*tokens?$/iu.exec(String(unit)) ?? [];
  const number = numberOf(quantity);
  if (whole === undefined || number === null) return null;
  const times = { "": 1, K: 1000, M: 1_000_000 }[thousands.toUpperCase()] ?? 1;
  return amountText(decimal(number).times(block).times(times));
}

function numberOf(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? amountText(decimal(value)) : null;
  return isDecimalText(value) ? value : null;
}

const { columns } = billWords;
const currencies: Readonly<Record<string, string>> = billWords.currencies;

type Wanted = keyof typeof columns;

/** Words of a line that is for training, not for use. */
const training = /fine-?\s?tun|training|tuning|customi[sz]ation/iu;
/** Words of lines beside it: the use or the keeping of a tuned model. */
const beside = /hosting|infer|input|output|storage|cached|completion|deploy/iu;

function isForTraining(what: string): boolean {
  return training.test(what) && !isBeside(what);
}

function isBeside(what: string): boolean {
  return beside.test(what.replaceAll(/fine-?\s?tun\w*/giu, ""));
}

function flat(row: Row, prefix: string = ""): [string, unknown][] {
  return Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    // `Cost ($)` and `Cost (EUR)` name their currency.
    const [plain = name, unit = ""] = name.split(/\s\(([$€£]|[A-Z]{3})\)$/u);
    const whole = `${prefix}${plain.toLowerCase().replaceAll(/[^a-z0-9]/gu, "")}`;
    const key = whole.replace(/^(?:lineitem|metrics|properties|x)(?=.)/u, "");
    const currency: [string, unknown][] = unit === "" ? [] : [["currency", currencies[unit] ?? unit]];
    return isRecord(value) ? flat(value, key) : [[key, value], ...currency];
  });
}

/** Rows of a bill under whatever lists them: the buckets of OpenAI's cost API, an array, a row alone. */
function rowsOf(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsOf);
  if (!isRecord(value)) return [];
  const { columns: header, rows } = isRecord(value["properties"]) ? value["properties"] : value;
  if (Array.isArray(header) && Array.isArray(rows))
    return rows.map((row) => Object.fromEntries(header.map((column, at) => [cellText(column?.name), row?.[at]])));
  const listed = ["data", "results", "result", "ResultsByTime", "Groups", "value"]
    .map((name) => value[name])
    .find(Array.isArray);
  if (listed === undefined) return [value];
  return listed
    .flatMap(rowsOf)
    .map((row): Row => ("start_time" in value ? { start_time: value["start_time"], ...row } : row));
}

/**
 * Training lines of a bill as FOCUS rows: FOCUS, Azure, AWS, Google, OpenAI, Databricks. Null for anything else; empty where no
 * line is for training. Of costs in several currencies, the one in the currency that is wanted.
 */
export function billLines(value: unknown, wanted?: string): readonly Row[] | null {
  const given = rowsOf(value);
  const isFocus = given.length > 0 && given.every((row) => "BilledCost" in row && "BillingCurrency" in row);
  if (isFocus && given.some((row) => row["x_OfferId"] !== undefined))
    return given.filter(({ x_LineKind: kind }) => !ownBeside.test(cellText(kind)));
  const rows = given.map((row) => new Map(flat(row)));
  const has = (name: Wanted): boolean => columns[name].some((one) => rows[0]?.has(one) === true);
  const isBill = has("cost") && has("what") && (has("currency") || Array.isArray(value));
  if (!isFocus && !isBill) return null;
  const lines = rows.flatMap((row) => {
    const named = (name: Wanted) => columns[name].filter((one) => (row.get(one) ?? "") !== "");
    const at = (name: Wanted): unknown[] => named(name).map((one) => row.get(one));
    const what = at("what").flat().map(cellText).join(" ");
    const costs = named("cost").map((name) => {
      const own = name.includes("pricingcurrency") ? row.get("pricingcurrency") : at("currency")[0];
      const unit = (name.endsWith("usd") ? "USD" : cellText(own)).toUpperCase();
      return {
        BilledCost: plainNumber(row.get(name)),
        BillingCurrency: unit === wanted?.toUpperCase() ? wanted : unit,
      };
    });
    const isIn = (unit?: string) => costs.find(({ BillingCurrency: one }) => one !== "" && one === (unit ?? one));
    const paid = isIn(wanted) ?? isIn() ?? costs[0];
    if (paid === undefined || noSale.test(cellText(at("kind")[0]))) return [];
    const unit = cellText(at("unit")[0]).replace(/^count$/iu, "");
    // Azure writes 08/05/2026 for 5 August and 20260805 in answers to queries, OpenAI seconds since 1970.
    const day = cellText(at("start")[0]).replace(/^(\d\d)\/(\d\d)\/(\d{4})/u, "$3-$1-$2");
    const began = day.replace(/^(\d{4})(\d\d)(\d\d)$/u, "$1-$2-$3");
    return {
      ...paid,
      ProviderName: row.get("providername"),
      ServiceProviderName: row.get("serviceprovidername"),
      ServiceName: row.get("servicename"),
      SkuMeter: what,
      ConsumedQuantity: plainNumber(at("quantity")[0]),
      ConsumedUnit: /token/iu.test(unit) || !/token/iu.test(what) ? unit : `${unit} tokens`,
      ChargePeriodStart: /^\d{9,}$/u.test(began) ? Number(began) : began,
    };
  });
  const trained = lines.filter(({ SkuMeter }) => isForTraining(SkuMeter));
  // A FOCUS bill may be of the job alone and name it as it likes.
  return trained.length > 0 || !isFocus ? trained : lines.filter(({ SkuMeter }) => !isBeside(SkuMeter));
}

function plainNumber(value: unknown): unknown {
  return typeof value === "string" ? plainDecimal(value.replaceAll(/[$€£]/gu, "")) : value;
}

const sign = String.raw`(?<![A-Z])(?:(?:US|CA|A)?\$|[€£]|(?:USD|EUR|GBP|CAD|AUD|CHF|INR)\b)`;
/** An amount with its currency before or behind it. */
const sums = new RegExp(String.raw`((?<=^|[\s(])-)?(?:(${sign})\s?(\d[\d.,]*)|(\d[\d.,]*)\s?(${sign})(?!\s?\d))`, "gu");

/** Sums of money on the lines of a text that speak of training: an invoice, or the log that ends in "Fine-tune costs $3.54". */
export function pastedCosts(text: string): readonly Row[] | null {
  const rows = text.split("\n").flatMap((line) => {
    const found = isForTraining(line) ? [...line.matchAll(sums)] : [];
    const costs = found.flatMap(([, minus = "", before, front, back = "", behind = ""]) => {
      const amount = (front ?? back).replace(/[.,]+$/u, "");
      // A comma that cannot part thousands is the mark of decimals: `12,5`, `1.250,10`.
      const hasComma = /^(?:0|\d+(?!,\d{3}$)|\d{1,3}(?:\.\d{3})+),\d+$/u.test(amount);
      const cost = plainDecimal(minus + (hasComma ? amount.replaceAll(".", "").replace(",", ".") : amount));
      const unit = before ?? behind;
      return cost === undefined ? [] : { BilledCost: cost, BillingCurrency: currencies[unit] ?? unit };
    });
    return costs.slice(-1);
  });
  return rows.length > 0 ? rows : null;
}
