import { describe, expect, it } from "vitest";
import { jsonLines } from "../data.ts";
import { checked, coheres, geminis, legacy, mistrals, rfts } from "./codes.ts";
import { bare, chats, novas, pairs, times, type Rows } from "./rows.ts";

/** Right rows that the row in question stands behind. */
const behind: Readonly<Record<string, Rows>> = {
  none: [],
  bare,
  chats,
  novas,
  pairs,
  coheres,
  geminis,
  legacy,
  mistrals,
  rfts,
  texts: times(3, (i) => ({ text: `t${i}` })),
  alpacas: times(3, (i) => ({ instruction: `i${i}`, output: "b" })),
  preferences: times(3, (i) => ({ prompt: `p${i}`, chosen: "a", rejected: "b" })),
  completions: times(3, (i) => ({ prompt: `p${i}`, completion: "b" })),
};

/** A row behind right ones, and all that a provider's report says of it. */
interface Case {
  readonly provider: string;
  readonly behind: string;
  readonly model?: string;
  readonly row: unknown;
  readonly said: readonly string[];
}

describe.each(["saidOfChats", "saidOfTools", "saidOfOtherRows"])("what is said of a row, of %s", (file) => {
  const cases = jsonLines(new URL(`fixtures/${file}.jsonl`, import.meta.url)) as readonly Case[];
  it.each(cases)("$provider: $row", async ({ provider, behind: base, model, row, said }) => {
    const rows = [...(behind[base] ?? []), row];
    const { findings } = await checked(rows, { provider, model });
    const own = findings.filter(({ line }) => line === rows.length);
    expect(own.map(({ severity, sentence }) => `${severity}: ${sentence.replace(/^Line \d+: /u, "")}`)).toEqual(said);
  });
});
