import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Offer, PriceBook, Profile, Question, Result } from "@tunecast/estimator";
import { lacksData } from "@tunecast/estimator/answer";
import { decodeAddress, encodeAddress } from "./address.ts";
import { type Choice, chosenOffer } from "./choice.ts";
import { Desk } from "./desk.ts";
import type { Reading } from "./headline.ts";
import { defaults, type Inputs, type NumberField, type SortKey } from "./inputs.ts";
import { numberText } from "./numberText.ts";
import { type Chips, mostPins, noChips, passes } from "./offerFilter.ts";
import { listedOffers } from "./offerList.ts";
import type { OwnPricesFile } from "./ownPrices.ts";
import { Unfolded } from "./unfolded.ts";
import { madeUpRuns, type PilotRow, PilotTable } from "./pilotTable.ts";
import type { Quality } from "./quality.ts";
import { asideProblem, type FieldProblem, fieldProblems, promptTokens, questionOf } from "./question.ts";
import { FileCheck } from "./tokens/fileCheck.ts";
import { FileCount } from "./tokens/fileCount.ts";
import { Reckoning } from "./reckoning.ts";
import { plainSentence, sentenceOf } from "./sentence.ts";
import type { Surroundings, Theme } from "./surroundings.ts";
import { offerName } from "./offerText.ts";
import { ambiguity, type Choices, choicesOf, readField, readTyped, typedOf } from "./typed.ts";

/** From this width of the page on the fields are always open. */
const wide = 736;

/** Width of one of the two pictures: side by side beside the fields, side by side under them, or one under the other. */
function pictureWidth(page: number): number {
  const [padding, fields, gap] = [64, 304 + 40, 32];
  if (page >= 1024) return (page - padding - fields - gap) / 2;
  return page >= wide ? (page - padding - gap) / 2 : page - 32;
}

/** What to put right before figures can follow. */
function obstacleText(problems: readonly FieldProblem[], hasFigures: boolean): string {
  const [first] = problems;
  const what = problems.length === 1 ? (first?.sentence ?? "") : `${problems.length} fields have to be put right.`;
  return `${what} ${hasFigures ? "The figures are those of before." : "The figures follow."}`;
}

/** The charts whose crosshair can be moved. */
export type ChartName = "cost" | "spent" | "quality";

/**
 * The only state of the page. Components read its signals and call its actions; `main.tsx` joins it to the clock,
 * the address bar and the disk.
 */
export class Calculator {
  readonly today: string;
  /** The prices of today; those of all days once an earlier one is asked for. */
  readonly book: Signal<PriceBook>;
  readonly file: FileCount;
  readonly check: FileCheck;
  readonly ownPrices: Signal<OwnPricesFile> = signal({ applied: null, refused: null });
  readonly pilots: PilotTable;
  readonly unfolded: Unfolded;
  readonly desk: Desk;
  readonly theme: Signal<Theme>;
  /** Width of the page's column in pixels; charts are drawn to it. */
  readonly width: Signal<number> = signal(720);
  readonly dragging: Signal<boolean> = signal(false);
  readonly crosshairs: Signal<Readonly<Partial<Record<ChartName, number>>>> = signal({});

  /** Text of the number fields, as typed. */
  readonly typed: Signal<Readonly<Record<NumberField, string>>>;
  readonly choices: Signal<Choices>;
  readonly notes: Signal<readonly string[]>;
  readonly #unknown: Signal<readonly (readonly [string, string])[]>;

  readonly inputs: ReadonlySignal<Inputs>;
  readonly address: ReadonlySignal<string>;
  readonly fieldProblems: ReadonlySignal<readonly FieldProblem[]>;
  readonly question: ReadonlySignal<Question | null>;
  /** The answer that is shown. */
  readonly reckoning: Reckoning;
  readonly choice: ReadonlySignal<Choice>;
  /** What the figures are read with. */
  readonly reading: ReadonlySignal<Reading>;
  readonly listed: ReadonlySignal<readonly Offer[]>;
  /** Prompt tokens taken when nobody says what tuning saves. */
  readonly promptTokens: ReadonlySignal<number>;
  /** What the pilots say; null while there are none. */
  readonly quality: ReadonlySignal<Result<Quality> | null>;
  /** Two charts stand side by side where there is room. */
  readonly chartWidth: ReadonlySignal<number>;
  /** Models of the book, sorted. */
  readonly models: ReadonlySignal<readonly string[]>;
  /** The whole address of what is shown. */
  readonly link: ReadonlySignal<string>;
  /** Names of all offers, one a line: changes only when one comes or goes. */
  readonly offerNames: ReadonlySignal<string>;
  /** What the tab is called: the answer in a line. */
  readonly title: ReadonlySignal<string>;
  /** The address that gives the same answer on any later day: with the day and the offer in it. */
  readonly pinned: ReadonlySignal<string>;
  /** The chips over the table. */
  readonly chips: Signal<Chips> = signal(noChips);
  /** Ids of pinned offers, in the order in which they were pinned. */
  readonly pins: Signal<readonly string[]> = signal([]);
  readonly pinnedOffers: ReadonlySignal<readonly Offer[]>;
  /** Providers with offers for this job: id and name. */
  readonly providers: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #sample: () => Promise<File>;

