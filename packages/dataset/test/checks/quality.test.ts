import { describe, expect, it } from "vitest";
import { textChunks } from "../data.ts";
import { checked, encode } from "./edges.ts";
import { assistant, lines, times, user, type Rows } from "./rows.ts";

/** Words without a pattern, the same for the same number. */
function words(seed: number, count: number, from: string = "aeioubcdfgklmnprst"): string {
  let state = (seed * 2_654_435_761 + 12_345) % 2 ** 32;
  const next = (below: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = (): string => Array.from({ length: 3 + next(6) }, () => from[next(from.length)]).join("");
  return Array.from({ length: count }, word).join(" ");
}

const row = (asked: string, answered: string): object => ({ messages: [user(asked), assistant(answered)] });
const plain = times(100, (n) => row(words(n, 20), words(n + 1000, 20)));

async function said(rows: Rows, validation?: Rows): Promise<Record<string, string>> {
  const more = validation === undefined ? {} : { validation: textChunks(lines(validation)) };
  const { findings } = await checked(encode(lines(rows)), { provider: "generic", ...more });
  const codes = /^(?:contradictory_labels|label_imbalance)$/u;
  return Object.fromEntries(
    findings
      .filter(({ code, severity }) => severity === "advice" && codes.test(code))
      .map(({ code, sentence }) => [code, sentence]),
  );
}

describe("the quality of the data", () => {
  it("of rows without a pattern is not complained of", async () => {
    expect(await said(plain)).toEqual({});
  });

  it("suffers by two labels for one input", async () => {
    const labelled = times(60, (n) => row(words(n % 50, 12), n % 3 === 0 ? "yes" : "no"));
    const wrong = times(60, (n) => n).filter(
      (n) => Number(n) >= 50 && (Number(n) % 3 === 0) !== ((Number(n) - 50) % 3 === 0),
    );
    expect((await said(labelled))["contradictory_labels"]).toContain(
      `${wrong.length} of 60 examples give the same input`,
    );
    const columns = [...times(30, (n) => ({ text: words(n, 9), label: 1 })), { text: words(3, 9), label: 0 }];
    expect((await said(columns))["contradictory_labels"]).toContain("1 of 31");
  });

  it("suffers by one label that has nearly all examples", async () => {
    const labelled = times(100, (n) => row(words(n, 12), n < 94 ? "ham" : "spam"));
    expect((await said(labelled))["label_imbalance"]).toContain('"ham": 94 %');
  });
});
