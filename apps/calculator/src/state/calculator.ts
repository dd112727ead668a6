import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  decide,
  type DecisionQuestion,
  type Offer,
  type PriceBook,
  type Question,
  type Result,
} from "@tunecast/estimator";
import { decideInSteps, lacksData } from "@tunecast/estimator/answer";
import { type DecisionReport, offerReport, verdictSentence } from "@tunecast/estimator/report";
import type { Inputs } from "../question/inputs.ts";
import { offerName } from "../question/offerText.ts";
import { beforeText, fieldsText, questionOf } from "../question/question.ts";
import { encodeSaid, shownFigures } from "../question/saidLink.ts";
import { FileVerdicts } from "../tokens/fileVerdicts.ts";
import { areSameParts, areSameQuestions, unchanged, waysText } from "./asked.ts";
import { type Choice, chosenOffer, offerAlone } from "./offers/choice.ts";
import { Cards } from "./cards.ts";
import { decisionQuestion, type Untuned } from "./decision.ts";
import type { Form } from "./form.ts";
import type { Host } from "./browser/host.ts";
import { type Decide, type Headline, LiveAnswer, type Timing } from "./liveAnswer.ts";
import { OfferTable } from "./offers/offerTable.ts";
import { OwnPricesForm } from "./own/ownPrices.ts";
import { madeUpRuns, type PilotRow } from "./runs/runTable.ts";
import type { Quality } from "./runs/quality.ts";
import { type Acceptance, acceptanceOf } from "./offers/acceptance.ts";
import { afterPaint, yieldToMain } from "./browser/yieldToMain.ts";

/** What follows from the form and the prices. Components read its signals and call its actions. */
export class Calculator {
  readonly form: Form;
  /** The prices of today; those of all days once an earlier one is asked for. */
  readonly book: Signal<PriceBook>;
  /** What each offer's own check says to the counted file. */
  readonly verdicts: FileVerdicts;
  readonly ownPrices: OwnPricesForm;
  readonly cards: Cards = new Cards();
  /** Models that are sold untuned, once somebody asks for one. */
  readonly untuned: Signal<Untuned> = signal([]);
  readonly question: ReadonlySignal<Question | null>;
  /** All that the first screen is made of: a change of any of it asks anew. */
  readonly asked: ReadonlySignal<unknown>;
  readonly liveAnswer: LiveAnswer;
  readonly choice: ReadonlySignal<Choice>;
  /** The first screen; null until there has been one. */
  readonly report: ReadonlySignal<DecisionReport | null>;
  /** Why the offer that the page chose is another than before; empty where it is not. */
  readonly changed: Signal<string> = signal("");
  /** Data are missing, so that every figure is "at least". */
  readonly partOnly: ReadonlySignal<boolean>;
  readonly table: OfferTable;
  /** What the pilots say; null while there are none. */
  readonly quality: ReadonlySignal<Result<Quality> | null>;
  /** What the tab is called: the answer in a line. */
  readonly title: ReadonlySignal<string>;
  /** What the question of an earlier day would be answered today; empty for today's. */
  readonly sayToday: ReadonlySignal<string>;
  /** The address that gives the same answer on any later day: with the day, the offer and the answer in it. */
  readonly pinned: ReadonlySignal<string>;

