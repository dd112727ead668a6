import type { Batch } from "@uwdata/flechette";
import { BrokenArrow } from "./broken.ts";

interface Cells extends Pick<Batch<unknown>, "length" | "type"> {
  readonly values?: ArrayLike<number | bigint> | undefined;
  readonly offsets?: ArrayLike<number | bigint> | undefined;
  readonly sizes?: ArrayLike<number | bigint> | undefined;
  readonly validity?: Uint8Array | undefined;
  readonly nullCount: number;
  readonly children?: readonly Cells[] | undefined;
}

/**
 * Throws where a column claims more values than it has, so that taking them ends and stays within it: the library trusts
 * lengths and places.
 *
 * @param rows as many as it must have
 */
export function checkColumn(column: unknown, rows: number): void {
  const cells = column as Cells;
  const { length, type, offsets, sizes, values, validity, nullCount, children = [] } = cells;
  if (!Number.isSafeInteger(length) || length < rows)
    throw new BrokenArrow("a column of more or fewer values than rows");
  if (nullCount > 0 && validity !== undefined && validity.length > 0 && validity.length * 8 < length)
    throw new BrokenArrow("a column that does not say which values are missing");
  if (sizes !== undefined) throw new BrokenArrow("a column of a kind that no training file has");
  const inner = offsets === undefined ? undefined : lastOf(offsets, length);
  if (inner !== undefined && values !== undefined && inner > values.length)
    throw new BrokenArrow("texts beyond the end of their column");
  if (inner === undefined && values !== undefined && !enough(cells, values.length))
    throw new BrokenArrow("a column with fewer values than it says");
  const stride = "stride" in type && typeof type.stride === "number" ? type.stride : 1;
  for (const child of children) checkColumn(child, inner ?? length * stride);
}

/** Whether plain values are as many as the column is long: truths take a bit each, bytes of a fixed width more than one. */
function enough({ length, type }: Cells, values: number): boolean {
  const isTruth = "typeId" in type && type.typeId === 6;
  const width = "stride" in type && typeof type.stride === "number" ? type.stride : 1;
  return values * (isTruth ? 8 : 1) >= length * width;
}

/** Where the last value ends. Throws where one ends before it begins. */
function lastOf(offsets: ArrayLike<number | bigint>, length: number): number {
  if (length > 0 && offsets.length < length + 1) throw new BrokenArrow("a column with fewer places than it says");
  let before = 0;
  for (let i = 0; i < offsets.length && i <= length; i++) {
    const place = Number(offsets[i]);
    if (!(place >= before)) throw new BrokenArrow("values that end before they begin");
    before = place;
  }
  return before;
}
