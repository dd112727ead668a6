import { own } from "../check/keys.ts";
import { dayOfTime } from "../check/day.ts";
import { fieldAt, isRecord, shown } from "../check/fields.ts";
import { amountText, decimal } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { TuningJob } from "../contract/tuningJob.ts";
import { billLines, focusJob, pastedCosts } from "./billLines.ts";
import { pastedValue } from "./pastedJob.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A shape of job objects: where it is published, how it is told from others, and the paths of its facts, the first that is there. */
interface Shape {
  readonly source: string;
  readonly fits: (job: Fields) => boolean;
  readonly model?: string;
  /** `created_at` where not given; seconds or milliseconds since 1970, or an ISO time. */
  readonly created?: string;
  readonly epochs?: readonly string[];
  readonly tokens?: readonly string[];
  readonly counted?: NonNullable<TuningJob["tokens"]>["counted"];
  /** What an event says was billed, which goes before the object's own count. */
  readonly billed?: RegExp;
  readonly validation?: string;
  readonly quoted?: readonly string[];
  readonly money?: (job: Fields) => TuningJob["money"];
}

/** What jobs of the API before 2023-08 end their log with, in dollars. */
const legacyCost = /Fine-tune costs \$([\d.]*\d)/u;

const openai: Shape = {
  source:
    "https://github.com/openai/openai-python/blob/8281dc956178f5de345645660081f7d0c15a57a6/src/openai/types/fine_tuning/fine_tuning_job.py",
  fits: (job) =>
    ["fine_tuning.job", "fine-tune"].includes(String(job["object"])) ||
    ("trained_tokens" in job && "training_file" in job) ||
    legacyCost.test(JSON.stringify(job)),
  epochs: ["hyperparameters.n_epochs", "method.supervised.hyperparameters.n_epochs", "hyperparams.n_epochs"],
  tokens: ["trained_tokens"],
  money: (job) => money(legacyCost.exec(JSON.stringify(job))?.[1], "USD", "billed"),
};

const billedEvent = /Training tokens billed:\s*([\d,]+)/iu;

/** Columns of usage as OpenAI, Fireworks and Databricks export it. */
const usageColumn = /(?:^|[,;\t"])(?:(?:input|prompt|output)_tokens|usage_(?:quantity|type|unit))(?:$|[,;\t"\r])/imu;

const shapes: Readonly<Record<string, Shape>> = {
  openai,
  // OpenAI's object; the notebooks there price a job by its trained tokens.
  nebius: {
    ...openai,
    source:
      "https://github.com/nebius/token-factory-cookbook/blob/dcce0cb8/distillation/distillation-1/2_training.ipynb",
  },
  // OpenAI's object; an event beside it, or its text alone, says what was billed.
  azure: {
    ...openai,
    source:
      "https://github.com/MicrosoftDocs/azure-ai-docs/blob/09f66cd/articles/ai-foundry/openai/tutorials/fine-tune.md",
    fits: (job) => openai.fits(job) || billedEvent.test(JSON.stringify(job)),
    billed: billedEvent,
  },
  // `job.metadata` alone is the quote.
  mistral: {
    source:
      "https://github.com/mistralai/client-python/blob/3071bbf6fea0af50d7703fde4ba48f31bb85879f/docs/models/completionjobout.md",
    fits: (job) =>
      ["job", "job.metadata"].includes(String(job["object"])) ||
      ("trained_tokens" in job && "training_files" in job) ||
      ("train_tokens" in job && "cost" in job),
    epochs: ["hyperparameters.epochs"],
    tokens: ["trained_tokens", "train_tokens"],
    validation: "validation_files",
    quoted: ["metadata.train_tokens", "train_tokens"],
    money: (job) => {
      const { cost, cost_currency: currency }: Fields = isRecord(job["metadata"]) ? job["metadata"] : job;
      return money(typeof cost === "number" && Number.isFinite(cost) ? String(cost) : undefined, currency, "quoted");
    },
  },
  "google-vertex": {
    source:
      "https://github.com/googleapis/python-genai/blob/dd7d0f6fa2ed43969ecc0382585cd86a3318768e/google/genai/types.py",
    fits: (job) => "tuningDataStats" in job || "supervisedTuningSpec" in job,
    model: "baseModel",
    created: "createTime",
    epochs: ["supervisedTuningSpec.hyperParameters.epochCount"],
    tokens: [
      "tuningDataStats.supervisedTuningDataStats.totalBillableTokenCount",
      "tuningDataStats.totalBillableTokenCount",
    ],
    counted: "pass",
    validation: "supervisedTuningSpec.validationDatasetUri",
  },
  // `total_price` is in billionths of a dollar: github.com/togethercomputer/together-python/blob/3c72b9c/src/together/utils/tools.py
  together: {
    source:
      "https://github.com/togethercomputer/together-py/blob/24a5d4eb93344eb4bf995afdbf8951b69fa3e5fc/src/together/types/finetune_response.py",
    fits: (job) => "token_count" in job || "total_price" in job,
    epochs: ["n_epochs"],
    tokens: ["token_count"],
    counted: "stated",
    money: (job) => {
      const price = count(job, "total_price");
      return price === null ? null : money(amountText(decimal(price).dividedBy(1e9)), "USD", "billed");
    },
  },
  fireworks: {
    source:
      "https://github.com/fw-ai-external/python-sdk/blob/2ed5b5674d62242004fb50fa97427bd09c2d473d/src/fireworks/types/supervised_fine_tuning_job.py",
    fits: (job) => "estimatedCost" in job || ("baseModel" in job && "dataset" in job),
    model: "baseModel",
    created: "createTime",
    epochs: ["epochs"],
    validation: "evaluationDataset",
    money: (job) => {
      const [units, nanos] = [count(job, "estimatedCost.units") ?? 0, count(job, "estimatedCost.nanos") ?? 0];
      const amount = amountText(decimal(nanos).dividedBy(1e9).plus(units));
      return money(amount, fieldAt(job, "estimatedCost.currencyCode"), "quoted");
    },
  },
  // What `SELECT SNOWFLAKE.CORTEX.FINETUNE('DESCRIBE', …)` returns.
  snowflake: {
    source: "https://docs.snowflake.com/en/sql-reference/functions/finetune-describe",
    fits: (job) => "base_model" in job && ("trained_tokens" in job || "training_result" in job),
    model: "base_model",
    created: "created_on",
    epochs: ["options.max_epochs"],
    tokens: ["trained_tokens"],
    validation: "validation_data",
  },
  // Its training runs state neither tokens nor money: a line of the bill does (FOCUS).
  tinker: {
    source:
      "https://github.com/thinking-machines-lab/tinker/blob/422bc7b9f119e271cc2c7babcd5f23ad15e7bfa5/src/tinker/types/training_run.py",
    fits: (job) => "training_run_id" in job,
    model: "base_model",
    created: "last_request_time",
  },
};

