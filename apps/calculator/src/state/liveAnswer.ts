import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Answer, estimate, type Offer, offersOf, type Question } from "@tunecast/estimator";
import type { DecisionHead, OfferShown } from "@tunecast/estimator/report";
import type { YieldToMain } from "./browser/yieldToMain.ts";

/** What the verdict, the figures, the chart and the table are made of: one offer, and the ways beside it. */
export interface Headline extends OfferShown {
  readonly question: Question;
  readonly report: DecisionHead;
}

export type Decide = (question: Question, found: Found, isStale: () => boolean) => Promise<Headline | null>;

export interface Found {
  readonly offer: Offer;
  readonly answer: Answer;
}

/** When work is put off: until the page had a breath, and until what has changed is painted. */
export interface Timing {
  readonly yieldToMain: YieldToMain;
  readonly afterPaint: () => Promise<void>;
}

/** Milliseconds that the first screen may take at once: on a quick device its figures stand in the frame of the key itself. */
export const firstScreenSlice = 18;

export class LiveAnswer {
  /** All offers; what was there stays while a field has to be put right. Null until there has been one. */
  readonly answer: Signal<Answer | null> = signal(null);
  /** Verdict and figures. They follow a key before all other offers do. */
  readonly headline: Signal<Headline | null> = signal(null);
  /** What the chart and the table below the figures are drawn from: they follow once these are painted. */
  readonly drawn: Signal<Headline | null> = signal(null);
  /** What the library has against the question of the moment. */
  readonly refused: Signal<Answer["problem"]> = signal(undefined);
  /** Why the question of the moment has no answer; empty where it has one. */
  readonly problem: ReadonlySignal<string> = computed(() => this.refused.value?.sentence ?? "");
  readonly isBehind: ReadonlySignal<boolean>;
  readonly isHeadlineBehind: ReadonlySignal<boolean>;
  /** An answer is on its way: nothing is where the question is refused, or a field has to be put right. */
  readonly isBusy: ReadonlySignal<boolean>;
  readonly answered: Signal<Question | null> = signal(null);
  readonly #asked: ReadonlySignal<unknown>;
  readonly #question: ReadonlySignal<Question | null>;
  readonly #shown: Signal<unknown> = signal(null);
  readonly #refused: Signal<unknown> = signal(null);
  #run = 0;

  constructor(question: ReadonlySignal<Question | null>, asked: ReadonlySignal<unknown>) {
    this.#question = question;
    this.#asked = asked;
    this.isBehind = computed(() => question.value === null || question.value !== this.answered.value);
    this.isHeadlineBehind = computed(() => question.value === null || asked.value !== this.#shown.value);
    this.isBusy = computed(
      () => question.value !== null && this.isHeadlineBehind.value && asked.value !== this.#refused.value,
    );
  }

  /** Answers the question of the moment: first for the offer `first`, then for all; a later call ends the work of this one. */
  async follow(
    first: string | null,
    chosen: () => Offer | null,
    decide: Decide,
    { yieldToMain, afterPaint }: Timing,
  ): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    const [question, asked] = [this.#question.peek(), this.#asked.peek()];
    const isStale = (): boolean => this.#run !== run;
    if (question === null) {
      this.refused.value = undefined;
      return;
    }
    const head = async (offer: Offer | null, answer: Answer | null): Promise<boolean> => {
      if (offer === null || answer === null) return true;
      const headline = await decide(question, { offer, answer }, isStale);
      await yieldToMain();
      if (headline === null || isStale()) return false;
      batch(() => {
        if (this.headline.peek() === null) this.drawn.value = headline;
        this.headline.value = headline;
        this.refused.value = undefined;
      });
      await afterPaint();
      this.drawn.value = this.headline.peek();
      if (isStale()) return false;
      this.#shown.value = asked;
      return true;
    };
    const known = this.answered.peek() === question;
    const soon = known || first === null ? this.answer.peek() : estimate({ ...question, only: { models: [first] } });
    const offer = known ? chosen() : (soon?.offers.find(({ id }) => id === first) ?? null);
    if (!(await head(offer, soon)) || known) return;
    await afterPaint();
    const answer = await inSlices(offersOf(question), yieldToMain, isStale);
    if (answer === null || isStale()) return;
    await afterPaint();
    if (isStale()) return;
    const isAnswered = this.#show(question, answer);
    const now = chosen();
    // The prices of an earlier day are on their way.
    if (now === null || !isAnswered)
      this.#refused.value = answer.problem?.reason.kind === "needs_history" ? null : asked;
    if (!isAnswered) return;
    if (now === null) this.headline.value = null;
    else if (now.id !== this.headline.peek()?.offer.id || this.isHeadlineBehind.peek()) await head(now, answer);
  }

  #show(question: Question, answer: Answer): boolean {
    const { problem } = answer;
    // The page fetches the prices of earlier days by itself.
    const isWaiting = problem?.reason.kind === "needs_history";
    batch(() => {
      this.refused.value = isWaiting ? { ...problem, sentence: "The prices of that day are not here yet." } : problem;
      // Where nothing was ever shown the reasons are all there is.
      this.answer.value = problem === undefined ? answer : (this.answer.value ?? answer);
      if (problem === undefined) this.answered.value = question;
    });
    return problem === undefined;
  }
}

/** What steps come to, with a breath between two of them, so that the page is never kept from the reader. Null once `isStale`. */
export async function inSlices<Found>(
  steps: Generator<unknown, Found, void>,
  breathe: () => Promise<void>,
  isStale: () => boolean,
): Promise<Found | null> {
  while (!isStale()) {
    const next = steps.next();
    if (next.done === true) return next.value;
    await breathe();
  }
  return null;
}
