import { Damaged, orDamaged } from "./damage.ts";
import { jsonLinesReader } from "./jsonLines.ts";
import type { Bytes } from "./gunzip.ts";
import { isRow } from "./row.ts";
import { byteText, recordLimit, type RowSink } from "./sink.ts";
import { streamOf } from "./streams.ts";

/** Columns that pictures, sounds and films of a sample stand for, by the ending of their name. */
const media: Readonly<Record<string, string>> = {
  ...Object.fromEntries("jpg jpeg png webp gif bmp tif tiff ppm".split(" ").map((ending) => [ending, "image"])),
  ...Object.fromEntries("wav mp3 flac ogg m4a opus".split(" ").map((ending) => [ending, "audio"])),
  ...Object.fromEntries("mp4 avi mov mkv webm".split(" ").map((ending) => [ending, "video"])),
};

/** The files of a sample so far: those whose names are alike up to their ending. */
interface Sample {
  readonly key: string;
  readonly row: [column: string, value: unknown][];
  /** The text of its JSON, and how many columns that has. */
  json: { readonly text: string; readonly columns: number } | null;
  /** What is wrong with it. */
  fault: { readonly code: string; readonly detail?: string } | null;
}

/**
 * Reads a shard as WebDataset writes it: files that follow one another and are named alike up to the first dot of their
 * name are one sample, whose JSON is the row; other files of it are columns. Lines of a `.jsonl` are rows each. `line` is the
 * number of the row.
 *
 * @source https://github.com/webdataset/webdataset (README, "The WebDataset Format"; read 2026-11-25)
 * @param broken told where the archive breaks off: what came before stands
 */
export async function readTar(chunks: Bytes, sink: RowSink, broken: (line: number) => void): Promise<number> {
  const { createTarDecoder } = await import("modern-tar");
  const samples = new Samples(sink);
  const entries = streamOf(chunks)
    .pipeThrough(createTarDecoder({ strict: true }))
    .getReader();
  try {
    for (;;) {
      const next = await orDamaged(entries.read());
      if (next.done) break;
      const { header, body } = next.value;
      const isFile = header.type === undefined || header.type === "file";
      if (isFile && !isHidden(header.name)) await samples.add(header, body);
      else await body.cancel();
    }
    samples.flush();
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    samples.flush();
    broken(samples.rows + 1);
  } finally {
    await entries.cancel().catch(() => undefined);
  }
  return samples.rows;
}

/** Whether a path is that of a hidden file, which a file system keeps for itself. */
function isHidden(path: string): boolean {
  return path.split("/").at(-1)?.startsWith(".") === true;
}

class Samples {
  rows = 0;
  readonly #sink: RowSink;
  #sample: Sample | null = null;

  constructor(sink: RowSink) {
    this.#sink = sink;
  }

  async add(
    { name: path, size }: { readonly name: string; readonly size: number },
    body: ReadableStream<Uint8Array>,
  ): Promise<void> {
    const { key = path, ending = "" } = /^(?<key>(?:.*\/)?[^/.]+)\.(?<ending>.*)$/u.exec(path)?.groups ?? {};
    if (ending === "jsonl" || ending === "ndjson") {
      this.flush();
      return this.#lines(body);
    }
    if (this.#sample?.key !== key) this.flush();
    this.#sample ??= { key, row: [], json: null, fault: null };
    const column = Object.hasOwn(media, ending.toLowerCase()) ? media[ending.toLowerCase()] : undefined;
    if (column !== undefined) {
      await body.cancel();
      this.#sample.row.push([column, path]);
    } else if (size > recordLimit) {
      await body.cancel();
      this.#sample.fault = { code: "too_long", detail: byteText(size) };
    } else this.#text(this.#sample, ending, new Uint8Array(await orDamaged(new Response(body).arrayBuffer())));
  }

  /** A file that may be text: JSON is the row itself, or one column where its ending says which. */
  #text(sample: Sample, ending: string, bytes: Uint8Array): void {
    const isJson = ending === "json" || ending.endsWith(".json");
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      if (isJson) sample.fault = { code: "non_utf8" };
      return;
    }
    if (!isJson) return void sample.row.push([ending, text]);
    try {
      const value: unknown = JSON.parse(text);
      const before = sample.row.length;
      if (ending !== "json") sample.row.push([ending.slice(0, -".json".length), value]);
      else if (isRow(value)) {
        // What the JSON says of itself goes before the file that it names.
        const columns = sample.row.unshift(...Object.entries(value));
        sample.json = { text, columns: columns - before };
      } else sample.fault = { code: "not_object" };
    } catch {
      sample.fault = { code: "invalid_json" };
    }
  }

  async #lines(body: ReadableStream<Uint8Array>): Promise<void> {
    const before = this.rows;
    const reader = jsonLinesReader({
      record: (value, line, text) => this.#sink.record(value, before + line, text),
      fault: (code, line, detail) => this.#sink.fault(code, before + line, detail),
    });
    for (const stream = body.getReader(); ;) {
      const next = await orDamaged(stream.read());
      if (next.done) break;
      reader.push(next.value);
    }
    reader.end();
    this.rows += reader.lines;
  }

  /** Hands the sample on. */
  flush(): void {
    const sample = this.#sample;
    this.#sample = null;
    if (sample === null || (sample.row.length === 0 && sample.fault === null)) return;
    this.rows += 1;
    if (sample.fault !== null) return this.#sink.fault(sample.fault.code, this.rows, sample.fault.detail);
    const { row, json } = sample;
    const columns = new Map(row.toReversed());
    this.#sink.record(Object.fromEntries(columns), this.rows, json?.columns === row.length ? json.text : null);
  }
}
