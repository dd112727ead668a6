import { describe, expect, it } from "vitest";
import { jsonLines } from "../data.ts";
import { readingOf } from "./readings.ts";
import type { Row } from "../../src/formats/row.ts";

/** A row and what is read of it. */
interface Case {
  readonly row: Row;
  readonly read: unknown;
}

describe.each(["turns", "columns"])("rows of %s", (file) => {
  const cases = jsonLines(new URL(`fixtures/${file}.jsonl`, import.meta.url)) as readonly Case[];
  it.each(cases)("$row", ({ row, read }) => {
    expect(readingOf(row)).toEqual(read);
  });
});
