import { InvalidArgumentError, Option, type Command } from "commander";
import { adviceFor, decide, type DecisionQuestion } from "@tunecast/estimator";
import { likely } from "@tunecast/estimator/fields";
import { decisionReport } from "@tunecast/estimator/report";
import { untuned } from "@tunecast/pricing/untuned";
import { changedIn } from "../read/changedData.ts";
import { readQuestion } from "../ask/readQuestion.ts";
import { addDecisionOptions, decisionParts, withRanges, type DecisionOptions } from "../ask/decisionOptions.ts";
import { methodsText } from "../show/methods.ts";
import { pricedMethods } from "../cards/methodsOf.ts";
import { corpusTokens, given, oneOf, words } from "../ask/options.ts";
import { reportText } from "../show/report.ts";
import { cardRuns, scratch, type Scratch } from "../cards/onCards.ts";
import { selfHosted, type SelfHosted } from "../cards/selfHosted.ts";
import { addQuestionOptions, type QuestionOptions } from "../ask/questionOptions.ts";
import { refuse } from "../show/messages.ts";
import { adviseQuestions } from "../ask/adviseQuestions.ts";
import { asTyped, fillByAsking, type Asked } from "../ask/questionnaire.ts";
import { actLeaving } from "./leaving.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface AdviseOptions extends QuestionOptions, DecisionOptions {
  readonly format: "table" | "json";
  readonly offer?: readonly string[];
  readonly lines?: boolean;
  readonly leaving?: string;
  readonly selfHost?: SelfHosted;
  readonly scratch?: Scratch;
  readonly dataStays?: boolean;
  readonly methods?: boolean;
  readonly domainTokens?: number;
}

/** `tunecast advise [FILE…]`: which way first, and what each would cost. */
export function addAdvise(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("advise")
    .summary("which way first: a prompt, retrieval, a larger model or tuning")
    .description(
      "Tuning beside the ways without it, at your own numbers: what each costs, when tuning pays, and in which order to try.",
    )
    .argument("[files...]", 'data files or profiles; "-" is standard input')
    .addOption(new Option("--format <name>", "table or json").argParser(oneOf("table", "json")).default("table"))
    .addOption(
      new Option("--offer <id>", "a tuned offer to compare; may be repeated (default: the cheapest)").argParser(words),
    )
    .addOption(
      new Option(
        "--self-host <model>",
        "tuned on rented cards: llama-3.1-8b:qlora (full, lora, qlora, head)",
      ).argParser(selfHosted),
    )
    .addOption(
      new Option(
        "--scratch <model>",
        "made from scratch: bloomberggpt, or a shape and its tokens, llama-3.1-8b:15T",
      ).argParser(scratch),
    )
    .option("--data-stays", "the data may not leave: only what runs on your own cards is compared")
    .option("--methods", "the methods of training in the field's own words, each at its cheapest")
    .addOption(
      new Option("--domain-tokens <n>", "with --methods: tokens of the field's own texts").argParser(corpusTokens),
    )
    .option("--lines", "the bill of every way, line by line")
    .option("--leaving <offer>", "an offer that closes: who takes the file instead, and at what price");
  addQuestionOptions(addDecisionOptions(command))
    .addHelpText("after", help)
    .action(async (files: readonly string[], options: AdviseOptions, command: Command) => {
      const said = await askOpen(files, options, command, around);
      const outcome = await act(files, command.opts<AdviseOptions>(), around);
      done({ ...outcome, stderr: `${said}${outcome.stderr}` });
    });
}

/** Asks for what decides, where a person sits there and gave no traffic; the line that says the same without questions. */
async function askOpen(
  files: readonly string[],
  { leaving, methods, requests }: AdviseOptions,
  command: Command,
  { ask }: Host,
): Promise<string> {
  if (ask === undefined || leaving !== undefined || methods === true || requests !== undefined) return "";
  const isTyped = ({ option }: Asked): boolean => option === "examples" || option === "tokensPerExample";
  const open = files.length > 0 ? adviseQuestions.filter((one) => !isTyped(one)) : adviseQuestions;
  const said = await fillByAsking(command, open, ask);
  return said.length === 0 ? "" : `The answers as options: ${asTyped(said)}\n`;
}

const help = `
On a terminal it asks, one after the other, for what decides and was not given; the answers as options are printed with it.

Exit codes: 0 an answer; 1 nobody takes the file (--leaving); 2 a wrong option or file.

Examples:
  tunecast advise train.jsonl --requests 240000 --input-tokens 400 --output-tokens 120 --months 12 --few-shot 1860
  tunecast advise --examples 2000 --tokens-per-example 620 --requests 50000 --input-tokens 900 --output-tokens 120 --label-cost 0.20..0.60 --needs style
  tunecast advise train.jsonl --leaving openai/gpt-4o-mini-2024-07-18:sft --requests 240000 --input-tokens 400 --output-tokens 120
`;

async function act(paths: readonly string[], options: AdviseOptions, around: Host): Promise<Outcome> {
  if (options.leaving !== undefined) return actLeaving(paths, options.leaving, options, around);
  if (options.methods === true) return actMethods(paths, options, around);
  if (options.requests === undefined)
    throw new InvalidArgumentError("Give the traffic: --requests, --input-tokens and --output-tokens.");
  const asked = await readQuestion(paths, options, around);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { question } = asked.value;
  const { format, offer: offers, lines = false, needs: wanted = [], dataStays } = options;
  const onCards = await cardRuns(question, options);
  if (!onCards.ok) return refuse(onCards.problem);
  const cards = given({ offers, dataStays, onCards: onCards.value.length > 0 ? onCards.value : undefined });
  const decided: DecisionQuestion = {
    question: withRanges(question, options),
    untuned,
    ...decisionParts(options),
    ...cards,
  };
  const decision = decide(decided);
  if (!decision.ok) return refuse(decision.problem);
  const { job, traffic } = question;
  const advice = adviceFor({
    needs: wanted,
    examples: "profile" in job ? job.profile.examples : job.examples,
    requestsPerMonth: traffic === undefined ? null : likely(traffic.requestsPerMonth),
  });
  if (format === "json")
    return printed(`${JSON.stringify({ ...decision.value, advice, ...changedIn(question) }, null, 2)}\n`);
  const report = decisionReport(decision.value, { asked: decided, steps: advice, lines });
  return printed(reportText(report, { whole: lines }, around.screen));
}

/** The open model by which a method is priced that no service sells, where none is named. */
const usualModel = "llama-3.1-8b";

async function actMethods(paths: readonly string[], options: AdviseOptions, around: Host): Promise<Outcome> {
  const asked = await readQuestion(paths, options, around);
  if (!asked.ok) return refuse(asked.problem, asked.path);
  const { selfHost, domainTokens, format } = options;
  const methods = await pricedMethods({
    question: asked.value.question,
    files: paths.length,
    model: selfHost?.model ?? usualModel,
    domainTokens,
    ...given({ scratch: options.scratch }),
  });
  return printed(format === "json" ? `${JSON.stringify(methods, null, 2)}\n` : methodsText(methods, around.screen));
}
