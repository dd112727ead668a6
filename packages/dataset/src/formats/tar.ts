import names from "../shapes/names.json" with { type: "json" };
import { Taking, collected, type Bytes } from "./held.ts";
import { jsonValue, utf8Text } from "./jsonValue.ts";
import { unpack } from "./packing.ts";
import { behind, byteText, isRow, recordLimit, type RowSink } from "./row.ts";

export type Broken = (line: number) => void;
/** Reads a file of an archive. One that follows others is told, and has to be of their `kind` of container, if that is not `any`. @returns its lines */
export type ReadFile = (name: string, chunks: Bytes, sink: RowSink, broken: Broken, kind?: string) => Promise<number>;

const media: Readonly<Record<string, string>> = names.mediaEndings;

const rowFile = /(?:^|\.)(?:jsonl|ndjson|csv|tsv|parquet|arrow|feather|tar|zip)(?:\.gz|\.zst|\.zip)?$/iu;

const blockSize = 512;

function numberIn(bytes: Uint8Array): number {
  if ((bytes[0] ?? 0) >= 128) return bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  const digits = textIn(bytes).trim();
  if (!/^[0-7]*$/u.test(digits)) throw new Error("a number that is none");
  return Number.parseInt(digits === "" ? "0" : digits, 8);
}

function textIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** The files of an archive. @source https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar and pax; read 2026-11-28) */
async function* entriesOf(taking: Taking) {
  let [path, size]: [string | undefined, number | undefined] = [undefined, undefined];
  for (;;) {
    const header = await taking.take(blockSize);
    if (header.every((byte) => byte === 0)) return;
    const stated = numberIn(header.subarray(148, 156));
    const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
    if (sum !== stated) throw new Error("a header whose sum is wrong");
    const kind = String.fromCharCode(header[156] ?? 0);
    const length = size ?? numberIn(header.subarray(124, 136));
    const padding = (blockSize - (length % blockSize)) % blockSize;
    if ("xgLK".includes(kind)) {
      if (length > recordLimit) throw new Error("a name of no possible length");
      const text = new TextDecoder().decode(await taking.take(length));
      await taking.take(padding);
      if (kind === "L") path = text.replace(/\0.*$/su, "");
      if (kind === "x") {
        const fields = new Map([...text.matchAll(/^\d+ ([^=\n]+)=(.*)$/gmu)].map(([, name, value]) => [name, value]));
        path = fields.get("path") ?? path;
        size = fields.has("size") ? Number(fields.get("size")) : size;
      }
      continue;
    }
    const prefix = textIn(header.subarray(257, 263)) === "ustar" ? textIn(header.subarray(345, 500)) : "";
    const short = [prefix, textIn(header.subarray(0, 100))].filter((part) => part !== "").join("/");
    const isFile = ["0", "\0", "7"].includes(kind);
    yield { path: path ?? short, size: isFile ? length : 0, isFile };
    await taking.take(padding);
    [path, size] = [undefined, undefined];
  }
}

interface Sample {
  readonly key: string;
  readonly row: [column: string, value: unknown][];
  json: { readonly text: string; readonly columns: number } | null;
  fault: { readonly code: string; readonly detail?: string } | null;
}

/**
 * Reads a shard as WebDataset writes it: files that follow one another and are named alike up to the first dot of their name are one sample, whose JSON is the row; other files of it are columns.
 * @source https://github.com/webdataset/webdataset (README, "The WebDataset Format"; read 2026-11-25)
 */
