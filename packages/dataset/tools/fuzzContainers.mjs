// @ts-check
/** A file of each container, and how many of its rows stand whole before a byte: no damage behind it may cost them. */
import { readFileSync } from "node:fs";
import { constants, gunzipSync, gzipSync, inflateRawSync } from "node:zlib";
import { CompressionType, setCompressionCodec, tableFromIPC } from "@uwdata/flechette";
import { zipSync } from "fflate";
import { parquetMetadata } from "hyparquet";
import { decompressZstd } from "hyparquet-compressors";
import { packTar } from "modern-tar";
import { unpackLz4 } from "../dist/formats/arrow/lz4.js";

const count = 60;
/** @param {number} i */
const row = (i) => ({
  messages: [
    { role: "user", content: `Question ${i} of ${"many ".repeat(i % 9)}?` },
    { role: "assistant", content: `Answer ${i * i}.` },
  ],
});
const lines = Buffer.from(Array.from({ length: count }, (_, i) => `${JSON.stringify(row(i))}\n`).join(""));

/** Files of an archive, and where it has given so many rows. @param {readonly (readonly [name: string, body: Uint8Array, rows: number])[]} files */
async function archive(files) {
  const file = await packTar(files.map(([name, body]) => ({ header: { name, size: body.length }, body })));
  let [at, rows] = [0, 0];
  // A header, and the body up to a multiple of 512.
  const ends = files.map(([, body, own]) => [(at += 512 + Math.ceil(body.length / 512) * 512), (rows += own)]);
  return { file: Buffer.from(file), kept: keptOf(ends) };
}

/** @param {readonly (readonly number[])[]} ends @returns {(from: number) => number} */
const keptOf = (ends) => (from) => Math.max(0, ...ends.filter(([end = 0]) => end <= from).map(([, rows = 0]) => rows));

/** Lines that are whole before a place. @param {Uint8Array} bytes */
const linesIn = (bytes) => bytes.reduce((sum, byte) => sum + Number(byte === 10), 0);
const flush = { finishFlush: constants.Z_SYNC_FLUSH };
/** What a stream unpacks to before a place. @param {(bytes: Uint8Array) => Buffer} unpack @returns {Buffer} */
const unpackedOr = (unpack, /** @type {Uint8Array} */ bytes) => {
  try {
    return unpack(bytes);
  } catch {
    return Buffer.alloc(0);
  }
};
/** Bytes unpacked together: the rows of the piece in which a stream fails are lost. */
const piece = 32;
const zipPiece = 512;

const shard = await archive(
  Array.from({ length: count }, (_, i) => [
    /** @type {const} */ ([`${i}.jpg`, Buffer.alloc(700, i), 0]),
    /** @type {const} */ ([`${i}.json`, Buffer.from(JSON.stringify(row(i))), 1]),
  ]).flat(),
);
const nested = await archive(
  Array.from(
    { length: 12 },
    (_, i) =>
      /** @type {const} */ ([
        `part-${i}.jsonl.gz`,
        gzipSync(lines.subarray(0, 2000)),
        linesIn(lines.subarray(0, 2000)),
      ]),
  ),
);
const tgz = gzipSync(shard.file);
const gz = gzipSync(lines);
const zip = Buffer.from(zipSync({ "rows.jsonl": lines }));
/** @param {string} name */
const fixture = (name) => readFileSync(new URL(`../test/formats/fixtures/${name}`, import.meta.url));

/** A frame of zstd whose blocks hold two rows each as they are. @source https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1 */
function framed() {
  const pairs = /** @type {readonly string[]} */ (lines.toString().match(/.*\n.*\n/gu));
  const blocks = pairs.map((text, i) => {
    const head = Buffer.alloc(3);
    head.writeUIntLE((text.length << 3) | Number(i === pairs.length - 1), 0, 3);
    return Buffer.concat([head, Buffer.from(text)]);
  });
  let at = 6;
  const ends = blocks.map(({ length }, i) => [(at += length), 2 * i + 2]);
  return { file: Buffer.concat([Buffer.from("28b52ffd0050", "hex"), ...blocks]), kept: keptOf(ends) };
}
const packed = fixture("rows.jsonl.zst");
const frames = {
  file: Buffer.concat([packed, packed, packed]),
  kept: keptOf([1, 2, 3].map((n) => [n * packed.length, 300 * n])),
};

