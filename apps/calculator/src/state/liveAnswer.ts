import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Answer, estimate, type Offer, type Question } from "@tunecast/estimator";
import { answerInSlices } from "./answerInSlices.ts";
import type { YieldToMain } from "./yieldToMain.ts";

/** The answer to the question of the moment, and the wait for it. */
export class LiveAnswer {
  /**
   * What the page shows; a moment behind the question, so that typing is never held up. While a field has to be put right
   * it stays what it was. Null until there has been one.
   */
  readonly answer: Signal<Answer | null> = signal(null);
  /** Why the question of the moment has no answer; empty where it has one. */
  readonly problem: Signal<string> = signal("");
  /** The figures are those of an earlier question; the asked one is being answered. */
  readonly isBehind: ReadonlySignal<boolean>;
  /** The offer at the top, answered before all others: what is looked at while typing waits for nothing. */
  readonly ahead: Signal<Offer | null> = signal(null);
  /** The question whose answer is shown; null before there is one. */
  readonly answered: Signal<Question | null> = signal(null);
  readonly #question: ReadonlySignal<Question | null>;

  constructor(question: ReadonlySignal<Question | null>) {
    this.#question = question;
    this.isBehind = computed(() => question.value === null || question.value !== this.answered.value);
  }

  /** Answers at once, for the first paint. */
  atOnce(): void {
    this.#show(this.#question.value, this.canonical());
  }

  /** Shows the answer to another question than that of the moment: what stood before a field was emptied. */
  showInstead(question: Question): void {
    this.#show(question, estimate(question));
  }

  /** Shows one offer by itself until all are answered; false where it does not take the job. */
  showAlone(id: string): boolean {
    const question = this.#question.peek();
    const answer = question === null ? null : estimate({ ...question, only: { models: [id] } });
    if (answer?.offers.some((offer) => offer.id === id) !== true) return false;
    this.answer.value = answer;
    this.ahead.value = answer.offers.find((offer) => offer.id === id) ?? null;
    return true;
  }

  /**
   * Answers the question of the moment; a later question ends the work on an earlier one.
   *
   * @param first id of the offer that is answered at once
   * @param afterPaint waits until what has changed is painted: that one, before the others are worked out, and all before they are shown
   */
  async inSlices(yieldToMain: YieldToMain, first?: string, afterPaint: YieldToMain = yieldToMain): Promise<void> {
    // Nothing here is read for the sake of who calls: an effect that asks is not to ask again once it is answered.
    const question = this.#question.peek();
    if (question === null) {
      this.#show(null, null);
      return;
    }
    const ahead = first === undefined ? null : this.#alone(question, first);
    this.ahead.value = ahead;
    if (ahead !== null) await afterPaint();
    const answer = await answerInSlices(question, yieldToMain, () => this.#question.peek() !== question);
    if (answer === null) return;
    // What is drawn of it is a task of its own.
    await afterPaint();
    if (this.#question.peek() === question) this.#show(question, answer);
  }

  /** The canonical answer, by one call of the library. */
  canonical(): Answer | null {
    return this.#question.value === null ? null : estimate(this.#question.value);
  }

  #alone(question: Question, id: string): Offer | null {
    return estimate({ ...question, only: { models: [id] } }).offers.find((offer) => offer.id === id) ?? null;
  }

  #show(question: Question | null, answer: Answer | null): void {
    batch(() => {
      this.ahead.value = null;
      this.problem.value = problemText(answer?.problem);
      if (answer === null || answer.problem !== undefined) {
        // Nothing was ever shown: the reasons are all there is.
        if (this.answer.peek() === null && answer !== null) this.answer.value = answer;
        return;
      }
      this.answered.value = question;
      this.answer.value = answer;
    });
  }
}

/** Why there is no answer, in the words of the page: it fetches the prices of earlier days by itself. */
function problemText(problem: Answer["problem"]): string {
  if (problem?.reason.kind === "needs_history") return "The prices of that day are not here yet.";
  return problem?.sentence ?? "";
}
