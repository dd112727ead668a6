import { describe, expect, it } from "vitest";
import {
  byte,
  ending,
  field,
  fixedBinary,
  fixedList,
  flat,
  int,
  int16,
  int64,
  list,
  littleEnd,
  message,
  none,
  outcome,
  records,
  schema,
  table,
  truth,
  utf8,
  valuesOf,
  type Type,
} from "./madeArrow.ts";

const whole = (bytes: number, ...values: (number | bigint)[]): number[] =>
  values.flatMap((value) => littleEnd(value, bytes));
const letters = (text: string): number[] => [...new TextEncoder().encode(text)];

describe("a message of Arrow that is wrong", () => {
  const numbers = schema(field("x", int(32)));
  const messageOf = (...parts: (ReturnType<typeof byte> | undefined)[]): number[] => {
    const metadata = flat(table(...parts));
    return [255, 255, 255, 255, ...littleEnd(metadata.length, 4), ...metadata];
  };
  const fault = async (...messages: number[][]): Promise<string> => (await outcome(...messages)).fault ?? "none";

  it("is walked within its bytes, its own notes among them", async () => {
    const notes = (count: number): number[] =>
      messageOf(int16(4), byte(1), table(int16(0), undefined, { structs: [1, 2, 3, 4], count }));
    expect(await fault(notes(1), ending)).not.toBe("a list longer than its message");
    expect(await fault(notes(3), ending)).toBe("a list longer than its message");
  });

  it("has its mark", async () => {
    expect(await fault([1, ...numbers.slice(1)])).toBe("a message without its mark");
  });

  it("has metadata of 16 bytes to 64 MiB", async () => {
    const length = (bytes: number): number[] => [255, 255, 255, 255, ...littleEnd(bytes, 4), ...whole(16, 0)];
    const unlike = "a message of no possible length";
    expect(await fault(length(15))).toBe(unlike);
    expect(await fault(length(16))).not.toBe(unlike);
    expect(await fault(length(64 * 2 ** 20))).not.toBe(unlike);
    expect(await fault(length(64 * 2 ** 20 + 1))).toBe(unlike);
    expect(await fault(length(-8))).toBe(unlike);
  });

  it("is a schema, a dictionary or a batch, with a header", async () => {
    const unknown = "a message of an unknown kind";
    for (const kind of [undefined, 0])
      expect(await fault(messageOf(int16(4), kind === undefined ? undefined : byte(kind), table()))).toBe(unknown);
    expect(await fault(messageOf(int16(4), byte(1)))).toBe(unknown);
    for (const kind of [0, 4]) expect(await fault(message(kind, table()))).toBe(unknown);
    expect(await fault(message(1, undefined))).toBe(unknown);
    expect(await fault(message(2, table(int64(1))))).toBe("a batch without its columns");
  });

  it("has a body of 0 bytes to a gigabyte", async () => {
    const impossible = "a body of no possible length";
    const one = (length: number): Promise<string> => fault(numbers, message(3, table(int64(0)), [], length));
    for (const length of [-1, 2 ** 30 + 1]) expect(await one(length)).toBe(impossible);
    expect(await one(0)).not.toBe(impossible);
    const most = flat(table(int16(4), byte(3), table(int64(0)), int64(2 ** 30)));
    expect(most.length).toBeLessThan(200);
    expect(await fault(flat(table(int16(4), byte(1), table(int16(0)))).slice(0, 4))).not.toBe(impossible);
  });

  it("may have no word of its body", async () => {
    const metadata = flat(table(int16(4), byte(1), table(int16(0), { tables: [field("x", int(32))] })));
    const first = [255, 255, 255, 255, ...littleEnd(metadata.length, 4), ...metadata];
    const batch = records({ length: 1, nodes: [{ length: 1 }], buffers: [[], whole(4, 5)] });
    expect(await outcome(first, batch, ending)).toEqual({ rows: [{ x: 5 }] });
  });

  it.each([14, 22, 25, 26])("has no column of the kind %d, however deep", async (kind) => {
    const strange = field("y", [kind, table()]);
    const unlike = "a column of a kind that no training file has";
    expect(await fault(schema(strange))).toBe(unlike);
    expect(await fault(schema(field("x", int(32)), field("z", list, [strange])))).toBe(unlike);
    expect(await fault(schema(field("z", list, [field("y", [kind + 1, table()])])))).not.toBe(
      kind === 25 ? "" : unlike,
    );
  });

  it("has columns of no more values than its bytes can hold: 65,536 and 64 for each", async () => {
    const one = (
      length: number,
      bytes: number,
    ): Promise<{ readonly rows: readonly unknown[]; readonly fault?: string }> => {
      const body = {
        length,
        nodes: [{ length }],
        buffers: bytes === 0 ? [] : [Array.from({ length: bytes }, () => 0)],
      };
      return outcome(schema(field("x", none)), records(body), ending);
    };
    const unlike = "a column of more values than its batch can hold";
    expect((await one(2 ** 16, 0)).rows).toHaveLength(2 ** 16);
    expect((await one(2 ** 16 + 1, 0)).fault).toBe(unlike);
    expect((await one(2 ** 16 + 64 * 8, 8)).rows).toHaveLength(2 ** 16 + 64 * 8);
    expect((await one(2 ** 16 + 64 * 8 + 1, 8)).fault).toBe(unlike);
  });

  it("points within itself", async () => {
    const outside = "a message that points outside of itself";
    const metadata = flat(table(int16(4), byte(1), table(int16(0))));
    const changed = (at: number, value: number): number[] => {
      const bytes = metadata.toSpliced(at, 4, ...littleEnd(value, 4));
      return [255, 255, 255, 255, ...littleEnd(bytes.length, 4), ...bytes];
    };
    expect(await fault(changed(0, 2 ** 31))).toBe(outside);
  });

  it("has lists that end within it", async () => {
    const longer = "a list longer than its message";
    const fields = (count: number): number[] => {
      const bytes = flat(table(int16(4), byte(1), table(int16(0), { tables: [] })));
      // The list stands last: its length, and nothing behind it but what fills up eight bytes.
      const counted = bytes.toSpliced(-8, 4, ...littleEnd(count, 4));
      return [255, 255, 255, 255, ...littleEnd(counted.length, 4), ...counted];
    };
    expect(await fault(fields(0), ending)).toBe("none");
    expect(await fault(fields(2), ending)).toBe(longer);
    expect(await fault(fields(2 ** 31), ending)).toBe(longer);
  });
});