  constructor(form: Form, { prices, checkAll }: Host) {
    this.form = form;
    this.book = signal(prices);
    this.verdicts = new FileVerdicts(checkAll);
    this.ownPrices = new OwnPricesForm(() => this.book.peek());
    const { inputs, choices } = form;
    this.question = unchanged(() => this.#questionOf(inputs.value), areSameQuestions);
    this.asked = unchanged<readonly unknown[]>(
      () => [
        this.question.value,
        waysText(inputs.value),
        choices.value.offer,
        this.untuned.value,
        this.verdicts.reports.value,
      ],
      areSameParts,
    );
    this.liveAnswer = new LiveAnswer(this.question, this.asked);
    const { answer, headline } = this.liveAnswer;
    this.choice = computed(() =>
      chosenOffer(
        answer.value,
        this.liveAnswer.answered.value,
        choices.value.offer,
        form.profile === null ? undefined : (offer) => this.acceptanceOf(offer),
      ),
    );
    this.report = computed(() => {
      const shown = headline.value;
      return shown === null ? null : offerReport(shown);
    });
    this.partOnly = computed(() => answer.value !== null && lacksData(answer.value));
    this.table = new OfferTable(form, answer, (offer) => this.acceptanceOf(offer));
    this.quality = computed(() => {
      const fit = form.pilots.fit.value;
      const shown = headline.value;
      return fit === null
        ? null
        : fit({ inputs: inputs.value, question: shown?.question ?? null, offer: shown?.offer ?? null });
    });
    this.title = computed(() => titleOf(this.report.value));
    this.sayToday = computed(() => this.#sayToday());
    this.pinned = computed(() => `${form.page}${this.#pinnedFragment()}`);
    effect(() => {
      form.isBehind.value = this.liveAnswer.isHeadlineBehind.value;
    });
  }

  /** Works out the answer to the question of the moment, and the ways beside it. */
  async follow(timing: Timing = { yieldToMain, afterPaint }): Promise<void> {
    const before = this.liveAnswer.headline.peek();
    const chosen = this.form.choices.peek().offer;
    await this.liveAnswer.follow(
      this.choice.peek().offer?.id ?? chosen,
      () => this.choice.peek().offer,
      this.#decide,
      timing,
    );
    const now = this.liveAnswer.headline.peek();
    if (before === null || now === null || now.offer.id === before.offer.id) return;
    this.changed.value =
      chosen === null && this.form.choices.peek().offer === null ? this.#changeText(before.offer, now.offer) : "";
  }

  /** Answers at once, for the first paint. */
  atOnce(): void {
    const [question, answer] = [this.question.peek(), this.liveAnswer.canonical()];
    if (question === null || answer === null || !this.liveAnswer.show(question, answer)) return;
    const { offer } = this.choice.peek();
    if (offer === null) return;
    this.liveAnswer.showHeadline(this.#decided(question, offer));
  }

  readonly #decide: Decide = async (question, { offer, answer }, isStale) => {
    if (noTraffic(question)) return this.#decided(question, offer);
    const { onCards, largerModel } = this.form.inputs.peek();
    if (largerModel !== null) await this.loadUntuned();
    const run = onCards === null ? null : await this.cards.run(question, onCards);
    const asked = this.#decisionQuestion(question, offer, run);
    const steps = decideInSteps(asked, answer);
    for (;;) {
      if (isStale()) return null;
      const next = steps.next();
      if (next.done === true) return { question, offer, asked, decision: next.value };
      await yieldToMain();
    }
  };

  #decided(question: Question, offer: Offer): Headline {
    const asked = this.#decisionQuestion(question, offer, null);
    return { question, offer, asked, decision: noTraffic(question) ? null : decide(asked) };
  }

  #decisionQuestion(question: Question, offer: Offer, onCards: Offer | null): DecisionQuestion {
    return decisionQuestion({
      inputs: this.form.inputs.peek(),
      question,
      offer,
      untuned: this.untuned.peek(),
      onCards,
    });
  }

