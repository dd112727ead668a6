import { describe, expect, it } from "vitest";
import {
  dictionary,
  encoding,
  int32s,
  oneColumn,
  optional,
  outcome,
  packed,
  page,
  page2,
  repeated,
  run,
  sized,
  texts,
  type,
  valuesOf,
  varint,
  zigzag,
  type Element,
} from "./madeParquet.ts";

const integer = { type: type.int32 };
const text = { type: type.bytes, converted: 0 };
const truth = { type: type.boolean };
const letters = (count: number): string[] => Array.from({ length: count }, () => "a");

/** The values of pages, of a file of one column; or what is wrong with them. */
const read = (element: Partial<Element>, values: number, ...pages: number[][]): Promise<unknown[] | string> =>
  valuesOf(oneColumn(element, { pages, values }));

/** Those of a page of places in the dictionary "a", "b". */
function places(values: number[], count: number, kind: number = encoding.dictionary): Promise<unknown[] | string> {
  const first = dictionary({ count: 2, values: texts("a", "b") });
  return valuesOf(
    oneColumn(text, { pages: [first, page({ count, encoding: kind, values })], values: count, hasDictionary: true }),
  );
}

describe("runs of a page", () => {
  const tooLong = "a run longer than its page";

  it("end with the values of the page", async () => {
    expect(await places([1, ...run(3, 0)], 3)).toEqual(letters(3));
    expect(await places([1, ...run(4, 0)], 3)).toBe(tooLong);
    expect(await places([1, ...run(2, 0), ...run(2, 0)], 3)).toBe(tooLong);
  });

  it("end with the bytes of the page", async () => {
    expect(await places([9, ...run(3, 0, 2)], 3)).toEqual(letters(3));
    expect(await places([9, ...run(3, 0, 1)], 3)).toBe(tooLong);
    expect(await places([3, ...packed(3, 0, 0, 0)], 3)).toEqual(letters(3));
    expect(await places([3, ...packed(3, 0, 0, 0).slice(0, -1)], 3)).toBe(tooLong);
    // What stands behind the last value is not read.
    expect(await places([3, ...packed(3, 0, 0, 0), 255, 255], 3)).toEqual(letters(3));
  });

  it("in eights may be filled up, where they take bytes", async () => {
    expect(await places([1, ...varint(2 * 100 + 1), ...Array.from({ length: 100 }, () => 0)], 3)).toEqual(letters(3));
  });

  it("in eights of no bits may be filled up by 512", async () => {
    const first = dictionary({ count: 1, values: texts("a") });
    const one = (eights: number): Promise<unknown[] | string> => {
      const last = page2({ count: 7, encoding: encoding.dictionary, values: [0, ...varint(eights * 2 + 1)] });
      return valuesOf(oneColumn(text, { pages: [first, last], values: 7, hasDictionary: true }));
    };
    expect(await one(64)).toEqual(letters(7));
    expect(await one(65)).toBe(tooLong);
  });

  it("of more than five bytes of length are refused", async () => {
    expect(await places([1, 0x86, 0x80, 0x80, 0x80, 0, 0], 3)).toEqual(letters(3));
    expect(await places([1, 0x86, 0x80, 0x80, 0x80, 0x80, 0, 0], 3)).toBe("a number of too many bytes");
  });

  it("of truths end within their length, and that within the page", async () => {
    const one = (values: number[]): Promise<unknown[] | string> =>
      read(truth, 2, page({ count: 2, encoding: encoding.runs, values }));
    expect(await one(sized(run(2, 1)))).toEqual([true, true]);
    expect(await one([...sized([...run(1, 1), 2]), 1])).toBe(tooLong);
    expect(await one([3, 0, 0, 0, ...run(2, 1)])).toBe("values longer than their page");
  });

  it("are of truths alone, where no dictionary is meant", async () => {
    const last = page({ count: 2, encoding: encoding.runs, values: sized(run(2, 1)) });
    expect(await read(integer, 2, last)).toBe("runs of what is not true or false");
  });
});

