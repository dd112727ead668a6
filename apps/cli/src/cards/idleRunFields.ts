import { fieldAt } from "@tunecast/estimator/parts";
import { changeText, fitRun, named, runWords, selfHost } from "@tunecast/gpu";
import type { SelfHostAnswer, SelfHostBook, SelfHostedRuns, SelfHostQuestion } from "@tunecast/gpu";
import { pathsOf, type Tree } from "../ask/fieldOption.ts";
import { withoutEffect } from "../ask/idle.ts";
import type { RunChoices } from "../ask/selfHostOptions.ts";
import { fitReport } from "../show/fit.ts";

/** The cards themselves, what has a sentence of its own, and what the data decide where nobody does. */
const apart = ["gpu", "gpus", "objective"];
const statedIn = (typed: Tree, asked: Tree, left: readonly string[]): string[] =>
  pathsOf(typed).filter((path) => !left.includes(path) && fieldAt(asked, path) !== undefined);

const wordsOf = (path: string): string[] => Object.keys((runWords as Readonly<Record<string, object>>)[path] ?? {});

/** What is shown of an answer to a question: its figures, or the file that is written. */
export type Shown = (answer: SelfHostAnswer, asked: RunChoices) => string | undefined;

/** A sentence on typed fields that change nothing of what is shown, and one on those that hold what is taken anyway. */
export function idleRunFields(typed: Tree, run: SelfHostedRuns, isAlone: boolean, fileOf?: Shown): string[] {
  const asked: Tree = { ...run.question };
  const paths = statedIn(typed, asked, fileOf === undefined ? apart : ["gpu", "objective"]);
  const shown = (tree: Tree): string | undefined => {
    const answer = answerOn(tree, run.book);
    return answer.ok ? (fileOf ?? figuresOf)(answer.value, tree) : undefined;
  };
  const { idle, usual } = withoutEffect(asked, typed, paths, shown, wordsOf);
  // No file holds these groups, and a part of one alone is no question.
  const unheld = fileOf === undefined ? [] : paths.filter((path) => /^(?:serving|owned)\./u.test(path));
  const never = [...new Set([...unheld, ...idle])];
  const said = (some: readonly string[]) => some.map((path) => changeText({ [path]: fieldAt(asked, path) })).join(", ");
  const what = fileOf === undefined ? "no figure of this run" : "nothing of the file";
  const sentences = never.length === 0 ? [] : [`${said(never)}: ${what} changes with it.`];
  return usual.length === 0 || !isAlone ? sentences : [...sentences, `Taken anyway: ${said(usual)}.`];
}

/** A sentence on typed fields that change nothing of what fits. */
export function idleFitFields(typed: Tree, { question, book }: SelfHostedRuns): string[] {
  const asked: Tree = { ...question };
  const paths = statedIn(typed, asked, question.gpu === undefined ? ["epochs", "objective"] : apart);
  // The largest model that fits a card may have experts where this one has none.
  const isOfExperts = ["experts", "dispatcher", "expertParallel"].some((path) => paths.includes(path));
  const { idle } = withoutEffect(asked, typed, paths, (tree) => fitOf(tree, book, isOfExperts), wordsOf);
  const said = changeText(Object.fromEntries(idle.map((path) => [path, fieldAt(asked, path)])));
  return idle.length === 0 ? [] : [`${said}: no figure here changes with it.`];
}

function answerOn(asked: Tree, { hardware, ...book }: SelfHostBook): ReturnType<typeof selfHost> {
  // Other cards, and more of them, have rows of their own; they would only take time where one is named.
  const card = named(hardware, String(asked["gpu"]))?.id;
  const own = hardware.filter(({ id }) => (card ?? id) === id || id === fieldAt(asked, "owned.gpu"));
  return selfHost(asked as unknown as SelfHostQuestion, { ...book, hardware: own });
}

const figuresOf: Shown = ({ gpu, gpus, memory, verdict, chance, throughput, hours, cost, serving }) => {
  const offers = cost?.offers.filter((offer) => offer.gpu === gpu.id && offer.gpus === gpus);
  return JSON.stringify([gpu.id, gpus, memory, verdict, chance, throughput, hours, offers, cost?.owned, serving]);
};

/** The clusters for a run. What fits a card takes a second to find: it moves with its memory, and ways to make it fit with its speed. */
function fitOf({ gpu, ...anywhere }: Tree, book: SelfHostBook, isFound: boolean): string | undefined {
  const fit = fitRun(anywhere as unknown as SelfHostQuestion, book);
  if (!fit.ok) return undefined;
  const clusters = fitReport(fit.value);
  if (gpu === undefined) return JSON.stringify(clusters);
  const maxTokens = book.models.find(({ id }) => id === fit.value.model.id)?.context ?? anywhere["maxTokens"];
  const [here, long] = [{}, { maxTokens }].map((rows) => answerOn({ gpus: 1, ...anywhere, gpu, ...rows }, book));
  if (here?.ok !== true) return undefined;
  const { memory, verdict, throughput } = here.value;
  const card = isFound && fitRun({ ...anywhere, gpu } as unknown as SelfHostQuestion, book);
  return JSON.stringify([clusters, memory, verdict === "fits" || throughput, long?.ok && long.value.memory, card]);
}
