import { own } from "../check/keys.ts";
import { dayText } from "../check/day.ts";
import { isRecord, shown } from "../check/fields.ts";
import { amountText, decimal } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { TuningJob } from "../contract/tuningJob.ts";
import { billLines, pastedCosts } from "./billLines.ts";
import { focusJob, focusLines } from "./focusLines.ts";
import { pastedValue } from "./pastedJob.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A shape of job objects: where it is published, how it is told from others, how it is read. */
interface Shape {
  readonly source: string;
  readonly fits: (job: Fields) => boolean;
  readonly read: (job: Fields) => Omit<TuningJob, "id">;
}

/** What jobs of the API before 2023-08 end their log with, in dollars. */
const legacyCost = /Fine-tune costs \$(?<sum>[\d.]*\d)/u;

const openai: Shape = {
  source:
    "https://github.com/openai/openai-python/blob/8281dc956178f5de345645660081f7d0c15a57a6/src/openai/types/fine_tuning/fine_tuning_job.py",
  fits: (job) =>
    ["fine_tuning.job", "fine-tune"].includes(String(job["object"])) ||
    ("trained_tokens" in job && "training_file" in job) ||
    legacyCost.test(JSON.stringify(job)),
  read: (job) => ({
    model: text(job["model"]),
    createdOn: day(job["created_at"]),
    epochs:
      count(job, "hyperparameters.n_epochs") ??
      count(job, "method.supervised.hyperparameters.n_epochs") ??
      count(job, "hyperparams.n_epochs"),
    tokens: tokens(count(job, "trained_tokens"), "trained"),
    money: billedBefore(job),
    quoted: null,
    hasValidation: text(job["validation_file"]) !== null,
  }),
};

function billedBefore(job: Fields): TuningJob["money"] {
  const sum = legacyCost.exec(JSON.stringify(job))?.groups?.["sum"];
  return sum === undefined ? null : { amount: amountText(decimal(sum)), currency: "USD", basis: "billed" };
}

/** OpenAI's object; the notebooks there price a job by its trained tokens. */
const nebius: Shape = {
  ...openai,
  source: "https://github.com/nebius/token-factory-cookbook/blob/dcce0cb8/distillation/distillation-1/2_training.ipynb",
};

const billedEvent = /Training tokens billed:\s*([\d,]+)/iu;

/** OpenAI's object; an event beside it, or its text alone, says what was billed. */
const azure: Shape = {
  source:
    "https://github.com/MicrosoftDocs/azure-ai-docs/blob/09f66cd/articles/ai-foundry/openai/tutorials/fine-tune.md",
  fits: (job) => openai.fits(job) || billedEvent.test(JSON.stringify(job)),
  read: (job) => {
    const event = billedEvent.exec(JSON.stringify(job))?.[1];
    const billed = event === undefined ? null : Number(event.replaceAll(",", ""));
    const read = openai.read(job);
    return billed === null ? read : { ...read, tokens: tokens(billed, "billed") };
  },
};

const mistral: Shape = {
  source:
    "https://github.com/mistralai/client-python/blob/3071bbf6fea0af50d7703fde4ba48f31bb85879f/docs/models/completionjobout.md",
  fits: (job) =>
    ["job", "job.metadata"].includes(String(job["object"])) ||
    ("trained_tokens" in job && "training_files" in job) ||
    ("train_tokens" in job && "cost" in job),
  read: (given) => {
    // What is printed of `job.metadata` alone: the quote, by its tokens.
    const isQuote = !("metadata" in given) && "train_tokens" in given;
    const job: Fields = isQuote ? { metadata: given, trained_tokens: given["train_tokens"] } : given;
    const [cost, currency] = [field(job, "metadata.cost"), text(field(job, "metadata.cost_currency"))];
    return {
      model: text(job["model"]),
      createdOn: day(job["created_at"]),
      epochs: count(job, "hyperparameters.epochs"),
      tokens: tokens(count(job, "trained_tokens"), "trained"),
      money:
        typeof cost === "number" && Number.isFinite(cost) && currency !== null
          ? { amount: amountText(decimal(cost)), currency: currency.toUpperCase(), basis: "quoted" }
          : null,
      quoted: count(job, "metadata.train_tokens"),
      hasValidation: Array.isArray(job["validation_files"]) && job["validation_files"].length > 0,
    };
  },
};

const vertex: Shape = {
  source:
    "https://github.com/googleapis/python-genai/blob/dd7d0f6fa2ed43969ecc0382585cd86a3318768e/google/genai/types.py",
  fits: (job) => "tuningDataStats" in job || "supervisedTuningSpec" in job,
  read: (job) => ({
    model: text(job["baseModel"]),
    createdOn: day(job["createTime"]),
    epochs: count(job, "supervisedTuningSpec.hyperParameters.epochCount"),
    tokens: tokens(
      count(job, "tuningDataStats.supervisedTuningDataStats.totalBillableTokenCount") ??
        count(job, "tuningDataStats.totalBillableTokenCount"),
      "pass",
    ),
    money: null,
    quoted: null,
    hasValidation: text(field(job, "supervisedTuningSpec.validationDatasetUri")) !== null,
  }),
};

/** What `SELECT SNOWFLAKE.CORTEX.FINETUNE('DESCRIBE', …)` returns. */
const snowflake: Shape = {
  source: "https://docs.snowflake.com/en/sql-reference/functions/finetune-describe",
  fits: (job) => "base_model" in job && ("trained_tokens" in job || "training_result" in job),
  read: (job) => ({
    model: text(job["base_model"]),
    createdOn: day(Number(job["created_on"]) / 1000),
    epochs: count(job, "options.max_epochs"),
    tokens: tokens(count(job, "trained_tokens"), "trained"),
    money: null,
    quoted: null,
    hasValidation: text(job["validation_data"]) !== null,
  }),
};

