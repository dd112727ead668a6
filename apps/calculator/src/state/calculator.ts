import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Finding } from "@tunecast/dataset";
import type { Offer, PriceBook, Question, Result } from "@tunecast/estimator";
import { lacksData } from "@tunecast/estimator/answer";
import { type Choice, chosenOffer } from "./choice.ts";
import { Deciding } from "./deciding.ts";
import type { Form } from "./form.ts";
import type { Reading } from "../view/headline.ts";
import { History } from "./history.ts";
import type { Inputs } from "../question/inputs.ts";
import { OfferTable } from "./offerTable.ts";
import { OwnPricesForm } from "./ownPrices.ts";
import { madeUpRuns, type PilotRow } from "./pilotTable.ts";
import type { Quality } from "./quality.ts";
import { beforeText, obstacleText } from "../question/obstacle.ts";
import { questionOf } from "../question/question.ts";
import { LiveAnswer } from "./liveAnswer.ts";
import { Scenarios } from "./scenarios.ts";
import { seenThenSentence } from "./seenThen.ts";
import { plainSentence, sentenceOf } from "../view/sentence.ts";
import type { Host } from "./host.ts";
import { type Takes, takesOf } from "./takes.ts";
import { type Compared, FileCheck } from "../tokens/fileCheck.ts";
import { FileVerdicts } from "../tokens/fileVerdicts.ts";
import { offerName } from "../question/offerText.ts";

/** Width of one of the two pictures: side by side beside the fields, side by side under them, or one under the other. */
function pictureWidth(page: number): number {
  const [padding, fields, gap] = [64, 304 + 40, 32];
  if (page >= 1024) return (page - padding - fields - gap) / 2;
  return page >= 736 ? (page - padding - gap) / 2 : page - 32;
}

/** The charts whose crosshair can be moved. */
export type ChartName = "cost" | "spent" | "quality";

/** What follows from the form and the prices: the state of all but the fields. Components read its signals and call its actions. */
export class Calculator {
  readonly form: Form;
  /** The prices of today; those of all days once an earlier one is asked for. */
  readonly book: Signal<PriceBook>;
  readonly check: FileCheck;
  readonly repeats: FileCheck<Compared, readonly Finding[]>;
  /** What each offer's own check says to the counted file. */
  readonly verdicts: FileVerdicts;
  readonly ownPrices: OwnPricesForm;
  readonly deciding: Deciding = new Deciding();
  readonly history: History;
  readonly scenarios: Scenarios = new Scenarios();
  readonly crosshairs: Signal<Readonly<Partial<Record<ChartName, number>>>> = signal({});
  readonly question: ReadonlySignal<Question | null>;
  /** The answer that is shown. */
  readonly liveAnswer: LiveAnswer;
  readonly choice: ReadonlySignal<Choice>;
  /** The offer at the top and the question that it answers: what the pictures show. */
  readonly pictured: ReadonlySignal<{ readonly offer: Offer | null; readonly question: Question | null }>;
  /** Id of the offer at the top; null where none is. */
  readonly chosenId: ReadonlySignal<string | null>;
  /** The figures at the top are not those of the question asked. */
  readonly isHeadlineBehind: ReadonlySignal<boolean>;
  /** What the figures are read with. */
  readonly reading: ReadonlySignal<Reading>;
  /** Data are missing, so that every figure of the table is "at least". */
  readonly partOnly: ReadonlySignal<boolean>;
  readonly table: OfferTable;
  /** What the pilots say; null while there are none. */
  readonly quality: ReadonlySignal<Result<Quality> | null>;
  /** Two charts stand side by side where there is room. */
  readonly chartWidth: ReadonlySignal<number>;
  /** Ids and names of the models that can take the job, by name. */
  readonly models: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  /** Names of all offers, one a line: changes only when one comes or goes. */
  readonly offerNames: ReadonlySignal<string>;
  /** What the tab is called: the answer in a line. */
  readonly title: ReadonlySignal<string>;
  /** The address that gives the same answer on any later day: with the day and the offer in it. */
  readonly pinned: ReadonlySignal<string>;

