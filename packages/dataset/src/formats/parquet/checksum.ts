/** Remainders of each byte, for the polynomial of gzip. */
const remainders: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** CRC-32 as Parquet pages bear it: 32 bits, signed. */
export function checksum(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 255] as number);
  return ~crc;
}
