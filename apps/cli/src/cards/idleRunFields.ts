import { changeText, fitRun, named, runWords, selfHost, type SelfHostBook, type SelfHostQuestion } from "@tunecast/gpu";
import { pathsOf, valueAt, type Tree } from "../ask/fieldOption.ts";
import { idleFields, withoutEffect } from "../ask/idle.ts";
import { fitReport } from "../show/fit.ts";

/** The cards themselves, what has a sentence of its own, and what the data decide where nobody does. */
const apart = ["gpu", "gpus", "epochs", "objective"];
const statedIn = (typed: Tree, asked: Tree, left: readonly string[]): string[] =>
  pathsOf(typed).filter((path) => !left.includes(path) && valueAt(asked, path) !== undefined);

const words = runWords as Readonly<Record<string, object>>;
const wordsOf = (path: string): string[] => Object.keys(words[path] ?? {});

/** A sentence on typed fields that change no figure of the answer's cards, and one on those that hold what is taken anyway. */
export function idleRunFields(typed: Tree, question: SelfHostQuestion, book: SelfHostBook, isAlone: boolean): string[] {
  const asked: Tree = { ...question };
  const paths = statedIn(typed, asked, apart);
  const { idle, usual } = withoutEffect(asked, typed, paths, (tree) => figuresOf(tree, book), wordsOf);
  const said = (some: readonly string[]) => some.map((path) => changeText({ [path]: valueAt(asked, path) })).join(", ");
  const sentences = idle.length === 0 ? [] : [`${said(idle)}: no figure of this run changes with it.`];
  return usual.length === 0 || !isAlone ? sentences : [...sentences, `Taken anyway: ${said(usual)}.`];
}

/** Typed fields that change nothing of what fits. */
export function idleFitFields(typed: Tree, question: SelfHostQuestion, book: SelfHostBook): readonly string[] {
  const asked: Tree = { ...question };
  // The largest model that fits a card may have experts where this one has none.
  const ofCard = [...apart, "experts", "dispatcher", "expertParallel"];
  const paths = statedIn(typed, asked, question.gpu === undefined ? ["epochs", "objective"] : ofCard);
  return idleFields(asked, typed, paths, (tree) => fitOf(tree, book), wordsOf);
}

function answerOn(asked: Tree, { hardware, ...book }: SelfHostBook): ReturnType<typeof selfHost> {
  // Other cards, and more of them, have rows of their own; they would only take time where one is named.
  const card = named(hardware, String(asked["gpu"]))?.id;
  const own = hardware.filter(({ id }) => (card ?? id) === id || id === valueAt(asked, "owned.gpu"));
  return selfHost(asked as unknown as SelfHostQuestion, { ...book, hardware: own });
}

function figuresOf(asked: Tree, book: SelfHostBook): string | undefined {
  const answer = answerOn(asked, book);
  if (!answer.ok) return undefined;
  const { gpu, gpus, memory, verdict, chance, throughput, hours, cost, serving } = answer.value;
  const offers = cost?.offers.filter((offer) => offer.gpu === gpu.id && offer.gpus === gpus);
  return JSON.stringify([gpu.id, gpus, memory, verdict, chance, throughput, hours, offers, cost?.owned, serving]);
}

/** The clusters for a run. What fits a card takes a second to find: it moves with its memory, and ways to make it fit with its speed. */
function fitOf({ gpu, ...anywhere }: Tree, book: SelfHostBook): string | undefined {
  const fit = fitRun(anywhere as unknown as SelfHostQuestion, book);
  if (!fit.ok) return undefined;
  const clusters = fitReport(fit.value);
  if (gpu === undefined) return JSON.stringify(clusters);
  const maxTokens = book.models.find(({ id }) => id === fit.value.model.id)?.context ?? anywhere["maxTokens"];
  const [here, long] = [{}, { maxTokens }].map((rows) => answerOn({ gpus: 1, ...anywhere, gpu, ...rows }, book));
  if (here?.ok !== true) return undefined;
  const { memory, verdict, throughput } = here.value;
  return JSON.stringify([clusters, memory, verdict === "fits" || throughput, long?.ok && long.value.memory]);
}
