import { estimate, type Question } from "@tunecast/estimator";
import { rows, type FieldPath } from "@tunecast/estimator/fields";
import { isTree, typedName, type Tree } from "./fieldOption.ts";

/** What a stage states that only some services bill by. */
const quantities = [
  "steps",
  "hours",
  "graderInputTokens",
  "graderOutputTokens",
  "imagesSeen",
  "mixedInTokens",
  "thinkingTurns",
] as const;

/** Fields that only some services bill by, or that only some deployments feel. */
const mayBeIdle: readonly FieldPath[] = [
  "hoursPerMonth",
  "only.includeStale",
  "job.packing",
  "job.maxSequenceTokens",
  "job.evaluations",
  "job.checkpointGigabytes",
  ...quantities.map((name) => `job.${name}` as const),
  "job.rollouts.perPrompt",
  "job.rollouts.turns",
  "job.rollouts.addedTokens",
  "traffic.cachedInputTokens",
  "traffic.batchShare",
  "traffic.deployedHoursPerMonth",
];

/** A sentence on the fields that were typed and change no bill: the bills without each are the same. */
export function idleNotices(question: Question, typed: Tree): readonly string[] {
  const stages = quantities.map((name) => `job.stages.${name}`);
  const paths = ["job.rollouts", ...mayBeIdle, ...stages].filter((path) => isStated(typed, path));
  if (paths.length === 0) return [];
  const bills = billsOf(question);
  const idle = paths.filter((path) => billsOf(without(question as unknown as Tree, path)) === bills);
  return idle.length === 0 ? [] : [`${idle.map(nameOf).join(", ")}: no bill here changes with it.`];
}

function nameOf(path: string): string {
  const row = rows.find((one) => one.path === path);
  if (row !== undefined) return typedName(row);
  return path === "job.rollouts" ? "--rollouts" : path;
}

/** The money of all bills, without what is said of them. */
function billsOf(question: unknown): string {
  const { offers, refused, problem } = estimate(question as Question);
  const money = offers.map(({ id, lines, total, range, monthly }) => [id, lines, total, range, monthly]);
  return JSON.stringify({ money, refused: refused.map(({ id, reason }) => [id, reason.kind]), problem });
}

/** Whether the tree has a value at the path: in some entry where a list stands on the way. */
function isStated(tree: Tree, path: string): boolean {
  const [first = "", ...more] = path.split(".");
  const below = tree[first];
  if (below === undefined || more.length === 0) return below !== undefined;
  return (Array.isArray(below) ? below : [below]).some((one) => isTree(one) && isStated(one, more.join(".")));
}

/** A tree without the values at a path: in each entry where a list stands on the way. */
function without(tree: Tree, path: string): Tree {
  const [first = "", ...more] = path.split(".");
  const { [first]: below, ...rest } = tree;
  if (below === undefined || more.length === 0) return rest;
  const inner = more.join(".");
  if (Array.isArray(below)) return { ...rest, [first]: below.map((one: Tree) => without(one, inner)) };
  return isTree(below) ? { ...rest, [first]: without(below, inner) } : tree;
}