describe("levels of a page", () => {
  const maybe = { ...text, repetition: optional };
  const many = { ...text, repetition: repeated };
  const fault = "levels longer than their page";

  it("of the first version end within it", async () => {
    const one = (definition: number[]): Promise<unknown[] | string> => {
      return read(maybe, 2, page({ count: 2, definition, values: [] }));
    };
    expect(await one(sized(run(2, 0)))).toEqual([null, null]);
    expect(await one([3, 0, 0, 0, ...run(2, 0)])).toBe(fault);
  });

  it("of the second version end within it", async () => {
    const definition = run(2, 0);
    const one = (levelBytes: [number, number], size?: number): Promise<unknown[] | string> =>
      read(maybe, 2, page2({ count: 2, nulls: 2, definition, values: [], levelBytes, ...(size && { size }) }));
    expect(await one([0, 2])).toEqual([null, null]);
    expect(await one([0, 3])).toBe(fault);
    expect(await one([0, 3], 3)).toBe(fault);
    expect(await one([1, 2])).toBe(fault);
    expect(await one([0, 2], 1)).toBe(fault);
  });

  it("say how many are missing", async () => {
    const one = (nulls: number): Promise<unknown[] | string> =>
      read(maybe, 3, page2({ count: 3, nulls, definition: packed(1, 1, 0, 1), values: texts("a", "b") }));
    expect(await one(1)).toEqual(["a", null, "b"]);
    for (const wrong of [0, 2]) expect(await one(wrong)).toBe("a page with another number of empty values");
  });

  it("say how many rows there are", async () => {
    const one = (repetition: number[], rows: number): Promise<unknown[] | string> => {
      const last = page2({ count: 3, rows: 2, repetition, definition: run(3, 1), values: texts("a", "b", "c") });
      return valuesOf(oneColumn(many, { pages: [last], values: 3 }, rows));
    };
    expect(await one(packed(1, 0, 1, 0), 2)).toEqual([["a", "b"], ["c"]]);
    for (const rows of [1, 3])
      expect(await one(packed(1, 0, 1, 0), rows)).toBe("a column of more or fewer rows than its group");
  });
});

describe("differences of a page", () => {
  const head = "differences with a wrong head";
  const one = (...values: number[]): Promise<unknown[] | string> =>
    read(integer, 1, page({ count: 1, encoding: encoding.deltas, values }));

  it("have blocks of parts of eights, and as many values as their page", async () => {
    expect(await one(8, 1, 1, ...zigzag(7))).toEqual([7]);
    expect(await one(...varint(2 ** 31 - 8), 1, 1, ...zigzag(7))).toEqual([7]);
    expect(await one(...varint(2 ** 31), 1, 1, ...zigzag(7))).toBe(head);
    expect(await one(0, 1, 1, ...zigzag(7))).toBe(head);
    expect(await one(8, 0, 1, ...zigzag(7))).toBe(head);
    expect(await one(12, 1, 1, ...zigzag(7))).toBe(head);
    expect(await one(16, 4, 1, ...zigzag(7))).toBe(head);
    for (const stated of [0, 2]) expect(await one(8, 1, stated, ...zigzag(7))).toBe(head);
  });

  it("have a head of numbers of five bytes each, and not of six", async () => {
    const head = [8, 1, 1];
    for (const [i, value] of head.entries()) {
      const long = (bytes: number): number[] => [value | 128, ...Array.from({ length: bytes - 2 }, () => 128), 0];
      const numbers = (bytes: number): number[] => head.flatMap((one, j) => (i === j ? long(bytes) : [one]));
      expect(await one(...numbers(5), ...zigzag(7))).toEqual([7]);
      expect(await one(...numbers(6), ...zigzag(7))).toBe("a number of too many bytes");
    }
  });

  it("may be of ten bytes, and not of eleven", async () => {
    const long = (bytes: number): number[] => [0x8e, ...Array.from({ length: bytes - 2 }, () => 0x80), 0];
    expect(await one(8, 1, 1, ...long(10))).toEqual([7]);
    expect(await one(8, 1, 1, ...long(11))).toBe("a number of too many bytes");
  });

  it("of texts share no more than the text before has", async () => {
    const shared = (...lengths: [number, number]): Promise<unknown[] | string> => {
      const [first, second] = lengths;
      const prefixes = [8, 1, 2, ...zigzag(first), ...zigzag(second - first), 0];
      const values = [...prefixes, 8, 1, 2, ...zigzag(2), ...zigzag(-1), 0, 97, 98, 99];
      return read(text, 2, page({ count: 2, encoding: encoding.deltaTexts, values }));
    };
    const fault = "a text that shares more than the one before it has";
    expect(await shared(0, 2)).toEqual(["ab", "abc"]);
    expect(await shared(0, 3)).toBe(fault);
    expect(await shared(1, 1)).toBe(fault);
    expect(await shared(0, -1)).toBe(fault);
  });

  it("of texts have no length below 0", async () => {
    const values = [8, 1, 1, ...zigzag(0), 8, 1, 1, ...zigzag(-1)];
    expect(await read(text, 1, page({ count: 1, encoding: encoding.deltaTexts, values }))).toMatch(/shares more/u);
  });

  it("of texts come to 1,024 bytes for each of the page and of 1,024 more, and not to more", async () => {
    // Each text is the one before and a letter more: 1 + 2 + … + 4095 letters, 1,024 times 8,190.
    const count = 4095;
    const heads = [...varint(2 ** 12), 1, ...varint(count)];
    const prefixes = [...heads, ...zigzag(0), ...zigzag(1), 0];
    const suffixes = [...heads, ...zigzag(1), ...zigzag(0), 0];
    const letters = Array.from({ length: count }, () => 97);
    const texts = [...prefixes, ...suffixes, ...letters];
    const one = (bytes: number): Promise<unknown[] | string> => {
      const filling = Array.from({ length: bytes - texts.length }, () => 0);
      return read(text, count, page({ count, encoding: encoding.deltaTexts, values: [...texts, ...filling] }));
    };
    expect(await one(8190 - 1024)).toHaveLength(count);
    expect(await one(8190 - 1024 - 1)).toBe("a page of more text than it can hold");
  });
});