export async function readTar(chunks: Bytes, sink: RowSink, readFile: ReadFile, broken: Broken): Promise<number> {
  const taking = new Taking(chunks);
  const samples = new Samples(sink, (path, body, before, kind) => {
    // A file that breaks off since the archive does is told with the archive; behind any other the archive goes on.
    const brokenIn = (line: number): void => {
      if (!taking.isOver) broken(before + line);
    };
    return readFile(path, body, behind(sink, before), brokenIn, kind);
  });
  try {
    for await (const { path, size, isFile } of entriesOf(taking)) {
      const body = taking.pieces(size);
      const isHidden = path.split("/").at(-1)?.startsWith(".") === true;
      if (isFile && !isHidden) await samples.add(path, size, body);
      for await (const _ of body);
    }
    while ((await taking.some(blockSize)) !== null);
    await samples.end();
  } catch {
    await samples.end();
    broken(samples.rows + 1);
  } finally {
    await taking.end();
  }
  return samples.rows;
}

class Samples {
  rows = 0;
  readonly #sink: RowSink;
  readonly #read: (path: string, body: Bytes, before: number, kind?: string) => Promise<number>;
  #sample: Sample | null = null;
  #text: { readonly path: string; readonly bytes: Uint8Array } | null = null;
  #files = 0;
  #tables = 0;

  constructor(sink: RowSink, read: (path: string, body: Bytes, before: number, kind?: string) => Promise<number>) {
    this.#sink = sink;
    this.#read = read;
  }

  async add(path: string, size: number, body: Bytes): Promise<void> {
    this.#files += 1;
    this.#releaseText();
    if (rowFile.test(path)) {
      this.flush();
      return this.#readFile(path, body);
    }
    const { key = path, ending = "" } = /^(?<key>(?:.*\/)?[^/.]+)\.(?<ending>.*)$/u.exec(path)?.groups ?? {};
    if (this.#sample?.key !== key) this.flush();
    this.#sample ??= { key, row: [], json: null, fault: null };
    const sample = this.#sample;
    const column = Object.hasOwn(media, ending.toLowerCase()) ? media[ending.toLowerCase()] : undefined;
    if (column !== undefined) return void sample.row.push([column, path]);
    const { inner, packing } = /^(?<inner>.*)\.(?<packing>gz|zst)$/u.exec(ending)?.groups ?? {};
    const unpacked = packing === undefined ? body : unpack(packing === "gz" ? "gzip" : "zstd", body);
    const bytes = await collected(unpacked, recordLimit);
    if (bytes === null) sample.fault = { code: "too_long", detail: byteText(size) };
    else if (this.#files === 1 && (inner ?? ending) === "txt") this.#text = { path, bytes };
    else this.#column(sample, inner ?? ending, bytes);
  }

  #column(sample: Sample, ending: string, bytes: Uint8Array): void {
    const isJson = ending === "json" || ending.endsWith(".json");
    const text = utf8Text(bytes)?.replace(/^\uFEFF/u, "");
    if (text === undefined) {
      if (isJson) sample.fault = { code: "non_utf8" };
      else sample.row.push([ending, bytes]);
      return;
    }
    if (!isJson) return void sample.row.push([ending, text]);
    const value = jsonValue(text);
    const before = sample.row.length;
    if (value === undefined) sample.fault = { code: "invalid_json" };
    else if (ending !== "json") sample.row.push([ending.slice(0, -".json".length), value]);
    else if (isRow(value)) {
      const columns = sample.row.unshift(...Object.entries(value));
      sample.json = { text, columns: columns - before };
    } else if (Array.isArray(value) && value.length > 0 && value.every(isRow))
      for (const one of value) this.#sink.record(one, ++this.rows, JSON.stringify(one));
    else sample.fault = { code: "not_object" };
  }

  async #readFile(path: string, body: Bytes): Promise<void> {
    const before = this.rows;
    const kind = this.#tables++ === 0 ? undefined : "any";
    this.rows = before + (await this.#read(path, body, before, kind));
  }

  #releaseText(): void {
    if (this.#text === null || this.#sample === null) return;
    this.#column(this.#sample, "txt", this.#text.bytes);
    this.#text = null;
  }

  async end(): Promise<void> {
    if (this.#text === null) return this.flush();
    const { path, bytes } = this.#text;
    [this.#text, this.#sample] = [null, null];
    await this.#readFile(path, once(bytes));
  }

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

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
