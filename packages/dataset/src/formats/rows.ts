import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { CsvReader } from "./csv.ts";
import { heldLimit, Taking, utf8Of, withLineFeeds, type Bytes } from "./held.ts";
import { tableSink } from "./jsonTable.ts";
import { JsonValuesReader } from "./jsonValues.ts";
import { jsonLinesReader, textReader } from "./lines.ts";
import { filesIn, peek, unpack, type Packing } from "./packing.ts";
import { rowsOf } from "./parquet.ts";
import { behind, plain, type Row, type RowReader, type RowSink } from "./row.ts";
import { headSize, sniff, type Container } from "./sniff.ts";
import { readTar, type Broken, type ReadFile } from "./tar.ts";

export interface ReadOptions {
  readonly list?: string | undefined;
  /** Columns that the user names: the header of a table is then left as it is written. */
  readonly columns?: object | undefined;
  readonly name?: string | undefined;
  readonly shard?: Shard | undefined;
  readonly onProgress?: ((progress: { readonly bytes: number; readonly rows: number }) => void) | undefined;
  /** An AbortSignal, or anything that says as one does that it is over: ends the reading with the problem `cancelled`. */
  readonly signal?: { readonly aborted: boolean } | undefined;
}

export interface Shard {
  readonly index: number;
  readonly of: number;
  /** Which of several files it is of, 1-based; absent where there is one. */
  readonly file?: number;
  /** `whole`: all of a file, in any container. Otherwise its bytes are JSON lines, from the `start` of the file or from `inside` it; by default the first part is the start. */
  readonly place?: "whole" | "start" | "inside";
}

export interface RowsRead {
  readonly container: Container;
  readonly packing: Packing | null;
  readonly bytes: number;
  /** Lines of JSON lines, CSV and text, elements or rows of the rest. */
  readonly lines: number;
}

function readerOf({ container, atStart, keepNames }: Opened, sink: RowSink): RowReader {
  const { kind } = container;
  if (kind === "csv") return new CsvReader(sink, container.delimiter, keepNames);
  if (kind === "json-array" || kind === "json-values") return new JsonValuesReader(sink, kind === "json-array");
  return kind === "text" ? textReader(sink) : jsonLinesReader(sink, atStart);
}

/** Counts what is read, and keeps what the source or the sink throws apart from what the bytes make a library throw. */
class Progress {
  bytes = 0;
  rows = 0;
  failure: { readonly error: unknown } | null = null;

  #fail(error: unknown): never {
    this.failure ??= { error };
    throw error;
  }

  async *counted(chunks: Bytes, { signal, onProgress }: ReadOptions): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of chunks) {
        if (signal?.aborted === true) throw new Cancelled();
        this.bytes += chunk.length;
        onProgress?.({ bytes: this.bytes, rows: this.rows });
        yield chunk;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  counting(sink: RowSink): RowSink {
    const own =
      <T extends readonly unknown[], R>(act: (...given: T) => R, rowsOf: (result: R) => number) =>
      (...given: T): R => {
        try {
          const result = act(...given);
          this.rows += rowsOf(result);
          return result;
        } catch (error) {
          return this.#fail(error);
        }
      };
    return {
      record: own(sink.record.bind(sink), () => 1),
      fault: own(sink.fault.bind(sink), () => 0),
      line: sink.line && own(sink.line.bind(sink), Number),
    };
  }
}

class Cancelled extends Error {}

interface Opened {
  readonly container: Container;
  readonly packing: Packing | null;
  readonly all: Bytes;
  readonly atStart: boolean;
  readonly keepNames: boolean;
  /** Files that follow in a zip archive, those of an archive within it first. */
  readonly others: readonly ReturnType<typeof filesIn>[];
  /** Counts the bytes of the files that follow. */
  readonly sized?: (chunks: Bytes) => Bytes;
}

const mostLayers = 3;
const rarely = "a zip archive packed in a rare way";

const isPacking = (kind: string): kind is Packing => kind === "gzip" || kind === "zstd" || kind === "zip";

async function open(source: Bytes, sink: RowSink, { name: given = "", shard, columns }: ReadOptions): Promise<Opened> {
  const lines = shard !== undefined && shard.place !== "whole";
  const atStart = !lines || shard.place === "start" || (shard.place === undefined && shard.index === 1);
  let name = given;
  let packing: Packing | null = null;
  let { head, all } = await peek(source, headSize);
  let container = sniff(head, name);
  const others: ReturnType<typeof filesIn>[] = [];
  const opened = (): Opened => ({ container, packing, all, atStart, keepNames: columns !== undefined, others });
  const unsupported = (got: string): Opened => ({ ...opened(), container: { kind: "unsupported", got } });
  const again = async (chunks: Bytes): Promise<void> => {
    ({ head, all } = await peek(chunks, headSize));
    container = sniff(head, name);
  };
  if (lines && head.length > 0) container = { kind: "json-lines" };
  for (let layers = 0; isPacking(container.kind); layers++) {
    if (layers === mostLayers) return unsupported(`packed more than ${mostLayers} times`);
    packing ??= container.kind;
    if (container.kind === "zip") {
      const files = filesIn(new Taking(all));
      const { value: file } = await files.next().catch(() => ({ value: undefined }));
      if (file === undefined) return unsupported("a zip archive without a file");
      if (file.bytes === null) return unsupported(rarely);
      others.unshift(files);
      ({ name } = file);
      await again(file.bytes);
    } else await again(unpack(container.kind, all));
  }
  if (container.kind === "utf-16") {
    sink.fault("other_encoding", 1, "UTF-16");
    await again(utf8Of(all, container.encoding));
  }
  if (["csv", "text", "json-lines"].includes(container.kind) && head.includes(13) && !head.includes(10)) {
    sink.fault("carriage_returns", 1);
    await again(withLineFeeds(all));
  }
  return opened();
}