  constructor({ today, prices, fragment, theme, countFile, checkFile, surface, sample, page }: Surroundings) {
    this.today = today;
    this.book = signal(prices);
    this.theme = signal(theme);
    this.file = new FileCount(countFile);
    this.check = new FileCheck(checkFile);
    this.desk = new Desk(surface);
    this.unfolded = new Unfolded(!/[#&]\w[\w-]*=/u.test(fragment.replace(/^#v=1/u, "#")));
    this.#sample = sample;
    const { inputs, unknown, notes } = decodeAddress(fragment);
    this.pilots = new PilotTable(inputs.pilots);
    this.typed = signal(typedOf(inputs));
    this.choices = signal(choicesOf(inputs));
    this.notes = signal(notes);
    this.#unknown = signal(unknown);

    this.inputs = computed(() => ({
      ...this.choices.value,
      ...readTyped(this.typed.value),
      pilots: this.pilots.complete.value,
    }));
    this.address = computed(() => encodeAddress(this.inputs.value, this.#unknown.value));
    this.fieldProblems = computed(() => fieldProblems(this.inputs.value, this.profile !== null));
    this.question = computed(() =>
      questionOf({
        inputs: this.inputs.value,
        profile: this.profile,
        today: this.today,
        prices: this.book.value,
        ownPrices: this.ownPrices.value.applied?.prices ?? null,
      }),
    );
    this.reckoning = new Reckoning(this.question);
    const { answer } = this.reckoning;
    this.choice = computed(() => chosenOffer(answer.value, this.choices.value.offer));
    this.reading = computed(() => ({
      requests: this.inputs.value.requests,
      partOnly: answer.value !== null && lacksData(answer.value),
    }));
    this.listed = computed(() => {
      const passing = (answer.value?.offers ?? []).filter((offer) => passes(offer, this.chips.value, prices));
      return listedOffers(passing, this.choices.value);
    });
    this.pinnedOffers = computed(() =>
      this.pins.value.flatMap((id) => answer.value?.offers.find((offer) => offer.id === id) ?? []),
    );
    this.providers = computed(() =>
      [
        ...new Map((answer.value?.offers ?? []).map(({ provider, providerName }) => [provider, providerName] as const)),
      ].sort(([, a], [, b]) => (a < b ? -1 : 1)),
    );
    this.promptTokens = computed(() => promptTokens(this.inputs.value, this.profile));
    this.quality = computed(() => {
      const [inputs, question, fit] = [this.inputs.value, this.question.value, this.pilots.fit.value];
      return fit === null ? null : fit({ inputs, question, offer: this.choice.value.offer });
    });
    this.models = computed(() => [...new Set((answer.value?.offers ?? []).map(({ model }) => model))].sort());
    this.offerNames = computed(() => (answer.value?.offers ?? []).map(offerName).sort().join("\n"));
    this.title = computed(() => {
      const { offer } = this.choice.value;
      if (offer === null) return "Tunecast";
      return plainSentence(sentenceOf(offer, this.choices.value.instead, this.reading.value.partOnly));
    });
    this.pinned = computed(() => {
      const { offer } = this.choice.value;
      const inputs = { ...this.inputs.value, day: this.inputs.value.day ?? this.today, offer: offer?.id ?? null };
      return `${page}${encodeAddress(inputs, this.#unknown.value)}`;
    });
    this.link = computed(() => `${page}${this.address.value}`);
    this.chartWidth = computed(() => pictureWidth(this.width.value));
  }

  /** The fields stand beside the answers, or above them with room to spare. */
  get isWide(): boolean {
    return this.width.value >= wide;
  }

  get prices(): PriceBook {
    return this.book.value;
  }

  /** Of the counted file; null while the counts are typed. */
  get profile(): Profile | null {
    return this.file.profile.value;
  }

  type(field: NumberField, text: string): void {
    this.typed.value = { ...this.typed.value, [field]: text };
  }

  /** Shows a readable number with its thousands apart, once the field is left. */
  tidy(field: NumberField): void {
    const number = readField(field, this.typed.value[field]);
    if (number === null || Number.isFinite(number)) this.type(field, numberText(number));
  }

  choose(some: Partial<Choices>): void {
    this.choices.value = { ...this.choices.value, ...some };
  }

  /** Sorts by a column; a second time the other way round. */
  sortBy(sort: SortKey): void {
    const { sort: current, descending } = this.choices.value;
    this.choose({ sort, descending: sort === current && !descending });
  }

  chip(some: Partial<Chips>): void {
    this.chips.value = { ...this.chips.value, ...some };
  }

  clearFilters(): void {
    this.chips.value = noChips;
    this.choose({ find: "" });
  }

  /** Pins an offer for the comparison, or takes the pin away; what is one too many is said. */
  pin(id: string): void {
    const { value } = this.pins;
    if (value.includes(id)) this.pins.value = value.filter((one) => one !== id);
    else if (value.length < mostPins) this.pins.value = [...value, id];
    else this.desk.say(`At most ${mostPins} offers can be pinned.`);
  }

  unpinAll(): void {
    this.pins.value = [];
  }

  /** Takes the inputs of an address, when the reader goes back or pastes a link. */
  readAddress(fragment: string): void {
    if (fragment === this.address.peek()) return;
    const { inputs, unknown, notes } = decodeAddress(fragment);
    batch(() => {
      this.typed.value = typedOf(inputs);
      this.choices.value = choicesOf(inputs);
      this.pilots.replace(inputs.pilots);
      this.notes.value = notes;
      this.#unknown.value = unknown;
    });
  }

  /** Everything as the page opens; a counted file stays until it is put away. */
  reset(): void {
    this.desk.keep(this.address.peek());
    this.readAddress(encodeAddress(defaults));
    this.desk.say("All fields are as the page opens. The browser’s Back brings yours back.");
  }

  /** What to put right in a field, by the page's reading of it or by the estimate's. */
  problemOf(field: NumberField): string | null {
    const first = this.fieldProblems.value.find((problem) => problem.field === field);
    const found = first?.sentence ?? asideProblem(this.inputs.value, field);
    return found === null ? null : (ambiguity(field, this.typed.value[field]) ?? found);
  }

  /** Why there are no figures; empty where there are. */
  get obstacle(): string {
    const problems = this.fieldProblems.value;
    if (problems.length > 0) return obstacleText(problems, this.reckoning.answer.value !== null);
    if (this.reckoning.problem.value !== "") return this.reckoning.problem.value;
    if (this.reckoning.answer.value === null) return "";
    return this.choice.value.offer === null
      ? "No offer of the price book can take this job; the reasons are below."
      : "";
  }

  /** The offer that bears this name or id. */
  offerCalled(name: string): Offer | undefined {
    const wanted = name.trim().toLowerCase();
    const offers = this.reckoning.answer.value?.offers ?? [];
    return offers.find((offer) => offerName(offer).toLowerCase() === wanted || offer.id === wanted);
  }

  /** The offer that a person means by its name, or by a part that no other has. */
  offerNamed(name: string): Offer | undefined {
    const wanted = name.trim().toLowerCase();
    const offers = this.reckoning.answer.value?.offers ?? [];
    const near = wanted === "" ? [] : offers.filter((offer) => offerName(offer).toLowerCase().includes(wanted));
    return this.offerCalled(name) ?? (near.length === 1 ? near[0] : undefined);
  }

  /** Name of the counted file; null while the counts are typed. */
  get countedName(): string | null {
    const state = this.file.state.value;
    return state.kind === "counted" ? state.name : null;
  }

  /** What a link cannot carry, said before it is sent; empty where it carries all. */
  get unsaid(): string {
    const parts = [
      this.countedName === null ? null : "the counts of your file",
      this.ownPrices.value.applied === null ? null : "your own prices",
    ].filter((part) => part !== null);
    return parts.length === 0 ? "" : `The link does not carry ${parts.join(" and ")}: who opens it sees other figures.`;
  }

  chooseDay(day: string): void {
    this.choose({ day: day === "" || day === this.today ? null : day });
  }

  providerName(id: string): string {
    return this.prices.providers.find(({ provider }) => provider === id)?.name ?? id;
  }

  /** Pilots speak for the model they were run on and for no other. */
  qualityNote({ model }: Offer): string {
    return this.quality.value?.ok === true && model === this.choices.value.pilotModel ? "your pilots" : "unknown";
  }

  /** Counts the first of the files that were dropped; the others are named as left alone. */
  useFiles([first, ...others]: readonly File[]): void {
    if (first !== undefined) void this.file.use(first, others.length);
  }

  async useSample(): Promise<void> {
    const sample = await this.#sample().catch((cause: unknown) => this.file.refuse("The sample", cause));
    if (sample !== undefined) await this.file.use(sample);
  }

  /** Types into the table of runs; the first run belongs to the model at the top until the reader says otherwise. */
  typePilot(index: number, column: keyof PilotRow, text: string): void {
    this.#adoptModel();
    this.pilots.type(index, column, text);
  }

  #adoptModel(): void {
    if (this.pilots.complete.value.length > 0 || this.choices.value.pilotModel !== null) return;
    this.choose({ pilotModel: this.choice.value.offer?.model ?? null });
  }

  point(chart: ChartName, at: number): void {
    this.crosshairs.value = { ...this.crosshairs.value, [chart]: at };
  }

  /** Runs of a made-up task, to see what the curve does with them. */
  exampleRuns(): void {
    this.#adoptModel();
    this.pilots.replace(madeUpRuns);
  }
}
