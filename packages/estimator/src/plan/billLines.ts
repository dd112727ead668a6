import { dayOfTime } from "../check/day.ts";
import { cellText, isRecord } from "../check/fields.ts";
import type { TuningJob } from "../contract/tuningJob.ts";
import { isDecimalText } from "../check/decimalText.ts";
import { amountText, decimal, sum } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { plainDecimal } from "../contract/fields/spelling.ts";

type Row = Readonly<Record<string, unknown>>;

function focusLines(value: unknown): readonly Row[] | null {
  const rows = Array.isArray(value) ? value : [value];
  const isLine = (row: unknown): row is Row => isRecord(row) && "BilledCost" in row && "BillingCurrency" in row;
  return rows.length > 0 && rows.every(isLine)
    ? rows.filter((row) => {
        const kind = row["x_LineKind"];
        if (typeof kind === "string") return !ownBeside.test(kind);
        if (noSale.test(cellText(row["ChargeCategory"]))) return false;
        return !isBeside(`${cellText(row["ChargeDescription"])} ${cellText(row["SkuMeter"])}`);
      })
    : null;
}

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
  const noJob = { kind: "not_a_job", provider: "FOCUS", source: "https://focus.finops.org" };
  if (costs.includes(null)) return fail({ ...noJob, got: "a line without a cost" });
  const currencies = [...new Set(rows.map((row) => String(row["BillingCurrency"])))].sort();
  const [currency = "", other] = currencies;
  if (other !== undefined) return fail({ kind: "lines_in_currencies", currencies });
  // Own lines of one offer have a meter each for training and validation.
  const sold = rows[0]?.["x_OfferId"] === undefined ? "SkuMeter" : "x_OfferId";
  for (const column of ["ProviderName", "ServiceName", sold]) {
    const got = [...new Set(rows.map((row) => cellText(row[column])))].sort();
    if (got.length > 1) return fail({ kind: "lines_of_several", column, got });
  }
  const days = rows.flatMap(({ ChargePeriodStart: start }) => dayOfTime(start) ?? []);
  const tokensOf = (row: Row, of: string): string | null => inTokens(row[`${of}Quantity`], row[`${of}Unit`]);
  const trained = rows.filter(({ x_LineKind: kind = "training" }) => kind === "training");
  const tokens = sum(trained.map((row) => decimal(tokensOf(row, "Consumed") ?? tokensOf(row, "Pricing") ?? 0)));
  return ok({
    id: null,
    model: null,
    createdOn: days.sort()[0] ?? null,
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

/**
 * The columns of bills and usage exports that hold what is wanted, names without case and marks: Azure, AWS, Google, OpenAI.
 *
 * @source https://learn.microsoft.com/azure/cost-management-billing/automate/understand-usage-details-fields,
 * https://docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html,
 * https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage,
 * https://developers.openai.com/api/reference/resources/admin/organization/usage/costs
 */
const columns = {
  cost: "costinbillingcurrency pretaxcost costinpricingcurrency unblendedcost cost subtotal costusd amountvalue billedcost unblendedcostamount",
  currency:
    "billingcurrency billingcurrencycode currency pricingcurrency currencycode amountcurrency unblendedcostunit",
  quantity:
    "quantity usagequantity usageamountinpricingunits usageamount consumedquantity pricingquantity usagequantityamount",
  unit: "unitofmeasure consumedunit pricingunit usagepricingunit usageunit usagequantityunit",
  what: "metername meter skumeter skumetername chargedescription metersubcategory productname meterdetails usagetype lineitemdescription operation skudescription lineitem item keys",
  kind: "chargecategory chargetype lineitemtype costtype",
  start: "date usagedatetime usagedate usagestartdate usagestarttime starttimeiso starttime chargeperiodstart",
} as const;

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
    const key = whole.replace(/^(?:lineitem|metrics|x)(?=.)/u, "");
    const currency: [string, unknown][] = unit === "" ? [] : [["currency", currencies[unit] ?? unit]];
    return isRecord(value) ? flat(value, key) : [[key, value], ...currency];
  });
}

