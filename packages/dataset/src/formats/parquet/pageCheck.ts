import type { SchemaTree } from "hyparquet";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import { count } from "./footer.ts";
import type { Page } from "./pages.ts";
import { deltaEnd, walkRuns, type Stretch } from "./runs.ts";

/**
 * Throws where an unpacked page of data does not hold the levels and values that its header says, so that the library's
 * decoding, which trusts the lengths it reads, ends and stays within the page.
 */
export function checkPage(page: Page, path: readonly SchemaTree[]): void {
  const { header, bytes } = page;
  const view = new DataView(bytes.buffer);
  if (header.type === "DICTIONARY_PAGE") {
    // Of a byte each at least.
    if (count(header.dictionary_page_header?.num_values) > bytes.length)
      throw new Error("a dictionary longer than its page");
    return;
  }
  const { at, present } = header.type === "DATA_PAGE" ? firstLevels(page, view, path) : secondLevels(page, view, path);
  checkValues(page, view, path, at, present);
}

/** Where the values begin, and how many there are: the empty ones are not stored. */
interface Levels {
  readonly at: number;
  readonly present: number;
}

function levelsOf(path: readonly SchemaTree[]): { readonly repetition: number; readonly definition: number } {
  const nodes = [...path];
  return {
    repetition: path.length > 1 ? getMaxRepetitionLevel(nodes) : 0,
    definition: getMaxDefinitionLevel(nodes),
  };
}

/** Pages of the first version: each kind of levels is preceded by its length in four bytes. */
function firstLevels({ header }: Page, view: DataView, path: readonly SchemaTree[]): Levels {
  const total = count(header.data_page_header?.num_values);
  const { repetition, definition } = levelsOf(path);
  let [at, present] = [0, total];
  for (const [most, counted] of [
    [repetition, -1],
    [definition, definition],
  ] as const) {
    if (most === 0) continue;
    const stretch = prefixed(view, at);
    const found = walkRuns(view, stretch, { width: bitsOf(most), total }, counted);
    if (counted >= 0) present = found;
    at = stretch.end;
  }
  return { at, present };
}

function secondLevels({ header }: Page, view: DataView, path: readonly SchemaTree[]): Levels {
  const second = header.data_page_header_v2;
  const total = count(second?.num_values);
  const { repetition, definition } = levelsOf(path);
  const middle = count(second?.repetition_levels_byte_length);
  const at = middle + count(second?.definition_levels_byte_length);
  if (repetition > 0) walkRuns(view, { from: 0, end: middle }, { width: bitsOf(repetition), total });
  const defined = { width: bitsOf(definition), total };
  const present = definition === 0 ? total : walkRuns(view, { from: middle, end: at }, defined, definition);
  if (count(second?.num_nulls) !== total - present) throw new Error("a page with another number of empty values");
  return { at, present };
}

/** A stretch behind its length in four bytes. */
function prefixed(view: DataView, at: number): Stretch {
  const stretch = { from: at + 4, end: at + 4 + view.getUint32(at, true) };
  if (stretch.end > view.byteLength) throw new Error("levels longer than their page");
  return stretch;
}

/** Bits that a number up to `most` takes. */
function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

function checkValues({ header }: Page, view: DataView, path: readonly SchemaTree[], at: number, total: number): void {
  const { encoding } = header.data_page_header ?? header.data_page_header_v2 ?? {};
  const isBoolean = path.at(-1)?.element.type === "BOOLEAN";
  switch (encoding) {
    case "RLE":
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY": {
      if (encoding === "RLE" && !isBoolean) throw new Error("runs of what is not true or false");
      const isPrefixed = encoding === "RLE" || (isBoolean && header.type === "DATA_PAGE");
      const stretch = isPrefixed ? prefixed(view, at) : { from: at + 1, end: view.byteLength };
      const width = isPrefixed ? 1 : view.getUint8(at);
      // Numbers of no bits are all 0: in pages of the first version the library reads no runs of them.
      if (width > 0 || header.type === "DATA_PAGE_V2") walkRuns(view, stretch, { width, total });
      return;
    }
    case "DELTA_BINARY_PACKED":
    case "DELTA_LENGTH_BYTE_ARRAY":
      deltaEnd(view, at, total);
      return;
    case "DELTA_BYTE_ARRAY":
      checkPrefixes(view, at, total);
      return;
    default:
  }
}

/** Texts that share their beginnings may come to far more than the page: so many bytes for each of its own. */
const sharedBytes = 1024;

function checkPrefixes(view: DataView, at: number, total: number): void {
  const between = deltaEnd(view, at, total);
  deltaEnd(view, between, total);
  const [shared, own] = [new Int32Array(total), new Int32Array(total)];
  deltaBinaryUnpack({ view, offset: at }, total, shared);
  deltaBinaryUnpack({ view, offset: between }, total, own);
  let [length, all] = [0, 0];
  for (let i = 0; i < total; i++) {
    const [prefix, suffix] = [shared[i] as number, own[i] as number];
    if (prefix < 0 || suffix < 0 || prefix > length)
      throw new Error("a text that shares more than the one before it has");
    length = prefix + suffix;
    all += length;
  }
  if (all > sharedBytes * (view.byteLength + sharedBytes)) throw new Error("a page of more text than it can hold");
}
