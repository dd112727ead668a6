import type { Result } from "@tunecast/estimator";
import { trackedSentences, trackRun, type SelfHostAnswer, type Tracked, type TrainingLog } from "@tunecast/gpu";
import { given } from "../ask/options.ts";
import { refuse } from "../show/messages.ts";
import { reportText, sentencesReport } from "../show/report.ts";
import { printed, type Outcome, type Screen, type Host } from "../read/host.ts";
import { refuseConfig, stepsIn } from "./trainerRun.ts";

export interface TrackOptions {
  readonly format: "table" | "json";
  readonly offer?: string;
  readonly elapsed?: number;
  readonly follow?: boolean;
  readonly every: number;
}

/** Whether a JSON is the estimate of a run on GPUs. */
export function isRunEstimate(json: unknown): json is SelfHostAnswer {
  return typeof json === "object" && json !== null && "memory" in json && "throughput" in json;
}

/** An estimate of a run held against its log, once or until the run is over. */
export async function trackLog(
  answer: SelfHostAnswer,
  path: string,
  options: TrackOptions,
  around: Host,
): Promise<Outcome> {
  let shown = 0;
  for (let waited = 0; ; waited += options.every) {
    const text = await around.files.text(path);
    if (!text.ok) return refuse(text.problem, path);
    const log = await logIn(path, text.value);
    const isAwaited =
      options.follow === true && !log.ok && log.problem.kind === "not_a_log" && text.value.trim() === "";
    if (!log.ok && !isAwaited) return refuseConfig(log.problem);
    if (log.ok) {
      const seconds = options.elapsed === undefined ? undefined : options.elapsed + waited;
      const run = trackRun(answer, log.value, given({ offer: options.offer, steps: await stepsIn(answer), seconds }));
      if (!run.ok) return refuse(run.problem, run.problem.kind === "not_a_run_estimate" ? undefined : path);
      const page = pageOf(run.value, options.format, around.screen);
      if (options.follow !== true || run.value.finished)
        return printed(`${over(shown, around.screen)}${page}`, run.value.within === false ? 1 : 0);
      await around.write(`${over(shown, around.screen)}${page}`);
      shown = page.split("\n").length - 1;
    }
    await around.wait(options.every);
  }
}

async function logIn(name: string, text: string): Promise<Result<TrainingLog>> {
  const { readTrainingLog } = await import("@tunecast/gpu/trainers");
  return readTrainingLog({ name, text });
}

function pageOf(run: Tracked, format: TrackOptions["format"], screen: Screen): string {
  if (format === "json") return `${JSON.stringify(run)}\n`;
  return reportText(sentencesReport(trackedSentences(run)), { whole: true }, screen);
}

/** Over what stands there on a terminal; into a file one page after another. */
function over(lines: number, { columns }: Screen): string {
  return lines === 0 || columns === undefined ? "" : `\u001B[${lines}A\u001B[J`;
}
