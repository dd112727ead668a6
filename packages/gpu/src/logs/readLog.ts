import type { Result } from "@tunecast/estimator";
import type { TrainingLog } from "../track/tracked.ts";
import { fail, ok } from "@tunecast/estimator/problem";
import { isMap, type ConfigFile } from "../config/entry.ts";
import { entryOf, historyOf, numberOf, type LogEntry } from "./entry.ts";
import { pointsOf } from "./points.ts";
import { entriesOnScreen } from "./screen.ts";
import { looksLikeCsv, recordsOfCsv } from "./tables.ts";

type Records = readonly Readonly<Record<string, unknown>>[];

/**
 * Reads the log of a training run: `trainer_state.json`, LLaMA-Factory's `trainer_log.jsonl`, ms-swift's `logging.jsonl`,
 * tables and lists of a logger (CSV, JSON, JSONL; wandb's export), or what the run printed. A last line that is cut is left
 * out and counted.
 *
 * Problems: `not_a_log` (file), `log_of_prediction` (file).
 */
export function readTrainingLog({ name, text }: ConfigFile): Result<TrainingLog> {
  const whole = json(text);
  const history = historyOf(whole);
  if (history !== undefined && isMap(whole)) return stateLog(name, whole, history);
  if (Array.isArray(whole)) return recordsLog(name, whole.filter(isMap), { tool: "a list of entries" });
  if (looksLikeCsv(text)) {
    const { records, cut } = recordsOfCsv(text);
    const unread = cut === undefined ? null : { lines: 1, first: cut };
    return recordsLog(name, records, { tool: "a table", unread });
  }
  if (/^\s*\{/.test(text)) return linesLog(name, text);
  const entries = entriesOnScreen(text);
  return logOf(name, entries, { tool: "the screen" });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is known of a log beside its entries. */
type About = Pick<TrainingLog, "tool"> & Partial<Pick<TrainingLog, "steps" | "parameters" | "unread">>;

function stateLog(name: string, state: Readonly<Record<string, unknown>>, history: Records): Result<TrainingLog> {
  const flops = numberOf(state["total_flos"]);
  const tokens = numberOf(state["num_input_tokens_seen"]);
  // Hugging Face counts 6 FLOPs a parameter and token.
  const parameters = flops !== undefined && tokens !== undefined && tokens > 0 ? flops / (6 * tokens) : null;
  const steps = numberOf(state["max_steps"]) ?? null;
  return recordsLog(name, history, { tool: "a Hugging Face trainer", steps, parameters });
}

function linesLog(name: string, text: string): Result<TrainingLog> {
  const lines = text.split(/\r?\n/);
  const records: Record<string, unknown>[] = [];
  const unread: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const record = json(line);
    if (isMap(record)) records.push({ ...record });
    else unread.push(at + 1);
  }
  const all = records.flatMap((record) => (historyOf(record) === undefined ? [record] : []));
  const isSwift = all.some((record) => "global_step/max_steps" in record || "train_speed(iter/s)" in record);
  const stated = records.map((record) => record["model_parameter_info"]).find((one) => typeof one === "string");
  const millions = numberOf(/([\d.]+)M Params/.exec(stated ?? "")?.[1]);
  return recordsLog(name, all, {
    tool: isSwift
      ? "ms-swift"
      : all.some((record) => "current_steps" in record)
        ? "LLaMA-Factory"
        : "a list of entries",
    parameters: millions === undefined ? null : millions * 1e6,
    unread: unread[0] === undefined ? null : { lines: unread.length, first: unread[0] },
  });
}

function recordsLog(name: string, records: Records, about: About): Result<TrainingLog> {
  const predicts = records.some((record) => "percentage" in record || "predict_loss" in record);
  const trains = records.some((record) =>
    ["loss", "lr", "learning_rate", "epoch", "reward"].some((key) => record[key] !== undefined),
  );
  if (predicts && !trains) return fail({ kind: "log_of_prediction", file: name });
  return logOf(name, records.map(entryOf), about);
}

function logOf(name: string, entries: readonly LogEntry[], about: About): Result<TrainingLog> {
  const { points, restarts } = pointsOf(entries);
  if (points.length === 0) return fail({ kind: "not_a_log", file: name });
  const done = points.at(-1)?.step ?? 0;
  // An evaluation behind the training counts its own steps under the same names.
  const counted = entries.filter((entry) => entry.steps !== undefined);
  const last = counted.findLast(({ step }) => step === done) ?? counted.at(-1);
  const steps = about.steps ?? last?.steps ?? null;
  const over = entries.some(({ finished }) => finished === true) || (steps !== null && done >= steps);
  const { tool, parameters = null, unread = null } = about;
  return ok({ tool, points, steps, parameters, finished: over, restarts, unread });
}
