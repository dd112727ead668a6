import { rowsOf, type FieldGroup, type Form, type Row } from "@tunecast/estimator/fields";
import { keysOf } from "@tunecast/estimator/parts";
import { runWords, wordTopics, type WordOptions } from "../model/runWords.ts";
import file from "./fields.json" with { type: "json" };
import type { OwnedCards, RunData, SelfHostQuestion, ServingOptions } from "./question.ts";

type RunFields = Omit<
  SelfHostQuestion,
  keyof WordOptions | keyof RunData | "model" | "offload" | "measured" | "owned" | "serving"
>;

/** The fields of a group: the kind of each, what it is, and its option where it has one. */
function group<T>(fields: Readonly<Record<keyof T, readonly string[]>>): FieldGroup {
  const kinds: Record<string, unknown> = {};
  const forms: Record<string, Form> = {};
  for (const name of keysOf(fields)) {
    const [kind, help = "", option = null] = fields[name];
    kinds[name] = kind;
    forms[name] = [help, option];
  }
  return { kinds: kinds as FieldGroup["kinds"], forms };
}

export const runGroup: FieldGroup = group<RunFields>(file.run);
/** What ten steps on a machine showed. */
export const measuredGroup: FieldGroup = group<NonNullable<SelfHostQuestion["measured"]>>(file.measured);
/** What cards of one's own cost. */
export const ownedGroup: FieldGroup = group<OwnedCards>(file.owned);
/** What the tuned model is asked. */
export const servingGroup: FieldGroup = group<ServingOptions>(file.serving);

/** Words that are rare, so that `--set` alone takes them. */
const rareWords = ["weights", "precision", "experts", "dispatcher", "attention", "host"] as const;

/** Every field of a run that has one place in its question; of the words, those that have no option. */
export const runRows: readonly Row[] = [
  ...rowsOf({ "": runGroup, serving: servingGroup, owned: ownedGroup, measured: measuredGroup }),
  ...rareWords.map((path) => ({
    path,
    kind: "text" as const,
    optional: true,
    help: `${wordTopics[path]}: ${Object.keys(runWords[path]).join(", ")}`,
    option: null,
  })),
];

/** A field of a run with its value as the command takes it: `--gpus 2`, `--set compiled=true`. */
export function typedRun(path: string, value: unknown): string {
  const row = runRows.find((one) => one.path === path);
  const flag = row === undefined ? `--${path}` : /^--[\w-]+/u.exec(row.option ?? "")?.[0];
  return flag === undefined ? `--set ${path}=${String(value)}` : `${flag} ${String(value)}`;
}
