import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { seeded } from "@tunecast/estimator/pilots";
import { unpack } from "../../src/formats/packing.ts";

it("reads no more of a packed file than is asked for", async () => {
  const random = seeded(1);
  const packed = gzipSync(Uint8Array.from({ length: 2_000_000 }, () => Math.floor(256 * random())));
  let read = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < packed.length; at += 20_000) {
      // As a disk gives them: each after a while.
      await new Promise((given) => setImmediate(given));
      read = at;
      yield packed.subarray(at, at + 20_000);
    }
  }
  for await (const part of unpack("gzip", chunks())) if (part.length > 0) break;
  expect(read).toBeLessThan(packed.length / 2);
});
