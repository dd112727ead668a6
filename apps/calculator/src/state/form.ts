import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { Profile } from "@tunecast/estimator";
import { type Histogram, histogramExamples, histogramTokens } from "@tunecast/estimator/profile";
import type { VNode } from "preact";
import { type Address, decodeAddress, encodeAddress } from "../question/address.ts";
import { Actions } from "./browser/actions.ts";
import { defaults, type Inputs, type NumberField } from "../question/inputs.ts";
import { fieldText } from "../question/numberText.ts";
import { RunTable } from "./runs/runTable.ts";
import { asideProblem, type FieldProblem, fieldProblems, meanTokens, promptTokens } from "../question/question.ts";
import type { FormHost, Theme } from "./browser/host.ts";
import { FileCount } from "../tokens/fileCount.ts";
import { decodeSaid, type SaidAnswer, saidKey } from "../question/saidLink.ts";
import { ambiguity, type Choices, choicesOf, readField, readTyped, typedOf } from "../question/typed.ts";

/** What the address holds besides the question: own prices, the part of the page, pinned offers, the answer of a link. */
const [carriedKey, doorKey, pinsKey] = ["own", "door", "pins"] as const;
const besides: ReadonlySet<string> = new Set([carriedKey, doorKey, pinsKey, saidKey]);

function besideOf(unknown: Address["unknown"], key: string): string {
  return unknown.findLast(([one]) => one === key)?.[1] ?? "";
}

function others(unknown: Address["unknown"]): Address["unknown"] {
  return unknown.filter(([key]) => !besides.has(key));
}

/** The four parts of the page. */
export const doors = ["decide", "offers", "data", "take"] as const;
export type Door = (typeof doors)[number];

function doorOf(unknown: Address["unknown"]): Door {
  const text = besideOf(unknown, doorKey);
  return doors.find((door) => door === text) ?? "decide";
}

/** Offers that are pinned at most. */
export const mostPins = 6;

function pinsOf(unknown: Address["unknown"]): readonly string[] {
  const ids = besideOf(unknown, pinsKey).split(",");
  return [...new Set(ids.filter((id) => id !== ""))].slice(0, mostPins);
}

/** Fields that a counted file fills. */
const fromFile = ["inputTokens", "outputTokens"] as const;
type FromFile = (typeof fromFile)[number];

/** Mean tokens of a prompt and of an answer, by the first counting rule; those that are known. */
function countedTexts({ counts }: Profile): Partial<Record<FromFile, string>> {
  const rule = Object.values(counts)[0];
  if (rule === undefined) return {};
  const mean = (histogram: Histogram): number =>
    Math.round(histogramTokens(histogram) / Math.max(1, histogramExamples(histogram)));
  const [prompt, answer] = [mean(rule.prompt), mean(rule.trainable)];
  return {
    ...(prompt > 0 && { inputTokens: fieldText(prompt) }),
    ...(answer > 0 && { outputTokens: fieldText(answer) }),
  };
}

/** What is stated on the page: typed, chosen, counted. All of the state that needs no prices and no arithmetic. */
export class Form {
  readonly today: string;
  /** The address without its fragment. */
  readonly page: string;
  readonly file: FileCount;
  /** Scored during training, and counted apart. */
  readonly validation: FileCount;
  readonly pilots: RunTable;
  /** On a phone, where the answer stands first: the fields of the job. */
  readonly jobOpen: Signal<boolean> = signal(false);
  readonly actions: Actions;
  readonly theme: Signal<Theme>;
  /** Width of the page's column in pixels; charts are drawn to it. */
  readonly width: Signal<number> = signal(1280);
  /** The fields whose lists come with the prices. */
  readonly otherModels: Signal<VNode | null> = signal(null);
  /** A newer version of the page waits to be loaded. */
  readonly isNewer: Signal<boolean> = signal(false);
  readonly dragging: Signal<boolean> = signal(false);
  /** The figures shown are not those of what is stated; true also before there are any. */
  readonly isBehind: Signal<boolean> = signal(true);

  /** Text of the number fields, as typed. */
  readonly typed: Signal<Readonly<Record<NumberField, string>>>;
  readonly choices: Signal<Choices>;
  /** One sentence for each value of the link that had to be replaced. */
  readonly notes: Signal<readonly string[]>;
  /** Parameters of the address that another version of the page understands. */
  readonly unknown: Signal<Address["unknown"]>;
  readonly door: Signal<Door>;
  /** Ids of pinned offers, in the order in which they were pinned. */
  readonly pins: Signal<readonly string[]>;
  /** What the counted file wrote into fields. */
  readonly filled: Signal<Readonly<Partial<Record<FromFile, string>>>> = signal({});
  /** The answer that the address brought; null without one, and once something else is asked. */
  readonly said: Signal<SaidAnswer | null>;

  /** Own prices that the address carries, as JSON, because the reader wants so; empty for none. They are read once there is a price book. */
  readonly carried: Signal<string>;

  /** What the address asked when the page was opened. */
  readonly opening: Inputs;
  readonly inputs: ReadonlySignal<Inputs>;
  readonly address: ReadonlySignal<string>;
  readonly fieldProblems: ReadonlySignal<readonly FieldProblem[]>;
  /** Prompt tokens taken when nobody says what tuning saves. */
  readonly promptTokens: ReadonlySignal<number>;
  /** The whole address of what is shown. */
  readonly link: ReadonlySignal<string>;
  readonly #sample: () => Promise<File>;

