import { fieldAt, isRecord } from "@tunecast/estimator/parts";
import type { Alternative, CountedJob, JobOptions, OwnPrices, Question, Traffic, TypedJob } from "@tunecast/estimator";
import { fieldsProblem, rows } from "@tunecast/estimator/fields";
import type { DecisionParts, FieldPath, PilotFields, Spend } from "@tunecast/estimator/fields";
import { InvalidArgumentError, type Command } from "commander";
import type { Files } from "../read/host.ts";
import { readJson } from "../read/readFiles.ts";
import { FieldOption, merged, pathsOf, statedBy, typedName, withAt } from "./fieldOption.ts";
import type { Tree } from "./fieldOption.ts";
import type { SetStated, StageStated } from "./groupOptions.ts";
import { refuse } from "../show/messages.ts";
import { given } from "./options.ts";
import { besideOptions } from "./settings.ts";

/** What a command was told, whoever said it: options, a question file, settings. Its checks are the library's. */
export interface Stated extends DecisionParts, Partial<Pick<Question, "asOf" | "hoursPerMonth" | "prices" | "only">> {
  readonly ownPrices?: OwnPrices | string;
  readonly job?: Partial<TypedJob> &
    Partial<CountedJob> &
    Omit<JobOptions, "validation" | "stages"> & {
      readonly validation?: SetStated | CountedJob;
      readonly stages?: readonly (StageStated | JobOptions["stages"])[];
    };
  readonly traffic?: Partial<Traffic>;
  readonly alternative?: Partial<Alternative>;
  readonly spend?: Spend;
  readonly pilots?: PilotFields;
}

export interface Statement {
  /** All that was stated, the question included. */
  readonly stated: Stated;
  /** Data files among the paths: those that are no question. */
  readonly files: readonly string[];
  /** What was typed and the command does not read. */
  readonly notices: readonly string[];
  /** What was typed of it, in options or a question file. */
  readonly typed: Tree;
}

/** Names of groups and fields that a command reads: `job`, `project.labelCost`. */
export type Reads = readonly (FieldPath | keyof Stated)[];

/**
 * Puts together what was stated: settings, then question files, then options; the later wins.
 *
 * Throws where the parts of a group do not stand together.
 */
export async function statement(
  command: Command,
  paths: readonly string[],
  reads: Reads,
  files: Files,
): Promise<Statement> {
  const data: string[] = [];
  let said: Tree = {};
  for (const path of paths) {
    const question = await questionIn(files, path);
    if (question === null) data.push(path);
    else said = merged(said, question);
  }
  const options = statedBy(command, "cli");
  if (fieldAt(options, "job.examples") !== undefined && isRecord(said["job"]))
    said = { ...said, job: given({ ...said["job"], profile: undefined }) };
  const typed = merged(said, options);
  if (data.length > 0 && fieldAt(typed, "job.profile") !== undefined)
    throw new InvalidArgumentError("Give either data files or a question with its own profile.");
  const stated = merged(merged(besideOptions(command), statedBy(command, "config")), typed);
  checkTogether(stated, data.length > 0);
  return { stated, files: data, notices: unread(command, typed, reads), typed };
}

const topKeys = new Set(["$schema", "ownPrices", "ways", "quality", ...rows.map(({ path }) => path.split(".")[0])]);

async function questionIn(files: Files, path: string): Promise<Tree | null> {
  if (!path.endsWith(".json")) return null;
  const chunks = await files.chunks(path);
  if (!chunks.ok) return null;
  let head = "";
  for await (const chunk of chunks.value) {
    head += new TextDecoder().decode(chunk.subarray(0, 4096));
    if (head.trim() !== "") break;
  }
  if (!topKeys.has(/^[\s\uFEFF]*\{\s*"([^"]+)"/u.exec(head)?.[1])) return null;
  const json = await readJson(files, path);
  if (!isRecord(json)) return null;
  const { $schema: _schema, ...stated } = json;
  const question = withAmounts(stated);
  const problem = fieldsProblem(question);
  return problem === null ? question : refuse(problem, path);
}

/** Whole numbers where amounts are text, which JSON writes both ways without a loss. */
function withAmounts(question: Tree): Tree {
  const amounts = rows.filter(({ kind, path }) => kind === "amount" && Number.isSafeInteger(fieldAt(question, path)));
  return amounts.reduce((tree, { path }) => withAt(tree, path, String(fieldAt(tree, path))), question);
}

function unread(command: Command, said: Tree, reads: Reads): readonly string[] {
  const own = new Set(command.options.map((option) => option instanceof FieldOption && option.path));
  const isRead = (path: string): boolean => reads.some((one) => path === one || path.startsWith(`${one}.`));
  const names = pathsOf(said).filter((path) => !isRead(path));
  const typed = names.map((path) => (own.has(path) ? typedName(path) : path));
  return names.length === 0 ? [] : [`${command.name()} does not use ${typed.join(", ")}.`];
}

/** Fields by the start of their paths, and those that they say nothing without. */
const together: readonly (readonly [start: string, needs: readonly FieldPath[]])[] = [
  ["job.examples", ["job.tokensPerExample"]],
  ["job.tokensPerExample", ["job.examples"]],
  ["traffic.", ["traffic.requestsPerMonth", "traffic.inputTokens", "traffic.outputTokens"]],
  ["project.evaluation.", ["project.evaluation.items"]],
  ["project.monitoringItemsPerMonth", ["project.evaluation.items"]],
];

/** What counted rows say where nobody states it. */
const ofRows: ReadonlySet<FieldPath> = new Set(["traffic.inputTokens", "traffic.outputTokens"]);

/** Refuses fields that say nothing without others. */
export function checkNeeds(said: readonly FieldPath[], open: readonly FieldPath[]): void {
  if (said.length === 0 || open.length === 0) return;
  const missing = open
    .map(typedName)
    .join(", ")
    .replace(/, ([^,]*)$/u, " and $1");
  throw new InvalidArgumentError(
    `${said.map(typedName).join(", ")} ${said.length === 1 ? "needs" : "need"} ${missing} too.`,
  );
}

function checkTogether(stated: Stated, hasFiles: boolean): void {
  const has = (path: FieldPath): boolean => fieldAt(stated, path) !== undefined;
  const { items, costPerItem, judge } = stated.project?.evaluation ?? {};
  const scored = items !== undefined && judge === undefined && costPerItem === undefined;
  const alone = scored ? [["project.evaluation.items", ["project.evaluation.costPerItem"]] as const] : [];
  const isCounted = hasFiles || stated.job?.profile !== undefined;
  for (const [start, needs] of [...together, ...alone]) {
    const said = rows.map(({ path }) => path).filter((path) => path.startsWith(start) && has(path));
    const open = needs.filter((path) => !has(path) && !(isCounted && ofRows.has(path)));
    checkNeeds(said, open);
  }
  if (has("job.examples") && hasFiles)
    throw new InvalidArgumentError("Give either data files or --examples and --tokens-per-example: a file is counted.");
  const { maxSequenceTokens, packing, evaluations, validation } = stated.job ?? {};
  if (maxSequenceTokens !== undefined && packing !== false)
    throw new InvalidArgumentError(
      "job.maxSequenceTokens needs job.packing=false: a packed run is billed by its tokens.",
    );
  if (evaluations !== undefined && validation === undefined)
    throw new InvalidArgumentError("job.evaluations needs --validation: the set that is scored.");
}