/** Rows of a bill under whatever lists them: the buckets of OpenAI's cost API, an array, a row alone. */
function rowsOf(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsOf);
  if (!isRecord(value)) return [];
  const listed = value["data"] ?? value["results"] ?? value["result"] ?? value["ResultsByTime"] ?? value["Groups"];
  if (!Array.isArray(listed)) return [value];
  return listed
    .flatMap(rowsOf)
    .map((row): Row => ("start_time" in value ? { start_time: value["start_time"], ...row } : row));
}

/** Training lines of a bill as FOCUS rows: FOCUS, Azure, AWS, Google, OpenAI. Null for anything else; empty where no line is for training. */
export function billLines(value: unknown): readonly Row[] | null {
  const focus = focusLines(value);
  if (focus?.some((row) => row["x_OfferId"] !== undefined) === true) return focus;
  const rows = rowsOf(value).map((row) => new Map(flat(row)));
  const has = (wanted: Wanted): boolean => columns[wanted].split(" ").some((name) => rows[0]?.has(name) === true);
  if (!has("cost") || !has("what") || !(has("currency") || rows[0]?.has("costusd") === true)) return focus;
  const lines = rows.flatMap((row) => {
    const named = (wanted: Wanted) => columns[wanted].split(" ").filter((name) => (row.get(name) ?? "") !== "");
    const at = (wanted: Wanted): unknown[] => named(wanted).map((name) => row.get(name));
    const what = at("what").flat().map(cellText).join(" ");
    const [currency] = at("currency");
    // A cost in dollars is in no other column's currency, and is the only one to take where no currency is named.
    const [paid = ""] = currency === undefined && row.has("costusd") ? ["costusd"] : named("cost");
    const cost = row.get(paid);
    const own = paid === "costinpricingcurrency" ? row.get("pricingcurrency") : currency;
    if (!isForTraining(what) || cost === undefined || noSale.test(cellText(at("kind")[0]))) return [];
    const [unit, [start]] = [cellText(at("unit")[0]).replace(/^count$/iu, ""), at("start")];
    return [
      {
        BilledCost: plainNumber(cost),
        ProviderName: row.get("providername"),
        ServiceName: row.get("servicename"),
        SkuMeter: what,
        BillingCurrency: paid === "costusd" ? "USD" : cellText(own).toUpperCase(),
        ConsumedQuantity: plainNumber(at("quantity")[0]),
        ConsumedUnit: /token/iu.test(unit) || !/token/iu.test(what) ? unit : `${unit} tokens`,
        // Azure writes 08/05/2026 for 5 August, OpenAI seconds since 1970.
        ChargePeriodStart: typeof start === "string" ? start.replace(/^(\d\d)\/(\d\d)\/(\d{4})/u, "$3-$1-$2") : start,
      },
    ];
  });
  return lines.length > 0 ? lines : (focus ?? []);
}

function plainNumber(value: unknown): unknown {
  return typeof value === "string" ? plainDecimal(value.replaceAll(/[$€£]/gu, "")) : value;
}

const currencies: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP" };

/** Sums of money on the lines of a text that speak of training: an invoice, or the log that ends in "Fine-tune costs $3.54". */
export function pastedCosts(text: string): readonly Row[] | null {
  const rows = text.split("\n").flatMap((line) => {
    const found = isForTraining(line) ? [...line.matchAll(/([$€£])\s?(\d[\d.,]*)/gu)].at(-1) : undefined;
    const [, sign = "", amount = ""] = found ?? [];
    const cost = plainDecimal(amount.replace(/[.,]+$/u, ""));
    return cost === undefined ? [] : [{ BilledCost: cost, BillingCurrency: currencies[sign] ?? "USD" }];
  });
  return rows.length > 0 ? rows : null;
}
