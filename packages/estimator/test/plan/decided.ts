import { decide, type DecidedWay, type Decision, type DecisionQuestion, type Question } from "../../src/index.ts";
import { asOf, job } from "../ask.ts";
import { book, model } from "../book.ts";

/** Training $0.9; tuned $0.3 and $1.2, untuned $0.15 and $0.6 a million tokens. */
export const question: Question = {
  asOf,
  prices: book([model()]),
  job,
  traffic: { requestsPerMonth: 10_000, inputTokens: 200, outputTokens: 50, months: 12 },
};
/** What is done today. */
export const fewShot = { kind: "few_shot", extraInputTokens: 2000 } as const;

/** The question with other traffic. */
export function used(traffic: Partial<NonNullable<Question["traffic"]>>): { readonly question: Question } {
  return { question: { ...question, traffic: { ...question.traffic!, ...traffic } } };
}

/** The question with other passes over the data. */
export function passed(epochs: NonNullable<Question["job"]["epochs"]>): { readonly question: Question } {
  return { question: { ...question, job: { ...question.job, epochs } } };
}

/** What is decided of the question, with few examples in the prompt beside unless told. */
export function decided(more: Partial<DecisionQuestion> = {}): Decision {
  const found = decide({ question, ways: [fewShot], ...more });
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

/** The tuned way, which is held against that of today. */
export function tuned({ ways }: Decision): DecidedWay & { readonly against: NonNullable<DecidedWay["against"]> } {
  const way = ways.find(({ kind }) => kind === "tuned");
  if (way?.against == null) throw new Error("No tuned way.");
  return { ...way, against: way.against };
}

/** A way by its id. */
export function way(decision: Decision, id: string): DecidedWay {
  const found = decision.ways.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No way ${id}.`);
  return found;
}
