import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { Profile } from "@tunecast/estimator";
import { meanRequest } from "@tunecast/estimator/profile";
import type { VNode } from "preact";
import { type Address, decodeAddress, encodeAddress } from "../question/address.ts";
import { Actions, type Surface } from "./browser/actions.ts";
import { ambiguity, choicesOf, defaults, numberFields, readField, readTyped, typedOf } from "../question/inputs.ts";
import type { Choices, Inputs, NumberField } from "../question/inputs.ts";
import type { CountedFiles } from "../question/commands.ts";
import { fieldText } from "../question/numberText.ts";
import { RunTable } from "./runs/runTable.ts";
import { asideProblem, type FieldProblem, fieldProblems, meanTokens, promptTokens } from "../question/question.ts";
import { type CountFile, FileCount } from "../tokens/fileCount.ts";
import { saidKey } from "../question/saidLink.ts";

/** What the address holds besides the question: the part of the page, pinned offers, the answer of a link. */
const besides = ["door", "pins", saidKey] as const;

export const doors = ["decide", "offers", "data", "take"] as const;
export type Door = (typeof doors)[number];

export const mostPins = 6;

const fromFile = ["inputTokens", "outputTokens"] as const;
type FromFile = (typeof fromFile)[number];

/** Mean tokens of a prompt and of an answer, by the rule of the offer in sight, which leads; those that are known. */
function countedTexts(profile: Profile): Partial<Record<FromFile, string>> {
  const mean = meanRequest(profile, Object.keys(profile.counts)[0] ?? "");
  return Object.fromEntries(Object.entries(mean).map(([field, tokens]) => [field, fieldText(tokens)]));
}

export interface FormHost {
  /** `YYYY-MM-DD` by the reader's clock. */
  readonly today: string;
  readonly fragment: string;
  readonly countFile: CountFile;
  readonly surface: Surface;
  readonly sample: () => Promise<File>;
  readonly page: string;
}

export class Form {
  readonly today: string;
  readonly page: string;
  readonly file: FileCount;
  /** Scored during training, and counted apart. */
  readonly validation: FileCount;
  /** On a phone, where the answer stands first: the fields of the job. */
  readonly jobOpen: Signal<boolean> = signal(false);
  readonly actions: Actions;
  /** Width of the page's column in pixels; charts are drawn to it. */
  readonly width: Signal<number> = signal(1280);
  /** The fields whose lists come with the prices. */
  readonly otherModels: Signal<VNode | null> = signal(null);
  readonly dragging: Signal<boolean> = signal(false);
  /** The figures of what is stated are on their way. */
  readonly isBehind: Signal<boolean> = signal(true);
  /** What the library has against a field of the question. */
  readonly refused: Signal<FieldProblem | null> = signal(null);

  readonly typed: Signal<Readonly<Record<NumberField, string>>> = signal(typedOf(defaults));
  readonly choices: Signal<Choices> = signal(choicesOf(defaults));
  readonly pilots: RunTable = new RunTable();
  /** One sentence for each value of the link that had to be replaced. */
  readonly notes: Signal<readonly string[]> = signal([]);
  /** Parameters of the address that another version of the page understands. */
  readonly unknown: Signal<Address["unknown"]> = signal([]);
  readonly door: Signal<Door> = signal("decide");
  readonly pins: Signal<readonly string[]> = signal([]);
  /** What the counted file wrote into fields. */
  readonly filled: Signal<Readonly<Partial<Record<FromFile, string>>>> = signal({});

  readonly inputs: ReadonlySignal<Inputs> = computed(() => ({
    ...this.choices.value,
    ...readTyped(this.typed.value),
    pilots: this.pilots.complete.value,
  }));
  readonly address: ReadonlySignal<string> = computed(() => this.addressOf(this.inputs.value));
  /** Counts the pauses in which the address was written. */
  readonly settled: Signal<number> = signal(0);
  readonly fieldProblems: ReadonlySignal<readonly FieldProblem[]> = computed(() =>
    fieldProblems(this.inputs.value, this.profile !== null).map(({ field, sentence }) => ({
      field,
      sentence: ambiguity(field, this.typed.value[field]) ?? sentence,
    })),
  );
  readonly promptTokens: ReadonlySignal<number> = computed(() => promptTokens(this.inputs.value, this.profile));
  readonly #sample: () => Promise<File>;

  constructor({ today, fragment, countFile, surface, sample, page }: FormHost) {
    this.today = today;
    this.page = page;
    this.file = new FileCount(countFile);
    this.validation = new FileCount(countFile);
    this.actions = new Actions(surface);
    this.#sample = sample;
    this.#take(isPlace(fragment) ? "" : fragment);
    this.#fillFromFile();
  }

