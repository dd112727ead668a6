import { readFileSync } from "node:fs";
import { readRows } from "../../src/formats/rows.ts";
import { chunked } from "../data.ts";
import { seeded } from "../seeded.ts";

/** Written by pyarrow 26.0.1 and the zstandard package 0.25.0 of Python. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}

/** A file with up to twenty wrong bytes, or cut off. The first ones, by which it is known, stay. */
export function broken(file: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed);
  const place = (): number => 8 + Math.floor(random() * (file.length - 8));
  if (seed % 4 === 3) return file.slice(0, place());
  const changed = file.slice();
  for (let i = Math.floor(random() * 20); i >= 0; i--)
    changed[place()] = random() < 0.2 ? 255 : Math.floor(random() * 256);
  return changed;
}

/** What was read of a file: its rows, flaws as `code line detail`, and its kind or the problem. */
export interface Read {
  readonly rows: unknown[];
  readonly faults: string[];
  readonly end: string;
}

/** Reads a file in chunks of `size` bytes. */
export async function read(bytes: Uint8Array, name = "", size = 997): Promise<Read> {
  const read = { rows: [] as unknown[], faults: [] as string[] };
  const result = await readRows(
    chunked(bytes, size),
    {
      record: (value) => void read.rows.push(value),
      fault: (code, line, detail) => void read.faults.push([code, line, detail ?? ""].join(" ").trim()),
    },
    { name },
  );
  return { ...read, end: result.ok ? result.value.container.kind : JSON.stringify(result.problem) };
}
