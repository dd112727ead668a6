import { describe, expect, it } from "vitest";
import { jsonLines } from "../data.ts";
import { read, type Read } from "./read.ts";

/** A small file and what is read of it: its text, or its bytes as base64 where it is no text. */
interface Case extends Read {
  readonly name: string;
  readonly text?: string;
  readonly base64?: string;
}

const cases = jsonLines(new URL("fixtures/small.jsonl", import.meta.url)) as readonly Case[];

describe("a small file", () => {
  it.each(cases)("$name $text$base64", async ({ name, text, base64, ...expected }) => {
    const bytes = new Uint8Array(text === undefined ? Buffer.from(base64 ?? "", "base64") : Buffer.from(text));
    for (const size of [1, 3, 997]) expect(await read(bytes, name, size)).toEqual(expected);
  });
});
