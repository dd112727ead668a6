import type { Answer } from "@tunecast/estimator";
import { reconcile } from "@tunecast/estimator/answer";
import { jsonOf } from "@tunecast/estimator/parts";
import { readCsv } from "@tunecast/estimator/rows";
import { reconciledSentences } from "@tunecast/estimator/text";
import type { SelfHostAnswer } from "@tunecast/gpu";
import type { Command } from "commander";
import { reads } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { idleOptions } from "../ask/idle.ts";
import { formatOption } from "../ask/options.ts";
import type { TrackOptions } from "../cards/tracking.ts";
import { refuse, taken } from "../show/messages.ts";
import { answered, sentencesReport } from "../show/report.ts";
import type { Host, Outcome } from "../read/host.ts";

type Choices = TrackOptions & { readonly job?: string };

export const addReconcile: AddCommand = (program) => {
  const command = program
    .command("reconcile")
    .summary("an estimate against the job that was run, or a run on GPUs against its log")
    .description(
      "Holds an estimate (estimate --format json) against the provider's job object: tokens and money apart, the reason that the arithmetic shows, and a factor for the next estimate. Holds the estimate of a run on GPUs (gpu --format json) against the log of that run, while it goes on: hours and money spent and to come, loss, and the speed to be given as --measured.",
    )
    .argument("<estimate>", "an answer as JSON")
    .argument(
      "<job>",
      "the job as the provider's API returns it or a notebook prints it, a list of jobs, an event's text (OpenAI, Azure, Mistral, Google Vertex AI, Together, Fireworks, Nebius, Snowflake, Tinker), or lines of the bill (FOCUS, Azure, AWS, Google, OpenAI); the log of a run: trainer_state.json, trainer_log.jsonl, logging.jsonl, CSV, wandb's export, what it printed",
    )
    .option("--offer <id>", "the offer that was run, where the answer has several")
    .option("--job <id>", "which job of a list")
    .option("--elapsed <time>", "wall time so far, for a log without a clock: 2:10:00, 3h 20m")
    .option("--follow", "reads the log again and again until the run is over")
    .option("--every <seconds>", "how often --follow reads it", reads("above0", "every"), 10)
    .addOption(formatOption());
  const exitCodes =
    "0 the job (or the projected hours of the run) lies within the range of the estimate; 1 it does not; 2 a wrong option or file.";
  return [{ command, act, exitCodes, examples }];
};

const examples = [
  "tunecast estimate train.jsonl --model gpt-4.1-2025-04-14 --provider openai --format json > estimate.json",
  'curl https://api.openai.com/v1/fine_tuning/jobs/JOB -H "Authorization: Bearer $KEY" > job.json',
  "tunecast reconcile estimate.json job.json",
  "tunecast gpu axolotl.yml --data train.jsonl --gpu h100 --format json > run.json",
  "tunecast reconcile run.json outputs/trainer_log.jsonl --follow",
];

async function act(around: Host, path: string, jobPath: string, options: Choices, command: Command): Promise<Outcome> {
  const { files, prices, screen } = around;
  const answer = jsonOf(taken(await files.text(path), path)) ?? refuse({ kind: "not_json" }, path);
  if (isRunEstimate(answer)) {
    const { trackLog } = await import("../cards/tracking.ts");
    return trackLog(answer, jobPath, options, around, command);
  }
  const { offer, job: id, format } = options;
  const job = jobIn(taken(await files.text(jobPath), jobPath), jobPath);
  const held = reconcile(answer as Answer, job, { offer, job: id, prices });
  if (!held.ok) return refuse(held.problem, ofTheEstimate.has(held.problem.kind) ? path : jobPath);
  const report = () => sentencesReport(reconciledSentences(held.value));
  const notices = idleOptions(command, ["elapsed follow every", "a job is no log of a run on GPUs"]);
  return answered(format, held.value, report, screen, { exitCode: held.value.within ? 0 : 1, notices });
}

/** Whether a JSON is the estimate of a run on GPUs. */
function isRunEstimate(json: unknown): json is SelfHostAnswer {
  return typeof json === "object" && json !== null && "memory" in json && "throughput" in json;
}

const ofTheEstimate: ReadonlySet<string> = new Set([
  "not_an_answer",
  "name_an_offer",
  "offer_not_there",
  "no_token_line",
  "job_shape_unknown",
]);

function isBillHead(head: string): boolean {
  return (
    /[,;\t]/u.test(head) &&
    /BilledCost|CostInBillingCurrency|PreTaxCost|Unblended_?Cost|\bcost(?:usd)?\b|Subtotal|amount_value/iu.test(head) &&
    !/[{(]\s*"?\w+"?\s*[=:]|[$€£]\s?\d/u.test(head)
  );
}

function jobIn(text: string, path: string): unknown {
  const json = jsonOf(text);
  if (json !== undefined) return json;
  // Google's cost table stands below the head of its invoice.
  const lines = text.replace(/^\uFEFF/u, "").split("\n");
  const head = lines.slice(0, 12).findIndex(isBillHead);
  if (head === -1) return text;
  const table = readCsv(lines.slice(head).join("\n"));
  return table.ok ? table.value : refuse({ ...table.problem, line: Number(table.problem["line"]) + head }, path);
}
