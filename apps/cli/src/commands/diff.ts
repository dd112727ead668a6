import { answerDiff, estimate, type Answer } from "@tunecast/estimator";
import { diffReport } from "@tunecast/estimator/report";
import { reads } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { formatOption, selfHosted } from "../ask/options.ts";
import { readJson } from "../read/readFiles.ts";
import { refuse, taken } from "../show/messages.ts";
import { answered } from "../show/report.ts";
import type { Host, Outcome } from "../read/host.ts";

export const addDiff: AddCommand = (program) => {
  const command = program
    .command("diff")
    .summary("what changed between two answers of estimate, and why")
    .description("What changed between two answers (estimate --format json), in money: prices, data, traffic, offers.")
    .argument("<old>", "an answer as JSON")
    .argument("[new]", "a later one; without it the question of the first is asked again, at today's prices")
    .addOption(formatOption())
    .option("--top <n>", "so many changes (default: 15)", reads("count", "top"));
  const examples = [
    "tunecast estimate train.jsonl --as-of 2026-10-22 --format json > october.json",
    "tunecast estimate train.jsonl --as-of 2026-11-24 --format json > november.json",
    "tunecast diff october.json november.json",
  ];
  const exitCodes = "0 an answer, whatever changed; 2 a wrong option or file.";
  return [{ command, act, exitCodes, examples }];
};

async function act(
  { files, prices, today, screen }: Host,
  old: string,
  now: string | undefined,
  { format, top = 15 }: { readonly format: "table" | "json"; readonly top?: number },
): Promise<Outcome> {
  const answerIn = async (path: string): Promise<Answer> => (await readJson(files, path)) as Answer;
  const before = await answerIn(old);
  const askedAgain = async ({ input, offers }: Partial<Answer>): Promise<Answer> => {
    if (input?.job === undefined) return refuse({ kind: "not_an_answer", which: "before" }, old);
    const question = { ...input, job: input.job, asOf: today, prices };
    const services = estimate(question);
    const onCards = offers?.find(({ provider }) => provider === "self-hosted");
    if (onCards === undefined) return services;
    const { joinedOnCards } = await import("../cards/onCards.ts");
    // The objective that the data call for stands before the method: `dpo-lora`.
    const asked = selfHosted(`${onCards.model}:${onCards.method.replace(/^.*-/u, "")}`);
    return taken(await joinedOnCards(services, question, asked), old).answer;
  };
  const diff = answerDiff(before, now === undefined ? await askedAgain(before) : await answerIn(now));
  if (!diff.ok) return refuse(diff.problem, diff.problem["which"] === "after" ? now : old);
  return answered(format, diff.value, () => diffReport(diff.value), screen, { top });
}
