import methods from "./methods.json" with { type: "json" };
import names from "./names.json" with { type: "json" };
import { own } from "../../check/keys.ts";
import type { AdviceReason, Approach } from "../../plan/decision/advice.ts";
import type { DecidedWay, Payback } from "../../plan/decision/answer.ts";
import type { TermKind } from "../../plan/decision/terms.ts";
import { countText } from "../amount.ts";
import { timeText } from "../time.ts";

/** What each way is called. */
export const wayNames: Readonly<Record<Approach | DecidedWay["kind"], string>> = names.ways;

/** What each term of a bill is called. */
export const termNames: Readonly<Record<TermKind, string>> = names.terms;

/** Why an approach stands where it stands. */
export const adviceSentences: Readonly<Record<AdviceReason, string>> = names.advice;

/** What becomes of a case for tuning where today's prompt stands in the provider's cache. */
export function cachingOf(against: Payback | null): string[] {
  if (against?.withCaching == null || (against.verdict !== "pays" && against.verdict !== "at_once")) return [];
  const { verdict, months, cachedTokens } = against.withCaching;
  const cached = `With ${countText(cachedTokens)} tokens of today's prompt in the provider's cache`;
  if (verdict === "never") return [`${cached}, it never pays back.`];
  return months === null ? [] : [`${cached}, it pays back in ${timeText(months)}.`];
}

/** Who may still buy a tuned offer, if that is not everybody. */
export function buyersOf({ status }: Pick<DecidedWay, "status">): string[] {
  if (status === null) return [];
  const until = status.until === undefined ? "" : ` until ${status.until}`;
  if (status.kind === "closed_to_new_customers") return [`Only earlier customers may still train it${until}.`];
  if (status.kind === "preview") return [`It is a preview${until}.`];
  return until === "" ? [] : [`It takes new jobs${until}.`];
}

export function nameOfWay(id: string): string {
  const name = own(wayNames, id.replace(/_cached$/u, ""));
  return name === undefined ? id : id.endsWith("_cached") ? `${name}, cached` : name;
}

/** What an input of a decision is called: `project.labelCost`, `traffic.requestsPerMonth`. */
export function inputName(input: string): string {
  const [group = "", ...rest] = input.split(".");
  if (group === "epochs") return `the passes over the data (${rest.join(".")})`;
  if (group === "prices") return "what listed prices become";
  if (group === "training" || group === "serving") return `the price of ${group} (${rest.join(".")})`;
  const name = rest.join(".");
  const known = own(names.inputs, name) ?? name;
  return group === "traffic" || group === "project" ? known : `${known} of ${nameOfWay(group)}`;
}

/** What a total leaves out, with the options that state it; no note where it leaves nothing out. */
export function leftOutNotes(leftOut: readonly string[]): { readonly text: string; readonly options: string[] }[] {
  if (leftOut.length === 0) return [];
  const names = leftOut.map((one) => own(parts, one)?.name ?? one);
  const options = [...new Set(leftOut.flatMap((one) => own(parts, one)?.options ?? []))];
  return [{ text: `Not included: ${names.join(", ")}.`, options }];
}

const parts: Readonly<Record<string, { readonly name: string; readonly options: readonly string[] }>> = names.leftOut;

/** Methods of training in the field's own words, the least change of the model first: what each is called, does and needs. */
export const methodSentences: Readonly<Record<TuningMethodWord, Readonly<Record<"name" | "does" | "needs", string>>>> =
  methods;
export type TuningMethodWord = keyof typeof methods;
/** The words of these methods, in that order. */
export const tuningMethods = /* @__PURE__ */ Object.keys(methods) as TuningMethodWord[];
