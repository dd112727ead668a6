import type {
  Alternative,
  JobOptions,
  Only,
  OwnPrices,
  PriceBook,
  TypedJob,
  CountedJob,
  Traffic,
} from "@tunecast/estimator";
import {
  rows,
  type DecisionParts,
  type FieldPath,
  type PilotFields,
  type Row,
  type Spend,
} from "@tunecast/estimator/fields";
import { fail, ok } from "@tunecast/estimator/problem";
import { InvalidArgumentError, type Command } from "commander";
import type { Files } from "../read/host.ts";
import { readJson, type FileResult } from "../read/readFiles.ts";
import { isTree, merged, pathsOf, statedBy, typedName, valueAt, type Tree } from "./fieldOption.ts";
import type { SetStated, StageStated } from "./groupOptions.ts";
import { besideOptions } from "./settings.ts";

/** What a command was told, whoever said it: options, a question file, settings. Its checks are the library's. */
export interface Stated extends DecisionParts {
  readonly asOf?: string;
  readonly hoursPerMonth?: number;
  readonly prices?: PriceBook;
  readonly ownPrices?: OwnPrices | string;
  readonly job?: Partial<TypedJob> &
    Partial<CountedJob> &
    Omit<JobOptions, "validation" | "stages"> & {
      readonly validation?: SetStated | CountedJob;
      readonly stages?: readonly (StageStated | JobOptions["stages"])[];
    };
  readonly traffic?: Partial<Traffic>;
  readonly alternative?: Partial<Alternative>;
  readonly only?: Only;
  readonly spend?: Spend;
  readonly pilots?: PilotFields;
}

/** What a command was told. */
export interface Statement {
  readonly stated: Stated;
  /** Data files among the paths: those that are no question. */
  readonly files: readonly string[];
  /** What was typed and the command does not read. */
  readonly notices: readonly string[];
  /** What was typed, in options or a question file. */
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
): Promise<FileResult<Statement>> {
  let stated = merged(besideOptions(command), statedBy(command, "config"));
  const data: string[] = [];
  let said: Tree = {};
  for (const path of paths) {
    const question = await questionIn(files, path);
    if (question === null) data.push(path);
    else if (!question.ok) return { ...question, path };
    else said = merged(said, question.value);
  }
  const typed = statedBy(command, "cli");
  if (isTree(typed["job"]) && typed["job"]["examples"] !== undefined) said = withoutProfile(said);
  said = merged(said, typed);
  stated = merged(stated, said);
  if (data.length > 0 && valueAt(said, "job.profile") !== undefined)
    throw new InvalidArgumentError("Give either data files or a question with its own profile.");
  checkTogether(stated, data.length > 0);
  return ok({ stated, files: data, notices: unread(command.name(), said, reads), typed: said });
}

function withoutProfile(tree: Tree): Tree {
  const { job, ...rest } = tree;
  if (!isTree(job)) return tree;
  const { profile: _profile, ...typed } = job;
  return { ...rest, job: typed };
}

async function questionIn(files: Files, path: string): Promise<FileResult<Tree> | null> {
  if (!path.endsWith(".json")) return null;
  const chunks = await files.chunks(path);
  if (!chunks.ok) return null;
  let head = "";
  for await (const chunk of chunks.value) {
    head += new TextDecoder().decode(chunk.subarray(0, 4096));
    if (head.trim() !== "") break;
  }
  if (
    !/^[\s\uFEFF]*\{\s*"(?:\$schema|asOf|hoursPerMonth|job|traffic|alternative|only|ownPrices|project|ways|spend|pilots|offers|today|quality)"/u.test(
      head,
    )
  )
    return null;
  const json = await readJson(files, path);
  if (!json.ok) return json;
  if (!isTree(json.value)) return null;
  const { $schema: _schema, ...question } = json.value;
  const known = new Set(["prices", "ownPrices", "ways", "quality", ...rows.map((row) => row.path.split(".")[0] ?? "")]);
  const strange = Object.keys(question).find((name) => !known.has(name));
  return strange === undefined
    ? ok(question)
    : fail({ kind: "unknown_field", field: strange, expected: `one of ${[...known].join(", ")}` });
}

function unread(command: string, said: Tree, reads: Reads): readonly string[] {
  const isRead = (path: string): boolean => reads.some((one) => path === one || path.startsWith(`${one}.`));
  const names = pathsOf(said)
    .filter((path) => !isRead(path))
    .map((path) => rows.find((row) => row.path === path))
    .map((row, at) => (row === undefined ? (pathsOf(said).filter((path) => !isRead(path))[at] ?? "") : typedName(row)));
  return names.length === 0 ? [] : [`${command} does not use ${names.join(", ")}.`];
}

const together: readonly { readonly group: string; readonly needs: readonly FieldPath[] }[] = [
  { group: "traffic", needs: ["traffic.requestsPerMonth", "traffic.inputTokens", "traffic.outputTokens"] },
  { group: "project.evaluation", needs: ["project.evaluation.items"] },
];

function checkTogether(stated: Stated, hasFiles: boolean): void {
  const typedJob = ["job.examples", "job.tokensPerExample"] as const;
  const has = (path: FieldPath): boolean => valueAt(stated as Tree, path) !== undefined;
  const nameOf = (path: string): string => typedName(rows.find((row) => row.path === path) as Row);
  const needing = (given: readonly string[], missing: readonly string[]): never => {
    throw new InvalidArgumentError(
      `${given.map(nameOf).join(", ")} ${given.length === 1 ? "needs" : "need"} ${missing
        .map(nameOf)
        .join(", ")
        .replace(/, ([^,]*)$/u, " and $1")} too.`,
    );
  };
  const missing = typedJob.filter((path) => !has(path));
  if (missing.length === 1) needing(typedJob.filter(has), missing);
  if (missing.length === 0 && hasFiles)
    throw new InvalidArgumentError("Give either data files or --examples and --tokens-per-example: a file is counted.");
  for (const { group, needs } of together) {
    const given = rows.map(({ path }) => path).filter((path) => path.startsWith(`${group}.`) && has(path));
    const open = needs.filter((path) => !has(path));
    if (given.length > 0 && open.length > 0) needing(given, open);
  }
  const { items, costPerItem, judge } = stated.project?.evaluation ?? {};
  if (items !== undefined && costPerItem === undefined && judge === undefined)
    needing(["project.evaluation.items"], ["project.evaluation.costPerItem"]);
  const { monitoringItemsPerMonth: monitored } = stated.project ?? {};
  if (monitored !== undefined && items === undefined)
    needing(["project.monitoringItemsPerMonth"], ["project.evaluation.items", "project.evaluation.costPerItem"]);
  const { maxSequenceTokens, packing, evaluations, validation } = stated.job ?? {};
  if (maxSequenceTokens !== undefined && packing !== false)
    throw new InvalidArgumentError(
      "job.maxSequenceTokens needs job.packing=false: a packed run is billed by its tokens.",
    );
  if (evaluations !== undefined && validation === undefined)
    throw new InvalidArgumentError("job.evaluations needs --validation: the set that is scored.");
}

/** Options as they were typed, for the sentence that nothing passes them. */
export function filtersText(only: Only = {}): string {
  return rows
    .filter(({ path }) => path.startsWith("only."))
    .flatMap((row) => {
      const value = valueAt({ only }, row.path);
      const text = Array.isArray(value) || typeof value === "number" ? String(value) : undefined;
      return text === undefined ? [] : [`${typedName(row)} ${text}`];
    })
    .join(" ");
}
