import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { CsvReader } from "./csv.ts";
import { gunzip, peek, type Bytes } from "./gunzip.ts";
import { jsonLinesReader, textReader } from "./jsonLines.ts";
import { JsonValuesReader } from "./jsonValues.ts";
import { readParquet } from "./parquet.ts";
import type { RowReader, RowSink } from "./sink.ts";
import { headSize, isGuessed, sniff, type Container } from "./sniff.ts";

/** How to read, and whom to tell about it. */
export interface ReadOptions {
  /** Columns that the user names: the header of a table is then left as it is written. */
  readonly columns?: object | undefined;
  /** The file's name, for its ending only. */
  readonly name?: string | undefined;
  /** Part of a file cut at line ends, or of several files. */
  readonly shard?: Shard | undefined;
  /** Bytes given so far (compressed ones of a gzip file) and rows met so far. */
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
  readonly gzip: boolean;
  /** Bytes after decompression. */
  readonly bytes: number;
  /** Lines of JSON lines, CSV and text, elements or rows of the rest. */
  readonly lines: number;
}

function readerOf({ container, atStart, keepNames }: Packed, sink: RowSink): RowReader {
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

/** Bytes of UTF-16 as those of UTF-8, the mark at the beginning left out. */
function asUtf8(bytes: Uint8Array, encoding: string): Uint8Array {
  return new TextEncoder().encode(new TextDecoder(encoding).decode(bytes, { stream: true }));
}

async function* utf8Of(chunks: Bytes, encoding: string): AsyncGenerator<Uint8Array, void, undefined> {
  const [decoder, encoder] = [new TextDecoder(encoding), new TextEncoder()];
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  yield encoder.encode(decoder.decode());
}

/** Tells the caller how far the reading has come, and stops it when asked to. */
class Progress {
  bytes = 0;
  rows = 0;
  readonly #options: ReadOptions;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  /** The chunks as they are given, counted. */
  async *counted(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      if (this.#options.signal?.aborted === true) throw new Cancelled();
      this.bytes += chunk.length;
      this.#options.onProgress?.({ bytes: this.bytes, rows: this.rows });
      yield chunk;
    }
  }
}

class Cancelled extends Error {}

/** A file cut off in the middle, or one whose reading failed: what came before stands. */
function brokenAt(reader: RowReader, sink: RowSink, gzip: boolean): void {
  sink.fault(gzip ? "truncated_gzip" : "read_failed", reader.lines + 1);
}

interface Packed {
  readonly container: Container;
  readonly gzip: boolean;
  /** Whether the bytes are those of the file's beginning. */
  readonly atStart: boolean;
  /** Whether the header of a table is left as it is written. */
  readonly keepNames: boolean;
}

async function pump(chunks: Bytes, packed: Packed, sink: RowSink): Promise<RowsRead> {
  const { container, gzip } = packed;
  const reader = readerOf(packed, sink);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      reader.push(chunk);
    }
  } catch (error) {
    if (error instanceof Cancelled || !gzip) throw error;
    brokenAt(reader, sink, gzip);
  }
  reader.end();
  return { container, gzip, bytes, lines: reader.lines };
}

/**
 * Reads the rows of a file of any container, gzip unpacked. Faults of single rows go to the sink.
 *
 * Problems: `cancelled`, `unsupported_container`, `parquet_unreadable`, `parquet_too_large`. A failure of the source itself
 * (the disk, the network) is thrown on as it came.
 */
export async function readRows(source: Bytes, sink: RowSink, options: ReadOptions = {}): Promise<Result<RowsRead>> {
  const progress = new Progress(options);
  const counting: RowSink = {
    record(value, line, text) {
      progress.rows += 1;
      sink.record(value, line, text);
    },
    fault: (code, line, detail) => sink.fault(code, line, detail),
  };
  const name = options.name ?? "";
  try {
    let { head, all } = await peek(progress.counted(source), headSize);
    let container = sniff(head, name);
    const { shard } = options;
    const lines = shard !== undefined && shard.place !== "whole";
    const gzip = container.kind === "gzip" && !lines;
    if (gzip) {
      ({ head, all } = await peek(gunzip(all), headSize));
      container = sniff(head, name);
    }
    if (lines && head.length > 0) container = { kind: "json-lines" };
    if (container.kind === "unsupported" && container.got === "utf-16" && !lines) {
      const encoding = head[0] === 0xfe || head[0] === 0 ? "utf-16be" : "utf-16le";
      const table = sniff(asUtf8(head, encoding), name);
      if (table.kind === "csv") {
        sink.fault("other_encoding", 1, "UTF-16");
        [container, all] = [table, utf8Of(all, encoding)];
      }
    }
    if (container.kind === "unsupported") return fail({ kind: "unsupported_container", got: container.got });
    if (container.kind === "gzip") return fail({ kind: "unsupported_container", got: "gzip in gzip" });
    if (container.kind === "parquet") {
      let bytes = 0;
      const rows = await readParquet(all, counting, (more) => (bytes += more)).catch((error: unknown) => {
        if (error instanceof Cancelled || !gzip) throw error;
        return fail({ kind: "parquet_unreadable" as const, row: 1, reason: "the gzip file is broken off or damaged" });
      });
      return rows.ok ? ok({ container, gzip, bytes, lines: rows.value }) : rows;
    }
    if (container.kind === "csv" && isGuessed(container.delimiter, name))
      sink.fault("delimiter_guess", 1, container.delimiter);
    const atStart = !lines || shard.place === "start" || (shard.place === undefined && shard.index === 1);
    const keepNames = options.columns !== undefined;
    return ok(await pump(all, { container, gzip, atStart, keepNames }, counting));
  } catch (error) {
    if (error instanceof Cancelled) return fail({ kind: "cancelled" });
    throw error;
  }
}
