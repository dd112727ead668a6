// @ts-check
/** A file of each container, and how many of its rows stand whole before a byte: no damage behind it may cost them. */
import { readFileSync } from "node:fs";
import { constants, gunzipSync, gzipSync, inflateRawSync } from "node:zlib";
import { zipSync } from "fflate";

const count = 60;
/** @param {number} i */
const row = (i) => ({
  messages: [
    { role: "user", content: `Question ${i} of ${"many ".repeat(i % 9)}?` },
    { role: "assistant", content: `Answer ${i * i}.` },
  ],
});
const lines = Buffer.from(Array.from({ length: count }, (_, i) => `${JSON.stringify(row(i))}\n`).join(""));

/** A file of an archive with its header. @param {string} name @param {Uint8Array} body */
function entry(name, body) {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(
    `0000644\0${"0000000\0".repeat(2)}${body.length.toString(8).padStart(11, "0")}\0${"0".repeat(11)}\0        0`,
    100,
  );
  header.write("ustar\x0000", 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** Files of an archive, and where it has given so many rows. @param {readonly (readonly [name: string, body: Uint8Array, rows: number])[]} files */
function archive(files) {
  const entries = files.map(([name, body]) => entry(name, body));
  let [at, rows] = [0, 0];
  const ends = entries.map((bytes, i) => [(at += bytes.length), (rows += files[i]?.[2] ?? 0)]);
  return { file: Buffer.concat([...entries, Buffer.alloc(1024)]), kept: keptOf(ends) };
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

const shard = archive(
  Array.from({ length: count }, (_, i) => [
    /** @type {const} */ ([`${i}.jpg`, Buffer.alloc(700, i), 0]),
    /** @type {const} */ ([`${i}.json`, Buffer.from(JSON.stringify(row(i))), 1]),
  ]).flat(),
);
const nested = archive(
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
const none = () => 0;

/** @type {readonly { readonly name: string, readonly file: Uint8Array, readonly kept: (from: number) => number }[]} */
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
  { name: "rows.jsonl.zst", file: fixture("rows.jsonl.zst"), kept: none },
  ...["stream.arrow", "plain.feather", "zstd.feather", "lz4.feather", "polars.arrow", "types.arrow"].map((name) => ({
    name,
    file: fixture(name),
    kept: none,
  })),
  ...["gzip", "zstd", "brotli", "lz4", "crc", "messages", "pairs", "pages2", "deltas"].map((name) => ({
    name: `${name}.parquet`,
    file: fixture(`${name}.parquet`),
    kept: none,
  })),
];
