/** One figure at every draw; a plain number where it is the same at all of them. */
export type Column = number | Float64Array;

/** The columns of all inputs by their names. */
export type Columns = ReadonlyMap<string, Column>;

/** Three columns joined draw by draw; a plain number where all three are. */
export function joined(a: Column, b: Column, c: Column, of: (a: number, b: number, c: number) => number): Column {
  const drawn = [a, b, c].find((column) => typeof column !== "number");
  if (typeof a === "number" && typeof b === "number" && typeof c === "number") return of(a, b, c);
  const values = new Float64Array(typeof drawn === "object" ? drawn.length : 0);
  for (let draw = 0; draw < values.length; draw += 1)
    values[draw] = of(valueOf(a, draw), valueOf(b, draw), valueOf(c, draw));
  return values;
}

/** The difference of two columns. */
export function minus(one: Column, other: Column): Column {
  return joined(one, other, 0, (a, b) => a - b);
}

/** The values of a column in ascending order. */
export function sortedValues(column: Column): Float64Array {
  return typeof column === "number" ? Float64Array.of(column) : column.toSorted();
}

function valueOf(column: Column, draw: number): number {
  return typeof column === "number" ? column : (column[draw] ?? Number.NaN);
}
