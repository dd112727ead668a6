import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { CsvReader } from "./csv.ts";
import { readArrow } from "./arrow.ts";
import { peek } from "./gunzip.ts";
import type { Bytes } from "./held.ts";
import { jsonLinesReader, textReader } from "./jsonLines.ts";
import { JsonValuesReader } from "./jsonValues.ts";
import { TableSink } from "./jsonTable.ts";
import { unpack, type Packing } from "./packing.ts";
import { readParquet } from "./parquet.ts";
import { utf8Of, withNewlines } from "./plainText.ts";
import type { RowReader, RowSink } from "./sink.ts";
import { headSize, isGuessed, sniff, type Container } from "./sniff.ts";
import { readTar, type ReadFile } from "./tar.ts";
import { onlyFile } from "./zip.ts";

/** How to read, and whom to tell about it. */
export interface ReadOptions {
  /** The list of a JSON document that holds the rows, its path parted by dots. */
  readonly list?: string | undefined;
  /** Columns that the user names: the header of a table is then left as it is written. */
  readonly columns?: object | undefined;
  /** The file's name, for its ending only. */
  readonly name?: string | undefined;
  /** Part of a file cut at line ends, or of several files. */
  readonly shard?: Shard | undefined;
  /** Bytes given so far (compressed ones of a packed file) and rows met so far. */
  readonly onProgress?: ((progress: { readonly bytes: number; readonly rows: number }) => void) | undefined;
  /** An AbortSignal, or anything that says as one does that it is over: ends the reading with the problem `cancelled`. */
  readonly signal?: { readonly aborted: boolean } | undefined;
}

/** A part of a cut file or of several files. */
export interface Shard {
  /** 1-based. */
  readonly index: number;
  readonly of: number;
  /** Which of several files it is of, 1-based; absent where there is one. */
  readonly file?: number;
  /**
   * `whole`: all of a file, in any container. Otherwise its bytes are JSON lines, from the `start` of the file or from
   * `inside` it; by default the first part is the start.
   */
  readonly place?: "whole" | "start" | "inside";
}

/** What was read. */
export interface RowsRead {
  readonly container: Container;
  /** How the whole file is packed; null where it is not. */
  readonly packing: Packing | null;
  /** Bytes after decompression. */
  readonly bytes: number;
  /** Lines of JSON lines, CSV and text, elements or rows of the rest. */
  readonly lines: number;
}

function readerOf({ container, atStart, keepNames }: Opened, sink: RowSink): RowReader {
  switch (container.kind) {
    case "json-array":
      return new JsonValuesReader(sink, true);
    case "json-values":
      return new JsonValuesReader(sink, false);
    case "csv":
      return new CsvReader(sink, container.delimiter, keepNames);
    case "text":
      return textReader(sink);
    default:
      return jsonLinesReader(sink, atStart);
  }
}

/** Tells the caller how far the reading has come, and stops it when asked to. */
class Progress {
  bytes = 0;
  rows = 0;
  /** What the source or the sink threw: all else that is thrown is for the bytes of the file. */
  failure: { readonly error: unknown } | null = null;
  readonly #options: ReadOptions;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  /** The chunks as they are given, counted. */
  async *counted(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of chunks) {
        if (this.#options.signal?.aborted === true) throw new Cancelled();
        this.bytes += chunk.length;
        this.#options.onProgress?.({ bytes: this.bytes, rows: this.rows });
        yield chunk;
      }
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }

  counting(sink: RowSink): RowSink {
    const { line } = sink;
    return {
      record: (value, at, text) =>
        this.#own(() => {
          this.rows += 1;
          sink.record(value, at, text);
        }),
      fault: (code, at, detail) => this.#own(() => sink.fault(code, at, detail)),
      line:
        line === undefined
          ? undefined
          : (bytes, at) =>
              this.#own(() => {
                const isTaken = line.call(sink, bytes, at);
                if (isTaken) this.rows += 1;
                return isTaken;
              }),
    };
  }

  #own<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }

  /** Throws what is no fault of the file. */
  rethrow(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}

class Cancelled extends Error {}

interface Opened {
  readonly container: Container;
  readonly packing: Packing | null;
  /** Its name; in an archive that of the file there. */
  readonly name: string;
  /** Its bytes, unpacked. */
  readonly all: Bytes;
  /** Whether the bytes are those of the file's beginning. */
  readonly atStart: boolean;
  /** Whether the header of a table is left as it is written. */
  readonly keepNames: boolean;
}

const mostLayers = 3;

const isPacking = (kind: string): kind is Packing => kind === "gzip" || kind === "zstd" || kind === "zip";

