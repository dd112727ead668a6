import jobShapes from "./jobShapes.json" with { type: "json" };
import { own } from "../check/keys.ts";
import { dayOfTime } from "../check/day.ts";
import { fieldAt, isRecord, shown } from "../check/fields.ts";
import { amountText, decimal } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { TuningJob } from "../contract/tuningJob.ts";
import { billLines, focusJob, pastedCosts } from "./billLines.ts";
import { jobId, pastedValue, unwrapped } from "./pastedJob.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Columns of usage as OpenAI, Fireworks and Databricks export it. */
const usageColumn = /(?:^|[,;\t"])(?:(?:input|prompt|output)_tokens|usage_(?:quantity|type|unit))(?:$|[,;\t"\r])/imu;

/** A form of job objects: how it is told from others, and the paths of its facts, the first that is there. */
interface Form {
  readonly object?: readonly string[];
  readonly fields: readonly (readonly string[])[];
  readonly model?: string;
  /** `created_at` where not given; seconds or milliseconds since 1970, or an ISO time. */
  readonly created?: string;
  readonly epochs?: readonly string[];
  readonly tokens?: readonly string[];
  /** `trained` where not given. */
  readonly counted?: string;
  readonly validation?: string;
  readonly quoted?: readonly string[];
  readonly cost?: string;
}

/** The form of a provider's jobs, and where it is published. */
interface Shape extends Form {
  readonly source: string;
  readonly billed?: string;
}

const forms: Readonly<Record<string, Form>> = jobShapes.forms;
const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries(jobShapes.providers).map(([provider, { form, ...rest }]) => [
    provider,
    { fields: [], ...own(forms, form), ...rest },
  ]),
);

const countings = ["billed", "trained", "stated", "pass"] as const;

/** The money that a job states, where its provider writes more than a path of it. */
const moneyOf: Readonly<Record<string, (job: Fields) => TuningJob["money"]>> = {
  // `job.metadata` alone is the quote.
  mistral: (job) => {
    const { cost, cost_currency: currency }: Fields = isRecord(job["metadata"]) ? job["metadata"] : job;
    return money(typeof cost === "number" && Number.isFinite(cost) ? String(cost) : undefined, currency, "quoted");
  },
  // In billionths of a dollar: github.com/togethercomputer/together-python/blob/3c72b9c/src/together/utils/tools.py
  together: (job) => {
    const price = count(job, "total_price");
    return price === null ? null : money(amountText(decimal(price).dividedBy(1e9)), "USD", "billed");
  },
  fireworks: (job) => {
    const [units, nanos] = [count(job, "estimatedCost.units") ?? 0, count(job, "estimatedCost.nanos") ?? 0];
    const amount = amountText(decimal(nanos).dividedBy(1e9).plus(units));
    return money(amount, fieldAt(job, "estimatedCost.currencyCode"), "quoted");
  },
};

function said(pattern: string | undefined, job: Fields): string | undefined {
  return pattern === undefined ? undefined : new RegExp(pattern, "iu").exec(JSON.stringify(job))?.[1];
}

function fits({ object = [], fields, cost, billed }: Form & Partial<Shape>, job: Fields): boolean {
  return (
    object.includes(String(job["object"])) ||
    fields.some((all) => all.every((field) => field in job)) ||
    [cost, billed].some((pattern) => said(pattern, job) !== undefined)
  );
}

function read(provider: string, shape: Shape, job: Fields): Omit<TuningJob, "id"> {
  const { model = "model", created = "created_at", validation = "validation_file" } = shape;
  const event = said(shape.billed, job);
  const first = (paths: readonly string[] = []): number | null =>
    paths.map((path) => count(job, path)).find((value) => value !== null) ?? null;
  const tokens = event === undefined ? (first(shape.tokens) ?? 0) : Number(event.replaceAll(",", ""));
  const counted = event === undefined ? (countings.find((one) => one === shape.counted) ?? "trained") : "billed";
  const set = fieldAt(job, validation);
  return {
    model: text(job[model]),
    createdOn: dayOfTime(job[created]),
    epochs: first(shape.epochs),
    status: text(job["status"]) ?? text(job["state"]),
    tokens: tokens === 0 ? null : { count: tokens, counted },
    money: own(moneyOf, provider)?.(job) ?? money(said(shape.cost, job), "USD", "billed"),
    quoted: first(shape.quoted),
    hasValidation: Array.isArray(set) ? set.length > 0 : text(set) !== null,
  };
}

