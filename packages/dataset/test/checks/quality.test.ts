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
  const codes = /^(?:near_duplicates|contradictory_labels|label_imbalance|length_imbalance|validation_not_covered)$/u;
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

  it("suffers by rows that nearly repeat another", async () => {
    const changed = times(7, (n) => row(`${words(n, 20)} indeed`, words(n + 1000, 20)));
    expect((await said([...plain, ...changed]))["near_duplicates"]).toContain(
      "7 of 107 examples nearly repeat another",
    );
  });

  it("does not call rows alike that share an instruction", async () => {
    const told = times(100, (n) => row(`${words(9999, 60)} ${words(n, 6)}`, words(n + 500, 6)));
    expect(await said(told)).toEqual({});
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

  it("suffers by one label that has nearly all examples, and by a few long rows", async () => {
    const labelled = times(100, (n) => row(words(n, 12), n < 94 ? "ham" : "spam"));
    expect((await said(labelled))["label_imbalance"]).toContain('"ham": 94 %');
    const long = [...plain, ...times(5, (n) => row(words(n + 7000, 900), words(n + 8000, 900)))];
    expect((await said(long))["length_imbalance"]).toMatch(
      /the longest 5 % of the examples hold [67]\d % of the text/u,
    );
  });

  it.each([
    // A class is of 32 letters at most, and no blank.
    ["a".repeat(32), "spam", 94, 100, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": 94 %'],
    ["a".repeat(33), "spam", 94, 100, undefined],
    ["ham", "", 94, 100, undefined],
    [" ham ", "spam", 94, 100, '"ham": 94 %'],
    // More than 80 % of 20 examples or more.
    ["ham", "spam", 80, 100, undefined],
    ["ham", "spam", 81, 100, '"ham": 81 %'],
    ["ham", "spam", 17, 20, '"ham": 85 %'],
    ["ham", "spam", 17, 19, undefined],
    ["ham", "spam", 100, 100, undefined],
  ])("of the class %j beside %j, %d of %d: %s", async (class1, class2, first, all, told) => {
    const labelled = times(all, (n) => row(words(n, 12), n < first ? class1 : class2));
    const { label_imbalance: advice } = await said(labelled);
    expect(advice?.includes(told ?? "label")).toBe(told === undefined ? undefined : true);
  });

  it("tells fewer than a hundred classes apart", async () => {
    const classes = (count: number): Rows => times(600, (n) => row(words(n, 12), n < count - 1 ? `kind ${n}` : "ham"));
    expect((await said(classes(99)))["label_imbalance"]).toContain('"ham": 83 %');
    expect(await said(classes(100))).not.toHaveProperty("label_imbalance");
  });

  it("takes the class that stands beside a text, whatever it is made of", async () => {
    for (const label of [1, true, "x"]) {
      const rows = times(100, (n) => ({ text: words(n, 12), label: n < 94 ? label : "other" }));
      expect((await said(rows))["label_imbalance"]).toContain(`"${label}": 94 %`);
    }
  });

  it("suffers by near repetitions from one in a hundred on", async () => {
    const again = row(`${words(0, 20)} indeed`, words(1000, 20));
    expect((await said([...plain.slice(0, 99), again]))["near_duplicates"]).toContain("1 of 100 examples");
    expect(await said([...plain, again])).not.toHaveProperty("near_duplicates");
  });

  it("suffers by long rows from more than half of the letters on", async () => {
    const letters = (count: number, from: number): object => ({ text: words(from, count, "aeiou").slice(0, count) });
    const rest = [...times(18, (n) => letters(5, n)), letters(9, 100)];
    expect(await said([letters(101, 200), ...rest])).not.toHaveProperty("length_imbalance");
    expect((await said([letters(104, 200), ...rest]))["length_imbalance"]).toContain("51 %");
  });

  it("finds a neighbour for each validation row, however many share an instruction", async () => {
    const told = (from: number): Rows =>
      times(100, (n) => row(`${words(9999, 60)} ${words(n + from, 6)}`, words(n + from + 500, 6)));
    expect(await said(told(0), told(5000))).toEqual({});
  });

  it("finds a group of rows that repeat one another, at the beginning too", async () => {
    const group = times(15, (n) => row(`${words(42, 20)} ${words(n + 8000, 1)}`, words(43, 20)));
    expect((await said([...group, ...plain]))["near_duplicates"]).toContain("14 of 115 examples");
  });

  it("is compared with the first 20,000 examples, and says so", async () => {
    const many = times(20_001, (n) => row(words(n, 3), words(n + 30_000, 3)));
    const unlike = times(8, (n) => row(words(n, 20, "wxyzqvjh"), words(n + 3000, 20, "wxyzqvjh")));
    expect((await said(many, unlike))["validation_not_covered"]).toBe(
      "The file: 8 of 8 validation rows have no near neighbour in the first 20,000 training examples.",
    );
  }, 60_000);

  it("compares the first 5,000 validation rows, and says so", async () => {
    const unlike = times(5001, (n) => row(words(n, 8, "wxyzqvjh"), words(n + 9000, 8, "wxyzqvjh")));
    expect((await said(plain, unlike))["validation_not_covered"]).toContain("of the first 5,000 validation rows");
  }, 60_000);

  it("counts validation rows that nothing in training is like", async () => {
    const like = times(30, (n) => row(`${words(n, 14)} ${words(n + 400, 6)}`, words(n + 1000, 20)));
    const unlike = times(8, (n) => row(words(n, 20, "wxyzqvjh"), words(n + 3000, 20, "wxyzqvjh")));
    expect(await said(plain, like)).toEqual({});
    expect((await said(plain, [...like, ...unlike]))["validation_not_covered"]).toContain(
      "8 of 38 validation rows have no near neighbour in training",
    );
  });
});
