import { describe, expect, it } from "vitest";
import {
  optional,
  outcome,
  packed,
  page,
  page2,
  parquet,
  repeated,
  sized,
  texts,
  type,
  type Element,
  type Page2,
} from "./madeParquet.ts";

const text = { type: type.bytes, converted: 0 };

/** The two documents of the paper that describes the levels. @source https://research.google/pubs/pub36632/ (figures 2 and 3; read 2026-11-30) */
describe("groups that repeat in groups that repeat", () => {
  const code: Element = { name: "Code", ...text };
  const country: Element = { name: "Country", ...text, repetition: optional };
  const language: Element = { name: "Language", repetition: repeated, children: [code, country] };
  const name: Element = { name: "Name", repetition: repeated, children: [language] };

  it.each(["first", "second"])("are read from pages of the %s version", async (version) => {
    const made = (one: Page2): number[] =>
      version === "second"
        ? page2({ ...one, rows: 2 })
        : page({ ...one, repetition: sized(one.repetition ?? []), definition: sized(one.definition ?? []) });
    const repetition = packed(2, 0, 2, 1, 1, 0);
    const codes = texts("en-us", "en", "en-gb");
    const codePage = made({ count: 5, nulls: 2, repetition, definition: packed(2, 2, 2, 1, 2, 1), values: codes });
    const countries = texts("us", "gb");
    const countryPage = made({
      count: 5,
      nulls: 3,
      repetition,
      definition: packed(2, 3, 2, 1, 3, 1),
      values: countries,
    });
    const columns = [codePage, countryPage].map((one) => ({ pages: [one], values: 5 }));
    const { rows, fault } = await outcome(parquet([name], [{ rows: 2, columns }]));
    expect(fault).toBeUndefined();
    expect(rows).toEqual([
      {
        Name: [
          {
            Language: [
              { Code: "en-us", Country: "us" },
              { Code: "en", Country: null },
            ],
          },
          { Language: [] },
          { Language: [{ Code: "en-gb", Country: "gb" }] },
        ],
      },
      { Name: [{ Language: [] }] },
    ]);
  });
});