describe("a column of Arrow that is wrong", () => {
  const contradiction = "its bytes contradict one another";
  const texts = (...places: number[]): Promise<unknown[] | string> =>
    valuesOf(utf8, 2, [[], whole(4, ...places), letters("abcdefgh")]);

  it("has places that never go back, and end within its texts", async () => {
    expect(await texts(0, 3, 8)).toEqual(["abc", "defgh"]);
    expect(await texts(3, 3, 3)).toEqual(["", ""]);
    expect(await texts(0, 3, 9)).toBe("texts beyond the end of their column");
    expect(await texts(0, 3, 2)).toBe("values that end before they begin");
    expect(await texts(-1, 3, 4)).toBe("values that end before they begin");
    expect(await valuesOf(utf8, 2, [[], whole(4, 0, 1), letters("a")])).toBe("a column with fewer places than it says");
    // What stands behind the places of the values is none.
    expect(await valuesOf(utf8, 1, [[], whole(4, 0, 1, 0), letters("a")])).toEqual(["a"]);
    expect(await valuesOf(utf8, 0, [[], [], []])).toEqual([]);
  });

  it.each<[string, Type, number, number]>([
    ["numbers", int(32), 4, 2],
    ["truths", truth, 1, 8],
    ["bytes of one length", fixedBinary(3), 6, 2],
  ])("has as many values as it says: %s", async (_what, type, bytes, per) => {
    const fewer = "a column with fewer values than it says";
    const values = Array.from({ length: bytes }, () => 0);
    const most = type === truth ? per : Math.floor(bytes / (type[0] === 2 ? 4 : 3));
    expect(await valuesOf(type, most, [[], values])).toHaveLength(most);
    expect(await valuesOf(type, most + 1, [[], values])).toBe(fewer);
  });

  it("is as long as the first, or longer", async () => {
    const beside = (length: number): Promise<{ readonly rows: readonly unknown[]; readonly fault?: string }> =>
      outcome(
        schema(field("a", int(8)), field("b", int(8))),
        records({ length: 2, nodes: [{ length: 2 }, { length }], buffers: [[], [1, 2], [], [3, 4, 5]] }),
        ending,
      );
    for (const length of [2, 3])
      expect(await beside(length)).toEqual({
        rows: [
          { a: 1, b: 3 },
          { a: 2, b: 4 },
        ],
      });
    expect((await beside(1)).fault).toBe("a column of more or fewer values than rows");
  });

  it("has as many inner values as its lists say", async () => {
    const children = [field("item", int(8))];
    const lists = (inner: number): Promise<unknown[] | string> =>
      valuesOf(list, 2, [[], whole(4, 0, 1, 3), [], [1, 2, 3]], {
        children,
        nodes: [{ length: 2 }, { length: inner }],
      });
    const fixed = (inner: number): Promise<unknown[] | string> =>
      valuesOf(fixedList(2), 2, [[], [], [1, 2, 3, 4]], { children, nodes: [{ length: 2 }, { length: inner }] });
    expect(await lists(3)).toEqual([[1], [2, 3]]);
    expect(await lists(2)).toBe("a column of more or fewer values than rows");
    expect(await fixed(4)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await fixed(3)).toBe("a column of more or fewer values than rows");
  });

  it("says which values are missing, where some are", async () => {
    const nine = (validity: number[], nulls: number): Promise<unknown[] | string> =>
      valuesOf(int(8), 9, [validity, whole(9, 0)], { nodes: [{ length: 9, nulls }] });
    const silent = "a column that does not say which values are missing";
    expect(await nine([255, 0], 1)).toEqual([...whole(8, 0), null]);
    expect(await nine([255], 1)).toBe(silent);
    expect(await nine([255], 0)).toEqual(whole(9, 0));
    expect(await valuesOf(int(8), 8, [[127], whole(8, 0)], { nodes: [{ length: 8, nulls: 1 }] })).toEqual([
      ...whole(7, 0),
      null,
    ]);
  });

  it("is packed with ZSTD or LZ4", async () => {
    const bytes = whole(4, 1, 2);
    // A frame of one block as it stands. @source https://www.rfc-editor.org/rfc/rfc8878 (read 2026-11-30)
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, (bytes.length << 3) | 1, 0, 0, ...bytes];
    const packed = [...whole(8, bytes.length), ...frame];
    expect(await valuesOf(int(32), 2, [[], packed], { compression: 1 })).toEqual([1, 2]);
    // A length of -1: as it stands.
    expect(await valuesOf(int(32), 2, [[], [...whole(8, -1), ...bytes]], { compression: 1 })).toEqual([1, 2]);
    expect(await valuesOf(int(32), 2, [[], [...whole(8, 8), 1, 2, 3]], { compression: 1 })).toBe(contradiction);
    // @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md (read 2026-11-30)
    const lz4 = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, bytes.length, 0, 0, 0x80, ...bytes, 0, 0, 0, 0];
    expect(await valuesOf(int(32), 2, [[], [...whole(8, 8), ...lz4]], { compression: 0 })).toEqual([1, 2]);
    expect(await valuesOf(int(32), 2, [[], [...whole(8, 8), 1, 2, 3]], { compression: 0 })).toBe(contradiction);
  });
});