describe("a page", () => {
  it("is of a kind that is known", async () => {
    const other = page({ count: 1, values: int32s(1) });
    // The kind is the first field: 1 is a page of the index.
    expect(other[1]).toBe(0);
    other[1] = 2;
    expect(await read(integer, 1, other)).toBe("a page of an unknown kind");
  });

  it("holds no more values than are left of its column", async () => {
    const two = page({ count: 2, values: int32s(1, 2) });
    expect(await read(integer, 4, two, two)).toEqual([1, 2, 1, 2]);
    expect(await read(integer, 3, two, two)).toBe("pages of more values than their column");
  });

  it("ends within its column", async () => {
    const two = page({ count: 2, values: int32s(1, 2) });
    const file = oneColumn(integer, { pages: [two], values: 2, size: two.length - 1 });
    expect(await valuesOf(file)).toBe("a page longer than its column");
  });

  it("is as long as it says", async () => {
    const fault = "a page of another size than its header says";
    for (const size of [7, 9]) {
      expect(await read(integer, 2, page({ count: 2, values: int32s(1, 2), size }))).toBe(fault);
      expect(await read(integer, 2, page2({ count: 2, values: int32s(1, 2), size }))).toBe(fault);
    }
  });

  it.each([encoding.dictionary, encoding.plainDictionary])("of places (%d) needs a dictionary", async (kind) => {
    const last = page({ count: 2, encoding: kind, values: [1, ...run(2, 0)] });
    expect(await read(text, 2, last)).toBe("a page without the dictionary that it needs");
  });

  it("of a dictionary has a byte for each value", async () => {
    const one = (count: number): Promise<unknown[] | string> => {
      const pages = [dictionary({ count, values: [97, 98, 99] })];
      pages.push(page({ count: 2, encoding: encoding.dictionary, values: [2, ...packed(2, 2, 0)] }));
      return valuesOf(
        oneColumn({ type: type.fixed, length: 1, converted: 0 }, { pages, values: 2, hasDictionary: true }),
      );
    };
    expect(await one(3)).toEqual(["c", "a"]);
    expect(await one(4)).toBe("a dictionary longer than its page");
  });

  it("has the checksum that it states, if it states one", async () => {
    // 0xCBF43926 is that of the digits 1 to 9. @source https://reveng.sourceforge.io/crc-catalogue/17plus.htm (CRC-32/ISO-HDLC; read 2026-11-30)
    const values = Array.from("123456789").map((digit) => digit.charCodeAt(0));
    const nine = { type: type.fixed, length: 9, converted: 0 };
    for (const made of [page, page2]) {
      expect(await read(nine, 1, made({ count: 1, values, crc: 0xcbf43926 | 0 }))).toEqual(["123456789"]);
      expect(await read(nine, 1, made({ count: 1, values, crc: 0xcbf43927 | 0 }))).toBe(
        "a page whose checksum does not fit",
      );
    }
  });

  it("that is wrong leaves the rows of those before it", async () => {
    const right = page({ count: 2, values: int32s(1, 2) });
    const wrong = page({ count: 2, values: int32s(1, 2), crc: 1 });
    const fault = "a page whose checksum does not fit";
    const rows = [{ x: 1 }, { x: 2 }];
    expect(await outcome(oneColumn(integer, { pages: [right, wrong], values: 4 }))).toEqual({ rows, fault });
    expect(await outcome(oneColumn(integer, { pages: [wrong, right], values: 4 }))).toEqual({ rows: [], fault });
  });

  it("that is wrong leaves the rows before the last, where one may go on in it", async () => {
    const many = { ...integer, repetition: repeated };
    const definition = sized(run(3, 1));
    const right = page({ count: 3, repetition: sized(packed(1, 0, 0, 1)), definition, values: int32s(1, 2, 3) });
    const wrong = page({ count: 1, values: int32s(4), crc: 1 });
    const fault = "a page whose checksum does not fit";
    expect(await outcome(oneColumn(many, { pages: [right, wrong], values: 4 }, 3))).toEqual({
      rows: [{ x: [1] }],
      fault,
    });
    expect(await outcome(oneColumn(many, { pages: [wrong], values: 1 }, 1))).toEqual({ rows: [], fault });
  });
});
