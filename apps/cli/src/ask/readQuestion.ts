import { InvalidArgumentError } from "commander";
import type { Job, Question, StageJob } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { profilesOf } from "@tunecast/estimator/profile";
import { filters } from "./filterOptions.ts";
import { given } from "./options.ts";
import {
  alternative,
  jobOptions,
  traffic,
  typedJob,
  typedValidation,
  type QuestionOptions,
} from "./questionOptions.ts";
import { countable, readData, readOwnPricesFile, rulesFor, type DataRead, type FileResult } from "../read/readFiles.ts";
import type { StageChoice } from "./stageOption.ts";
import type { ProfileOptions, Host } from "../read/host.ts";

/** A question and what was read for it. */
export interface Asked {
  readonly question: Question;
  /** What was read for the first stage; undefined where its numbers were typed. */
  readonly data: DataRead | undefined;
  /** The same for each stage after the first. */
  readonly stageData: readonly (DataRead | undefined)[];
}

interface StageRead {
  readonly job: StageJob;
  readonly read?: DataRead;
}

/** Turns files and options into the question. @param moreRules by which files are counted besides those of the offers */
export async function readQuestion(
  paths: readonly string[],
  options: QuestionOptions,
  { prices, today, files }: Host,
  moreRules: readonly string[] = [],
): Promise<FileResult<Asked>> {
  const typed = typedJob(options);
  if (typed === undefined && paths.length === 0)
    throw new InvalidArgumentError("Give a data file, or --examples and --tokens-per-example.");
  if (typed !== undefined && paths.length > 0)
    throw new InvalidArgumentError("Give either data files or --examples and --tokens-per-example: a file is counted.");
  const only = filters(options);
  const use = traffic(options);
  const instead = alternative(options);
  const typedScore = typedValidation(options);
  const { stage: further = [] } = options;
  const own =
    options.ownPrices === undefined ? ok(undefined) : await readOwnPricesFile(files, options.ownPrices, prices);
  if (!own.ok) return { ...own, ...given({ path: options.ownPrices }) };
  const asOf = options.asOf ?? today;
  // Typed numbers need no vocabulary, so none is looked up for them.
  const isCounted = [...paths, options.validation, ...further.map((stage) => "data" in stage)].some(Boolean);
  const rules = !isCounted ? [] : [...(await rulesFor(prices, only ?? {}, asOf)), ...(await countable(moreRules))];
  const reading = { rules: [...new Set(rules)].sort(), ...given({ shape: options.shape, columns: options.columns }) };
  const data = typed === undefined ? await readData(files, paths, reading) : ok(undefined);
  if (!data.ok) return data;
  const score = options.validation === undefined ? ok(undefined) : await readData(files, [options.validation], reading);
  if (!score.ok) return score;
  const stages = await stagesOf(further, files, reading);
  if (!stages.ok) return stages;
  const set = typed ?? { profile: (data.value as DataRead).whole };
  const validation = score.value === undefined ? typedScore : { profile: score.value.whole };
  const question: Question = {
    asOf,
    prices,
    job: {
      ...set,
      ...jobOptions(options),
      ...given({ validation }),
      ...(further.length > 0 && { stages: stages.value.map(({ job }) => job) }),
    },
    ...given({
      ownPrices: own.value,
      traffic: use,
      alternative: instead,
      only,
      hoursPerMonth: options.hoursPerMonth,
    }),
  };
  return ok({ question, data: data.value, stageData: stages.value.map(({ read }) => read) });
}

/** Reads the data of further stages; what is stated of them is as stated. */
async function stagesOf(
  choices: readonly StageChoice[],
  files: Host["files"],
  reading: ProfileOptions,
): Promise<FileResult<StageRead[]>> {
  const stages: StageRead[] = [];
  for (const choice of choices) {
    if (!("data" in choice)) {
      stages.push({ job: choice });
      continue;
    }
    const { data, ...stated } = choice;
    const read = await readData(files, [data], reading);
    if (!read.ok) return read;
    stages.push({ job: { profile: read.value.whole, ...stated }, read: read.value });
  }
  return ok(stages);
}

/** True where rows of the data could not be read. */
export function hasBadRows(job: Job): boolean {
  return profilesOf(job).some(({ badRows }) => badRows > 0);
}

/** True where data are missing that belong to the job, so that every total is "at least". */
export function isPartOnly(job: Job): boolean {
  return hasBadRows(job) || profilesOf(job).some(({ parts = [] }) => parts.length > 0);
}
