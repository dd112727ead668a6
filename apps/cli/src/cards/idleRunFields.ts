import { changeText, named, runWords, selfHost, type SelfHostBook, type SelfHostQuestion } from "@tunecast/gpu";
import { pathsOf, valueAt, type Tree } from "../ask/fieldOption.ts";
import { withoutEffect } from "../ask/idle.ts";

/** The cards themselves, what has a sentence of its own, and what the data decide where nobody does. */
const apart = new Set(["gpu", "gpus", "epochs", "objective"]);

/** A sentence on typed fields that change no figure of the answer's cards, and one on those that hold what is taken anyway. */
export function idleRunFields(typed: Tree, question: SelfHostQuestion, book: SelfHostBook, isAlone: boolean): string[] {
  const asked: Tree = { ...question };
  const paths = pathsOf(typed).filter((path) => !apart.has(path) && valueAt(asked, path) !== undefined);
  const wordsOf = (path: string): string[] => Object.keys((runWords as Readonly<Record<string, object>>)[path] ?? {});
  const { idle, usual } = withoutEffect(asked, typed, paths, (tree) => figuresOf(tree, book), wordsOf);
  const said = (some: readonly string[]) => some.map((path) => changeText({ [path]: valueAt(asked, path) })).join(", ");
  const sentences = idle.length === 0 ? [] : [`${said(idle)}: no figure of this run changes with it.`];
  return usual.length === 0 || !isAlone ? sentences : [...sentences, `Taken anyway: ${said(usual)}.`];
}

function figuresOf(asked: Tree, { hardware, ...book }: SelfHostBook): string | undefined {
  // Other cards, and more of them, have rows of their own; they would only take time where one is named.
  const card = named(hardware, String(asked["gpu"]))?.id;
  const own = hardware.filter(({ id }) => (card ?? id) === id || id === valueAt(asked, "owned.gpu"));
  const answer = selfHost(asked as unknown as SelfHostQuestion, { ...book, hardware: own });
  if (!answer.ok) return undefined;
  const { gpu, gpus, memory, verdict, chance, throughput, hours, cost, serving } = answer.value;
  const offers = cost?.offers.filter((offer) => offer.gpu === gpu.id && offer.gpus === gpus);
  return JSON.stringify([gpu.id, gpus, memory, verdict, chance, throughput, hours, offers, cost?.owned, serving]);
}