  #changeText(before: Offer, now: Offer): string {
    const why =
      this.form.profile !== null && this.acceptanceOf(before) === "refuses"
        ? "would refuse rows of your file"
        : "costs more for these numbers";
    return `${offerName(now)} is shown now: ${offerName(before)} ${why}.`;
  }

  /** Fetches the models that are sold untuned, which only those need who compare with one. */
  async loadUntuned(): Promise<void> {
    if (this.untuned.peek().length > 0) return;
    // A part that is gone from the host leaves these out; the other ways stand without them.
    const found = await import("@tunecast/pricing/untuned").catch(() => null);
    if (found !== null) this.untuned.value = found.untuned;
  }

  /** Whether an offer takes the counted file. */
  acceptanceOf(offer: Offer): Acceptance {
    return acceptanceOf(offer, this.prices, this.verdicts.reports.value.get(offer.id));
  }

  #questionOf(inputs: Inputs): Question | null {
    const rough = this.form.file.rough.value;
    return questionOf({
      inputs: rough === null ? inputs : { ...inputs, ...rough },
      profile: this.form.profile,
      validation: this.form.validation.profile.value,
      today: this.form.today,
      prices: this.book.value,
      ownPrices: this.ownPrices.applied.value?.prices ?? null,
    });
  }

  /** The question of the figures that are shown: while a field has to be put right, the one before. */
  get shownQuestion(): Question | null {
    return this.liveAnswer.headline.value?.question ?? this.question.value;
  }

  get prices(): PriceBook {
    return this.book.value;
  }

  /** Why there are no figures, or why they are those of before; empty where they are those of the question. */
  get message(): string {
    const problems = this.form.fieldProblems.value;
    const { headline, answer, problem } = this.liveAnswer;
    if (problems.length > 0) return fieldsText(problems, headline.value !== null);
    if (problem.value !== "") return headline.value === null ? problem.value : `${problem.value} ${beforeText}`;
    if (answer.value === null || this.choice.value.offer !== null) return "";
    return "No offer of the price book can take this job. The door Offers has the reasons.";
  }

  #pinnedFragment(): string {
    const { form, report } = this;
    const headline = this.liveAnswer.headline.value;
    const pins = { ...form.meant, day: form.inputs.value.day ?? form.today, offer: headline?.offer.id ?? null };
    const said = report.value?.verdict.said ?? null;
    if (said === null || headline === null || report.value === null) return form.addressOf(pins, "decide");
    const { modelName, providerName } = headline.offer;
    const figures = this.figures.map(({ value }) => value);
    return form.addressOf(
      pins,
      "decide",
      encodeSaid({ verdict: said, name: `${modelName} on ${providerName}`, figures }),
    );
  }

  #sayToday(): string {
    const headline = this.liveAnswer.headline.value;
    const { today } = this.form;
    if (headline === null || headline.question.asOf >= today) return "";
    const question = { ...headline.question, asOf: today };
    const found = offerAlone(question, headline.offer.id);
    if (typeof found === "string") return `Today this offer cannot be had. ${found}`.trim();
    const now = titleOf(offerReport(this.#decided(question, found)));
    return now === this.title.value ? "Today's prices give the same answer." : `Today it would be: ${now}`;
  }

  /** The figures of the report that the page shows. */
  get figures(): DecisionReport["figures"] {
    const figures = this.report.value?.figures ?? [];
    return shownFigures.flatMap((id) => figures.find((figure) => figure.id === id) ?? []);
  }

  /** What a link cannot carry, said before it is sent; empty where it carries all. */
  get unsaid(): string {
    const parts = [
      this.form.countedName === null ? null : "your file, only how many examples it has and how long they are",
      this.ownPrices.applied.value === null || this.form.carried.value !== "" ? null : "your own prices",
    ].filter((part) => part !== null);
    return parts.length === 0 ? "" : `The link does not carry ${parts.join(", nor ")}.`;
  }

  providerName(id: string): string {
    return this.prices.providers.find(({ provider }) => provider === id)?.name ?? id;
  }

  /** Types into the table of runs; the first run belongs to the model at the top until the reader says otherwise. */
  typePilot(index: number, column: keyof PilotRow, text: string): void {
    this.adoptModel();
    this.form.pilots.type(index, column, text);
  }

  adoptModel(): void {
    const { pilots, choices } = this.form;
    if (pilots.complete.value.length > 0 || choices.value.pilotModel !== null) return;
    this.form.choose({ pilotModel: this.choice.value.offer?.model ?? null });
  }

  /** Runs of a made-up task, to see what the curve does with them. */
  exampleRuns(): void {
    this.adoptModel();
    this.form.pilots.replace(madeUpRuns);
  }
}

function titleOf(report: DecisionReport | null): string {
  return report === null ? "Tunecast" : verdictSentence(report.verdict);
}

function noTraffic({ traffic }: Question): boolean {
  return (traffic?.requestsPerMonth ?? 0) === 0;
}