  constructor(form: Form, { prices, checkFile, checkAll, compareFile }: Host) {
    this.form = form;
    this.history = new History(form);
    this.book = signal(prices);
    this.check = new FileCheck(checkFile);
    this.repeats = new FileCheck(compareFile);
    this.verdicts = new FileVerdicts(checkAll);
    this.ownPrices = new OwnPricesForm(() => this.book.peek());
    const { inputs, choices, today } = form;
    this.question = computed(() => this.#questionOf(inputs.value));
    this.liveAnswer = new LiveAnswer(this.question);
    const { answer } = this.liveAnswer;
    const chosen = computed(() =>
      chosenOffer(answer.value, choices.value.offer, form.profile === null ? null : (offer) => this.takes(offer)),
    );
    let shown: Choice | null = null;
    this.choice = computed(() => {
      const ahead = this.liveAnswer.ahead.value;
      const next =
        ahead !== null && chosen.value.offer?.id === ahead.id ? { ...chosen.value, offer: ahead } : chosen.value;
      // What was answered ahead is the same once all are answered, and is not drawn twice.
      if (shown === null || JSON.stringify(shown) !== JSON.stringify(next)) shown = next;
      return shown;
    });
    this.pictured = computed(() => ({ offer: this.choice.value.offer, question: this.shownQuestion }));
    this.chosenId = computed(() => this.choice.value.offer?.id ?? null);
    this.partOnly = computed(() => answer.value !== null && lacksData(answer.value));
    this.isHeadlineBehind = computed(() => this.liveAnswer.isBehind.value && this.liveAnswer.ahead.value === null);
    this.reading = computed(() => ({
      requests: inputs.value.requests,
      partOnly: this.partOnly.value,
    }));
    this.table = new OfferTable(form, answer, (offer) => this.takes(offer));
    this.quality = computed(() => {
      const fit = form.pilots.fit.value;
      return fit === null
        ? null
        : fit({ inputs: inputs.value, question: this.question.value, offer: this.choice.value.offer });
    });
    this.models = computed(() =>
      [...new Map((answer.value?.offers ?? []).map(({ model, modelName }) => [model, modelName] as const))].toSorted(
        ([, a], [, b]) => (a < b ? -1 : 1),
      ),
    );
    this.offerNames = computed(() => (answer.value?.offers ?? []).map(offerName).sort().join("\n"));
    this.title = computed(() => {
      const { offer } = this.choice.value;
      if (offer === null) return "Tunecast";
      return plainSentence(sentenceOf(offer, choices.value.instead, this.reading.value));
    });
    this.pinned = computed(() => {
      const { offer } = this.choice.value;
      const pins = { ...inputs.value, day: inputs.value.day ?? today, offer: offer?.id ?? null };
      return `${form.page}${form.addressOf(pins)}`;
    });
    this.chartWidth = computed(() => pictureWidth(form.width.value));
    effect(() => {
      form.isBehind.value = this.liveAnswer.isBehind.value;
    });
  }

  /** Whether an offer takes the counted file. */
  takes(offer: Offer): Takes {
    return takesOf(offer, this.prices, this.verdicts.reports.value.get(offer.id));
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

  /** Shows what the address asked: a field was emptied before there were prices, and nothing stands yet. */
  showOpening(): void {
    const question = this.#questionOf(this.form.opening);
    if (question !== null) this.liveAnswer.showInstead(question);
  }

  /** The question of the figures that are shown: while a field has to be put right, the one before. */
  get shownQuestion(): Question | null {
    return this.question.value ?? this.liveAnswer.answered.value;
  }

  get prices(): PriceBook {
    return this.book.value;
  }

  /** Why there are no figures; empty where there are. */
  get obstacle(): string {
    const problems = this.form.fieldProblems.value;
    const answer = this.liveAnswer.answer.value;
    if (problems.length > 0) return obstacleText(problems, answer !== null);
    const { value: problem } = this.liveAnswer.problem;
    if (problem !== "") return this.choice.value.offer === null ? problem : `${problem} ${beforeText}`;
    if (answer === null || this.choice.value.offer !== null) return "";
    return "No offer of the price book can take this job; the reasons are below.";
  }

  /** The offer that bears this name or id. */
  offerCalled(name: string): Offer | undefined {
    const wanted = name.trim().toLowerCase();
    const offers = this.liveAnswer.answer.value?.offers ?? [];
    return offers.find((offer) => offerName(offer).toLowerCase() === wanted || offer.id === wanted);
  }

  /** The offer that a person means by its name, or by a part that no other has. */
  offerNamed(name: string): Offer | undefined {
    const wanted = name.trim().toLowerCase();
    const offers = this.liveAnswer.answer.value?.offers ?? [];
    const near = wanted === "" ? [] : offers.filter((offer) => offerName(offer).toLowerCase().includes(wanted));
    return this.offerCalled(name) ?? (near.length === 1 ? near[0] : undefined);
  }

  /** Of a link that names an earlier day: what it would be today. */
  get seenThen(): string {
    const [question, { offer }] = [this.question.value, this.choice.value];
    return question === null || offer === null ? "" : seenThenSentence(question, offer, this.form.today);
  }

  /** What a link cannot carry, said before it is sent; empty where it carries all. */
  get unsaid(): string {
    const parts = [
      this.form.countedName === null ? null : "the counts of your file",
      this.ownPrices.applied.value === null || this.form.carried.value !== "" ? null : "your own prices",
    ].filter((part) => part !== null);
    return parts.length === 0 ? "" : `The link does not carry ${parts.join(" and ")}: who opens it sees other figures.`;
  }

  providerName(id: string): string {
    return this.prices.providers.find(({ provider }) => provider === id)?.name ?? id;
  }

  /** Pilots speak for the model they were run on and for no other. */
  qualityNote({ model }: Offer): string {
    return this.quality.value?.ok === true && model === this.form.choices.value.pilotModel ? "your pilots" : "unknown";
  }

  /** Types into the table of runs; the first run belongs to the model at the top until the reader says otherwise. */
  typePilot(index: number, column: keyof PilotRow, text: string): void {
    this.#adoptModel();
    this.form.pilots.type(index, column, text);
  }

  #adoptModel(): void {
    const { pilots, choices } = this.form;
    if (pilots.complete.value.length > 0 || choices.value.pilotModel !== null) return;
    this.form.choose({ pilotModel: this.choice.value.offer?.model ?? null });
  }

  point(chart: ChartName, at: number): void {
    this.crosshairs.value = { ...this.crosshairs.value, [chart]: at };
  }

  /** Runs of a made-up task, to see what the curve does with them. */
  exampleRuns(): void {
    this.#adoptModel();
    this.form.pilots.replace(madeUpRuns);
  }
}
