import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Offer, PriceBook, Question, Result } from "@tunecast/estimator";
import { decideInSteps } from "@tunecast/estimator/answer";
import { type DecisionHead, offerReport, type OfferShown, verdictSentence } from "@tunecast/estimator/report";
import { isAtMost, verdictWords } from "@tunecast/estimator/text";
import { offerName } from "../question/offerText.ts";
import { beforeText, fieldsText, questionOf, refusedField } from "../question/question.ts";
import { encodeSaid, shownFigures } from "../question/saidLink.ts";
import { type CheckAll, FileVerdicts } from "../tokens/fileVerdicts.ts";
import { areSameParts, areSameQuestions, unchanged, waysText } from "./asked.ts";
import { Cards } from "./cards.ts";
import { decisionQuestion, type Untuned } from "./decision.ts";
import type { Form } from "./form.ts";
import { firstScreenSlice, inSlices, LiveAnswer } from "./liveAnswer.ts";
import type { Decide, Found, Headline, Timing } from "./liveAnswer.ts";
import { OfferTable } from "./offers/offerTable.ts";
import { OwnPricesForm } from "./own/ownPrices.ts";
import madeUpRuns from "./runs/madeUpRuns.json" with { type: "json" };
import type { PilotRow } from "./runs/runTable.ts";
import type { Quality } from "./runs/quality.ts";
import { type Acceptance, acceptanceOf, type Choice, chosenOffer, offerAlone } from "./offers/acceptance.ts";
import { afterPaint, yieldToMain } from "./browser/yieldToMain.ts";

