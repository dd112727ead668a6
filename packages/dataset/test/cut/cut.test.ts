import fc from "fast-check";
import { seeded } from "@tunecast/estimator/pilots";
import { describe, expect, it } from "vitest";
import { cutBytes, type Cut, type CutOptions, planCut } from "../../src/cut/cutBytes.ts";
import { likeness, plainText, shingles, sketch } from "../../src/checks/sketch.ts";

/** Letters of made-up words, so that only what is copied is alike. */
const syllables = "ba ce di fo gu ha ki lo mu na pe qui ra so tu va we xi yo zu".split(" ");

/** A prompt that a number fixes; numbers apart give texts apart. */
function prompt(number: number): string {
  const random = seeded(number + 1);
  const word = (): string =>
    Array.from({ length: 3 }, () => syllables[Math.floor(random() * syllables.length)]).join("");
  return Array.from({ length: 14 }, word).join(" ");
}

function row(asked: string, label: string): string {
  return JSON.stringify({
    messages: [
      {
        role: "system",
        content: "You sort letters of customers into kinds. Answer with one word of the list that you were given.",
      },
      { role: "user", content: asked },
      { role: "assistant", content: label },
    ],
  });
}

/** `count` rows, a quarter of them refunds. */
function letters(count: number): string[] {
  return Array.from({ length: count }, (_, number) => row(prompt(number), number % 4 === 0 ? "refund" : "other"));
}

async function cut(lines: readonly string[], options: Partial<CutOptions> = {}): Promise<Cut> {
  const found = await cutOf(lines, options);
  if (!found.ok) throw new Error(JSON.stringify(found.problem));
  return found.value;
}

