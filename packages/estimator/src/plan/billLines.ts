import { isRecord } from "../check/fields.ts";
import { isDecimalText } from "../money.ts";

type Row = Readonly<Record<string, unknown>>;

/** A form of billing lines: the columns that tell it, and those that hold what is wanted. */
interface Form {
  readonly source: string;
  readonly cost: readonly string[];
  readonly currency: readonly string[];
  readonly quantity: readonly string[];
  readonly unit: readonly string[];
  readonly what: readonly string[];
  readonly start: readonly string[];
}

/** Forms of bills and usage exports; names of columns without case and marks. */
const forms: readonly Form[] = [
  {
    source: "https://learn.microsoft.com/azure/cost-management-billing/automate/understand-usage-details-fields",
    cost: ["costinbillingcurrency", "pretaxcost", "costinpricingcurrency"],
    currency: ["billingcurrency", "billingcurrencycode", "currency", "pricingcurrency"],
    quantity: ["quantity", "usagequantity"],
    unit: ["unitofmeasure"],
    what: ["metername", "metersubcategory", "productname", "meterdetails"],
    start: ["date", "usagedatetime", "usagedate"],
  },
  {
    source: "https://docs.aws.amazon.com/cur/latest/userguide/Lineitem-columns.html",
    cost: ["lineitemunblendedcost"],
    currency: ["lineitemcurrencycode"],
    quantity: ["lineitemusageamount"],
    unit: ["pricingunit"],
    what: ["lineitemusagetype", "lineitemlineitemdescription", "lineitemoperation"],
    start: ["lineitemusagestartdate"],
  },
  {
    source: "https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage",
    cost: ["cost", "subtotal", "costusd"],
    currency: ["currency"],
    quantity: ["usageamountinpricingunits", "usageamount"],
    unit: ["usagepricingunit", "usageunit"],
    what: ["skudescription"],
    start: ["usagestarttime", "usagestartdate"],
  },
  {
    source: "https://developers.openai.com/api/reference/resources/admin/organization/usage/costs",
    cost: ["amountvalue"],
    currency: ["amountcurrency"],
    quantity: ["quantity"],
    unit: [],
    what: ["lineitem"],
    start: ["starttimeiso", "starttime"],
  },
];

/** Words of a line that is for training, not for use. */
const training = /fine-?\s?tun|training|tuning|customi[sz]ation/iu;
/** Words of lines beside it: the use or the keeping of a tuned model. */
const beside = /hosting|infer|input|output|storage|cached|completion|deploy/iu;

/** The fields of a row and of the objects in it, by their names without case and marks. */
function flat(row: Row, prefix: string = ""): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(row)) {
    const key = `${prefix}${name.toLowerCase().replaceAll(/[^a-z0-9]/gu, "")}`;
    if (isRecord(value)) for (const [inner, one] of flat(value, key)) fields.set(inner, one);
    else fields.set(key, value);
  }
  return fields;
}

/** Rows of a bill under whatever lists them: the buckets of OpenAI's cost API, an array, a row alone. */
function rowsOf(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsOf);
  if (!isRecord(value)) return [];
  const listed = value["data"] ?? value["results"];
  if (!Array.isArray(listed)) return [value];
  return listed
    .flatMap(rowsOf)
    .map((row): Row => ("start_time" in value ? { start_time: value["start_time"], ...row } : row));
}

/**
 * The lines of a bill that are for training, as FOCUS rows: of Azure Cost Management, AWS' cost and usage report, Google's
 * billing export, OpenAI's costs. Null for anything else; empty where no line is for training.
 */
export function billLines(value: unknown): readonly Row[] | null {
  const rows = rowsOf(value).map((row) => flat(row));
  const [first] = rows;
  if (first === undefined) return null;
  const has = (names: readonly string[]): boolean => names.some((name) => first.has(name));
  const form = forms.find(
    ({ cost, currency, what }) =>
      has(cost) && (has(currency) || cost.some((one) => one.endsWith("usd") && first.has(one))) && has(what),
  );
  if (form === undefined) return null;
  return rows.flatMap((row) => {
    const at = (names: readonly string[]): unknown =>
      names.map((name) => row.get(name)).find((one) => one !== undefined && one !== "");
    const what = form.what.map((name) => textOf(row.get(name))).join(" ");
    const cost = at(form.cost);
    if (!training.test(what) || beside.test(what.replaceAll(/fine-?\s?tun\w*/giu, "")) || cost === undefined) return [];
    const unit = textOf(at(form.unit));
    const start = at(form.start);
    return [
      {
        BilledCost: typeof cost === "string" ? plainNumber(cost) : cost,
        BillingCurrency: (textOf(at(form.currency)) || "USD").toUpperCase(),
        ConsumedQuantity: plainNumber(at(form.quantity)),
        ConsumedUnit: /token/iu.test(unit) || !/token/iu.test(what) ? unit : `${unit} tokens`,
        ...(typeof start === "string" && { ChargePeriodStart: start }),
      },
    ];
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A number without what parts its thousands. */
function plainNumber(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const bare = value.replaceAll(/[,$€£\s]/gu, "");
  return isDecimalText(bare) ? bare : value;
}

const currencies: Readonly<Record<string, string>> = { $: "USD", "€": "EUR", "£": "GBP" };

/** Sums of money on the lines of a text that speak of training: an invoice, or the log that ends in "Fine-tune costs $3.54". */
export function pastedCosts(text: string): readonly Row[] | null {
  const lines = text
    .split("\n")
    .filter((line) => training.test(line) && !beside.test(line.replaceAll(/fine-?\s?tun\w*/giu, "")));
  const rows = lines.flatMap((line) => {
    const sums = [...line.matchAll(/(?<sign>[$€£])\s?(?<sum>\d[\d,]*(?:\.\d+)?)/gu)];
    const { sign = "", sum = "" } = sums.at(-1)?.groups ?? {};
    return sum === "" ? [] : [{ BilledCost: sum.replaceAll(",", ""), BillingCurrency: currencies[sign] ?? "USD" }];
  });
  return rows.length > 0 ? rows : null;
}
