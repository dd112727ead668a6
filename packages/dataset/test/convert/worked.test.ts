import { describe, expect, it } from "vitest";
import { convertTargets } from "../../src/index.ts";
import { jsonLines } from "../data.ts";
import { converted } from "./converted.ts";

/** A row, and for each target what is written of it and what is lost: `refused role_order`, `changed id`. */
interface Case {
  readonly row: unknown;
  readonly to: Readonly<Record<string, unknown>>;
}

const cases = jsonLines(new URL("fixtures/worked.jsonl", import.meta.url)) as readonly Case[];

describe("a row that is written for every target", () => {
  it.each(cases)("$row", async ({ row, to }) => {
    for (const target of convertTargets) {
      const { text, losses } = await converted(JSON.stringify(row), target);
      const lost = losses.map(({ kind, what, detail }) => [kind, what, detail].filter(Boolean).join(" "));
      expect([target, ...lost, ...(text === "" ? [] : [JSON.parse(text)])]).toEqual([
        target,
        ...(to[target] as unknown[]),
      ]);
    }
  });
});
