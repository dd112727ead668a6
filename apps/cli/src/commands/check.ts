import type { CheckReport, Finding } from "@tunecast/dataset";
import { truncationCost } from "@tunecast/estimator/answer";
import { fileRulesFor, type FileRules } from "@tunecast/estimator/prices";
import { cutSentence } from "@tunecast/estimator/text";
import { reads } from "../ask/fieldOption.ts";
import type { AddCommand } from "../ask/help.ts";
import { formatOption, given } from "../ask/options.ts";
import { addReading } from "../ask/readQuestion.ts";
import type { Host, Outcome, ReadingOptions } from "../read/host.ts";
import { allReport, checkReport } from "../show/check.ts";
import { nameOf } from "../show/note.ts";
import { refuse, taken } from "../show/messages.ts";
import { answered } from "../show/report.ts";

interface CheckOptions extends ReadingOptions {
  readonly provider?: string;
  readonly model?: string;
  readonly validation?: string;
  readonly allPlaces?: true;
  readonly nearDuplicates?: number | true;
  readonly format: "table" | "json";
}

export const addCheck: AddCommand = (program) => {
  const command = program
    .command("check")
    .summary("what a provider's validator will say about a data file")
    .description("Checks a data file by a provider's rules: every kind of problem with its line, and what to do.")
    .argument("<file>", 'data file; "-" is standard input')
    .option("--provider <id>", "by whose rules: openai, together, …; each of them in a line where not given")
    .option("--model <id>", "the model: its rules, its method and its price")
    .option("--validation <file>", "validation file, to find examples that are in both")
    .option("--near-duplicates [share]", "near repeats: share of letters in common (0.7)", reads("share", "share"))
    .option("--all-places", "every line of a problem, instead of the first ones")
    .addOption(formatOption());
  addReading(command);
  const exitCodes = "0 valid, or with warnings; 1 the provider would reject it; 2 a wrong option or file.";
  return [{ command, act, exitCodes }];
};

async function act(around: Host, path: string, options: CheckOptions): Promise<Outcome> {
  const { files, screen, prices, today } = around;
  const { provider, model, format, shape, columns, allPlaces, nearDuplicates: near, validation: other } = options;
  if (provider === undefined) return actAll(path, options, around);
  const { checkFor, knownProviders, nearFindings, providerId } = await import("@tunecast/dataset");
  const rules = taken(fileRulesFor(prices, providerId(provider) ?? "", model, today));
  let changed = false;
  const chunks = taken(await files.chunks(path, () => (changed = true)));
  const how = { name: path, ...given({ format: shape, columns }) };
  // Each reading of the file takes the bytes of the other anew.
  const beside = async () => (other === undefined ? how : { ...how, validation: taken(await files.chunks(other)) });
  const checked = await checkFor(rules ?? provider, chunks, { ...(await beside()), ...given({ allPlaces }) });
  // Offers have providers too; here the name is that of rules, and there are few enough to list.
  if (!checked.ok && checked.problem.kind === "unknown_provider")
    return refuse({ ...checked.problem, kind: "unknown_rules", known: knownProviders });
  const report = taken(checked);
  const similar = given({ similar: typeof near === "number" ? near : undefined });
  const alike =
    near === undefined
      ? []
      : taken(await nearFindings(taken(await files.chunks(path)), { ...(await beside()), ...similar }));
  const findings = [...report.findings, ...alike, ...(changed ? [await changeFinding()] : [])];
  const isWarned = report.verdict === "valid" && findings.some(({ severity }) => severity === "warning");
  const cost = report.cut && rules && truncationCost(report.cut, rules, prices, today);
  const answer = {
    ...report,
    verdict: isWarned ? ("warning" as const) : report.verdict,
    findings,
    cut: report.cut &&
      rules && {
        ...report.cut,
        ...(cost ?? { low: null, high: null }),
        sentence: cutSentence(report.cut, cost, today),
      },
    ...given({ model }),
  };
  const isShared = findings.some(({ code }) => code === "validation_overlap");
  const notices = [
    other !== undefined && !isShared && `No example of ${nameOf(other)} is in ${nameOf(path)}.`,
    near !== undefined && alike.length === 0 && "No near repeats: no two rows are so much alike.",
  ].filter((one) => one !== false);
  return answered(format, answer, () => checkReport(path, answer, allPlaces === true), screen, {
    exitCode: answer.verdict === "error" ? 1 : 0,
    notices,
    whole: allPlaces === true,
  });
}

async function changeFinding(): Promise<Finding> {
  const { findingWords } = await import("@tunecast/dataset");
  const code = "file_changed";
  const { sentence, fix } = findingWords(code);
  return { severity: "warning", code, line: null, count: 1, sentence: `The file: ${sentence}.`, fix, source: null };
}

/** Shapes of files rather than providers or trainers: every file is of some shape. */
const shapesAlone: ReadonlySet<string> = new Set(["sharegpt", "text", "csv", "generic"]);
const anyShape = "generic";
const rank: readonly CheckReport["verdict"][] = ["valid", "warning", "error"];

/** What every provider and trainer says about a file, those that take it first. */
async function actAll(path: string, options: CheckOptions, { files, prices, screen, today }: Host): Promise<Outcome> {
  const { model, validation, nearDuplicates, allPlaces, format, shape, columns } = options;
  const ofOne = { model, validation, "near-duplicates": nearDuplicates, "all-places": allPlaces };
  const stray = Object.entries(ofOne).find(([, value]) => value !== undefined);
  if (stray !== undefined) refuse(`--${stray[0]} needs --provider.`);
  const { checkForEach, knownProviders } = await import("@tunecast/dataset");
  const by = knownProviders
    .filter((id) => !shapesAlone.has(id) || id === anyShape)
    .map((id): FileRules | string => taken(fileRulesFor(prices, id, undefined, today)) ?? id);
  const how = { name: path, ...given({ format: shape, columns }) };
  const each = taken(await checkForEach(by, taken(await files.chunks(path)), how));
  const own = each.find(({ provider }) => provider === anyShape);
  const reports = each
    .filter(({ provider }) => provider !== anyShape)
    .toSorted((a, b) => rank.indexOf(a.verdict) - rank.indexOf(b.verdict));
  return answered(format, { reports }, () => allReport(path, reports, own), screen, {
    exitCode: reports.some(({ verdict }) => verdict !== "error") ? 0 : 1,
  });
}