function cutOf(lines: readonly string[], options: Partial<CutOptions>): ReturnType<typeof cutBytes> {
  const bytes = new TextEncoder().encode(lines.join("\n"));
  return cutBytes(chunks(bytes), { name: "train.jsonl", test: 40, sizes: "auto", repeats: 2, seed: 1, ...options });
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function shareOf(lines: readonly string[], rows: readonly number[]): number {
  return rows.filter((at) => lines[at]?.includes("refund")).length / rows.length;
}

describe("cutBytes", () => {
  const lines = letters(400);

  it("counts prompts that stand in several rows, and how often these differ in their label", async () => {
    const asked = (question: string, label: string): string =>
      JSON.stringify({
        messages: [
          { role: "user", content: question },
          { role: "assistant", content: label },
        ],
      });
    const rows = Array.from({ length: 200 }, (_, number) =>
      asked(prompt(number), number % 4 === 0 ? "refund" : "other"),
    );
    expect((await cut(rows)).repeated).toEqual({ prompts: 0, disagreement: 0 });
    const twice = [...rows, asked(prompt(1), "refund"), asked(prompt(2), "other")];
    expect((await cut(twice)).repeated).toEqual({ prompts: 2, disagreement: 0.5 });
  });

  it("cuts nested subsets and a test split that shares no row with them", async () => {
    const { test, subsets, training } = await cut(lines);
    expect([test.length, training]).toEqual([40, 360]);
    expect(subsets.map(({ n, repeat }) => [n, repeat])).toEqual([
      [45, 1],
      [90, 1],
      [180, 1],
      [360, 1],
      [45, 2],
      [90, 2],
      [180, 2],
    ]);
    const tested = new Set(test);
    for (const { n, rows } of subsets) {
      expect(new Set(rows).size).toBe(n);
      expect(rows.some((at) => tested.has(at))).toBe(false);
    }
    for (const repeat of [1, 2]) {
      const own = subsets.filter((one) => one.repeat === repeat);
      own.slice(1).forEach(({ rows }, at) => expect(rows.slice(0, own[at]?.n)).toEqual(own[at]?.rows));
    }
  });

  it("takes sizes in any order and once, and gives them from the smallest", async () => {
    const { subsets } = await cut(lines, { sizes: [90, 300, 45, 90, 180], repeats: 1 });
    expect(subsets.map(({ n }) => n)).toEqual([45, 90, 180, 300]);
  });

  it("keeps rows without labels in proportion by the quarters of their lengths", async () => {
    const answer = (number: number): string => `${prompt(number + 1000)} `.repeat(1 + (number % 8));
    const longer = Array.from({ length: 400 }, (_, number) => row(prompt(number), answer(number)));
    const { lines: read, test, subsets, stratified } = await cut(longer);
    expect(stratified).toEqual({ by: "length", strata: 4 });
    const sorted = read.map((line) => line.length).toSorted((a, b) => a - b);
    for (const rows of [test, ...subsets.map((subset) => subset.rows)])
      for (const quarter of [1, 2, 3]) {
        const least = sorted[100 * quarter] ?? 0;
        const share = rows.filter((at) => (read[at]?.length ?? 0) >= least).length / rows.length;
        expect(Math.abs(share - (1 - quarter / 4)), `${rows.length} rows`).toBeLessThan(0.06);
      }
  });

  it("keeps the labels in proportion in every part", async () => {
    const { lines: read, test, subsets, stratified } = await cut(lines);
    expect(stratified).toEqual({ by: "label", strata: 2 });
    for (const rows of [test, ...subsets.map((subset) => subset.rows)])
      expect(Math.abs(shareOf(read, rows) - 0.25)).toBeLessThan(1.5 / rows.length + 1e-9);
  });

  it("takes up to 50 answers for labels, and more for texts", async () => {
    const labelled = (labels: number): string[] =>
      Array.from({ length: 255 }, (_, number) => row(prompt(number), `kind ${number % labels}`));
    const found = [await cut(labelled(50)), await cut(labelled(51))];
    expect(found.map(({ stratified }) => stratified.by)).toEqual(["label", "length"]);
  });

  it("is the same for a seed, and another for another; the test split does not hang on the repeats", async () => {
    const one = await cut(lines);
    expect(await cut(lines)).toEqual(one);
    const other = await cut(lines, { seed: 2 });
    expect(other.test).not.toEqual(one.test);
    expect((await cut(lines, { repeats: 5 })).test).toEqual(one.test);
    expect(one.subsets[0]?.rows).not.toEqual(one.subsets[4]?.rows);
  });

  it("never tests on what it trained on, word for word or nearly", async () => {
    // Every tenth letter again, with a word changed, in capitals, with a mark, or as it is.
    const copies = Array.from({ length: 40 }, (_, at) => {
      const asked = prompt(at * 10);
      const [first = ""] = asked.split(" ");
      return row([asked.replace(first, "summit"), asked.toUpperCase(), `${asked}!`, asked][at % 4] ?? asked, "other");
    });
    const { lines: read, test, alike } = await cut([...lines, ...copies]);
    expect(alike).toEqual({ rows: 80, families: 40 });
    const tested = new Set(test);
    // All but the first word, in small letters, tells the letters apart.
    const keyOf = (at: number): string =>
      String(JSON.parse(read[at] ?? "").messages[1].content)
        .toLowerCase()
        .replace("!", "")
        .split(" ")
        .slice(1)
        .join(" ");
    const asked = new Set(test.map(keyOf));
    expect(read.filter((_, at) => !tested.has(at) && asked.has(keyOf(at)))).toEqual([]);
  });

  it("counts what repeats nothing, and repeated prompts whose labels differ", async () => {
    const again = [0, 1, 2, 3].map((number) =>
      row(prompt(number), number === 1 ? "refund" : number % 4 === 0 ? "refund" : "other"),
    );
    const { distinct, repeated, lines: read } = await cut([...lines, ...again]);
    expect([read.length, distinct]).toEqual([404, 400]);
    expect(repeated).toEqual({ prompts: 4, disagreement: 0.25 });
  });

  it("does not take rows for alike because all share an instruction", async () => {
    const long = "Read the letter below with care, think about what the customer wants, and answer with one word: ";
    const shared = Array.from({ length: 200 }, (_, number) => row(long + prompt(number), "x"));
    expect((await cut(shared, { test: 20 })).alike.families).toBe(0);
  });

  it("reads tables and arrays too, and leaves out what is no example", async () => {
    const { unread } = await cut([...lines, "not json", '{"nothing":1}']);
    expect(unread).toBe(2);
    const array = new TextEncoder().encode(`[${lines.join(",\n")}]`);
    const found = await cutBytes(chunks(array), { name: "train.json", test: 40, sizes: [100], repeats: 1, seed: 1 });
    expect(found.ok && found.value.lines.length).toBe(400);
  });

  it.each<[Partial<CutOptions>, string]>([
    [{ test: 300 }, "test_too_large"],
    [{ sizes: [100, 5000] }, "subset_too_large"],
  ])("%j is a problem", async (options, kind) => {
    expect(await cutOf(lines, options)).toMatchObject({ ok: false, problem: { kind } });
  });

  it("says that there is no row to cut", async () => {
    expect(await cutOf(['{"nothing":1}'], {})).toMatchObject({ ok: false, problem: { kind: "no_rows" } });
  });
});

describe("rows of other files than JSON lines", () => {
  it("are cut as a line each", async () => {
    const asked = Array.from({ length: 60 }, (_, at) => ({ prompt: prompt(at), completion: "yes" }));
    const read = (line: string): unknown => JSON.parse(line);
    for (const [name, text] of [
      ["list.json", JSON.stringify(asked, null, 2)],
      ["table.csv", ["prompt,completion", ...asked.map((one) => `${one.prompt},${one.completion}`)].join("\n")],
    ] as const) {
      const { lines } = await cut([text], { name, test: 10 });
      expect(lines.map(read)).toEqual(asked);
    }
  });

  it("are refused where no row has a column that was named", async () => {
    const columns = { prompt: "nowhere", completion: "completion" };
    const found = await cutOf(['{"prompt":"a","completion":"b"}'], { columns });
    expect(found).toMatchObject({ ok: false, problem: { kind: "column_nowhere", column: "nowhere" } });
  });
});

describe("planCut", () => {
  it("tests families of up to a twentieth of the test split, and trains on larger ones", () => {
    const families = (size: number) =>
      Array.from({ length: 60 }, (_, at) => ({
        stratum: "a",
        rows: Array.from({ length: size }, (_one, place) => size * at + place),
      }));
    const planned = (size: number) => planCut(families(size), { test: 40, sizes: "auto", repeats: 1, seed: 1 });
    const plan = planned(2);
    expect(plan).toMatchObject({ ok: true, value: { training: 80 } });
    // Halved down to ten rows, which are still a pilot.
    expect(plan.ok && plan.value.subsets.map(({ rows }) => rows.length)).toEqual([10, 20, 40, 80]);
    const single = Array.from({ length: 12 }, (_, at) => ({ stratum: "a", rows: [at] }));
    const few = planCut(single, { test: 6, sizes: "auto", repeats: 1, seed: 1 });
    // Six rows are too few for a pilot, but they are all there are.
    expect(few.ok && few.value.subsets.map(({ rows }) => rows.length)).toEqual([6]);
    expect(planned(3)).toMatchObject({ ok: false, problem: { kind: "test_too_large" } });
  });

  it("keeps families on one side, whatever they are", () => {
    const family = fc.record({ size: fc.integer({ min: 1, max: 6 }), stratum: fc.constantFrom("a", "b", "c") });
    fc.assert(
      fc.property(
        fc.array(family, { minLength: 40, maxLength: 120 }),
        fc.integer({ min: 1, max: 999 }),
        (drawn, seed) => {
          let next = 0;
          const families = drawn.map(({ size, stratum }) => ({
            stratum,
            rows: Array.from({ length: size }, () => next++),
          }));
          const plan = planCut(families, { test: 5, sizes: "auto", repeats: 2, seed });
          if (!plan.ok) return;
          const tested = new Set(plan.value.test);
          for (const { rows } of families) expect(new Set(rows.map((at) => tested.has(at))).size).toBe(1);
          for (const { rows } of plan.value.subsets) expect(rows.some((at) => tested.has(at))).toBe(false);
        },
      ),
    );
  });
});

describe("likeness", () => {
  it("is the share of shingles in common, to a few points", () => {
    const one = shingles(plainText(Array.from({ length: 200 }, (_, n) => prompt(n)).join(" ")));
    const other = shingles(plainText(Array.from({ length: 200 }, (_, n) => prompt(n + 60)).join(" ")));
    const both = [...one].filter((hash) => other.includes(hash)).length;
    const exact = both / (one.length + other.length - both);
    expect(Math.abs(likeness(sketch(one), sketch(other)) - exact)).toBeLessThan(0.1);
    expect(likeness(sketch(one), sketch(one))).toBe(1);
  });
});