type Read = Result<Pick<RowsRead, "container" | "lines">>;

async function readOpened(opened: Opened, sink: RowSink, broken: Broken, list?: string): Promise<Read> {
  const { container } = opened;
  const table = tableSink(sink, list);
  const mayBeTable = opened.atStart && ["json-lines", "json-values"].includes(container.kind);
  const read = await readContainer(opened, mayBeTable ? table : sink, broken);
  if (!read.ok) return read;
  const rows = table.end();
  if (list !== undefined && rows === null) return fail({ kind: "column_nowhere", column: list, known: ["rows"] });
  const lines = await readOthers(opened, rows ?? read.value, sink, broken);
  return ok({ container: rows === null ? container : { kind: "json-table" }, lines });
}

/** Reads the files behind the first one of an archive as parts of one data set, where they have its format. @returns lines in all */
async function readOthers(opened: Opened, before: number, sink: RowSink, broken: Broken): Promise<number> {
  const { others, container, sized } = opened;
  let lines = before;
  for (const files of others)
    for await (const { name, bytes } of files) {
      const [from, rest] = [lines, behind(sink, lines)];
      const brokenIn = (line: number): void => broken(from + line);
      if (bytes === null) rest.fault("unread_file", 1, `${name}: ${rarely}`);
      lines += bytes === null ? 1 : await readFile(name, sized?.(bytes) ?? bytes, rest, brokenIn, container.kind);
    }
  return lines;
}

async function readContainer(opened: Opened, sink: RowSink, broken: Broken): Promise<Result<number>> {
  const { container, all } = opened;
  if (container.kind === "unsupported") return fail({ kind: "unsupported_container", got: container.got });
  if (container.kind === "parquet") return readTable("parquet_unreadable", rowsOf(all, sink), sink, broken);
  if (container.kind === "tar") return ok(await readTar(all, sink, readFile, broken));
  if (container.kind !== "arrow") return ok(await pump(all, readerOf(opened, sink), broken));
  const { batchesOf } = await import("./arrow/batches.ts");
  return readTable("arrow_unreadable", batchesOf(all), sink, broken);
}

async function readTable(
  kind: "parquet_unreadable" | "arrow_unreadable",
  batches: AsyncIterable<Iterable<Row>>,
  sink: RowSink,
  broken: Broken,
): Promise<Result<number>> {
  let row = 0;
  try {
    for await (const rows of batches) for (const value of rows) sink.record(plain(value), ++row, null);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === "TooLarge") return fail({ kind: "parquet_too_large", limit: heldLimit });
    // Other kinds of errors are those of reading outside of something, in words for programmers.
    const isOwn = name === "Error" && message !== "";
    if (row === 0) return fail({ kind, row: 1, reason: isOwn ? message : "its bytes contradict one another" });
    broken(row + 1);
  }
  return ok(row);
}

const readFile: ReadFile = async (name, chunks, sink, broken, kind) => {
  const opened = await open(chunks, sink, { name });
  const found = opened.container.kind;
  const isWanted = kind === undefined || kind === "any" || kind === found;
  const isOther = !isWanted && found !== "empty";
  if (kind !== undefined && !isOther && found !== "unsupported") sink.fault("several_files", 1, name);
  const read = isOther ? fail({ kind: "other_kind" }) : await readOpened(opened, sink, broken);
  if (read.ok) return read.value.lines;
  sink.fault("unread_file", 1, `${name}: ${String(read.problem["got"] ?? found)}`);
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
 * Problems: `cancelled`, `unsupported_container`, `parquet_unreadable`, `parquet_too_large`, `arrow_unreadable`. A failure of
 * the source itself (the disk, the network) is thrown on as it came.
 */
export async function readRows(source: Bytes, sink: RowSink, options: ReadOptions = {}): Promise<Result<RowsRead>> {
  const progress = new Progress();
  const counting = progress.counting(sink);
  const unpacked = new Progress();
  let opened: Opened | undefined;
  const broken = (line: number): void => {
    if (progress.failure !== null) throw progress.failure.error;
    counting.fault("broken_off", line);
  };
  const counted = progress.counted(source, options);
  try {
    opened = await open(counted, counting, options);
    const { container, packing } = opened;
    if (container.kind === "csv" && container.isGuessed) counting.fault("delimiter_guess", 1, container.delimiter);
    const sized = (chunks: Bytes): Bytes => unpacked.counted(chunks, {});
    const read = await readOpened({ ...opened, all: sized(opened.all), sized }, counting, broken, options.list);
    if (progress.failure !== null) throw progress.failure.error;
    return read.ok ? ok({ ...read.value, packing, bytes: unpacked.bytes }) : read;
  } catch (error) {
    const first = progress.failure === null ? error : progress.failure.error;
    if (first instanceof Cancelled) return fail({ kind: "cancelled" });
    if (opened === undefined) throw first;
    // Whatever a library throws is for the bytes: what came before stands.
    broken(progress.rows + 1);
    return ok({ container: opened.container, packing: opened.packing, bytes: unpacked.bytes, lines: progress.rows });
  } finally {
    // Whatever was left unread: a file of Node's stays open otherwise.
    await counted.return();
  }
}