/** What a file is, by its first bytes and its name. */
async function open(source: Bytes, sink: RowSink, { name: given = "", shard, columns }: ReadOptions): Promise<Opened> {
  const lines = shard !== undefined && shard.place !== "whole";
  const atStart = !lines || shard.place === "start" || (shard.place === undefined && shard.index === 1);
  let name = given;
  let packing: Packing | null = null;
  let { head, all } = await peek(source, headSize);
  let container = sniff(head, name);
  const opened = (): Opened => ({ container, packing, name, all, atStart, keepNames: columns !== undefined });
  const unsupported = (got: string): Opened => ({ ...opened(), container: { kind: "unsupported", got } });
  const again = async (chunks: Bytes): Promise<void> => {
    ({ head, all } = await peek(chunks, headSize));
    container = sniff(head, name);
  };
  if (lines) return head.length > 0 ? { ...opened(), container: { kind: "json-lines" } } : opened();
  for (let layers = 0; isPacking(container.kind); layers++) {
    if (layers === mostLayers) return unsupported(`packed more than ${mostLayers} times`);
    packing ??= container.kind;
    if (container.kind === "zip") {
      const file = await onlyFile(all);
      if (typeof file === "string") return unsupported(file);
      ({ name, chunks: all } = file);
      await again(all);
    } else await again(unpack(container.kind, all));
  }
  if (container.kind === "utf-16") {
    sink.fault("other_encoding", 1, "UTF-16");
    await again(utf8Of(all, container.encoding));
  }
  if (container.kind === "mac-lines") await again(withNewlines(all));
  return opened();
}

/** Told where a file breaks off: what came before stands. Throws on what is no fault of the file. */
type Broken = (line: number) => void;

/** Reads what is opened, and says how many lines or rows it has. */
async function readOpened(opened: Opened, sink: RowSink, broken: Broken): Promise<Result<number>> {
  const { container, all } = opened;
  switch (container.kind) {
    case "parquet":
      return readParquet(all, sink, broken);
    case "arrow":
      return readArrow(all, sink, broken);
    case "tar": {
      const unpacked = (ending: string, chunks: Bytes): Bytes => unpack(ending === "gz" ? "gzip" : "zstd", chunks);
      return ok(await readTar(all, sink, { readFile, unpacked, broken }));
    }
    default:
      return ok(await pump(all, readerOf(opened, sink), broken));
  }
}

/** Reads a file within an archive; one that cannot be read is named. */
const readFile: ReadFile = async (name, chunks, sink, broken) => {
  const opened = await open(chunks, sink, { name });
  const { kind } = opened.container;
  const table = new TableSink(sink);
  const isTable = kind === "json-lines" || kind === "json-values";
  const read = kind === "unsupported" ? null : await readOpened(opened, isTable ? table : sink, broken);
  table.end();
  if (read?.ok === true) return table.rows ?? read.value;
  sink.fault("unread_file", 1, `${name}: ${opened.container.kind === "unsupported" ? opened.container.got : kind}`);
  return 1;
};

async function pump(chunks: Bytes, reader: RowReader, broken: Broken): Promise<number> {
  try {
    for await (const chunk of chunks) reader.push(chunk);
  } catch {
    broken(reader.lines + 1);
  }
  reader.end();
  return reader.lines;
}

/**
 * Reads the rows of a file of any container, gzip and zstd unpacked. Faults of single rows go to the sink.
 *
 * Problems: `cancelled`, `unsupported_container`, `parquet_unreadable`, `parquet_too_large`, `arrow_unreadable`. A failure of
 * the source itself (the disk, the network) is thrown on as it came.
 */
export async function readRows(source: Bytes, sink: RowSink, options: ReadOptions = {}): Promise<Result<RowsRead>> {
  const progress = new Progress(options);
  const counting = progress.counting(sink);
  let bytes = 0;
  let opened: Opened | undefined;
  const broken = (line: number): void => {
    progress.rethrow();
    counting.fault("broken_off", line);
  };
  try {
    opened = await open(progress.counted(source), counting, options);
    const { container, packing } = opened;
    if (container.kind === "unsupported") return fail({ kind: "unsupported_container", got: container.got });
    if (container.kind === "csv" && isGuessed(container.delimiter, opened.name))
      counting.fault("delimiter_guess", 1, container.delimiter);
    const all = measured(opened.all, (more) => (bytes += more));
    const table = new TableSink(counting, options.list);
    const mayBeTable = opened.atStart && (container.kind === "json-lines" || container.kind === "json-values");
    const lines = await readOpened({ ...opened, all }, mayBeTable ? table : counting, broken);
    progress.rethrow();
    if (!lines.ok) return lines;
    table.end();
    if (options.list !== undefined && table.rows === null)
      return fail({ kind: "column_nowhere", column: options.list, known: ["rows"] });
    const { rows } = table;
    return rows === null
      ? ok({ container, packing, bytes, lines: lines.value })
      : ok({ container: { kind: "json-table" }, packing, bytes, lines: rows });
  } catch (error) {
    const first = progress.failure === null ? error : progress.failure.error;
    if (first instanceof Cancelled) return fail({ kind: "cancelled" });
    if (progress.failure !== null || opened === undefined) throw first;
    // Whatever a library throws is for the bytes: what came before stands.
    broken(progress.rows + 1);
    return ok({ container: opened.container, packing: opened.packing, bytes, lines: progress.rows });
  }
}

async function* measured(chunks: Bytes, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}