  constructor({ today, fragment, theme, countFile, surface, sample, page }: FormHost) {
    this.today = today;
    this.page = page;
    this.theme = signal(theme);
    this.file = new FileCount(countFile);
    this.validation = new FileCount(countFile);
    this.actions = new Actions(surface);
    this.#sample = sample;
    const { inputs, unknown, notes } = decodeAddress(fragment);
    this.carried = signal(besideOf(unknown, carriedKey));
    this.door = signal(doorOf(unknown));
    this.pins = signal(pinsOf(unknown));
    this.said = signal(decodeSaid(besideOf(unknown, saidKey)));
    this.opening = inputs;
    this.pilots = new RunTable(inputs.pilots);
    this.typed = signal(typedOf(inputs));
    this.choices = signal(choicesOf(inputs));
    this.notes = signal(notes);
    this.unknown = signal(others(unknown));
    this.inputs = computed(() => ({
      ...this.choices.value,
      ...readTyped(this.typed.value),
      pilots: this.pilots.complete.value,
    }));
    this.address = computed(() => this.addressOf(this.inputs.value));
    this.fieldProblems = computed(() => fieldProblems(this.inputs.value, this.profile !== null));
    this.promptTokens = computed(() => promptTokens(this.inputs.value, this.profile));
    this.link = computed(() => `${page}${this.address.value}`);
    this.#fillFromFile();
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

  /** Whether a field holds what the counted file says. */
  isFilled(field: FromFile): boolean {
    return this.filled.value[field] !== undefined && this.filled.value[field] === this.typed.value[field];
  }

  /** The fragment of inputs, with all that the address holds besides them. */
  addressOf(inputs: Inputs, door: Door = this.door.value, said: string = ""): string {
    const beside = [
      [carriedKey, this.carried.value],
      [pinsKey, this.pins.value.join(",")],
      [doorKey, door === "decide" ? "" : door],
      [saidKey, said],
    ] as const;
    return encodeAddress(inputs, [...this.unknown.value, ...beside.filter(([, text]) => text !== "")]);
  }

  /** The means of a counted file in place of the typed numbers: a link cannot carry the file. */
  get meant(): Inputs {
    const { profile } = this;
    if (profile === null) return this.inputs.value;
    const mean = Math.round(100 * meanTokens(profile)) / 100;
    return { ...this.inputs.value, examples: profile.examples, tokensPerExample: mean };
  }

  /** Tokens that today's prompt adds to a request: stated, or those of a few examples. */
  get extraTokens(): number {
    return Math.round(this.inputs.value.saved ?? this.promptTokens.value);
  }

  /** Of the counted file; null while the counts are typed. */
  get profile(): Profile | null {
    return this.file.profile.value;
  }

  /** Name of the counted file; null while the counts are typed. */
  get countedName(): string | null {
    return this.file.countedName;
  }

  get countedNames(): { readonly training: string | null; readonly validation: string | null } {
    return { training: this.countedName, validation: this.validation.countedName };
  }

  type(field: NumberField, text: string): void {
    this.typed.value = { ...this.typed.value, [field]: text };
  }

  /** Shows a readable number with its thousands apart, once the field is left. */
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

  /** What to put right in a field, by the page's reading of it. */
  problemOf(field: NumberField): string | null {
    const first = this.fieldProblems.value.find((problem) => problem.field === field);
    const found = first?.sentence ?? asideProblem(this.inputs.value, field);
    return found === null ? null : (ambiguity(field, this.typed.value[field]) ?? found);
  }

  /** Acceptance the inputs of an address, when the reader goes back or pastes a link. A place in the page asks nothing. */
  readAddress(fragment: string): void {
    if (fragment === this.address.peek() || isPlace(fragment)) return;
    const { inputs, unknown, notes } = decodeAddress(fragment);
    batch(() => {
      this.typed.value = typedOf(inputs);
      this.choices.value = choicesOf(inputs);
      this.pilots.replace(inputs.pilots);
      this.notes.value = notes;
      this.unknown.value = others(unknown);
      this.carried.value = besideOf(unknown, carriedKey);
      this.door.value = doorOf(unknown);
      this.pins.value = pinsOf(unknown);
      this.said.value = decodeSaid(besideOf(unknown, saidKey));
    });
  }

  /** Everything as the page opens; a counted file stays until it is put away. */
  reset(): void {
    this.actions.keep(this.address.peek());
    this.readAddress(encodeAddress(defaults));
    this.actions.announce("All fields are as the page opens. The browser’s Back brings yours back.");
  }

  /** Counts the files that were given as one data set; a file that cannot be part of it is named as left out. */
  async useFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const { oneDataSet } = await import("../tokens/oneDataSet.ts");
    const { file, parts, leftOut } = await oneDataSet(files);
    if (file === null) this.file.leaveOut(leftOut);
    else await this.file.use(file, { parts, leftOut });
  }

  /** Pins an offer, or takes the pin away; what is one too many is said. */
  pin(id: string): void {
    const { value } = this.pins;
    if (value.includes(id)) this.pins.value = value.filter((one) => one !== id);
    else if (value.length < mostPins) this.pins.value = [...value, id];
    else this.actions.announce(`At most ${mostPins} offers can be pinned.`);
  }

  /** Shows another part of the page, as a step of the browser's history. */
  enter(door: Door): void {
    if (door === this.door.peek()) return;
    this.actions.keep(this.address.peek());
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
