import type { Command } from "commander";
import type { CheckReport, Finding } from "@tunecast/dataset";
import type { Problem } from "@tunecast/estimator";
import { truncationCost, type CutExamples } from "@tunecast/estimator/answer";
import { fileRulesFor, type FileRules } from "@tunecast/estimator/prices";
import { cutSentence } from "@tunecast/estimator/text";
import { reportText, type CutCost } from "../show/check.ts";
import { reportText as laidOut } from "../show/report.ts";
import { withNearDuplicates } from "../count/nearFindings.ts";
import { given, oneOf, share } from "../ask/options.ts";
import { addReading } from "../ask/readQuestion.ts";
import { refuse } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

interface CheckCommandOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly validation?: string;
  readonly allPlaces?: true;
  readonly nearDuplicates?: number | true;
  readonly format: "table" | "json";
  readonly shape?: string;
  readonly columns?: Readonly<Record<string, string>>;
}

/** `tunecast check FILE [--provider ID]`: what providers would say about a data file. */
export function addCheck(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  const command = program
    .command("check")
    .summary("what a provider's validator will say about a data file")
    .description("Checks a data file by a provider's rules: every kind of problem with its line, and what to do.")
    .argument("<file>", 'data file; "-" is standard input')
    .option("--provider <id>", "by whose rules: openai, together, …; each of them in a line where not given")
    .option("--model <id>", "the model: its rules, its method and its price")
    .option("--validation <file>", "validation file, to find examples that are in both")
    .option(
      "--near-duplicates [share]",
      "examples that nearly repeat another: so much of their letters in common (0.7)",
      share,
    )
    .option("--all-places", "every line of a problem, instead of the first ones")
    .option("--format <name>", "table or json", oneOf("table", "json"), "table");
  addReading(command)
    .addHelpText(
      "after",
      "\nExit codes: 0 valid, or with warnings; 1 the provider would reject it; 2 a wrong option or file.\n",
    )
    .action(async (path: string, options: CheckCommandOptions) => done(await act(path, options, around)));
}

async function act(path: string, options: CheckCommandOptions, around: Host): Promise<Outcome> {
  const { files, screen, prices } = around;
  const { provider, model, format, shape, columns, allPlaces } = options;
  if (provider === undefined) return actAll(path, options, around);
  const { checkFor, knownProviders, providerId } = await import("@tunecast/dataset");
  const rules = fileRulesFor(prices, providerId(provider) ?? "", model);
  if (!rules.ok) return refuse(rules.problem);
  let changed = false;
  const chunks = await files.chunks(path, () => (changed = true));
  if (!chunks.ok) return refuse(chunks.problem);
  const validation = options.validation === undefined ? undefined : await files.chunks(options.validation);
  if (validation?.ok === false) return refuse(validation.problem);
  const seen = given({ validation: validation?.value, format: shape, columns, allPlaces });
  const report = await checkFor(rules.value ?? provider, chunks.value, { name: path, ...seen });
  if (!report.ok) return refuse(ofRules(report.problem, knownProviders));
  const { cut } = report.value;
  const near = options.nearDuplicates;
  const compared = { path, ...given({ validation: options.validation, shape, columns }) };
  const alike =
    near === undefined
      ? report
      : await withNearDuplicates(report.value, files, { ...compared, similar: near === true ? undefined : near });
  if (!alike.ok) return refuse(alike.problem);
  const whole = changed ? await withChange(alike.value) : alike.value;
  const priced = cut === null || rules.value === null ? null : pricedCut(cut, rules.value, around);
  const answer = { ...whole, cut: priced, ...given({ model }) };
  const text =
    format === "json" ? `${JSON.stringify(answer, null, 2)}\n` : reportText(path, answer, screen, allPlaces === true);
  return printed(text, answer.verdict === "error" ? 1 : 0);
}

const ofOne = [
  "model",
  "validation",
  "nearDuplicates",
  "allPlaces",
] as const satisfies readonly (keyof CheckCommandOptions)[];

async function actAll(path: string, options: CheckCommandOptions, around: Host): Promise<Outcome> {
  const stray = ofOne.find((name) => options[name] !== undefined);
  if (stray !== undefined) return refuse(`${flagOf(stray)} needs --provider.`);
  const { allReport, checkedByAll } = await import("./checkAll.ts");
  const reports = await checkedByAll(path, around, options);
  if (!reports.ok) return refuse(reports.problem);
  const text =
    options.format === "json"
      ? `${JSON.stringify({ reports: reports.value }, null, 2)}\n`
      : laidOut(allReport(path, reports.value), {}, around.screen);
  return printed(text, reports.value.some(({ verdict }) => verdict !== "error") ? 0 : 1);
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

async function withChange(report: CheckReport): Promise<CheckReport> {
  const { findingWords } = await import("@tunecast/dataset");
  const code = "file_changed";
  const { sentence, fix } = findingWords(code);
  const finding: Finding = {
    severity: "warning",
    code,
    line: null,
    count: 1,
    sentence: `The file: ${sentence}.`,
    fix,
    source: null,
  };
  return {
    ...report,
    verdict: report.verdict === "valid" ? "warning" : report.verdict,
    findings: [...report.findings, finding],
  };
}

function pricedCut(cut: CutExamples, rules: FileRules, { prices, today }: Host): CutCost {
  const cost = truncationCost(cut, rules, prices, today);
  return { ...cut, low: cost?.low ?? null, high: cost?.high ?? null, sentence: cutSentence(cut, cost, today) };
}

/** Offers have providers too; here the name is that of rules, and there are few enough to list. */
function ofRules(problem: Problem, known: readonly string[]): Problem {
  return problem.kind === "unknown_provider" ? { ...problem, kind: "unknown_rules", known } : problem;
}