/** @param {(packed: Uint8Array, size: number) => Uint8Array} unpack the size that a column states stands before it */
const codecOf = (unpack) => ({
  decode: (/** @type {Uint8Array} */ { buffer, byteOffset, length }) =>
    unpack(new Uint8Array(buffer, byteOffset, length), Number(new DataView(buffer).getBigInt64(byteOffset - 8, true))),
  encode: (/** @type {Uint8Array} */ bytes) => bytes,
});
setCompressionCodec(
  CompressionType.ZSTD,
  codecOf((packed) => decompressZstd(packed).slice()),
);
setCompressionCodec(CompressionType.LZ4_FRAME, codecOf(unpackLz4));

/** Batches of rows end where the mark of the next message stands. @param {string} name */
function arrow(name) {
  const file = fixture(name);
  const marks = Array.from({ length: file.length >> 3 }, (_, i) => 8 * i).filter((at) => file.readInt32LE(at) === -1);
  const batches = tableFromIPC(new Uint8Array(file)).children[0]?.data.map(({ length }) => length) ?? [];
  let rows = 0;
  return { name, file, kept: keptOf(batches.map((own, i) => [marks.at(i - batches.length) ?? 0, (rows += own)])) };
}

/**
 * Groups of rows end with their last column. What moves the bytes of a Parquet file, or touches the index at its end, may cost all
 * of it.
 * @param {string} name
 */
function parquet(name) {
  const file = fixture(`${name}.parquet`);
  const { metadata_length: index, row_groups: groups } = parquetMetadata(new Uint8Array(file).buffer);
  let rows = 0;
  const ends = groups.map(({ num_rows: own, columns }) => [
    Math.max(
      ...columns.map(
        ({ meta_data: meta }) =>
          Number((meta?.dictionary_page_offset || meta?.data_page_offset) ?? 0n) + Number(meta?.total_compressed_size),
      ),
    ),
    (rows += Number(own)),
  ]);
  const end = file.length - 8 - index;
  const least = keptOf(ends);
  /** @type {Kept} */
  const kept = (from, changes) =>
    changes.every(({ way, at, bytes }) => way === "set" && (at % file.length) + bytes.length <= end) ? least(from) : 0;
  return { name: `${name}.parquet`, file, kept };
}

/**
 * @typedef {{ way: string, at: number, bytes: Uint8Array }} Change
 * @typedef {(from: number, changes: readonly Change[]) => number} Kept rows that no damage from a byte on may cost
 */
/** @type {readonly { readonly name: string, readonly file: Uint8Array, readonly kept: Kept }[]} */
export const containers = [
  { name: "shard.tar", ...shard },
  { name: "nested.tar", ...nested },
  {
    name: "shard.tgz",
    file: tgz,
    kept: (from) =>
      shard.kept(unpackedOr((bytes) => gunzipSync(bytes, flush), tgz.subarray(0, Math.max(0, from - piece))).length),
  },
  {
    name: "rows.jsonl.gz",
    file: gz,
    kept: (from) => linesIn(unpackedOr((bytes) => gunzipSync(bytes, flush), gz.subarray(0, Math.max(0, from - piece)))),
  },
  {
    name: "rows.zip",
    file: zip,
    kept: (from) =>
      linesIn(
        unpackedOr(
          (bytes) => inflateRawSync(bytes, flush),
          zip.subarray(40, Math.max(40, Math.min(from - zipPiece, zip.length - 98))),
        ),
      ),
  },
  { name: "raw.jsonl.zst", ...framed() },
  { name: "rows.jsonl.zst", ...frames },
  ...["stream.arrow", "plain.feather", "zstd.feather", "lz4.feather", "types.arrow"].map(arrow),
  ...["gzip", "zstd", "brotli", "lz4", "crc", "messages", "pairs", "pages2", "deltas", "groups"].map(parquet),
];
