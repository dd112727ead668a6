/** Names of tables that are written out in the code, and words from outside that are looked up in them. */

/** The names of a table. */
export function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}

/** Whether a word from outside is a name of a table; `constructor` and what else every object has is none. */
export function isKey<T extends object>(table: T, word: string | undefined): word is keyof T & string {
  return word !== undefined && Object.hasOwn(table, word);
}

/** A name, or an option with its value, in words: `microBatch=2` as "micro batch 2". */
export function spelt(option: string): string {
  return option
    .replaceAll(/[a-z][A-Z]/g, ([before = "", after = ""]) => `${before} ${after.toLowerCase()}`)
    .replaceAll("=", " ");
}

/** What a table holds under a word from outside. */
export function own<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return isKey(table, word) ? table[word] : undefined;
}

/** Fields less those that are undefined. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