/** `total_price` is in billionths of a dollar: github.com/togethercomputer/together-python/blob/3c72b9c/src/together/utils/tools.py */
const together: Shape = {
  source:
    "https://github.com/togethercomputer/together-py/blob/24a5d4eb93344eb4bf995afdbf8951b69fa3e5fc/src/together/types/finetune_response.py",
  fits: (job) => "token_count" in job || "total_price" in job,
  read: (job) => {
    const price = count(job, "total_price");
    return {
      model: text(job["model"]),
      createdOn: day(job["created_at"]),
      epochs: count(job, "n_epochs"),
      tokens: tokens(count(job, "token_count"), "stated"),
      money:
        price === null ? null : { amount: amountText(decimal(price).dividedBy(1e9)), currency: "USD", basis: "billed" },
      quoted: null,
      hasValidation: text(job["validation_file"]) !== null,
    };
  },
};

const fireworks: Shape = {
  source:
    "https://github.com/fw-ai-external/python-sdk/blob/2ed5b5674d62242004fb50fa97427bd09c2d473d/src/fireworks/types/supervised_fine_tuning_job.py",
  fits: (job) => "estimatedCost" in job || ("baseModel" in job && "dataset" in job),
  read: (job) => {
    const [units, nanos] = [count(job, "estimatedCost.units") ?? 0, count(job, "estimatedCost.nanos") ?? 0];
    const currency = text(field(job, "estimatedCost.currencyCode"));
    return {
      model: text(job["baseModel"]),
      createdOn: day(job["createTime"]),
      epochs: count(job, "epochs"),
      tokens: null,
      money:
        currency === null
          ? null
          : { amount: amountText(decimal(nanos).dividedBy(1e9).plus(units)), currency, basis: "quoted" },
      quoted: null,
      hasValidation: text(job["evaluationDataset"]) !== null,
    };
  },
};

/** Its training runs state neither tokens nor money: a line of the bill does (FOCUS). */
const tinker: Shape = {
  source:
    "https://github.com/thinking-machines-lab/tinker/blob/422bc7b9f119e271cc2c7babcd5f23ad15e7bfa5/src/tinker/types/training_run.py",
  fits: (job) => "training_run_id" in job,
  read: (job) => ({
    model: text(job["base_model"]),
    createdOn: day(job["last_request_time"]),
    epochs: null,
    tokens: null,
    money: null,
    quoted: null,
    hasValidation: false,
  }),
};

const shapes: Readonly<Record<string, Shape>> = {
  openai,
  nebius,
  azure,
  mistral,
  "google-vertex": vertex,
  together,
  fireworks,
  snowflake,
  tinker,
};

/**
 * Reads a job object as the provider of the estimate writes it: as JSON, or pasted as Python or a console prints it; the
 * text of an event or a log; or the lines of a bill, as FOCUS rows or as Azure, AWS, Google and OpenAI export them.
 *
 * Problems: `job_shape_unknown` for a provider whose objects have no public source here, `job_of_another`, `not_a_job`,
 * `job_without_count` for one that states neither tokens nor money, as it does before it is finished.
 */
export function tuningJob(provider: string, value: unknown): Result<TuningJob> {
  const pasted = typeof value === "string" ? pastedValue(value) : value;
  const lines = focusLines(pasted) ?? billLines(pasted);
  if (lines?.length === 0)
    return fail({ kind: "not_a_job", provider, source: "", got: "a bill without a line for training" });
  if (lines !== null) return focusJob(lines);
  const shape = own(shapes, provider);
  const costs = typeof value === "string" ? pastedCosts(value) : null;
  if (shape === undefined && costs !== null) return focusJob(costs);
  if (shape === undefined) return fail({ kind: "job_shape_unknown", provider, known: Object.keys(shapes) });
  const job = objectOf(value, pasted);
  if (!isRecord(job)) return fail({ kind: "not_a_job", provider, source: shape.source, got: shown(value) });
  if (!shape.fits(job) && costs !== null) return focusJob(costs);
  if (!shape.fits(job)) {
    const other = Object.keys(shapes).find((name) => shapes[name]?.fits(job) === true);
    return fail(
      other === undefined
        ? { kind: "not_a_job", provider, source: shape.source, got: "something else" }
        : { kind: "job_of_another", provider, other },
    );
  }
  const read = shape.read(job);
  const inCharacters = JSON.stringify(job).includes("totalBillableCharacterCount");
  return read.tokens === null && read.money === null
    ? fail({ kind: "job_without_count", status: text(job["status"]) ?? text(job["state"]) ?? "", inCharacters })
    : ok({ id: text(job["id"]) ?? text(job["name"]), ...read });
}

/** A job as fields: beside an object that was pasted stands the text around it, which may be a log. */
function objectOf(value: unknown, pasted: unknown): unknown {
  if (typeof value !== "string") return Array.isArray(value) ? { data: value } : value;
  return isRecord(pasted) && !("message" in pasted) ? { ...pasted, message: value } : (pasted ?? { message: value });
}

function tokens(value: number | null, counted: "billed" | "trained" | "stated" | "pass"): TuningJob["tokens"] {
  return value === null || value === 0 ? null : { count: value, counted };
}

function field(job: Fields, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), job);
}

/** A whole number of at least 0, also where it is written as text (64-bit counts are). */
function count(job: Fields, path: string): number | null {
  const value = field(job, path);
  const number = typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The day in UTC of seconds since 1970 or of an ISO time. */
function day(value: unknown): string | null {
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}/u.exec(value)?.[0] ?? null;
  return typeof value === "number" && value > 0 && value < 4e9 ? dayText(Math.floor(value / 86_400)) : null;
}
