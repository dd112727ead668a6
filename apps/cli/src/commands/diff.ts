import type { Command } from "commander";
import { answerDiff, estimate, type Answer } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { oneOf, whole } from "../ask/options.ts";
import { diffText } from "../show/diff.ts";
import type { FileResult } from "../read/readFiles.ts";
import { refuse } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface DiffOptions {
  readonly format: "table" | "json";
  readonly top?: number;
}

/** Changes on a screen where nobody says how many. */
const shown = 15;

/** `tunecast diff OLD [NEW]`: what changed between two answers, and why. */
export function addDiff(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  program
    .command("diff")
    .summary("what changed between two answers of estimate, and why")
    .description(
      "What changed between two answers (estimate --format json): prices, data, traffic, statuses and offers, in money.",
    )
    .argument("<old>", "an answer as JSON")
    .argument("[new]", "a later one; without it the question of the first is asked again, at today's prices")
    .option("--format <name>", "table or json", oneOf("table", "json"), "table")
    .option("--top <n>", "so many changes (default: 15)", whole(1))
    .addHelpText("after", help)
    .action(async (old: string, now: string | undefined, options: DiffOptions) =>
      done(await act(old, now, options, around)),
    );
}

const help = `
Exit codes: 0 an answer, whatever changed; 2 a wrong option or file.

Examples:
  tunecast estimate train.jsonl --as-of 2026-10-22 --format json > october.json
  tunecast estimate train.jsonl --as-of 2026-11-24 --format json > november.json
  tunecast diff october.json november.json
`;

async function act(old: string, now: string | undefined, options: DiffOptions, around: Host): Promise<Outcome> {
  const before = await answerIn(old, around);
  if (!before.ok) return refuse(before.problem, old);
  const after = now === undefined ? askedAgain(before.value, around) : await answerIn(now, around);
  if (!after.ok) return refuse(after.problem, now);
  const diff = answerDiff(before.value, after.value);
  if (!diff.ok) return refuse(diff.problem, diff.problem["which"] === "after" ? now : old);
  if (options.format === "json") return printed(`${JSON.stringify(diff.value, null, 2)}\n`);
  return printed(diffText(diff.value, options.top ?? shown, around.screen));
}

function askedAgain({ input }: Partial<Answer>, { prices, today }: Host): FileResult<Answer> {
  const job = input?.job;
  if (job === undefined) return fail({ kind: "not_an_answer", which: "before" });
  return ok(estimate({ ...input, job, asOf: today, prices }));
}

async function answerIn(path: string, { files }: Host): Promise<FileResult<Answer>> {
  const text = await files.text(path);
  if (!text.ok) return text;
  try {
    return ok(JSON.parse(text.value) as Answer);
  } catch {
    return { ok: false, problem: { kind: "not_json" } };
  }
}