/**
 * Reads a job object as the provider of the estimate writes it: as JSON, or pasted as Python or a console prints it; the
 * text of an event or a log; or the lines of a bill, as FOCUS rows or as Azure, AWS, Google and OpenAI export them.
 *
 * Problems: `job_shape_unknown` for a provider whose objects have no public source here, `job_of_another`, `not_a_job`,
 * `job_without_count` for one that states neither tokens nor money, as it does before it is finished. @param currency of the estimate
 */
export function tuningJob(provider: string, value: unknown, currency?: string): Result<TuningJob> {
  const pasted = unwrapped(typeof value === "string" ? pastedValue(value) : value);
  const lines = billLines(pasted, currency);
  if (lines?.length === 0)
    return fail({ kind: "not_a_job", provider, source: "", got: "a bill without a line for training" });
  if (lines !== null) return focusJob(lines);
  const shape = own(shapes, provider);
  const costs = typeof value === "string" ? pastedCosts(value) : null;
  const job = objectOf(value, pasted);
  if (costs !== null && (shape === undefined || (isRecord(job) && !fits(shape, job)))) return focusJob(costs);
  if (shape === undefined) return fail({ kind: "job_shape_unknown", provider, known: Object.keys(shapes) });
  if (!isRecord(job)) return fail({ kind: "not_a_job", provider, source: shape.source, got: shown(value) });
  if (!fits(shape, job)) {
    const other = Object.entries(shapes).find(([, one]) => fits(one, job))?.[0];
    if (other !== undefined) return fail({ kind: "job_of_another", provider, other });
    const isUsage = usageColumn.test(typeof value === "string" ? value : JSON.stringify(value));
    const got = isUsage ? "usage without a column of costs" : "something else";
    return fail({ kind: "not_a_job", provider, source: shape.source, got });
  }
  const found = read(provider, shape, job);
  const inCharacters = JSON.stringify(job).includes("totalBillableCharacterCount");
  return found.tokens === null && found.money === null
    ? fail({ kind: "job_without_count", status: found.status ?? "", inCharacters })
    : ok({ id: jobId(job), ...found });
}

/**
 * False where a job in OpenAI's form is not one of this provider: OpenAI alone names an organisation, Azure prints null.
 * @source https://github.com/openai/openai-python/blob/8281dc956178f5de345645660081f7d0c15a57a6/src/openai/types/fine_tuning/fine_tuning_job.py
 */
export function mayBeOf(provider: string, value: unknown): boolean {
  const job = typeof value === "string" ? pastedValue(value) : value;
  if (!isRecord(job) || !fits(jobShapes.forms.openai, job) || job["organization_id"] === undefined) return true;
  return (provider === "openai") === (text(job["organization_id"]) !== null);
}

/** A job as fields: beside an object that was pasted stands the text around it, which may be a log. */
function objectOf(value: unknown, pasted: unknown): unknown {
  if (typeof value !== "string") return Array.isArray(value) ? { data: value } : pasted;
  return { message: value, ...(isRecord(pasted) && pasted) };
}

/** Null where the amount or the currency is missing. */
function money(amount: string | undefined, currency: unknown, basis: "billed" | "quoted"): TuningJob["money"] {
  if (amount === undefined || typeof currency !== "string" || currency === "") return null;
  return { amount: amountText(decimal(amount)), currency: currency.toUpperCase(), basis };
}

/** A whole number of at least 0, also where it is written as text (64-bit counts are). */
function count(job: Fields, path: string): number | null {
  const value = fieldAt(job, path);
  const number = typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
