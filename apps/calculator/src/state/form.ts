import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Profile } from "@tunecast/estimator";
import { type Address, decodeAddress, encodeAddress } from "../question/address.ts";
import { Desk } from "./desk.ts";
import { defaults, type Inputs, type NumberField } from "../question/inputs.ts";
import { fieldText } from "../question/numberText.ts";
import { PilotTable } from "./pilotTable.ts";
import { asideProblem, type FieldProblem, fieldProblems, promptTokens } from "../question/question.ts";
import type { FormHost, Theme } from "./host.ts";
import { FileCount } from "../tokens/fileCount.ts";
import { ambiguity, type Choices, choicesOf, readField, readTyped, typedOf } from "../question/typed.ts";
import { Disclosures } from "./disclosures.ts";

/** Files of lines as one that has the lines of all of them. */
function oneFileOf(files: readonly File[]): File {
  const [first] = files;
  const others = files.length - 1;
  return new File(
    files.flatMap((file) => [file, "\n"]),
    `${first?.name} and ${others} more`,
  );
}

/** Name of the own prices in the address. */
const carriedKey = "own";

function carriedOf(unknown: Address["unknown"]): string {
  return unknown.findLast(([key]) => key === carriedKey)?.[1] ?? "";
}

/** What is stated on the page: typed, chosen, counted. All of the state that needs no prices and no arithmetic. */
export class Form {
  readonly today: string;
  /** The address without its fragment. */
  readonly page: string;
  readonly file: FileCount;
  /** Scored during training, and counted apart. */
  readonly validation: FileCount;
  readonly pilots: PilotTable;
  readonly disclosures: Disclosures;
  readonly desk: Desk;
  readonly theme: Signal<Theme>;
  /** Width of the page's column in pixels; charts are drawn to it. */
  readonly width: Signal<number> = signal(1280);
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
    this.desk = new Desk(surface);
    this.disclosures = new Disclosures();
    this.#sample = sample;
    const { inputs, unknown, notes } = decodeAddress(fragment);
    this.carried = signal(carriedOf(unknown));
    this.opening = inputs;
    this.pilots = new PilotTable(inputs.pilots);
    this.typed = signal(typedOf(inputs));
    this.choices = signal(choicesOf(inputs));
    this.notes = signal(notes);
    this.unknown = signal(unknown.filter(([key]) => key !== carriedKey));
    this.inputs = computed(() => ({
      ...this.choices.value,
      ...readTyped(this.typed.value),
      pilots: this.pilots.complete.value,
    }));
    this.address = computed(() => this.addressOf(this.inputs.value));
    this.fieldProblems = computed(() => fieldProblems(this.inputs.value, this.profile !== null));
    this.promptTokens = computed(() => promptTokens(this.inputs.value, this.profile));
    this.link = computed(() => `${page}${this.address.value}`);
  }

  /** The fragment of inputs, with all that the address holds besides them. */
  addressOf(inputs: Inputs): string {
    const carried = this.carried.value;
    return encodeAddress(inputs, [...this.unknown.value, ...(carried === "" ? [] : [[carriedKey, carried] as const])]);
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

  /** Takes the inputs of an address, when the reader goes back or pastes a link. */
  readAddress(fragment: string): void {
    if (fragment === this.address.peek()) return;
    const { inputs, unknown, notes } = decodeAddress(fragment);
    batch(() => {
      this.typed.value = typedOf(inputs);
      this.choices.value = choicesOf(inputs);
      this.pilots.replace(inputs.pilots);
      this.notes.value = notes;
      this.unknown.value = unknown.filter(([key]) => key !== carriedKey);
      this.carried.value = carriedOf(unknown);
    });
  }

  /** Everything as the page opens; a counted file stays until it is put away. */
  reset(): void {
    this.desk.keep(this.address.peek());
    this.readAddress(encodeAddress(defaults));
    this.desk.say("All fields are as the page opens. The browser’s Back brings yours back.");
  }

  /** Counts the files that were given: lines of JSON as one file, of any other kind the first; the others are named as left alone. */
  useFiles(files: readonly File[]): void {
    const [first] = files;
    const lines = files.filter(({ name }) => /\.(?:jsonl|ndjson)$/iu.test(name));
    if (first === undefined) return;
    const read = lines.length < 2 ? [first] : lines;
    const others = files.filter((file) => !read.includes(file)).map(({ name }) => name);
    void this.file.use(read.length === 1 ? first : oneFileOf(read), others);
  }

  async useSample(): Promise<void> {
    const sample = await this.#sample().catch((cause: unknown) => this.file.refuse("The sample", cause));
    if (sample !== undefined) await this.file.use(sample);
  }
}
