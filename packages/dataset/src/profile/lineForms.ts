import { isFault, type Example, type Message } from "../formats/example.ts";
import { jsonValue, repeatedKey } from "../formats/jsonValue.ts";
import { isRow, type Row } from "../formats/row.ts";
import names from "../shapes/names.json" with { type: "json" };
import { readRow } from "../shapes/readRow.ts";
import { shapeNamed, shapeOf } from "../shapes/table.ts";
import { unreadColumns } from "../shapes/unread.ts";
import { suspect, type NativeCounting } from "../tokens/nativeCounting.ts";

const textFields: readonly string[] = names.formFields;
/** Shapes whose readers hand texts on as they are, whatever these say. */
const opaque: ReadonlySet<string> = new Set(names.opaqueShapes);
const temptations: readonly string[] = names.temptations;

export interface LineForm {
  readonly shape: string;
  readonly row: Row;
  readonly example: Example;
  /** By message: which text of the line it has, -1 for none. */
  readonly slots: readonly number[];
  readonly wanted: boolean;
  /** How many lines were taken to be like it. */
  lines: number;
}

const TRIED = 256;
const WORTHWHILE = 4;

/** Reads lines of JSON by their forms: undefined for a line that is to be parsed. */
export function lineForms(
  native: NativeCounting,
  format: string | undefined,
): (line: Uint8Array) => LineForm | undefined {
  const reader = {};
  let forms: (LineForm | null | undefined)[] = [];
  let [lines, missed] = [0, 0];
  return (line) => {
    if (lines > TRIED && missed * WORTHWHILE > lines) return undefined;
    if (native.reader !== reader) {
      native.begin(reader, textFields);
      forms = [];
    }
    const number = native.scan(line);
    if (number === suspect) return undefined;
    lines += 1;
    let form = number < 0 ? null : forms[number];
    if (form === undefined) forms[number] = form = formOf(native, format);
    if (form === null) missed += 1;
    else native.countLine();
    return form ?? undefined;
  };
}

function formOf(native: NativeCounting, format: string | undefined): LineForm | null {
  const { form, texts } = native;
  const pieces = form?.split('"\u0001"') ?? [];
  if (pieces.length !== texts + 1) return null;
  let found: LineForm | null = null;
  for (const [at, tempting] of temptations.entries()) {
    // Each text is another one, so that it can be told where it ended up.
    const said = Array.from({ length: texts }, (_, i) => (at === 0 ? `${tempting} ${i}` : tempting));
    const text = pieces.reduce((line, piece, i) => line + JSON.stringify(said[i - 1]) + piece);
    const read = readForm(native, text, said, format);
    if (read === null || (found !== null && shown(read) !== shown(found))) return null;
    found ??= read;
  }
  return found;
}

function readForm(
  native: NativeCounting,
  text: string,
  said: readonly string[],
  format: string | undefined,
): LineForm | null {
  const row = jsonValue(text);
  const shape = format ?? (isRow(row) ? shapeOf(row) : undefined);
  if (!isRow(row) || shape === undefined || !opaque.has(shape)) return null;
  if (text.includes("\\u") || repeatedKey(text, row) !== null || unreadColumns(row, shape).length > 0) return null;
  const example = readRow(row, shape, undefined);
  if (isFault(example) || example.rejected !== null || example.ids !== null) return null;
  const slots = slotsOf(example.messages, said);
  if (slots === null) return null;
  const { messages, answer } = example;
  return {
    shape,
    row,
    example: { ...example, messages: messages.map((message, i) => withText(message, native, slots[i] as number)) },
    slots,
    wanted: shapeNamed(shape)?.wants(row) === true && answer < messages.length,
    lines: 0,
  };
}

function slotsOf(messages: readonly Message[], said: readonly string[]): number[] | null {
  let next = 0;
  const slots: number[] = [];
  for (const { text, rest, thoughts, spans } of messages) {
    if (rest !== null || thoughts !== null || spans !== undefined) return null;
    if (text === "") slots.push(-1);
    else if (text === said[next]) slots.push(next++);
    else return null;
  }
  return next === said.length ? slots : null;
}

function withText(message: Message, native: NativeCounting, slot: number): Message {
  if (slot < 0) return message;
  return {
    ...message,
    get text() {
      return native.textOf(slot);
    },
    get edged() {
      return native.edgesOf(slot);
    },
  };
}

function shown({ shape, wanted, example, slots }: LineForm): string {
  const { layout, answer, tools } = example;
  const messages = example.messages.map((message) => ({ ...message, text: "", edged: 0 }));
  return JSON.stringify([shape, wanted, messages, slots, layout, answer, tools]);
}
