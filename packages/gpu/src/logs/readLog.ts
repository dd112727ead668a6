import { type Result, fail, ok, isRecord, jsonOf } from "@tunecast/estimator/parts";
import type { TrainingLog, LogPoint } from "../track/tracked.ts";
import type { ConfigFile } from "../config/entry.ts";
import { entryOf, historyOf, numberOf, type LogEntry, entriesOnScreen } from "./entry.ts";
import { readCsv } from "@tunecast/estimator/rows";

/** A clock that falls back so far, seconds and a share of the whole, began anew: the writers of one run differ by less. */
const fallsBack = { seconds: 60, share: 0.05 } as const;

/** Entries as points by step: a clock that began anew goes on from where it stood, and a step counts the first time it was reached. */
function pointsOf(entries: readonly LogEntry[]): { points: LogPoint[]; restarts: number } {
  const start = startOf(entries);
  const points: LogPoint[] = [];
  let [restarts, offset, latest, timed] = [0, 0, 0, 0];
  for (const entry of entries) {
    const { step, isDated = false, stepSeconds, tokens, loss } = entry;
    if (step === undefined) continue;
    if (stepSeconds !== undefined) timed += stepSeconds * (step - (points.at(-1)?.step ?? 0));
    const own = entry.seconds === undefined ? undefined : entry.seconds - (isDated ? start : 0);
    const at = own ?? (stepSeconds === undefined ? undefined : timed);
    if (at !== undefined && offset + at < latest - Math.max(fallsBack.seconds, fallsBack.share * latest)) {
      offset = latest;
      restarts += 1;
    }
    latest = at === undefined ? latest : Math.max(latest, offset + at);
    const last = points.at(-1);
    // The end of a step is logged after its loss.
    const before = last?.step === step ? points.pop() : undefined;
    if (last !== undefined && step < last.step) continue;
    points.push({
      step,
      seconds: at === undefined ? (before?.seconds ?? null) : latest,
      tokens: tokens ?? before?.tokens ?? null,
      loss: before?.loss ?? loss ?? null,
    });
  }
  return { points: points.filter(({ step }) => step > 0), restarts };
}

/** When a run began whose entries have a time of day: what came before the first was as fast as what follows. */
function startOf(entries: readonly LogEntry[]): number {
  const dated = entries.filter(({ isDated }) => isDated === true);
  const { step = 0, seconds = 0, stepSeconds } = dated[0] ?? {};
  const next = dated.find((entry) => (entry.step ?? 0) > step);
  const pace = stepSeconds ?? ((next?.seconds ?? seconds) - seconds) / ((next?.step ?? step + 1) - step);
  return seconds - step * pace;
}

type Records = readonly Readonly<Record<string, unknown>>[];

/**
 * Reads the log of a training run: `trainer_state.json`, LLaMA-Factory's `trainer_log.jsonl`, ms-swift's `logging.jsonl`,
 * tables and lists of a logger (CSV, JSON, JSONL; wandb's export), or what the run printed. A last line that is cut is left
 * out and counted.
 *
 * Problems: `not_a_log` (file), `log_of_prediction` (file), `long_row` (file, line, got, expected).
 */
export function readTrainingLog({ name, text }: ConfigFile): Result<TrainingLog> {
  const whole = jsonOf(text);
  const history = historyOf(whole);
  if (history !== undefined && isRecord(whole)) return stateLog(name, whole, history);
  if (Array.isArray(whole)) return recordsLog(name, whole.filter(isRecord), { tool: "a list of entries" });
  const [head = ""] = text.split(/\r?\n/, 1);
  if (head.includes(",") && stepColumn.test(head) && !head.startsWith("{")) {
    const table = readCsv(text);
    return table.ok ? tableLog(name, table.value) : fail({ ...table.problem, file: name });
  }
  if (/^\s*\{\s*"/.test(text)) return linesLog(name, text);
  return logOf(name, entriesOnScreen(text), { tool: "the screen" });
}

const stepColumn = /(^|[,/_" ])(step|iteration|iter)s?("?)(,|$)/i;

function tableLog(name: string, rows: Records): Result<TrainingLog> {
  const [first = {}, last = {}] = [rows[0], rows.at(-1)];
  const isCut = Object.keys(last).length < Object.keys(first).length;
  const unread = isCut ? { lines: 1, first: rows.length + 1 } : null;
  return recordsLog(name, isCut ? rows.slice(0, -1) : rows, { tool: "a table", unread });
}

type About = Pick<TrainingLog, "tool"> & Partial<Pick<TrainingLog, "steps" | "parameters" | "unread">>;

function stateLog(name: string, state: Readonly<Record<string, unknown>>, history: Records): Result<TrainingLog> {
  const flops = numberOf(state["total_flos"]);
  const tokens = numberOf(state["num_input_tokens_seen"]);
  // Hugging Face counts 6 FLOPs a parameter and token.
  const parameters = flops && tokens ? flops / (6 * tokens) : null;
  const steps = numberOf(state["max_steps"]) ?? null;
  // Its own step may lie behind that of its last entry.
  return recordsLog(name, [...history, state], { tool: "a Hugging Face trainer", steps, parameters });
}

function linesLog(name: string, text: string): Result<TrainingLog> {
  const lines = text.split(/\r?\n/);
  const records: Record<string, unknown>[] = [];
  const unread: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const record = jsonOf(line);
    if (isRecord(record)) records.push({ ...record });
    else unread.push(at + 1);
  }
  const all = records.flatMap((record) => (historyOf(record) === undefined ? [record] : []));
  const isSwift = all.some((record) => "global_step/max_steps" in record || "train_speed(iter/s)" in record);
  const stated = records.map((record) => record["model_parameter_info"]).find((one) => typeof one === "string");
  const millions = numberOf(/([\d.]+)M Params/.exec(stated ?? "")?.[1]);
  const isFactory = all.some((record) => "current_steps" in record);
  return recordsLog(name, all, {
    tool: isSwift ? "ms-swift" : isFactory ? "LLaMA-Factory" : "a list of entries",
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
  const counted = entries.filter((entry) => entry.steps !== undefined);
  const last = counted.findLast(({ step }) => step === done) ?? counted.at(-1);
  const steps = about.steps ?? last?.steps ?? null;
  const over = entries.some(({ finished }) => finished === true) || (steps !== null && done >= steps);
  const { tool, parameters = null, unread = null } = about;
  return ok({ tool, points, steps, parameters, finished: over, restarts, unread });
}