  #take(fragment: string): void {
    const { inputs, unknown, notes } = decodeAddress(fragment);
    const others = unknown.filter(([key]) => !besides.some((one) => one === key));
    const strange = [...new Set(others.map(([key]) => key))].filter((key) => key !== "own");
    const [door, pins] = besides.map((key) => unknown.findLast(([one]) => one === key)?.[1] ?? "");
    batch(() => {
      this.typed.value = typedOf(inputs);
      this.choices.value = choicesOf(inputs);
      this.pilots.replace(inputs.pilots);
      this.notes.value =
        strange.length === 0 ? notes : [...notes, `This page does not know ${strange.join(", ")} in its address.`];
      this.unknown.value = others;
      this.door.value = doors.find((each) => each === door) ?? "decide";
      this.pins.value = [...new Set(pins?.split(",").filter((id) => id !== ""))].slice(0, mostPins);
    });
  }

  /**
   * A counted file says how long a prompt and an answer are, unless the reader says otherwise; what was typed before comes
   * back once it is put away.
   */
  #fillFromFile(): void {
    let before: Partial<Record<FromFile, string>> = {};
    effect(() => {
      const { profile } = this;
      untracked(() => {
        const filled = this.filled.peek();
        const typed = this.typed.peek();
        const untouched = fromFile.filter((field) => filled[field] === typed[field]);
        if (Object.keys(filled).length === 0)
          before = { inputTokens: typed.inputTokens, outputTokens: typed.outputTokens };
        const own = Object.keys(filled).length === 0 ? fromFile : untouched;
        const next = profile === null ? before : countedTexts(profile);
        for (const field of own) if (next[field] !== undefined) this.type(field, next[field]);
        this.filled.value = profile === null ? {} : Object.fromEntries(own.map((field) => [field, next[field] ?? ""]));
      });
    });
  }

  isFilled(field: FromFile): boolean {
    return this.filled.value[field] !== undefined && this.filled.value[field] === this.typed.value[field];
  }

  /** Reads all that the address is made of, so that who calls it follows a change without writing the address. */
  stated(): void {
    const { inputs, unknown, door, pins } = this;
    for (const part of [inputs, unknown, door, pins]) void part.value;
  }

  addressOf(inputs: Inputs, door: Door = this.door.value, said: string = ""): string {
    const texts = [door === "decide" ? "" : door, this.pins.value.join(","), said];
    const beside = besides.map((key, at) => [key, texts[at] ?? ""] as const);
    return encodeAddress(inputs, [...this.unknown.value, ...beside.filter(([, text]) => text !== "")]);
  }

  /** The means of a counted file in place of the typed numbers: a link cannot carry the file. */
  get meant(): Inputs {
    const { profile } = this;
    if (profile === null) return this.inputs.value;
    const mean = Math.round(100 * meanTokens(profile)) / 100;
    return { ...this.inputs.value, examples: profile.examples, tokensPerExample: mean };
  }

  get profile(): Profile | null {
    return this.file.profile.value;
  }

  get countedFiles(): CountedFiles {
    const { file, validation } = this;
    const counted = file.countedName === null ? {} : { training: file.parts.value, columns: file.columns.value };
    return { training: [], ...counted, validation: validation.countedName };
  }

  type(field: NumberField, text: string): void {
    this.typed.value = { ...this.typed.value, [field]: text };
  }

  tidy(field: NumberField): void {
    const number = readField(field, this.typed.value[field]);
    if (number === null || Number.isFinite(number)) this.type(field, fieldText(number));
  }

  choose(some: Partial<Choices>): void {
    this.choices.value = { ...this.choices.value, ...some };
  }

  chooseDay(day: string): void {
    this.choose({ day: day === "" || day === this.today ? null : day });
  }

  /** Whether a field that stands in no figure's way is in none. The cost of a score may be missing: it is one of its own. */
  get isIncomplete(): boolean {
    return numberFields.some((field) => field !== "evalCost" && asideProblem(this.inputs.value, field) !== null);
  }

  problemOf(field: NumberField): string | null {
    const first = [...this.fieldProblems.value, this.refused.value].find((problem) => problem?.field === field);
    const found = first?.sentence ?? asideProblem(this.inputs.value, field);
    return found === null ? null : (ambiguity(field, this.typed.value[field]) ?? found);
  }

  /** Reads the inputs of an address when the reader goes back or pastes a link. A place in the page asks nothing. */
  readAddress(fragment: string): void {
    if (fragment === this.address.peek() || isPlace(fragment)) return;
    this.#take(fragment);
  }

  /** Everything as the page opens; a counted file stays until it is put away. */
  reset(): void {
    this.actions.surface.keep(this.address.peek());
    this.readAddress(encodeAddress(defaults));
    this.actions.announce("All fields are as the page opens. The browser’s Back brings yours back.");
  }

  async useFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const { oneDataSet } = await import("../tokens/oneDataSet.ts");
    const { file, parts, leftOut } = await oneDataSet(files);
    if (file === null) this.file.leftOut.value = leftOut;
    else await this.file.use(file, { parts, leftOut });
  }

  /** Pins an offer, or takes the pin away; what is one too many is said. */
  pin(id: string): void {
    const { value } = this.pins;
    if (value.includes(id)) this.pins.value = value.filter((one) => one !== id);
    else if (value.length < mostPins) this.pins.value = [...value, id];
    else this.actions.announce(`At most ${mostPins} offers can be pinned.`);
  }

  enter(door: Door): void {
    if (door === this.door.peek()) return;
    this.actions.surface.keep(this.address.peek());
    this.door.value = door;
  }

  async useSample(): Promise<void> {
    const sample = await this.#sample().catch((cause: unknown) => this.file.refuse("The sample", cause));
    if (sample !== undefined) await this.file.use(sample, { parts: [sample.name], leftOut: [] });
  }
}

/** Whether a fragment is a place in the page, `#answer`, rather than a question. */
export function isPlace(fragment: string): boolean {
  return /^#[^=]+$/u.test(fragment);
}
