import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../src/checks/hashes.ts";
import { Boilerplate, Neighbours, likeness, plainText, shingles, sketch } from "../../src/checks/sketch.ts";

const runsOf = (text: string): Set<string> => {
  const runs = Array.from({ length: Math.max(1, text.length - 4) }, (_, at) => text.slice(at, at + 5));
  return new Set(runs);
};

/** The share of the runs of five letters of both texts that stand in both. */
function shared(a: string, b: string): number {
  const [one, other] = [runsOf(a), runsOf(b)];
  const both = [...one].filter((run) => other.has(run)).length;
  return both / (one.size + other.size - both);
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 60 });
const sketched = (plain: string): ReturnType<typeof sketch> => sketch(shingles(plain));

describe("runs of five letters", () => {
  it("are as many as the text has different ones", () => {
    fc.assert(fc.property(text, (plain) => shingles(plain).length === runsOf(plain).size));
    expect([...shingles("abcdefgh")]).toEqual([...shingles("abcdefgh")].toSorted((a, b) => a - b));
    expect([...shingles("abcde")]).not.toEqual([...shingles("abcdf")]);
    expect([...shingles("ab")]).not.toEqual([...shingles("ba")]);
  });

  it("are of letters and digits in small, whatever stands between them", () => {
    expect(plainText("  It's 5 o'clock — ÉTÉ!\n")).toBe("it s 5 o clock été");
  });

  it("tell how alike two texts are", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(likeness(sketched(a), sketched(b))).toBeCloseTo(shared(a, b), 12);
      }),
    );
    expect(likeness(sketch(new Uint32Array(0)), sketch(new Uint32Array(0)))).toBe(0);
  });

  it("are compared by the first 256 of both", () => {
    const even = Uint32Array.from({ length: 400 }, (_, i) => 1000 * i);
    const half = Uint32Array.from({ length: 400 }, (_, i) => (i < 128 ? 1000 * i : 1000 * i + 1));
    // Of the first 256 of both together, 128 are in both, and 64 more of each.
    expect(likeness(sketch(even), sketch(half))).toBe(128 / 256);
  });
});

describe("rows that are near one another", () => {
  const rows = ["the cat sat on the mat", "the cat sat on the hat", "a wholly other row of words"];

  it("are found by their number, those alike enough", () => {
    const near = new Neighbours();
    for (const row of rows) near.add(sketched(row));
    expect(near.size).toBe(3);
    const share = shared(rows[0] ?? "", rows[1] ?? "");
    expect([...near.like(sketched(rows[0] ?? ""), 1)]).toEqual([0]);
    expect([...near.like(sketched(rows[0] ?? ""), share)]).toEqual([0, 1]);
    expect([...near.like(sketched(rows[0] ?? ""), share + 1e-9)]).toEqual([0]);
    expect([...near.like(sketched("nothing of the kind at all"), 0.5)]).toEqual([]);
  });

  it("of a band are kept up to a number", () => {
    const near = new Neighbours();
    for (let i = 0; i < 5; i += 1) near.add(sketched("the same row"), 3, 10 + i);
    expect([...near.like(sketched("the same row"), 1)]).toEqual([10, 11, 12]);
  });

  it("are found once: the next get their turn", () => {
    const near = new Neighbours();
    for (let i = 0; i < 30; i += 1) near.add(sketched("the same row"));
    const found = new Set<number>();
    near.find(sketched("the same row"), 1, found);
    const first = found.size;
    expect(first).toBeGreaterThanOrEqual(12);
    expect([...found][0]).toBe(29);
    for (let i = 0; i < 3; i += 1) near.find(sketched("the same row"), 1, found);
    expect(found.size).toBe(30);
  });

  it("are compared with the last twelve of a band; those found leave it", () => {
    // One band, so that all stand in one bucket; rows of two kinds.
    const own = (kind: number): ReturnType<typeof sketch> => ({
      least: Uint32Array.of(kind),
      bands: Uint32Array.of(7),
    });
    const same = new Neighbours();
    for (let row = 0; row < 30; row += 1) same.add(own(1));
    const found = new Set<number>();
    for (const sum of [12, 24, 30]) {
      same.find(own(1), 1, found);
      expect([...found]).toEqual(Array.from({ length: sum }, (_, i) => 29 - i));
    }
    const behind = (others: number): number[] => {
      const near = new Neighbours();
      near.add(own(1));
      for (let row = 0; row < others; row += 1) near.add(own(2));
      const some = new Set<number>();
      near.find(own(1), 1, some);
      return [...some];
    };
    expect(behind(11)).toEqual([0]);
    expect(behind(12)).toEqual([]);
  });

  it("share no boilerplate: what more than a tenth of the rows, and more than twenty, hold", () => {
    const hashes = shingles("abcdefgh");
    const other = shingles("zyxwvu");
    const few = new Boilerplate();
    for (let i = 0; i < 20; i += 1) few.add(hashes);
    expect(few.without(hashes)).toEqual(hashes);
    few.add(hashes);
    expect(few.without(hashes)).toHaveLength(0);
    const many = new Boilerplate();
    for (let i = 0; i < 400; i += 1) many.add(i < 40 ? hashes : other);
    expect(many.without(hashes)).toEqual(hashes);
    many.add(hashes);
    for (let i = 0; i < 8; i += 1) many.add(other);
    expect(many.without(hashes)).toHaveLength(0);
    expect(many.without(shingles("unlike both"))).toEqual(shingles("unlike both"));
  });
});

describe("hashes of texts", () => {
  it("differ in both halves", () => {
    const hashes = Array.from({ length: 4096 }, (_, i) => hashOf([`text ${i}`]));
    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
    expect(new Set(hashes.map((hash) => Math.floor(hash / 2 ** 21))).size).toBe(4096);
    expect(new Set(hashes.map((hash) => hash % 2 ** 21)).size).toBeGreaterThan(4000);
  });
});