function read(shape: Shape, job: Fields): Omit<TuningJob, "id"> {
  const { model = "model", created = "created_at", validation = "validation_file" } = shape;
  const event = shape.billed?.exec(JSON.stringify(job))?.[1];
  const first = (paths: readonly string[] = []): number | null =>
    paths.map((path) => count(job, path)).find((value) => value !== null) ?? null;
  const tokens = event === undefined ? (first(shape.tokens) ?? 0) : Number(event.replaceAll(",", ""));
  const counted = event === undefined ? (shape.counted ?? "trained") : "billed";
  const set = fieldAt(job, validation);
  return {
    model: text(job[model]),
    createdOn: dayOfTime(job[created]),
    epochs: first(shape.epochs),
    status: text(job["status"]) ?? text(job["state"]),
    tokens: tokens === 0 ? null : { count: tokens, counted },
    money: shape.money?.(job) ?? null,
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
  const pasted = typeof value === "string" ? pastedValue(value) : value;
  const lines = billLines(pasted, currency);
  if (lines?.length === 0)
    return fail({ kind: "not_a_job", provider, source: "", got: "a bill without a line for training" });
  if (lines !== null) return focusJob(lines);
  const shape = own(shapes, provider);
  const costs = typeof value === "string" ? pastedCosts(value) : null;
  const job = objectOf(value, pasted);
  if (costs !== null && (shape === undefined || (isRecord(job) && !shape.fits(job)))) return focusJob(costs);
  if (shape === undefined) return fail({ kind: "job_shape_unknown", provider, known: Object.keys(shapes) });
  if (!isRecord(job)) return fail({ kind: "not_a_job", provider, source: shape.source, got: shown(value) });
  if (!shape.fits(job)) {
    const other = Object.keys(shapes).find((name) => shapes[name]?.fits(job) === true);
    if (other !== undefined) return fail({ kind: "job_of_another", provider, other });
    const isUsage = usageColumn.test(typeof value === "string" ? value : JSON.stringify(value));
    const got = isUsage ? "usage without a column of costs" : "something else";
    return fail({ kind: "not_a_job", provider, source: shape.source, got });
  }
  const found = read(shape, job);
  const inCharacters = JSON.stringify(job).includes("totalBillableCharacterCount");
  return found.tokens === null && found.money === null
    ? fail({ kind: "job_without_count", status: found.status ?? "", inCharacters })
    : ok({ id: text(job["id"]) ?? text(job["name"]), ...found });
}

/**
 * False where a job in OpenAI's form is not one of this provider: OpenAI alone names an organisation, Azure prints null.
 * @source https://github.com/openai/openai-python/blob/8281dc956178f5de345645660081f7d0c15a57a6/src/openai/types/fine_tuning/fine_tuning_job.py
 */
export function mayBeOf(provider: string, value: unknown): boolean {
  const job = typeof value === "string" ? pastedValue(value) : value;
  if (!isRecord(job) || !openai.fits(job) || job["organization_id"] === undefined) return true;
  return (provider === "openai") === (text(job["organization_id"]) !== null);
}

/** A job as fields: beside an object that was pasted stands the text around it, which may be a log. */
function objectOf(value: unknown, pasted: unknown): unknown {
  if (typeof value !== "string") return Array.isArray(value) ? { data: value } : value;
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
