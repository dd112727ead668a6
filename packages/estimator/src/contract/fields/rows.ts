import { cellText, fieldAt, fields, having, list, maybe, type Check } from "../../check/fields.ts";
import { priceBook } from "../../prices/bookCheck.ts";
import { isSound } from "../../prices/offers.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { questionForms, questionKinds, type Question } from "../question.ts";
import { inWords, withPath } from "../questionCheck.ts";
import { checks, kindIn } from "./checks.ts";
import { pilotForms, pilotKinds, type PilotFields } from "./curve.ts";
import { decisionForms, decisionKinds, type DecisionFields } from "./decision.ts";
import * as job from "./job.ts";
import type { FieldGroup, Kind, KindTable, Written } from "./kind.ts";
import { onlyForms, onlyKinds, type Only } from "./only.ts";
import * as project from "./project.ts";
import { rolloutForms, rolloutKinds, type Rollouts } from "./rollouts.ts";
import { spellings } from "./spelling.ts";
import { spendForms, spendKinds, type Spend } from "./spend.ts";
import * as use from "./traffic.ts";
import { embeddingForms, embeddingKinds, wayFieldKinds, wayForms } from "./ways.ts";

/** Every field that has one place in a question file, by its path. */
export type FieldPath =
  | keyof Pick<Question, "asOf" | "hoursPerMonth">
  | keyof DecisionFields
  | `job.${keyof job.TypedJob | keyof job.StageQuantities | keyof job.JobFields}`
  | `job.rollouts.${keyof Rollouts}`
  | `traffic.${keyof use.Traffic}`
  | `alternative.${keyof use.Alternative}`
  | `only.${keyof Only}`
  | `project.${keyof Omit<project.Project, "teacher" | "evaluation">}`
  | `project.teacher.${keyof project.Teacher}`
  | `project.evaluation.${keyof Omit<project.Evaluation, "judge">}`
  | `project.evaluation.judge.${keyof project.Judge}`
  | `spend.${keyof Spend}`
  | `pilots.${keyof PilotFields}`;

/** The groups by their paths. */
export const groups: Readonly<Record<string, FieldGroup>> = {
  "": { kinds: { ...questionKinds, ...decisionKinds }, forms: { ...questionForms, ...decisionForms } },
  job: {
    kinds: { ...job.typedKinds, ...job.jobKinds, ...job.quantityKinds },
    forms: { ...job.typedForms, ...job.jobForms, ...job.quantityForms },
  },
  "job.rollouts": { kinds: rolloutKinds, forms: rolloutForms },
  traffic: { kinds: use.trafficKinds, forms: use.trafficForms },
  alternative: { kinds: use.alternativeKindsOf, forms: use.alternativeForms },
  only: { kinds: onlyKinds, forms: onlyForms },
  project: { kinds: project.projectKinds, forms: project.projectForms },
  "project.teacher": { kinds: project.teacherKinds, forms: project.teacherForms },
  "project.evaluation": { kinds: project.evaluationKinds, forms: project.evaluationForms },
  "project.evaluation.judge": { kinds: project.judgeKinds, forms: project.judgeForms },
  spend: { kinds: spendKinds, forms: spendForms },
  pilots: { kinds: pilotKinds, forms: pilotForms },
};

/** A way and its vectors: entries of the list `ways`. */
export const wayGroups: Readonly<Record<string, FieldGroup>> = {
  "": { kinds: wayFieldKinds, forms: wayForms },
  embedding: { kinds: embeddingKinds, forms: embeddingForms },
};

/** A field at the edges: the command, the agent, `tunecast.json` and the page walk lists of these. */
export interface Row<Path extends string = string> extends Written {
  readonly path: Path;
  readonly kind: Kind;
  readonly optional: boolean;
}

/** The rows of some groups. */
export function rowsOf(of: Readonly<Record<string, FieldGroup>>): readonly Row[] {
  return Object.entries(of).flatMap(([group, { kinds, forms }]) =>
    Object.entries(forms).map(([name, [help, option = null, keys]]) => ({
      help,
      option,
      ...keys,
      ...kindIn(kinds[name] ?? ""),
      path: group === "" ? name : `${group}.${name}`,
    })),
  );
}

/** Every field of the question. */
export const rows: readonly Row<FieldPath>[] = rowsOf(groups) as readonly Row<FieldPath>[];

/** The key of a field in the page's link. */
export function linkKey(path: FieldPath): string {
  const { link, option } = rows.find((row) => row.path === path) ?? {};
  const name = typeof link === "string" ? link : /^--([\w-]+)/u.exec(option ?? "")?.[1];
  if (link === undefined || name === undefined) throw new TypeError(`The link has no key of ${path}.`);
  return name;
}

/** A text as its field reads it. The problem is the library's own for that value: one sentence at every edge. */
export function readField({ kind, path }: Pick<Row, "kind" | "path">, text: string): Result<unknown> {
  const value = spellings[kind].read(text);
  const problem = checks[kind](value, path);
  return problem === null ? ok(value) : fail({ ...problem, field: inWords(problem) });
}

const any: Check = () => null;

/** Fields that are no single value, by the group that they stand in: they are checked where they are answered. */
const readApart: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  "": {
    prices: (value, path) => (value === undefined || isSound(value) ? null : priceBook(value, path)),
    ownPrices: any,
    ways: maybe(list(any)),
    quality: any,
  },
  job: { profile: any, validation: any, stages: maybe(list(having({}))) },
};

function groupCheck(group: string): Check {
  const kinds: KindTable = groups[group]?.kinds ?? {};
  const start = group === "" ? "" : `${group}.`;
  const below = Object.keys(groups).filter(
    (path) => /^[^.]+$/u.test(path.slice(start.length)) && path.startsWith(start),
  );
  return fields({
    ...Object.fromEntries(Object.entries(kinds).map(([name, entry]) => [name, maybe(checks[kindIn(entry).kind])])),
    ...Object.fromEntries(below.map((path) => [path.slice(start.length), maybe(groupCheck(path))])),
    ...readApart[group],
  });
}

/** What is wrong with a part of a question, as a file states it: a field that there is not, or one of the wrong kind. Whether it is whole is seen where it is answered. */
export function fieldsProblem(question: unknown): Problem | null {
  const problem = groupCheck("")(question, "");
  return problem === null ? null : withPath(problem);
}

/** A question as the command takes it, each flag with its value; without what is counted from files or stands in lists (stages, ways). */
export function optionsOf(question: object): readonly (readonly [flag: string, value: string])[] {
  const stated = rows.flatMap(({ path, kind, option }): (readonly [string, string])[] => {
    const value = fieldAt(question, path);
    if (value === undefined || path.startsWith("alternative.")) return [];
    const text = spellings[kind].write(value as never);
    const flag = /^--[\w-]+/u.exec(option ?? "")?.[0];
    return [flag === undefined ? ["--set", `${path}=${text}`] : [flag, text]];
  });
  const [kind, tokens, monthly] = ["kind", "extraInputTokens", "monthlyCost"].map((name) =>
    fieldAt(question, `alternative.${name}`),
  );
  if (kind === undefined) return stated;
  const cost = monthly === undefined ? "" : `,monthly-cost=${cellText(monthly)}`;
  return [...stated, ["--alternative", `${cellText(kind)}=${cellText(tokens)}${cost}`]];
}
