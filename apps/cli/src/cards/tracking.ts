import { trackedSentences, trackRun, type SelfHostAnswer } from "@tunecast/gpu";
import { readTrainingLog, secondsOf } from "@tunecast/gpu/trainers";
import type { Command } from "commander";
import { idleOptions } from "../ask/idle.ts";
import { given } from "../ask/options.ts";
import { refuse, taken } from "../show/messages.ts";
import { reportText, sentencesReport } from "../show/report.ts";
import { printed, type Outcome, type Screen, type Host } from "../read/host.ts";
import { refuseConfig, stepsIn } from "./trainerRun.ts";

export interface TrackOptions {
  readonly format: "table" | "json";
  readonly offer?: string;
  readonly elapsed?: string;
  readonly follow?: boolean;
  readonly every: number;
}

/** An estimate of a run held against its log, once or until the run is over. */
export async function trackLog(
  answer: SelfHostAnswer,
  path: string,
  options: TrackOptions,
  around: Host,
  command: Command,
): Promise<Outcome> {
  let shown = 0;
  // `2:10` may be minutes as well as hours.
  const elapsed = /[dhms]|:.*:/.test(options.elapsed ?? "") ? secondsOf(options.elapsed) : undefined;
  if (options.elapsed !== undefined && !elapsed) refuse("--elapsed: give a time such as 2:10:00 or 3h 20m.");
  for (let waited = 0; ; waited += options.every) {
    const text = taken(await around.files.text(path), path);
    const log = readTrainingLog({ name: path, text });
    const isAwaited = options.follow === true && !log.ok && log.problem.kind === "not_a_log" && text.trim() === "";
    if (!log.ok && !isAwaited) return refuseConfig(log.problem);
    if (log.ok) {
      const seconds = elapsed === undefined ? undefined : elapsed + waited;
      const run = trackRun(answer, log.value, given({ offer: options.offer, steps: stepsIn(answer), seconds }));
      if (!run.ok) return refuse(run.problem, run.problem.kind === "not_a_run_estimate" ? undefined : path);
      const notices = idleOptions(
        command,
        ["elapsed", log.value.points.some((point) => point.seconds !== null) && "the log has a clock"],
        ["job", "a log is of one run"],
        ["every", options.follow !== true && "only --follow reads the log again"],
      );
      const report = sentencesReport(trackedSentences(run.value));
      const inJson = `${JSON.stringify(run.value)}\n`;
      const page = options.format === "json" ? inJson : reportText(report, { whole: true }, around.screen);
      if (options.follow !== true || run.value.finished)
        return printed(`${over(shown, around.screen)}${page}`, run.value.within === false ? 1 : 0, notices);
      await around.write(`${over(shown, around.screen)}${page}`);
      shown = page.split("\n").length - 1;
    }
    await around.wait(options.every);
  }
}

/** Over what stands there on a terminal; into a file one page after another. */
function over(lines: number, { columns }: Screen): string {
  return lines === 0 || columns === undefined ? "" : `\u001B[${lines}A\u001B[J`;
}
