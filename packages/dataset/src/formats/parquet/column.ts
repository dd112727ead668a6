import type { DecodedArray } from "hyparquet";
import { readPage } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import type { Unpack } from "./codecs.ts";
import { repeats, type Chunk } from "./footer.ts";
import { checkPage } from "./pageCheck.ts";
import { pagesOf, unpacked, type Page } from "./pages.ts";

type Decoder = Parameters<typeof readPage>[2];

/** One column of a group, decoded page by page as its rows are taken. */
export class Column {
  /** The column's path, parted by dots. */
  readonly path: string;
  readonly #codec: string;
  readonly #unpackers: ReadonlyMap<string, Unpack>;
  readonly #decoder: Decoder;
  readonly #repeats: boolean;
  readonly #pages: readonly Page[];
  #next = 0;
  #dictionary: DecodedArray | undefined;
  /** Rows decoded; the first `#taken` were handed on. */
  readonly #rows: unknown[] = [];
  #taken = 0;

  constructor(file: Uint8Array, chunk: Chunk, unpackers: ReadonlyMap<string, Unpack>) {
    const leaf = chunk.path.at(-1);
    if (leaf?.element.type === undefined) throw new Error("a column without a type");
    this.path = leaf.path.join(".");
    this.#codec = chunk.codec;
    this.#unpackers = unpackers;
    this.#pages = pagesOf(file, chunk);
    this.#repeats = repeats(chunk.path);
    this.#decoder = {
      pathInSchema: leaf.path,
      type: leaf.element.type,
      element: leaf.element,
      schemaPath: [...chunk.path],
      codec: "UNCOMPRESSED",
      parsers: DEFAULT_PARSERS,
    };
  }

  /** The next rows. Throws where the column has fewer. */
  take(rows: number): unknown[] {
    while (this.#whole() < rows) this.#decodeNext();
    const taken = this.#rows.slice(this.#taken, this.#taken + rows);
    this.#taken += rows;
    // Half of them at least, so that each row is moved a few times only.
    if (this.#taken * 2 > this.#rows.length) {
      this.#rows.splice(0, this.#taken);
      this.#taken = 0;
    }
    return taken;
  }

  /** Throws where rows are left. */
  end(): void {
    while (this.#next < this.#pages.length) this.#decodeNext();
    if (this.#rows.length > this.#taken) throw new Error("a column of more rows than its group");
  }

  /** Rows that no later page can add to. */
  #whole(): number {
    const left = this.#rows.length - this.#taken;
    return this.#repeats && this.#next < this.#pages.length ? Math.max(0, left - 1) : left;
  }

  #decodeNext(): void {
    const packed = this.#pages[this.#next++];
    if (packed === undefined) throw new Error("a column of fewer rows than its group");
    const page = unpacked(packed, this.#codec, this.#unpackers);
    checkPage(page, this.#decoder.schemaPath);
    const { header, bytes } = page;
    const reader = { view: new DataView(bytes.buffer), offset: 0 };
    if (header.type === "DICTIONARY_PAGE") {
      const { data = [] } = readPage(reader, header, this.#decoder, undefined, undefined, 0);
      this.#dictionary = convert(data, this.#decoder);
      return;
    }
    const { encoding } = header.data_page_header ?? header.data_page_header_v2 ?? {};
    if (encoding?.endsWith("_DICTIONARY") === true && this.#dictionary === undefined)
      throw new Error("a page without the dictionary that it needs");
    // Where rows repeat or are optional the library adds to the rows that it is given.
    const { data = [] } = readPage(reader, header, this.#decoder, this.#dictionary, this.#rows, 0);
    if (data !== this.#rows) for (const value of data) this.#rows.push(value);
  }
}
