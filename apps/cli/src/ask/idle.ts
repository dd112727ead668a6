import { estimate, type Question } from "@tunecast/estimator";
import { rows, type FieldPath } from "@tunecast/estimator/fields";
import { isTree, typedName, valueAt, type Tree } from "./fieldOption.ts";

/** Fields that only some services bill by, or that only some deployments feel. */
const mayBeIdle: readonly FieldPath[] = [
  "hoursPerMonth",
  "only.includeStale",
  "job.packing",
  "job.maxSequenceTokens",
  "job.evaluations",
  "job.checkpointGigabytes",
  "job.steps",
  "job.hours",
  "job.graderInputTokens",
  "job.graderOutputTokens",
  "job.imagesSeen",
  "job.mixedInTokens",
  "job.thinkingTurns",
  "job.rollouts.perPrompt",
  "job.rollouts.turns",
  "job.rollouts.addedTokens",
  "traffic.cachedInputTokens",
  "traffic.batchShare",
  "traffic.deployedHoursPerMonth",
];

/** A sentence on the fields that were typed and change no bill: the bills without each are the same. */
export function idleNotices(question: Question, typed: Tree): readonly string[] {
  const paths = ["job.rollouts", ...mayBeIdle].filter((path) => valueAt(typed, path) !== undefined);
  if (paths.length === 0) return [];
  const bills = billsOf(question);
  const idle = paths.filter((path) => billsOf(without(question as unknown as Tree, path)) === bills);
  return idle.length === 0 ? [] : [`${idle.map(nameOf).join(", ")}: no bill here changes with it.`];
}

function nameOf(path: string): string {
  const row = rows.find((one) => one.path === path);
  return row === undefined ? "--rollouts" : typedName(row);
}

/** The money of all bills, without what is said of them. */
function billsOf(question: unknown): string {
  const { offers, refused, problem } = estimate(question as Question);
  const money = offers.map(({ id, lines, total, range, monthly }) => [id, lines, total, range, monthly]);
  return JSON.stringify({ money, refused: refused.map(({ id, reason }) => [id, reason.kind]), problem });
}

/** A tree without the value at a path. */
function without(tree: Tree, path: string): Tree {
  const [first = "", ...more] = path.split(".");
  const { [first]: below, ...rest } = tree;
  return more.length === 0 || !isTree(below) ? rest : { ...rest, [first]: without(below, more.join(".")) };
}