export class Calculator {
  readonly form: Form;
  /** The prices of today; those of all days once an earlier one is asked for. */
  readonly book: Signal<PriceBook>;
  readonly verdicts: FileVerdicts;
  readonly table: OfferTable;
  readonly ownPrices: OwnPricesForm = new OwnPricesForm(() => this.book.peek());
  readonly cards: Cards = new Cards();
  readonly untuned: Signal<Untuned> = signal([]);
  /** Why the offer that the page chose is another than before; empty where it is not. */
  readonly changed: Signal<string> = signal("");
  readonly question: ReadonlySignal<Question | null> = unchanged(() => this.#questionNow(), areSameQuestions);
  /** All that the first screen is made of: a change of any of it asks anew. */
  readonly asked: ReadonlySignal<unknown> = unchanged<readonly unknown[]>(
    () => [
      this.question.value,
      waysText(this.form.inputs.value),
      this.form.choices.value.offer,
      this.untuned.value,
      this.verdicts.reports.value,
    ],
    areSameParts,
  );
  readonly liveAnswer: LiveAnswer = new LiveAnswer(this.question, this.asked);
  /** Whether only an offer that is also sold untuned can be compared. On its own, so that a key does not choose anew. */
  readonly #needsUntuned: ReadonlySignal<boolean> = computed(() => {
    const { requests, largerModel, onCards } = this.form.inputs.value;
    return (requests ?? 0) > 0 && largerModel === null && onCards === null;
  });
  readonly choice: ReadonlySignal<Choice> = computed(() =>
    chosenOffer(
      this.liveAnswer.answer.value,
      this.liveAnswer.answered.value,
      this.form.choices.value.offer,
      this.form.profile === null ? undefined : (offer) => this.acceptanceOf(offer),
      this.#needsUntuned.value,
    ),
  );
  readonly report: ReadonlySignal<DecisionHead | null> = computed(() => this.liveAnswer.headline.value?.report ?? null);
  readonly quality: ReadonlySignal<Result<Quality> | null> = computed(() => {
    const { question, offer } = this.liveAnswer.headline.value ?? { question: null, offer: null };
    return this.form.pilots.fit.view.value?.({ inputs: this.form.inputs.value, question, offer }) ?? null;
  });
  readonly title: ReadonlySignal<string> = computed(() => titleOf(this.report.value));
  /** Why there are no figures, or why they are those of before; empty where they are those of the question. */
  readonly message: ReadonlySignal<string> = computed(() => {
    const problems = this.form.fieldProblems.value;
    const { headline, answer, problem } = this.liveAnswer;
    if (problems.length > 0) return fieldsText(problems, headline.value !== null);
    if (problem.value !== "") return headline.value === null ? problem.value : `${problem.value} ${beforeText}`;
    if (answer.value === null || this.choice.value.offer !== null) return "";
    return "No offer of the price book can take this job. The door Offers has the reasons.";
  });
  /** What the question of an earlier day would be answered today, once that is known; empty for today's. */
  readonly sayToday: Signal<string> = signal("");
  /** The address that gives the same answer on any later day: with the day, the offer and the answer in it. */
  readonly pinned: ReadonlySignal<string> = computed(() => `${this.form.page}${this.#pinnedFragment()}`);

  constructor(form: Form, { prices, checkAll }: { readonly prices: PriceBook; readonly checkAll: CheckAll }) {
    this.form = form;
    this.book = signal(prices);
    this.verdicts = new FileVerdicts(checkAll);
    this.table = new OfferTable(form, this.liveAnswer.answer, (offer) => this.acceptanceOf(offer));
    effect(() => {
      form.isBehind.value = this.liveAnswer.isBusy.value;
      form.refused.value = refusedField(this.liveAnswer.refused.value);
    });
  }

  #timing: Timing = { yieldToMain, afterPaint };
  /** The pauses of typing before the page chose another offer: the reason is said until the next number is typed. */
  #changedAt = 0;
  /** What a file is guessed to hold is nothing that stood. */
  #stood: Headline | null = null;

  async follow(timing: Timing = { yieldToMain, afterPaint }): Promise<void> {
    this.#timing = timing;
    const isEarlier = (this.question.peek()?.asOf ?? this.form.today) < this.form.today;
    // As long as the sentence that most often follows, so that nothing moves.
    if (!isEarlier) this.sayToday.value = "";
    else if (this.sayToday.peek() === "") this.sayToday.value = "Today's prices are being asked now.";
    const chosen = this.form.choices.peek().offer;
    await this.liveAnswer.follow(
      this.choice.peek().offer?.id ?? chosen,
      () => this.choice.peek().offer,
      this.#decide,
      timing,
    );
    const now = this.liveAnswer.headline.peek();
    const isOurs = chosen === null && this.form.choices.peek().offer === null;
    const settled = this.form.settled.peek();
    const before = this.#stood;
    if (this.form.file.rough.peek() === null) this.#stood = now;
    if (this.#stood?.offer.id !== before?.offer.id) {
      this.changed.value = isOurs && before && now ? this.#changeText(before.offer, now.offer) : "";
      this.#changedAt = settled;
    } else if (settled > this.#changedAt && this.#stood?.question !== before?.question) this.changed.value = "";
    if (now === null) this.sayToday.value = "";
    else if (isEarlier) await this.#compareToday(now, timing);
  }

  readonly #decide: Decide = async (question, found, isStale) => {
    const { onCards: model, largerModel, failedRuns } = this.form.inputs.peek();
    if (noTraffic(question)) return this.#compared(question, found, null, isStale);
    if (largerModel !== null) await this.loadUntuned();
    // The decision adds the runs that fail.
    const own = (failedRuns ?? 0) > 0 && { failedShare: 0 };
    const run = model === null ? null : await this.cards.run(question, { model, ...own });
    return this.#compared(question, found, run, isStale);
  };

  async #compared(
    question: Question,
    { offer, answer }: Found,
    onCards: Offer | null,
    isStale: () => boolean,
  ): Promise<Headline | null> {
    const [inputs, untuned] = [this.form.inputs.peek(), this.untuned.peek()];
    const asked = decisionQuestion({ inputs, question, offer, untuned, onCards });
    const headline = (decision: OfferShown["decision"]): Headline => {
      const report = offerReport({ offer, asked, decision });
      return { question, offer, asked, decision, report };
    };
    if (noTraffic(question)) return headline(null);
    const breathe = (): Promise<void> => this.#timing.yieldToMain(firstScreenSlice);
    const decision = await inSlices(decideInSteps(asked, answer), breathe, isStale);
    return decision === null ? null : headline(decision);
  }

  /** Asks the question of an earlier day anew at today's prices, once all else is answered. */
  async #compareToday(shown: Headline, { afterPaint }: Timing): Promise<void> {
    await afterPaint();
    const isStale = (): boolean => this.liveAnswer.headline.peek() !== shown;
    if (isStale()) return;
    const question = { ...shown.question, asOf: this.form.today };
    const found = offerAlone(question, shown.offer.id);
    if (typeof found === "string") {
      this.sayToday.value = `Today this offer cannot be had. ${found}`.trim();
      return;
    }
    const now = await this.#compared(question, found, null, isStale);
    if (now === null || isStale()) return;
    const title = titleOf(now.report);
    this.sayToday.value =
      title === this.title.peek()
        ? "Today's prices give the same answer for this offer."
        : `Today it would be, for this offer: ${title}`;
  }

  #changeText(before: Offer, now: Offer): string {
    return `${offerName(now)} is shown now: ${offerName(before)} ${this.#whyNot(before, now)}`;
  }

  #whyNot({ id }: Offer, { total }: Offer): string {
    const { offers = [], refused = [] } = this.liveAnswer.answer.peek() ?? {};
    const refusal = refused.find((one) => one.id === id);
    if (refusal !== undefined) return `is left out. ${refusal.sentence}`;
    const offer = offers.find((one) => one.id === id);
    if (offer === undefined) return "is not among the offers any more.";
    if (this.form.profile !== null && this.acceptanceOf(offer) === "refuses") return "would refuse rows of your file.";
    const isDearer = offer.total.currency === total.currency && !isAtMost(offer.total.amount, total.amount);
    return isDearer ? "costs more for these numbers." : "is not our pick for these numbers.";
  }

  /** Fetches the models that are sold untuned, which only those need who compare with one. */
  async loadUntuned(): Promise<void> {
    if (this.untuned.peek().length > 0) return;
    // A part that is gone from the host leaves these out; the other ways stand without them.
    const found = await import("@tunecast/pricing/untuned").catch(() => null);
    if (found !== null) this.untuned.value = found.untuned;
  }

  acceptanceOf(offer: Offer): Acceptance {
    return acceptanceOf(offer, this.book.value, this.verdicts.reports.value.get(offer.id));
  }

  #questionNow(): Question | null {
    const { form } = this;
    return questionOf({
      inputs: { ...form.inputs.value, ...form.file.rough.value },
      profile: form.profile,
      validation: form.validation.profile.value,
      today: form.today,
      prices: this.book.value,
      ownPrices: this.ownPrices.applied.value?.prices ?? null,
    });
  }

  #pinnedFragment(): string {
    const { form } = this;
    const { isHeadlineBehind, headline } = this.liveAnswer;
    // An answer that is behind is that of another question.
    const { offer, report } = (isHeadlineBehind.value ? null : headline.value) ?? { offer: null, report: null };
    const { said = null, head } = report?.verdict ?? {};
    const pins = {
      ...form.meant,
      day: form.inputs.value.day ?? form.today,
      ...(offer !== null && { offer: offer.id }),
    };
    // A link is put into words from its figures alone, and does not know that something else comes first.
    if (said === null || offer === null || verdictWords(said).head !== head) return form.addressOf(pins, "decide");
    const name = `${offer.modelName} on ${offer.providerName}`;
    const figures = this.figures.map(({ value }) => value);
    return form.addressOf(pins, "decide", encodeSaid({ verdict: said, name, figures }));
  }

  get figures(): DecisionHead["figures"] {
    const figures = this.report.value?.figures ?? [];
    return shownFigures.flatMap((id) => figures.find((figure) => figure.id === id) ?? []);
  }

  /** What a link cannot carry, said before it is sent; empty where it carries all. */
  get unsaid(): string {
    const parts = [
      this.form.file.countedName === null ? null : "your file, only how many examples it has and how long they are",
      this.ownPrices.applied.value === null ? null : "your own prices",
    ].filter((part) => part !== null);
    return parts.length === 0 ? "" : `The link does not carry ${parts.join(", nor ")}.`;
  }

  typePilot(index: number, column: keyof PilotRow, text: string): void {
    this.adoptModel();
    this.form.pilots.type(index, column, text);
  }

  adoptModel(): void {
    const { pilots, choices } = this.form;
    if (pilots.complete.value.length > 0 || choices.value.pilotModel !== null) return;
    this.form.choose({ pilotModel: this.choice.value.offer?.model ?? null });
  }

  exampleRuns(): void {
    this.adoptModel();
    this.form.pilots.replace(madeUpRuns);
  }
}

function titleOf(report: DecisionHead | null): string {
  return report === null ? "Tunecast" : verdictSentence(report.verdict);
}

function noTraffic({ traffic }: Question): boolean {
  return (traffic?.requestsPerMonth ?? 0) === 0;
}
